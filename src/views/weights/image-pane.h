/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/network-diagram.h"
#include "session/chosen-image.h"
#include "views/weights/class-bars.h"
#include "widgets/drawing-pad.h"

/* The chosen image, to draw and erase in, with the examples before and after it, what the network receives, and what it
 * says of it: the classes with the largest probabilities. Hidden while there is no image.
 *
 * A digit that was drawn on the empty pad is centered and sized as the data's own are, where they are all framed alike
 * (datasets/digit-frame.h) and that is wished for, as at first; an example that is painted over keeps its place. */

#define PERCEPT_TYPE_IMAGE_PANE (percept_image_pane_get_type ())
G_DECLARE_FINAL_TYPE (PerceptImagePane, percept_image_pane, PERCEPT, IMAGE_PANE, GtkWidget)

GtkWidget             *percept_image_pane_new        (PerceptSession           *session,
                                                      PerceptChosenImage       *image);
/* What the network says, with its step; NULL: it says nothing yet. */
void                   percept_image_pane_set_answer (PerceptImagePane         *pane,
                                                      const PlotDiagramContent *content);
/* (transfer none), both. */
PerceptChosenImage    *percept_image_pane_get_image  (PerceptImagePane         *pane);
PerceptDrawingPad     *percept_image_pane_get_pad    (PerceptImagePane         *pane);
/* The classes with the largest probabilities, as in percept_class_bars_get(); none while they are not seen. */
const PerceptClassBar *percept_image_pane_get_top    (PerceptImagePane         *pane,
                                                      guint                    *n);
/* What the pointer does. */
void                   percept_image_pane_set_eraser (PerceptImagePane         *pane,
                                                      gboolean                  eraser);
/* Whether what is drawn is to be framed, from now on and at once. */
void                   percept_image_pane_set_framed (PerceptImagePane         *pane,
                                                      gboolean                  framed);
/* The example comes back as it is in the data. */
void                   percept_image_pane_restore    (PerceptImagePane         *pane);
/* A part was opened to be looked at (the test set). */
void                   percept_image_pane_update_parts (PerceptImagePane       *pane);
