/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "views/weights/unit-pixels.h"

/* Lays out what one looks at together: the picture of a unit, how its activation comes about, and the hand on it.
 * Beside one another where the picture stays large, so that all of it is in sight; below one another elsewhere. The
 * picture never takes all of the height that is in sight. */

#define PERCEPT_TYPE_UNIT_LAYOUT (percept_unit_layout_get_type ())
G_DECLARE_FINAL_TYPE (PerceptUnitLayout, percept_unit_layout, PERCEPT, UNIT_LAYOUT, GtkLayoutManager)

/* For the widget whose children are @card (which holds @pixels), @sum and @hand; all of them outlive the layout. */
GtkLayoutManager *percept_unit_layout_new             (GtkWidget         *card,
                                                       PerceptUnitPixels *pixels,
                                                       GtkWidget         *sum,
                                                       GtkWidget         *hand);
/* Px that are in sight at once. */
void              percept_unit_layout_set_view_height (PerceptUnitLayout *layout,
                                                       int                height);
