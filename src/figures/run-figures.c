/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/run-figures.h"

#include "figures/unit-order.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Px of a picture in the strip. */
#define STRIP_SIDE 80
#define SORT_US    (2 * G_USEC_PER_SEC)

struct _PerceptRunFigures
{
  GObject            parent_instance;
  PerceptSession    *session;
  PerceptRunCurves  *curves;
  PlotWeightSheet   *sheets[2];     /* a strip, all */
  PlotContributions *outputs;
  gint64             sorted;
  gboolean           log_cost;
  gboolean           show_earlier;
};

G_DEFINE_FINAL_TYPE (PerceptRunFigures, percept_run_figures, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint             signals[N_SIGNALS];
/* As the enumeration. */
static const char *const ids[PERCEPT_N_RUN_FIGURES] = { "cost", "accuracy", "gradient", "flat-units", "units",
                                                         "all-units", "outputs" };

static void
emit_changed (PerceptRunFigures *self,
              PerceptRunFigure   figure,
              gboolean           by_hand)
{
  g_signal_emit (self, signals[CHANGED], 0, (guint) figure, by_hand);
}

/* Curves */

static void
emit_curves (PerceptRunFigures *self,
             gboolean           by_hand)
{
  for (int figure = 0; figure < PERCEPT_N_RUN_CURVES; figure++)
    emit_changed (self, (PerceptRunFigure) figure, by_hand);
}

static void
history_cb (PerceptRunFigures *self)
{
  percept_run_curves_update (self->curves);
  emit_curves (self, FALSE);
}

/* Units */

char **
percept_run_figures_unit_names (PerceptSession *session,
                                guint           layer)
{
  guint      n_layers;
  DsDataset *dataset = percept_session_get_dataset (session);

  percept_session_get_layers (session, &n_layers);
  return layer == n_layers && dataset != NULL ? dataset->class_names : NULL;
}

static PlotWeightSheet *
new_sheet (gboolean hidden)
{
  if (hidden)
    return plot_weight_sheet_new (_("Hidden units, weights from the pixels, largest first"), _("hidden unit"));
  return plot_weight_sheet_new (_("Output units, weights from the pixels"), _("output unit"));
}

static void
make_sheets (PerceptRunFigures *self)
{
  guint n_layers;

  percept_session_get_layers (self->session, &n_layers);
  for (int i = 0; i < 2; i++)
    {
      if (self->sheets[i] != NULL)
        plot_figure_unref (plot_weight_sheet_figure (self->sheets[i]));
      self->sheets[i] = new_sheet (n_layers > 1);
    }
  plot_weight_sheet_set_strip (self->sheets[0], TRUE);
  plot_weight_sheet_set_side (self->sheets[0], STRIP_SIDE);
  /* A few fill the figure; of hundreds the first are shown, large enough to be seen. */
  if (n_layers > 1)
    plot_weight_sheet_set_side (self->sheets[1], STRIP_SIDE);
  self->sorted = 0;
  if (self->outputs != NULL)
    plot_figure_unref (plot_contributions_figure (self->outputs));
  self->outputs = plot_contributions_new (_("Output units"),
                                          _("the three hidden units that push each one most, and how"));
}

gboolean
percept_run_figures_has_flat_units (PerceptRunFigures *self)
{
  const TrainHistory *history = percept_session_get_history (self->session);

  return history->points->len == 0 || isfinite (train_history_point (history, history->points->len - 1)->flat);
}

gboolean
percept_run_figures_has_outputs (PerceptRunFigures *self)
{
  guint n_layers;

  percept_session_get_layers (self->session, &n_layers);
  return n_layers == 2;
}

static void
update_outputs (PerceptRunFigures    *self,
                const PerceptWeights *hidden)
{
  PerceptWeights *outgoing = percept_session_get_weights (self->session, 2);

  if (outgoing == NULL || !percept_run_figures_has_outputs (self))
    return;
  plot_contributions_set (self->outputs, hidden->weights, hidden->n_units, hidden->channels, hidden->height,
                          hidden->width, outgoing->weights, outgoing->n_units,
                          percept_run_figures_unit_names (self->session, 2));
  emit_changed (self, PERCEPT_RUN_FIGURE_OUTPUTS, FALSE);
}

/* Output units stand in the order of their classes; hidden ones change places seldom, so that the eye can follow. */
static void
sort_units (PerceptRunFigures    *self,
            const PerceptWeights *weights,
            gboolean              is_output)
{
  g_autofree guint *order = NULL;
  gint64            now = g_get_monotonic_time ();

  if (is_output || (self->sorted != 0 && now - self->sorted < SORT_US))
    return;
  self->sorted = now;
  order = percept_units_by_norm (weights);
  for (int i = 0; i < 2; i++)
    plot_weight_sheet_set_order (self->sheets[i], order, weights->n_units);
}

static void
weights_cb (PerceptRunFigures *self)
{
  PerceptWeights *weights = percept_session_get_weights (self->session, 1);
  char          **names = percept_run_figures_unit_names (self->session, 1);

  if (weights == NULL)
    return;
  for (int i = 0; i < 2; i++)
    plot_weight_sheet_set_weights (self->sheets[i], weights->weights, weights->n_units, weights->channels,
                                   weights->height, weights->width, names);
  sort_units (self, weights, names != NULL);
  update_outputs (self, weights);
  emit_changed (self, PERCEPT_RUN_FIGURE_UNITS, FALSE);
  emit_changed (self, PERCEPT_RUN_FIGURE_ALL_UNITS, FALSE);
}

static void
opened_cb (PerceptRunFigures *self)
{
  make_sheets (self);
  percept_run_curves_open (self->curves);
  emit_curves (self, FALSE);
  weights_cb (self);
  /* The sheets of before are gone, whether there are pictures for the new ones yet or not. */
  for (int figure = PERCEPT_RUN_FIGURE_UNITS; figure < PERCEPT_N_RUN_FIGURES; figure++)
    emit_changed (self, (PerceptRunFigure) figure, FALSE);
}

/* Commands */

PlotFigure *
percept_run_figures_get (PerceptRunFigures *self,
                         PerceptRunFigure   figure)
{
  if (figure < PERCEPT_RUN_FIGURE_UNITS)
    return plot_curves_figure (percept_run_curves_get (self->curves, (PerceptRunCurvesKind) figure));
  if (figure == PERCEPT_RUN_FIGURE_OUTPUTS)
    return plot_contributions_figure (self->outputs);
  return plot_weight_sheet_figure (self->sheets[figure - PERCEPT_RUN_FIGURE_UNITS]);
}

const char *
percept_run_figures_get_name (PerceptRunFigures *self,
                              PerceptRunFigure   figure)
{
  guint n_layers;

  percept_session_get_layers (self->session, &n_layers);
  switch (figure)
    {
    case PERCEPT_RUN_FIGURE_COST:     return _("Cost");
    case PERCEPT_RUN_FIGURE_ACCURACY: return _("Accuracy");
    case PERCEPT_RUN_FIGURE_GRADIENT: return _("Gradient norm");
    case PERCEPT_RUN_FIGURE_FLAT_UNITS: return _("Flat units");
    case PERCEPT_RUN_FIGURE_OUTPUTS:  return _("Output units");
    default:                          return n_layers > 1 ? _("Hidden units") : _("Output units");
    }
}

char *
percept_run_figures_get_file_name (PerceptRunFigures *self,
                                   PerceptRunFigure   figure)
{
  return percept_figure_file_name (self->session, ids[figure]);
}

char *
percept_figure_file_name (PerceptSession *session,
                          const char     *figure)
{
  TrainExperiment *experiment = percept_session_get_experiment (session);
  const char      *name = experiment != NULL ? train_experiment_get_name (experiment) : NULL;
  char            *file_name = name != NULL ? g_strdup_printf ("%s-%s", name, figure) : g_strdup (figure);

  /* An experiment may be called after a path. */
  return g_strdelimit (file_name, "/\\", '-');
}

gboolean
percept_run_figures_find (const char       *id,
                          PerceptRunFigure *figure)
{
  for (int i = 0; i < PERCEPT_N_RUN_FIGURES; i++)
    if (g_str_equal (ids[i], id))
      {
        *figure = i;
        return TRUE;
      }
  return FALSE;
}

void
percept_run_figures_set_log (PerceptRunFigures *self,
                             gboolean           log_cost)
{
  self->log_cost = log_cost;
  plot_curves_set_y_scale (percept_run_curves_get (self->curves, PERCEPT_RUN_CURVES_COST),
                           log_cost ? PLOT_SCALE_LOG : PLOT_SCALE_LINEAR);
  emit_changed (self, PERCEPT_RUN_FIGURE_COST, TRUE);
}

gboolean
percept_run_figures_get_log (PerceptRunFigures *self)
{
  return self->log_cost;
}

void
percept_run_figures_set_x (PerceptRunFigures *self,
                           PerceptRunX        x)
{
  if (percept_run_curves_get_x (self->curves) == x)
    return;
  percept_run_curves_set_x (self->curves, x);
  emit_curves (self, TRUE);
}

PerceptRunX
percept_run_figures_get_x (PerceptRunFigures *self)
{
  return percept_run_curves_get_x (self->curves);
}

void
percept_run_figures_set_view (PerceptRunFigures *self,
                              double             low,
                              double             high)
{
  percept_run_curves_set_view (self->curves, low, high);
  emit_curves (self, TRUE);
}

gboolean
percept_run_figures_get_view (PerceptRunFigures *self,
                              double            *low,
                              double            *high)
{
  return plot_curves_get_view (percept_run_curves_get (self->curves, PERCEPT_RUN_CURVES_COST), low, high);
}

void
percept_run_figures_follow_view (PerceptRunFigures *self,
                                 PlotCurves        *curves)
{
  double low, high;

  if (plot_curves_get_view (curves, &low, &high))
    percept_run_figures_set_view (self, low, high);
  else
    percept_run_figures_set_view (self, NAN, NAN);
}

void
percept_run_figures_zoom (PerceptRunFigures *self,
                          double             factor)
{
  PlotCurves *cost = percept_run_curves_get (self->curves, PERCEPT_RUN_CURVES_COST);
  double      low, high;
  double      last = percept_run_curves_get_last_x (self->curves);

  plot_curves_get_view (cost, &low, &high);
  if (last > low)
    high = MIN (high, last);
  plot_curves_zoom (cost, low / 2 + high / 2, factor);
  percept_run_figures_follow_view (self, cost);
}

void
percept_run_figures_pan (PerceptRunFigures *self,
                         double             share)
{
  PlotCurves *cost = percept_run_curves_get (self->curves, PERCEPT_RUN_CURVES_COST);
  double      low, high;

  plot_curves_get_view (cost, &low, &high);
  plot_curves_pan (cost, share * (high - low));
  percept_run_figures_follow_view (self, cost);
}

void
percept_run_figures_show_earlier (PerceptRunFigures *self,
                                  gboolean           shown)
{
  self->show_earlier = shown;
  percept_run_curves_show_earlier (self->curves, shown);
  emit_curves (self, TRUE);
}

gboolean
percept_run_figures_shows_earlier (PerceptRunFigures *self)
{
  return self->show_earlier;
}

void
percept_run_figures_clear_earlier (PerceptRunFigures *self)
{
  percept_run_curves_clear_earlier (self->curves);
  emit_curves (self, TRUE);
}

void
percept_run_figures_set_moment (PerceptRunFigures *self,
                                double             step)
{
  percept_run_curves_set_moment (self->curves, step);
  emit_curves (self, TRUE);
}

gboolean
percept_run_figures_has_earlier (PerceptRunFigures *self)
{
  return percept_run_curves_has_earlier (self->curves);
}

static void
experiment_cb (PerceptRunFigures *self)
{
  percept_run_curves_update_test (self->curves);
  emit_curves (self, FALSE);
}

static void
percept_run_figures_finalize (GObject *object)
{
  PerceptRunFigures *self = PERCEPT_RUN_FIGURES (object);

  percept_run_curves_free (self->curves);
  for (int i = 0; i < 2; i++)
    plot_figure_unref (plot_weight_sheet_figure (self->sheets[i]));
  plot_figure_unref (plot_contributions_figure (self->outputs));
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_run_figures_parent_class)->finalize (object);
}

static void
percept_run_figures_class_init (PerceptRunFiguresClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = percept_run_figures_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);
}

static void
percept_run_figures_init (PerceptRunFigures *self)
{
}

PerceptRunFigures *
percept_run_figures_new (PerceptSession *session)
{
  PerceptRunFigures *self = g_object_new (PERCEPT_TYPE_RUN_FIGURES, NULL);

  self->session = g_object_ref (session);
  self->curves = percept_run_curves_new (session);
  self->show_earlier = TRUE;
  make_sheets (self);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "experiment", G_CALLBACK (experiment_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "history", G_CALLBACK (history_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "weights", G_CALLBACK (weights_cb), self, G_CONNECT_SWAPPED);
  return self;
}
