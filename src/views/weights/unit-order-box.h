/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/unit-filter.h"
#include "widgets/fold-box.h"

/* The controls of which units of a layer are shown, and in which order: by number, by the size of their weights, or by
 * one of the rankings (analysis/unit-ranking.h) for a class; all, or those that a filter keeps (figures/unit-filter.h).
 *
 * Signal "changed": something else was chosen. */

#define PERCEPT_TYPE_UNIT_ORDER_BOX (percept_unit_order_box_get_type ())
G_DECLARE_FINAL_TYPE (PerceptUnitOrderBox, percept_unit_order_box, PERCEPT, UNIT_ORDER_BOX, GObject)

/* Its controls are put at the end of @row. Returns: (transfer full) */
PerceptUnitOrderBox *percept_unit_order_box_new        (PerceptFoldBox      *row);

/* Offers what there is for a layer of @session: rankings for hidden ones alone, those to the classes for the last of
 * them alone. What was chosen stays if it is still there. */
void                 percept_unit_order_box_set_layer  (PerceptUnitOrderBox *box,
                                                        PerceptSession      *session,
                                                        guint                layer);

/* The ranking that is chosen, or NULL, and whether units stand by the size of their weights else. */
const AnRankingType *percept_unit_order_box_get_type_of_ranking (PerceptUnitOrderBox *box);
gboolean             percept_unit_order_box_is_by_norm (PerceptUnitOrderBox *box);
guint                percept_unit_order_box_get_class  (PerceptUnitOrderBox *box);
const PerceptUnitFilter *percept_unit_order_box_get_filter (PerceptUnitOrderBox *box);

/* "number", "norm" or the name of a ranking. */
const char          *percept_unit_order_box_get_name   (PerceptUnitOrderBox *box);

/* @name as above, @class_name: of a class, NULL to keep it. FALSE when there is no such thing for this layer: nothing
 * has changed, and @error says what there is. */
gboolean             percept_unit_order_box_choose     (PerceptUnitOrderBox  *box,
                                                        const char           *name,
                                                        const char           *class_name,
                                                        GError              **error);

/* The name of a filter that goes with the order. FALSE as above. */
gboolean             percept_unit_order_box_filter     (PerceptUnitOrderBox  *box,
                                                        const char           *name,
                                                        GError              **error);
