/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/brush.h"

#include <gtk/gtk.h>

/* An image of few pixels to draw in with pointer, pen or touch, and with the keys (arrows move, Space draws, Delete
 * erases, both held down with arrows draw lines; Ctrl+Z undoes): a soft pen as wide as the strokes of handwritten
 * digits, and an eraser, which is also at the secondary button, with Shift, and at the end of a pen that has one.
 *
 * Signal "drawn": the image was changed by hand, or back. */

#define PERCEPT_TYPE_DRAWING_PAD (percept_drawing_pad_get_type ())
G_DECLARE_FINAL_TYPE (PerceptDrawingPad, percept_drawing_pad, PERCEPT, DRAWING_PAD, GtkWidget)

GtkWidget            *percept_drawing_pad_new        (void);

/* What to draw on: @channels x @height x @width bytes, copied, 0 is the background; NULL: there is no image. What was
 * drawn before is forgotten; no signal. */
void                  percept_drawing_pad_set        (PerceptDrawingPad    *pad,
                                                      const guint8         *bytes,
                                                      guint                 channels,
                                                      guint                 height,
                                                      guint                 width);
/* (transfer none), until the next "drawn" */
const PlotBrushImage *percept_drawing_pad_get        (PerceptDrawingPad    *pad);

/* Px that it would like to have, at most. */
void                  percept_drawing_pad_set_side   (PerceptDrawingPad    *pad,
                                                      int                   side);
/* What the primary button and a finger do. */
void                  percept_drawing_pad_set_eraser (PerceptDrawingPad    *pad,
                                                      gboolean              eraser);
/* A stroke through @n points, in pixels of the image, as if by hand. */
void                  percept_drawing_pad_stroke     (PerceptDrawingPad    *pad,
                                                      const PlotBrushPoint *points,
                                                      guint                 n,
                                                      gboolean              eraser);
void                  percept_drawing_pad_clear      (PerceptDrawingPad    *pad);
/* What was before the last stroke comes back; FALSE: there is none. */
gboolean              percept_drawing_pad_undo       (PerceptDrawingPad    *pad);
gboolean              percept_drawing_pad_can_undo   (PerceptDrawingPad    *pad);
/* It is as it was set. */
gboolean              percept_drawing_pad_is_untouched (PerceptDrawingPad *pad);
/* All that there is was drawn on the empty background: nothing of it is of the image that was set. */
gboolean              percept_drawing_pad_is_own     (PerceptDrawingPad    *pad);
