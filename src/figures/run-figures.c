/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/run-figures.h"

#include "figures/unit-order.h"

#include <glib/gi18n-lib.h>

/* Px of a picture in the strip. */
#define STRIP_SIDE 80
#define SORT_US    (2 * G_USEC_PER_SEC)

struct _PerceptRunFigures
{
  GObject            parent_instance;
  PerceptSession    *session;
  PlotCurves        *curves[2];     /* cost, accuracy */
  PlotWeightSheet   *sheets[2];     /* a strip, all */
  PlotContributions *outputs;
  guint              n_points;      /* of the history that the curves have */
  guint              n_marks;
  guint64            last_step;
  gint64             sorted;
  gboolean           log_cost;
  gboolean           by_epochs;
};

G_DEFINE_FINAL_TYPE (PerceptRunFigures, percept_run_figures, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint             signals[N_SIGNALS];
/* As the enumeration. */
static const char *const ids[PERCEPT_N_RUN_FIGURES] = { "cost", "accuracy", "units", "all-units", "outputs" };

static void
emit_changed (PerceptRunFigures *self,
              PerceptRunFigure   figure)
{
  g_signal_emit (self, signals[CHANGED], 0, (guint) figure);
}

/* Curves */

static void
make_curves (PerceptRunFigures *self)
{
  const char *x_title = self->by_epochs ? _("epochs") : _("steps");

  for (int i = 0; i < 2; i++)
    {
      if (self->curves[i] != NULL)
        plot_figure_unref (plot_curves_figure (self->curves[i]));
      self->curves[i] = plot_curves_new (i == 0 ? _("Cost") : _("Accuracy"), NULL, x_title, i == 1);
      plot_curves_add_series (self->curves[i], PLOT_ROLE_TRAIN, _("train"));
      plot_curves_add_series (self->curves[i], PLOT_ROLE_VALIDATION, _("validation"));
      plot_curves_add_series (self->curves[i], PLOT_ROLE_TEST, _("test"));
      plot_curves_set_visible (self->curves[i], TRAIN_PART_TEST, percept_session_is_test_revealed (self->session));
    }
  plot_curves_set_y_scale (self->curves[0], self->log_cost ? PLOT_SCALE_LOG : PLOT_SCALE_LINEAR);
  self->n_points = 0;
  self->n_marks = 0;
}

static double
x_of_point (PerceptRunFigures *self,
            const TrainPoint  *point)
{
  return self->by_epochs ? point->epoch : (double) point->step;
}

static void
append_points (PerceptRunFigures  *self,
               const TrainHistory *history)
{
  for (guint i = self->n_points; i < history->points->len; i++)
    {
      const TrainPoint *point = train_history_point (history, i);
      double            x = x_of_point (self, point);

      for (int part = 0; part < TRAIN_N_PARTS; part++)
        {
          plot_curves_append (self->curves[0], part, &x, &point->cost[part], 1);
          plot_curves_append (self->curves[1], part, &x, &point->accuracy[part], 1);
        }
      self->last_step = point->step;
    }
  self->n_points = history->points->len;
}

/* In a word what was changed. */
static const char *
word_of_key (const char *key)
{
  if (g_str_equal (key, "rate"))
    return _("rate");
  if (g_str_equal (key, "momentum"))
    return _("momentum");
  if (g_str_equal (key, "l1"))
    return "L1";
  if (g_str_equal (key, "l2"))
    return "L2";
  return key;
}

static void
append_marks (PerceptRunFigures  *self,
              const TrainHistory *history)
{
  const PerceptStatus *status = percept_session_get_status (self->session);

  for (guint i = self->n_marks; i < history->marks->len; i++)
    {
      const TrainMark *mark = &g_array_index (history->marks, TrainMark, i);
      g_autofree char *text = g_strdup_printf ("%s %.4g → %.4g", word_of_key (mark->key), mark->from, mark->to);
      double           x = (double) mark->step;

      if (self->by_epochs && status->n_steps_per_epoch > 0)
        x /= (double) status->n_steps_per_epoch;
      plot_curves_add_mark (self->curves[0], x, text);
      plot_curves_add_mark (self->curves[1], x, text);
    }
  self->n_marks = history->marks->len;
}

/* Whether the history goes on from what the curves have; after a restart it does not. */
static gboolean
goes_on (PerceptRunFigures  *self,
         const TrainHistory *history)
{
  if (history->points->len < self->n_points || history->marks->len < self->n_marks)
    return FALSE;
  return self->n_points == 0 || train_history_point (history, self->n_points - 1)->step == self->last_step;
}

static void
update_x_axis (PerceptRunFigures *self)
{
  const PerceptStatus *status = percept_session_get_status (self->session);
  double               end = (double) status->total_steps;
  double               per_epoch = (double) status->n_steps_per_epoch;

  if (self->by_epochs)
    end = per_epoch > 0 ? end / per_epoch : 0;
  for (int i = 0; i < 2; i++)
    {
      plot_curves_set_x_end (self->curves[i], end);
      if (self->by_epochs)
        plot_curves_set_second_x (self->curves[i], _("steps"), per_epoch);
      else
        plot_curves_set_second_x (self->curves[i], _("epochs"), per_epoch > 0 ? 1 / per_epoch : 0);
    }
}

static void
history_cb (PerceptRunFigures *self)
{
  const TrainHistory *history = percept_session_get_history (self->session);

  if (!goes_on (self, history))
    {
      plot_curves_clear (self->curves[0]);
      plot_curves_clear (self->curves[1]);
      self->n_points = 0;
      self->n_marks = 0;
    }
  append_points (self, history);
  append_marks (self, history);
  update_x_axis (self);
  emit_changed (self, PERCEPT_RUN_FIGURE_COST);
  emit_changed (self, PERCEPT_RUN_FIGURE_ACCURACY);
}

static void
rebuild_curves (PerceptRunFigures *self)
{
  make_curves (self);
  history_cb (self);
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
  emit_changed (self, PERCEPT_RUN_FIGURE_OUTPUTS);
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
  emit_changed (self, PERCEPT_RUN_FIGURE_UNITS);
  emit_changed (self, PERCEPT_RUN_FIGURE_ALL_UNITS);
}

static void
opened_cb (PerceptRunFigures *self)
{
  make_sheets (self);
  rebuild_curves (self);
  weights_cb (self);
  /* The sheets of before are gone, whether there are pictures for the new ones yet or not. */
  for (int figure = PERCEPT_RUN_FIGURE_UNITS; figure < PERCEPT_N_RUN_FIGURES; figure++)
    emit_changed (self, (PerceptRunFigure) figure);
}

/* Commands */

PlotFigure *
percept_run_figures_get (PerceptRunFigures *self,
                         PerceptRunFigure   figure)
{
  if (figure <= PERCEPT_RUN_FIGURE_ACCURACY)
    return plot_curves_figure (self->curves[figure]);
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
  plot_curves_set_y_scale (self->curves[0], log_cost ? PLOT_SCALE_LOG : PLOT_SCALE_LINEAR);
  emit_changed (self, PERCEPT_RUN_FIGURE_COST);
}

void
percept_run_figures_set_epochs (PerceptRunFigures *self,
                                gboolean           by_epochs)
{
  if (self->by_epochs == by_epochs)
    return;
  self->by_epochs = by_epochs;
  rebuild_curves (self);
}

/* The test set may have been revealed. */
static void
experiment_cb (PerceptRunFigures *self)
{
  for (int i = 0; i < 2; i++)
    {
      plot_curves_set_visible (self->curves[i], TRAIN_PART_TEST, percept_session_is_test_revealed (self->session));
      emit_changed (self, PERCEPT_RUN_FIGURE_COST + i);
    }
}

static void
percept_run_figures_finalize (GObject *object)
{
  PerceptRunFigures *self = PERCEPT_RUN_FIGURES (object);

  for (int i = 0; i < 2; i++)
    {
      plot_figure_unref (plot_curves_figure (self->curves[i]));
      plot_figure_unref (plot_weight_sheet_figure (self->sheets[i]));
    }
  plot_figure_unref (plot_contributions_figure (self->outputs));
  g_clear_object (&self->session);
  G_OBJECT_CLASS (percept_run_figures_parent_class)->finalize (object);
}

static void
percept_run_figures_class_init (PerceptRunFiguresClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = percept_run_figures_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);
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
  make_curves (self);
  make_sheets (self);
  g_signal_connect_object (session, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "experiment", G_CALLBACK (experiment_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "history", G_CALLBACK (history_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "weights", G_CALLBACK (weights_cb), self, G_CONNECT_SWAPPED);
  return self;
}
