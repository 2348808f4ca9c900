/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/weight-sheet.h"
#include "session/chosen-image.h"
#include "session/unit-study.h"
#include "session/weight-source.h"
#include "views/weights/map-chooser.h"
#include "views/weights/unit-order-box.h"
#include "widgets/figure-view.h"

/* All units of a layer: as pictures where they look at images, else as a matrix; sorted by number, norm or a ranking
 * for a class, and filtered; on one scale or each on its own; positive and negative parts together or apart; sums or
 * slices of many maps; from thumbnails to one that fills the view.
 *
 * Signal "unit-chosen" (guint layer, guint unit): one was clicked, or Enter pressed on it; @layer from 1.
 * Properties, read-only: "parts-apart" (boolean), see percept_units_view_get_parts(); "picture-size" (uint), see
 * percept_units_view_get_size(). */

#define PERCEPT_TYPE_UNITS_VIEW (percept_units_view_get_type ())
G_DECLARE_FINAL_TYPE (PerceptUnitsView, percept_units_view, PERCEPT, UNITS_VIEW, GtkWidget)

GtkWidget         *percept_units_view_new         (PerceptSession      *session,
                                                   PerceptWeightSource *source,
                                                   PerceptUnitStudy    *study,
                                                   PerceptChosenImage  *image);
/* Shows @layer and selects @unit, without the signal. */
void               percept_units_view_choose      (PerceptUnitsView    *view,
                                                   guint                layer,
                                                   guint                unit);
/* Once the view has another size. */
void               percept_units_view_scroll_to_selected (PerceptUnitsView *view);
guint              percept_units_view_get_layer   (PerceptUnitsView    *view); /* 0: none */
PlotWeightParts    percept_units_view_get_parts   (PerceptUnitsView    *view);
/* (transfer none) */
PerceptUnitOrderBox *percept_units_view_get_order (PerceptUnitsView    *view);
/* (transfer none) */
PerceptMapChooser *percept_units_view_get_maps     (PerceptUnitsView    *view);
/* Px of a picture's side, at least. */
guint              percept_units_view_get_size     (PerceptUnitsView    *view);
/* Px, "larger", "smaller", "usual" or "page", one unit that fills the view. FALSE: @error says what would be right. */
gboolean           percept_units_view_set_size     (PerceptUnitsView    *view,
                                                    const char          *text,
                                                    GError             **error);
/* The sheet or matrix, for commands that save it. (transfer none) */
PerceptFigureView *percept_units_view_get_view    (PerceptUnitsView    *view);
