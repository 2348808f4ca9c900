/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In which order units stand, and what is said of it. */

#include "views/weights/units-view-private.h"

#include "figures/unit-order.h"
#include "plot/number.h"
#include "views/weights/study-refresh.h"

#include <glib/gi18n-lib.h>

/* A ranking costs nothing while it is not looked at. */
void
percept_units_view_watch_ranking (PerceptUnitsView *self)
{
  const AnRankingType *type = percept_unit_order_box_get_type_of_ranking (self->order_box);
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
  const AnRankingType *type = percept_unit_order_box_get_type_of_ranking (self->order_box);
  AnUnitRanking       *ranking = percept_unit_study_get_ranking (self->study);
  guint                class = percept_unit_order_box_get_class (self->order_box);

  return type != NULL && ranking != NULL && ranking->type == type && ranking->layer == self->layer
             && class < ranking->n_classes
           ? ranking
           : NULL;
}

/* What @type means, and of when its ranking is; @known: there is one. Returns: (transfer full) */
static char *
write_meaning (PerceptUnitsView    *self,
               const AnRankingType *type,
               gboolean             known)
{
  GString         *words = g_string_new (g_dgettext (GETTEXT_PACKAGE, type->meaning));
  g_autofree char *step = plot_number_fixed ((double) percept_unit_study_get_ranking_step (self->study), 0);

  if (type->votes)
    g_string_append_printf (words, " %s", _("Votes stand below the units: ↑ as promoter, ↓ as inhibitor."));
  if (known)
    {
      g_string_append_c (words, ' ');
      g_string_append_printf (words, _("As of step %s."), step);
    }
  return g_string_free (words, FALSE);
}

/* What the ranking means, or why there is none yet. */
static void
explain_order (PerceptUnitsView *self)
{
  const AnRankingType *type = percept_unit_order_box_get_type_of_ranking (self->order_box);
  gboolean             known = get_ranking (self) != NULL;
  gboolean             waits = type != NULL && !known && self->failure == NULL;
  g_autofree char     *meaning = type != NULL ? write_meaning (self, type, known) : NULL;

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
  if (self->sheet != NULL)
    plot_weight_sheet_set_order (self->sheet, order, n);
  if (self->matrix != NULL)
    plot_weight_matrix_set_order (self->matrix, order, n);
}

static guint *
find_order (PerceptUnitsView     *self,
            const PerceptWeights *weights,
            const AnUnitRanking  *ranking)
{
  PerceptUnitOrderBox *box = self->order_box;

  if (ranking != NULL)
    return percept_units_by_ranking (ranking, percept_unit_order_box_get_class (box));
  return percept_unit_order_box_is_by_norm (box) ? percept_units_by_norm (weights)
                                                 : percept_units_by_number (weights->n_units);
}

/* What was selected and in sight stays so; but a ranking is about who is at its top: a unit that is silenced does not
 * take the eye along to its end. */
void
percept_units_view_sort (PerceptUnitsView *self)
{
  PerceptUnitOrderBox     *box = self->order_box;
  const PerceptUnitFilter *filter = percept_unit_order_box_get_filter (box);
  PerceptWeights          *weights = percept_units_view_get_weights (self);
  AnUnitRanking           *ranking = get_ranking (self);
  guint                    class = percept_unit_order_box_get_class (box);
  PerceptUnitFilterData    data = { weights, ranking, class };
  g_autofree guint        *order = NULL;
  g_auto (GStrv)           notes = NULL;
  gboolean                 in_sight;
  guint                    n;

  if (weights == NULL || (ranking != NULL && ranking->n_units != weights->n_units))
    return;
  self->sorted = g_get_monotonic_time ();
  in_sight = percept_units_view_sees_selected (self);
  order = find_order (self, weights, ranking);
  n = filter->keep != NULL ? filter->keep (&data, order, weights->n_units) : weights->n_units;
  set_order (self, order, n);
  if (ranking != NULL)
    notes = percept_units_ranking_notes (ranking, class);
  if (self->sheet != NULL)
    plot_weight_sheet_set_notes (self->sheet, notes);
  if (in_sight && ranking == NULL)
    percept_units_view_see_selected (self);
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
  if (percept_unit_order_box_get_type_of_ranking (self->order_box) != NULL)
    gtk_adjustment_set_value (percept_units_view_get_scrolling (self), 0);
  else
    percept_units_view_see_selected (self);
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
