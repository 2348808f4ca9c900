/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/unit-norms.h"

#include "plot/curves.h"
#include "views/figure-binding.h"
#include "views/weights/figure-card.h"
#include "widgets/figure-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HEIGHT 180 /* px */

struct _PerceptUnitNorms
{
  GtkWidget            parent_instance;
  PerceptWeightSource *source;
  PlotCurves          *curves;
  GtkWidget           *card;
  GtkWidget           *view;
};

G_DEFINE_FINAL_TYPE (PerceptUnitNorms, percept_unit_norms, GTK_TYPE_WIDGET)

void
percept_unit_norms_show (PerceptUnitNorms *self,
                         PerceptUnitFacts *facts)
{
  guint              n = facts != NULL && facts->norms != NULL ? facts->norms->len : 0;
  g_autofree double *steps = g_new (double, MAX (n, 1));
  g_autofree double *norms = g_new (double, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      const PerceptUnitNorm *norm = &g_array_index (facts->norms, PerceptUnitNorm, i);

      steps[i] = (double) norm->step;
      norms[i] = norm->norm;
    }
  plot_curves_clear (self->curves);
  plot_curves_append (self->curves, 0, steps, norms, n);
  gtk_widget_set_visible (self->card, n > 1);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), FALSE);
}

/* The right end of the curve is now: only what was has a line. */
static void
moment_cb (PerceptUnitNorms *self)
{
  TrainRung *rung = percept_weight_source_get_rung (self->source);

  plot_curves_set_moment (self->curves, rung != NULL ? (double) rung->step : NAN);
  percept_figure_view_queue_update (PERCEPT_FIGURE_VIEW (self->view), TRUE);
}

void
percept_unit_norms_set_source (PerceptUnitNorms    *self,
                               PerceptSession      *session,
                               PerceptWeightSource *source)
{
  g_autofree char *file_name = percept_figure_file_name (session, "norm");

  percept_figure_view_set_file_name (PERCEPT_FIGURE_VIEW (self->view), file_name);
  self->source = g_object_ref (source);
  g_signal_connect_object (source, "moment", G_CALLBACK (moment_cb), self, G_CONNECT_SWAPPED);
  moment_cb (self);
}

static void
percept_unit_norms_dispose (GObject *object)
{
  PerceptUnitNorms *self = PERCEPT_UNIT_NORMS (object);

  if (self->curves != NULL)
    plot_figure_unref (plot_curves_figure (self->curves));
  self->curves = NULL;
  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_object (&self->source);
  G_OBJECT_CLASS (percept_unit_norms_parent_class)->dispose (object);
}

static void
percept_unit_norms_class_init (PerceptUnitNormsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = percept_unit_norms_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
percept_unit_norms_init (PerceptUnitNorms *self)
{
  self->curves = plot_curves_new (_("Norm of its weights"), _("L2, bias exempt"), _("steps"), FALSE);
  plot_curves_add_series (self->curves, PLOT_ROLE_TRAIN, _("norm"));
  self->view = percept_figure_view_new ();
  gtk_widget_set_size_request (self->view, -1, HEIGHT);
  self->card = percept_figure_card_new (self->view);
  gtk_widget_set_visible (self->card, FALSE);
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (self->view), plot_curves_figure (self->curves),
                                  _("Norm of its weights along the run"));
}
