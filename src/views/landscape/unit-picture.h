/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"
#include "views/landscape/weight-place.h"

#include <gtk/gtk.h>

/* The picture of one unit's weights, which follows the run while it is seen, to point at weights: by a click, or by the
 * arrow keys and Enter.
 *
 * Signal "picked" (const PerceptWeightPlace *): the weight that was pointed at. */

#define PERCEPT_TYPE_UNIT_PICTURE (percept_unit_picture_get_type ())
G_DECLARE_FINAL_TYPE (PerceptUnitPicture, percept_unit_picture, PERCEPT, UNIT_PICTURE, GtkWidget)

/* Once. */
void  percept_unit_picture_set_session (PerceptUnitPicture       *picture,
                                        PerceptSession           *session);

/* @layer: from 1; 0: nothing is shown, as after another network was opened. */
void  percept_unit_picture_show        (PerceptUnitPicture       *picture,
                                        guint                     layer,
                                        guint                     unit);
guint percept_unit_picture_get_layer   (PerceptUnitPicture       *picture);
guint percept_unit_picture_get_unit    (PerceptUnitPicture       *picture);

/* Frames @n places, two at most, copied, with the numbers 1 and 2; those of other layers and units are not seen. */
void  percept_unit_picture_set_marks   (PerceptUnitPicture       *picture,
                                        const PerceptWeightPlace *places,
                                        guint                     n);
