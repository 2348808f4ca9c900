/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/chosen-image.h"
#include "session/weight-source.h"

#include <gtk/gtk.h>

/* How one unit comes to its activation for the chosen image, written as a sum: the weight at one place times what it
 * looks at, all of these products, the bias, and what the activation makes of them. With the image and the picture of
 * its products.
 *
 * Signal "input": percept_unit_sum_get_input() is another. */

#define PERCEPT_TYPE_UNIT_SUM (percept_unit_sum_get_type ())
G_DECLARE_FINAL_TYPE (PerceptUnitSum, percept_unit_sum, PERCEPT, UNIT_SUM, GtkWidget)

/* Once. */
void        percept_unit_sum_set_source (PerceptUnitSum      *sum,
                                         PerceptSession      *session,
                                         PerceptWeightSource *source,
                                         PerceptChosenImage  *image);
/* @layer: from 1; 0: nothing. */
void        percept_unit_sum_show       (PerceptUnitSum      *sum,
                                         guint                layer,
                                         guint                unit);
/* The weights are new; whoever shows them watches the layer and all below. */
void        percept_unit_sum_update     (PerceptUnitSum      *sum);
/* @place: row times width plus column. */
void        percept_unit_sum_set_place  (PerceptUnitSum      *sum,
                                         gsize                place);
/* Of the unit's weights, the one that is read: channel, row, column. */
gsize       percept_unit_sum_get_input  (PerceptUnitSum      *sum);
/* "Row 12, column 7: weight −0.42, pixel 0.78, product −0.33" */
const char *percept_unit_sum_get_words  (PerceptUnitSum      *sum);
