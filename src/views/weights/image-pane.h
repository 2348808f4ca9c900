/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/chosen-image.h"
#include "session/weight-source.h"

#include <gtk/gtk.h>

/* The chosen image, to draw and erase in, with the next and previous example, and what the network says of it: the
 * classes with the largest probabilities. It answers at once, while it is drawn and while the network learns. */

#define PERCEPT_TYPE_IMAGE_PANE (percept_image_pane_get_type ())
G_DECLARE_FINAL_TYPE (PerceptImagePane, percept_image_pane, PERCEPT, IMAGE_PANE, GtkWidget)

GtkWidget *percept_image_pane_new (PerceptSession      *session,
                                   PerceptWeightSource *source,
                                   PerceptChosenImage  *image);
