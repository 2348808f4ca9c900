/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/unit-ranking.h"
#include "session/session.h"

#include <gtk/gtk.h>

/* In which order the units of a layer stand, and which of them: by number, by the size of their weights, or by one of
 * the rankings (analysis/unit-ranking.h) for a class.
 *
 * Signal "changed": something else was chosen. */

#define PERCEPT_TYPE_UNIT_ORDER_BOX (percept_unit_order_box_get_type ())
G_DECLARE_FINAL_TYPE (PerceptUnitOrderBox, percept_unit_order_box, PERCEPT, UNIT_ORDER_BOX, GtkWidget)

typedef enum
{
  PERCEPT_UNITS_ALL,
  PERCEPT_UNITS_FIRST,     /* PERCEPT_UNITS_N_FIRST of the order */
  PERCEPT_UNITS_VOTED,     /* of a ranking by votes: those with one, for or against */
} PerceptUnitsShown;

#define PERCEPT_UNITS_N_FIRST 20

GtkWidget           *percept_unit_order_box_new        (void);

/* Offers what there is for a layer of @session: rankings for hidden ones alone, those to the classes for the last of
 * them alone. What was chosen stays if it is still there. */
void                 percept_unit_order_box_set_layer  (PerceptUnitOrderBox *box,
                                                        PerceptSession      *session,
                                                        guint                layer);

/* The ranking that is chosen, or NULL, and whether units stand by the size of their weights else. */
const AnRankingType *percept_unit_order_box_get_type_of_ranking (PerceptUnitOrderBox *box);
gboolean             percept_unit_order_box_is_by_norm (PerceptUnitOrderBox *box);
guint                percept_unit_order_box_get_class  (PerceptUnitOrderBox *box);
PerceptUnitsShown    percept_unit_order_box_get_shown  (PerceptUnitOrderBox *box);

/* "number", "norm" or the name of a ranking. */
const char          *percept_unit_order_box_get_name   (PerceptUnitOrderBox *box);

/* @name as above, @class_name: of a class, NULL to keep it. FALSE when there is no such thing for this layer: nothing
 * has changed, and @error says what there is. */
gboolean             percept_unit_order_box_choose     (PerceptUnitOrderBox  *box,
                                                        const char           *name,
                                                        const char           *class_name,
                                                        GError              **error);
