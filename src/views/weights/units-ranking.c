/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In which order units stand, and what is said of it. */

#include "views/weights/units-view-private.h"

#include "figures/unit-order.h"
#include "views/weights/study-refresh.h"

#include <glib/gi18n-lib.h>

/* A ranking costs nothing while it is not looked at. */
void
percept_units_view_watch_ranking (PerceptUnitsView *self)
{
  const AnRankingType *type = percept_unit_order_box_get_type_of_ranking (PERCEPT_UNIT_ORDER_BOX (self->order_box));
  gboolean             wanted = type != NULL && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (wanted)
    percept_unit_study_set_ranking (self->study, type, self->layer);
  if (wanted == self->ranking)
    return;
  self->ranking = wanted;
  if (wanted)
    {
      percept_study_refresh_watch (self->study, self->session, self->source);
      return;
    }
  percept_study_refresh_unwatch (self->study);
  percept_unit_study_set_ranking (self->study, NULL, 0);
}

/* Order */

static AnUnitRanking *
get_ranking (PerceptUnitsView *self)
{
  const AnRankingType *type = percept_unit_order_box_get_type_of_ranking (PERCEPT_UNIT_ORDER_BOX (self->order_box));
  AnUnitRanking       *ranking = percept_unit_study_get_ranking (self->study);
  guint                class = percept_unit_order_box_get_class (PERCEPT_UNIT_ORDER_BOX (self->order_box));

  return type != NULL && ranking != NULL && ranking->type == type && ranking->layer == self->layer
             && class < ranking->n_classes
           ? ranking
           : NULL;
}

/* What the ranking means, or why there is none yet. */
static void
explain_order (PerceptUnitsView *self)
{
  const AnRankingType *type = percept_unit_order_box_get_type_of_ranking (PERCEPT_UNIT_ORDER_BOX (self->order_box));
  g_autofree char     *meaning = NULL;
  gboolean             waits = type != NULL && get_ranking (self) == NULL && self->failure == NULL;

  if (type != NULL)
    meaning = g_strdup_printf ("%s %s", g_dgettext (GETTEXT_PACKAGE, type->meaning),
                               type->votes ? _("Votes stand below the units: ↑ as promoter, ↓ as inhibitor.") : "");
  gtk_widget_set_visible (self->meaning_box, type != NULL);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), waits);
  gtk_widget_set_visible (self->spinner, waits);
  if (type != NULL)
    gtk_label_set_label (GTK_LABEL (self->meaning), self->failure != NULL ? self->failure : meaning);
}

static void
set_order (PerceptUnitsView *self,
           const guint      *order,
           guint             n)
{
  PerceptUnitsShown shown = percept_unit_order_box_get_shown (PERCEPT_UNIT_ORDER_BOX (self->order_box));

  if (shown == PERCEPT_UNITS_FIRST && order != NULL)
    n = MIN (n, PERCEPT_UNITS_N_FIRST);
  if (self->sheet != NULL)
    plot_weight_sheet_set_order (self->sheet, order, n);
  if (self->matrix != NULL)
    plot_weight_matrix_set_order (self->matrix, order, n);
}

/* In order of number: only where not all are shown is there anything to say. */
static guint *
number_order (PerceptUnitsView *self,
              guint             n)
{
  guint *order;

  if (percept_unit_order_box_get_shown (PERCEPT_UNIT_ORDER_BOX (self->order_box)) == PERCEPT_UNITS_ALL)
    return NULL;
  order = g_new (guint, n);
  for (guint i = 0; i < n; i++)
    order[i] = i;
  return order;
}

void
percept_units_view_sort (PerceptUnitsView *self)
{
  PerceptUnitOrderBox *box = PERCEPT_UNIT_ORDER_BOX (self->order_box);
  PerceptWeights      *weights = percept_units_view_get_weights (self);
  AnUnitRanking       *ranking = get_ranking (self);
  guint                class = percept_unit_order_box_get_class (box);
  gboolean             voted = percept_unit_order_box_get_shown (box) == PERCEPT_UNITS_VOTED;
  g_autofree guint    *order = NULL;
  g_auto (GStrv)       notes = NULL;
  guint                n = weights != NULL ? weights->n_units : 0;

  if (weights == NULL || (ranking != NULL && ranking->n_units != n))
    return;
  self->sorted = g_get_monotonic_time ();
  if (ranking != NULL)
    {
      order = percept_units_by_ranking (ranking, class, voted, &n);
      notes = percept_units_ranking_notes (ranking, class);
    }
  else if (percept_unit_order_box_is_by_norm (box))
    order = percept_units_by_norm (weights);
  else
    order = number_order (self, n);
  set_order (self, order, n);
  if (self->sheet != NULL)
    plot_weight_sheet_set_notes (self->sheet, notes);
}

void
percept_units_view_queue_update (PerceptUnitsView *self,
                                 gboolean          now)
{
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), now);
}

void
percept_units_view_change_order (PerceptUnitsView *self)
{
  g_clear_pointer (&self->failure, g_free);
  percept_units_view_watch_ranking (self);
  explain_order (self);
  percept_units_view_sort (self);
  percept_units_view_queue_update (self, TRUE);
}

void
percept_units_view_take_ranking (PerceptUnitsView *self)
{
  if (!self->ranking)
    return;
  if (get_ranking (self) != NULL)
    g_clear_pointer (&self->failure, g_free);
  explain_order (self);
  percept_units_view_sort (self);
  percept_units_view_queue_update (self, FALSE);
}

void
percept_units_view_take_failure (PerceptUnitsView *self,
                                 const GError     *error)
{
  if (!self->ranking || get_ranking (self) != NULL)
    return;
  g_free (self->failure);
  self->failure = g_strdup (error->message);
  explain_order (self);
}
