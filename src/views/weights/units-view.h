/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/chosen-image.h"
#include "session/unit-study.h"
#include "session/weight-source.h"
#include "widgets/figure-view.h"

/* All units of a layer: as pictures where they look at images, else as a matrix; sorted and filtered by number, norm or
 * a ranking for a class; on one scale or each on its own; positive and negative parts together or apart; sums or
 * slices of many maps.
 *
 * Signal "unit-chosen" (guint layer, guint unit): one was pointed at; @layer from 1. */

#define PERCEPT_TYPE_UNITS_VIEW (percept_units_view_get_type ())
G_DECLARE_FINAL_TYPE (PerceptUnitsView, percept_units_view, PERCEPT, UNITS_VIEW, GtkWidget)

GtkWidget         *percept_units_view_new         (PerceptSession      *session,
                                                   PerceptWeightSource *source,
                                                   PerceptUnitStudy    *study,
                                                   PerceptChosenImage  *image);
void               percept_units_view_choose      (PerceptUnitsView    *view,
                                                   guint                layer,
                                                   guint                unit);
/* The sheet or matrix, for commands that save it. (transfer none) */
PerceptFigureView *percept_units_view_get_view    (PerceptUnitsView    *view);
