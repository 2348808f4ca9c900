/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/chosen-image.h"
#include "session/unit-study.h"

#include <gtk/gtk.h>

/* The images that one unit answers to: how strong its activations are, the examples that excite it most and least, and
 * those that its weights resemble. A click on one, or the arrow keys, choose it. */

#define PERCEPT_TYPE_UNIT_IMAGES (percept_unit_images_get_type ())
G_DECLARE_FINAL_TYPE (PerceptUnitImages, percept_unit_images, PERCEPT, UNIT_IMAGES, GtkWidget)

/* Once. */
void percept_unit_images_set_image (PerceptUnitImages  *images,
                                    PerceptSession     *session,
                                    PerceptChosenImage *image);
/* NULL: nothing is known. */
void percept_unit_images_show      (PerceptUnitImages  *images,
                                    PerceptUnitFacts   *facts);
