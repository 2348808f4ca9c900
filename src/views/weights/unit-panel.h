/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/weight-sheet.h"
#include "session/chosen-image.h"
#include "session/unit-study.h"
#include "session/weight-source.h"

#include <gtk/gtk.h>

/* The large view of one unit: its picture with the pixel under the pointer (weight, and for the chosen image pixel and
 * product), its weights to the layer above, the training images that excite it most and least and those that its
 * weights resemble, its twins, its norm along the run; a weight can be set by hand, the unit silenced, and both undone.
 *
 * Signals:
 *   "unit-chosen" (guint layer, guint unit): another one is shown: the next, a twin, one of the layer above; @layer
 *                 from 1
 *   "close"       it is to be put away
 *   "whole"       (gboolean wanted): it is to take all of the page, or part of it again */

#define PERCEPT_TYPE_UNIT_PANEL (percept_unit_panel_get_type ())
G_DECLARE_FINAL_TYPE (PerceptUnitPanel, percept_unit_panel, PERCEPT, UNIT_PANEL, GtkWidget)

GtkWidget *percept_unit_panel_new  (PerceptSession      *session,
                                    PerceptWeightSource *source,
                                    PerceptUnitStudy    *study,
                                    PerceptChosenImage  *image);
/* @layer: from 1; 0: nothing. */
void       percept_unit_panel_show (PerceptUnitPanel    *panel,
                                    guint                layer,
                                    guint                unit);
/* Whether it has all of the page now: its button shows that, and Escape first goes back to a part. */
void       percept_unit_panel_set_whole (PerceptUnitPanel *panel,
                                         gboolean          whole);
/* Whether there is room for nothing beside it in any case: then its button is not offered. */
void       percept_unit_panel_set_alone (PerceptUnitPanel *panel,
                                         gboolean          alone);
/* Positive and negative parts of its picture together, as at first, or side by side. */
void       percept_unit_panel_set_parts (PerceptUnitPanel *panel,
                                         PlotWeightParts   parts);
