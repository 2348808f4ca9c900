/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/unit-study.h"
#include "session/weight-source.h"

#include <gtk/gtk.h>

/* The units around one: its weights to the layer above, or to the classes, and its twins, which look for the same or
 * the very opposite.
 *
 * Signal "unit-chosen" (guint layer, guint unit): one of them was clicked, or Enter pressed on it. */

#define PERCEPT_TYPE_UNIT_NEIGHBORS (percept_unit_neighbors_get_type ())
G_DECLARE_FINAL_TYPE (PerceptUnitNeighbors, percept_unit_neighbors, PERCEPT, UNIT_NEIGHBORS, GtkWidget)

/* Once. */
void percept_unit_neighbors_set_source (PerceptUnitNeighbors *neighbors,
                                        PerceptSession       *session,
                                        PerceptWeightSource  *source);
/* NULL: nothing is known. */
void percept_unit_neighbors_show       (PerceptUnitNeighbors *neighbors,
                                        PerceptUnitFacts     *facts);
/* The weights are new; whoever shows them watches the layer. */
void percept_unit_neighbors_update     (PerceptUnitNeighbors *neighbors);
