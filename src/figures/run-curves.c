/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/run-curves.h"

#include "figures/earlier-runs.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

struct _PerceptRunCurves
{
  PerceptSession      *session;
  PlotCurves          *curves[PERCEPT_N_RUN_CURVES];
  PerceptEarlierRuns  *earlier;
  GArray              *trail;      /* of PerceptTrailPoint: the run that is shown */
  TrainExperiment     *experiment; /* its own; NULL: none yet */
  guint                n_points;   /* of the history that the curves have */
  guint                n_marks;
  TrainPoint           last_point;
  TrainMark            last_mark;
  PerceptRunX          x;
  gboolean             show_earlier;
  double             moment;   /* a step, NaN: none */
};

static const char *
title_of_x (PerceptRunX x)
{
  switch (x)
    {
    case PERCEPT_RUN_X_EPOCHS:   return _("epochs");
    case PERCEPT_RUN_X_EXAMPLES: return _("examples");
    case PERCEPT_RUN_X_SECONDS:  return _("seconds");
    default:                     return _("steps");
    }
}

/* Where @value of the axis @from stands on the axis @to, on the straight line between two points of the run; NaN when
 * the run is not that far yet. */
static double
convert (PerceptRunCurves *self,
         double            value,
         PerceptRunX       from,
         PerceptRunX       to)
{
  if (from == to)
    return value;
  for (guint i = 0; i < self->trail->len; i++)
    {
      const PerceptTrailPoint *b = &g_array_index (self->trail, PerceptTrailPoint, i);
      const PerceptTrailPoint *a = i > 0 ? b - 1 : b;

      if (b->x[from] < value)
        continue;
      if (b->x[from] == value || !(b->x[from] > a->x[from]))
        return b->x[to];
      return a->x[to] + (b->x[to] - a->x[to]) * (value - a->x[from]) / (b->x[from] - a->x[from]);
    }
  return NAN;
}

/* The same beyond the last point, as if the run went on as it did on the whole. */
static double
extrapolate (PerceptRunCurves *self,
             double            value,
             PerceptRunX       from,
             PerceptRunX       to)
{
  double                   place = convert (self, value, from, to);
  const PerceptTrailPoint *last;

  if (!isnan (place) || self->trail->len == 0)
    return place;
  last = &g_array_index (self->trail, PerceptTrailPoint, self->trail->len - 1);
  return last->x[from] > 0 ? value * last->x[to] / last->x[from] : NAN;
}

/* Growing */

static void
append_to_curves (PerceptRunCurves *self,
                  const TrainPoint *point,
                  double            x)
{
  for (int part = 0; part < TRAIN_N_PARTS; part++)
    {
      plot_curves_append (self->curves[PERCEPT_RUN_CURVES_COST], part, &x, &point->cost[part], 1);
      plot_curves_append (self->curves[PERCEPT_RUN_CURVES_ACCURACY], part, &x, &point->accuracy[part], 1);
    }
  plot_curves_append (self->curves[PERCEPT_RUN_CURVES_GRADIENT], 0, &x, &point->gradient_norm, 1);
  plot_curves_append (self->curves[PERCEPT_RUN_CURVES_FLAT_UNITS], 0, &x, &point->flat, 1);
}

static void
append_points (PerceptRunCurves   *self,
               const TrainHistory *history)
{
  for (guint i = self->n_points; i < history->points->len; i++)
    {
      const TrainPoint *point = train_history_point (history, i);
      TrainPart         part = isnan (point->cost[TRAIN_PART_VALIDATION]) ? TRAIN_PART_TRAIN : TRAIN_PART_VALIDATION;
      PerceptTrailPoint trail = { { (double) point->step, point->epoch, point->examples, point->seconds },
                                  { point->cost[part], point->accuracy[part] } };

      append_to_curves (self, point, trail.x[self->x]);
      g_array_append_val (self->trail, trail);
      self->last_point = *point;
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

static char *
describe_mark (const TrainMark *mark)
{
  if (g_str_equal (mark->key, TRAIN_MARK_BRANCH))
    return g_strdup_printf (_("Branched at step %" G_GUINT64_FORMAT), mark->step);
  if (g_str_equal (mark->key, TRAIN_MARK_EDIT))
    return g_strdup_printf (ngettext ("%u weight set by hand", "%u weights set by hand", (guint) mark->from),
                            (guint) mark->from);
  if (g_str_equal (mark->key, TRAIN_MARK_SILENCE))
    return g_strdup_printf (_("Unit #%u of layer %u silenced"), (guint) mark->to, (guint) mark->from);
  return g_strdup_printf ("%s %.4g → %.4g", word_of_key (mark->key), mark->from, mark->to);
}

/* A mark knows its step alone: on another axis it comes with the first point after it. */
static void
append_marks (PerceptRunCurves   *self,
              const TrainHistory *history)
{
  for (guint i = self->n_marks; i < history->marks->len; i++)
    {
      const TrainMark *mark = &g_array_index (history->marks, TrainMark, i);
      g_autofree char *text = describe_mark (mark);
      double           x = convert (self, (double) mark->step, PERCEPT_RUN_X_STEPS, self->x);

      if (isnan (x))
        return;
      for (int kind = 0; kind < PERCEPT_N_RUN_CURVES; kind++)
        plot_curves_add_mark (self->curves[kind], x, text);
      self->n_marks = i + 1;
      self->last_mark = *mark;
    }
}

/* Whether the history goes on from what the curves have; after a restart it does not, nor after a change by hand, which
 * moves the last point or takes a mark away. */
static gboolean
goes_on (PerceptRunCurves   *self,
         const TrainHistory *history)
{
  guint            points = self->n_points, marks = self->n_marks;
  const TrainMark *mark;

  if (history->points->len < points || history->marks->len < marks)
    return FALSE;
  if (points > 0 && memcmp (train_history_point (history, points - 1), &self->last_point, sizeof (TrainPoint)) != 0)
    return FALSE;
  mark = marks > 0 ? &g_array_index (history->marks, TrainMark, marks - 1) : NULL;
  return mark == NULL || memcmp (mark, &self->last_mark, sizeof (TrainMark)) == 0;
}

static void
update_x_end (PerceptRunCurves *self)
{
  const PerceptStatus *status = percept_session_get_status (self->session);
  double               per_epoch = (double) status->n_steps_per_epoch;
  double               epochs = per_epoch > 0 ? (double) status->total_steps / per_epoch : 0;
  double               examples = (double) status->n_examples[TRAIN_PART_TRAIN];
  const double         ends[PERCEPT_N_RUN_X] = { (double) status->total_steps, epochs, epochs * examples, 0 };
  const double         seconds[PERCEPT_N_RUN_X] = { per_epoch > 0 ? 1 / per_epoch : 0, per_epoch,
                                                    examples > 0 ? 1 / examples : 0, 0 };

  for (int kind = 0; kind < PERCEPT_N_RUN_CURVES; kind++)
    {
      plot_curves_set_x_end (self->curves[kind], ends[self->x]);
      plot_curves_set_second_x (self->curves[kind], self->x == PERCEPT_RUN_X_EPOCHS ? _("steps") : _("epochs"),
                                seconds[self->x]);
    }
}

/* Earlier runs */

static void
show_earlier (PerceptRunCurves *self)
{
  guint n = percept_earlier_runs_get_n (self->earlier);

  for (guint i = 0; i < PERCEPT_MOST_EARLIER; i++)
    for (int kind = PERCEPT_RUN_CURVES_COST; kind <= PERCEPT_RUN_CURVES_ACCURACY; kind++)
      {
        guint series = TRAIN_N_PARTS + i;

        plot_curves_set_visible (self->curves[kind], series, i < n && self->show_earlier);
        if (i < n)
          percept_earlier_runs_fill (self->earlier, i, self->experiment, self->curves[kind], series, self->x,
                                     kind == PERCEPT_RUN_CURVES_ACCURACY);
      }
}

static void
forget_points (PerceptRunCurves *self)
{
  for (int kind = 0; kind < PERCEPT_N_RUN_CURVES; kind++)
    plot_curves_clear (self->curves[kind]);
  g_array_set_size (self->trail, 0);
  self->n_points = 0;
  self->n_marks = 0;
}

static void
start_afresh (PerceptRunCurves *self)
{
  percept_earlier_runs_keep (self->earlier, self->experiment, self->trail);
  forget_points (self);
  show_earlier (self);
}

/* No more than the last point is another one; a restarted run comes there at other times. */
static gboolean
is_changed_by_hand (PerceptRunCurves   *self,
                    const TrainHistory *history)
{
  guint n = self->n_points;

  return n > 0 && n == history->points->len &&
         train_history_point (history, n - 1)->step == self->last_point.step &&
         (n == 1 || train_history_point (history, n - 2)->seconds ==
                      g_array_index (self->trail, PerceptTrailPoint, n - 2).x[PERCEPT_RUN_X_SECONDS]);
}

/* A run that went back is the same run, unless what was became another. */
static gboolean
went_back (PerceptRunCurves   *self,
           const TrainHistory *history)
{
  guint            n = history->marks->len;
  const TrainMark *last = n > 0 ? &g_array_index (history->marks, TrainMark, n - 1) : NULL;

  if (history->points->len == 0)
    return FALSE;
  if (is_changed_by_hand (self, history))
    return TRUE;
  return last == NULL || !g_str_equal (last->key, TRAIN_MARK_BRANCH) ||
         last->step != train_history_point (history, history->points->len - 1)->step;
}

/* Commands */

static void
show_moment (PerceptRunCurves *self)
{
  double x = isnan (self->moment) ? NAN : convert (self, self->moment, PERCEPT_RUN_X_STEPS, self->x);

  for (int kind = 0; kind < PERCEPT_N_RUN_CURVES; kind++)
    plot_curves_set_moment (self->curves[kind], x);
}

void
percept_run_curves_set_moment (PerceptRunCurves *self,
                               double            step)
{
  self->moment = step;
  show_moment (self);
}

void
percept_run_curves_update (PerceptRunCurves *self)
{
  const TrainHistory *history = percept_session_get_history (self->session);

  if (!goes_on (self, history) && went_back (self, history))
    {
      forget_points (self);
      show_earlier (self);
    }
  else if (!goes_on (self, history))
    start_afresh (self);
  append_points (self, history);
  append_marks (self, history);
  show_moment (self);
  update_x_end (self);
}

void
percept_run_curves_open (PerceptRunCurves *self)
{
  TrainExperiment *experiment = percept_session_get_experiment (self->session);

  if (self->experiment != NULL && !percept_earlier_runs_are_comparable (self->experiment, experiment))
    {
      g_array_set_size (self->trail, 0);
      percept_earlier_runs_clear (self->earlier);
      percept_run_curves_set_view (self, NAN, NAN);
    }
  percept_earlier_runs_keep (self->earlier, self->experiment, self->trail);
  train_experiment_ref (experiment);
  g_clear_pointer (&self->experiment, train_experiment_unref);
  self->experiment = experiment;
  forget_points (self);
  show_earlier (self);
  percept_run_curves_update_test (self);
  percept_run_curves_update (self);
}

void
percept_run_curves_update_test (PerceptRunCurves *self)
{
  for (int kind = PERCEPT_RUN_CURVES_COST; kind <= PERCEPT_RUN_CURVES_ACCURACY; kind++)
    plot_curves_set_visible (self->curves[kind], TRAIN_PART_TEST, percept_session_is_test_revealed (self->session));
}

void
percept_run_curves_set_x (PerceptRunCurves *self,
                          PerceptRunX       x)
{
  double   low, high;
  gboolean zoomed = plot_curves_get_view (self->curves[PERCEPT_RUN_CURVES_COST], &low, &high);

  if (zoomed)
    {
      low = extrapolate (self, low, self->x, x);
      high = extrapolate (self, high, self->x, x);
    }
  self->x = x;
  for (int kind = 0; kind < PERCEPT_N_RUN_CURVES; kind++)
    plot_curves_set_x_title (self->curves[kind], title_of_x (x));
  forget_points (self);
  show_earlier (self);
  percept_run_curves_update (self);
  percept_run_curves_set_view (self, zoomed ? low : NAN, high);
}

PerceptRunX
percept_run_curves_get_x (PerceptRunCurves *self)
{
  return self->x;
}

double
percept_run_curves_get_last_x (PerceptRunCurves *self)
{
  guint n = self->trail->len;

  return n > 0 ? g_array_index (self->trail, PerceptTrailPoint, n - 1).x[self->x] : 0;
}

void
percept_run_curves_set_view (PerceptRunCurves *self,
                             double            low,
                             double            high)
{
  for (int kind = 0; kind < PERCEPT_N_RUN_CURVES; kind++)
    plot_curves_set_view (self->curves[kind], low, high);
}

void
percept_run_curves_show_earlier (PerceptRunCurves *self,
                                 gboolean          shown)
{
  self->show_earlier = shown;
  show_earlier (self);
}

void
percept_run_curves_clear_earlier (PerceptRunCurves *self)
{
  percept_earlier_runs_clear (self->earlier);
  show_earlier (self);
}

gboolean
percept_run_curves_has_earlier (PerceptRunCurves *self)
{
  return percept_earlier_runs_get_n (self->earlier) > 0;
}

PlotCurves *
percept_run_curves_get (PerceptRunCurves     *self,
                        PerceptRunCurvesKind  kind)
{
  return self->curves[kind];
}

/* Of the batches; of the validation examples. */
static void
make_learning (PerceptRunCurves *self,
               const char       *x)
{
  PlotCurves *gradient = plot_curves_new (_("Gradient norm"), _("of the last batch"), x, FALSE);
  PlotCurves *flat = plot_curves_new (_("Flat units"), _("of the hidden ones"), x, TRUE);

  plot_curves_add_series (gradient, PLOT_ROLE_TRAIN, C_("of the gradient", "norm"));
  plot_curves_set_y_scale (gradient, PLOT_SCALE_LOG);
  plot_curves_add_series (flat, PLOT_ROLE_VALIDATION, C_("units", "flat"));
  self->curves[PERCEPT_RUN_CURVES_GRADIENT] = gradient;
  self->curves[PERCEPT_RUN_CURVES_FLAT_UNITS] = flat;
}

static void
add_parts (PlotCurves *curves)
{
  plot_curves_add_series (curves, PLOT_ROLE_TRAIN, _("train"));
  plot_curves_add_series (curves, PLOT_ROLE_VALIDATION, _("validation"));
  plot_curves_add_series (curves, PLOT_ROLE_TEST, _("test"));
  for (int i = 0; i < PERCEPT_MOST_EARLIER; i++)
    plot_curves_set_visible (curves, plot_curves_add_series (curves, PLOT_ROLE_EARLIER, NULL), FALSE);
}

PerceptRunCurves *
percept_run_curves_new (PerceptSession *session)
{
  PerceptRunCurves *self = g_new0 (PerceptRunCurves, 1);
  const char       *x = title_of_x (PERCEPT_RUN_X_STEPS);

  self->session = session;
  self->show_earlier = TRUE;
  self->moment = NAN;
  self->trail = g_array_new (FALSE, FALSE, sizeof (PerceptTrailPoint));
  self->earlier = percept_earlier_runs_new ();
  self->curves[PERCEPT_RUN_CURVES_COST] = plot_curves_new (_("Cost"), NULL, x, FALSE);
  self->curves[PERCEPT_RUN_CURVES_ACCURACY] = plot_curves_new (_("Accuracy"), NULL, x, TRUE);
  add_parts (self->curves[PERCEPT_RUN_CURVES_COST]);
  add_parts (self->curves[PERCEPT_RUN_CURVES_ACCURACY]);
  make_learning (self, x);
  percept_run_curves_update_test (self);
  return self;
}

void
percept_run_curves_free (PerceptRunCurves *self)
{
  for (int kind = 0; kind < PERCEPT_N_RUN_CURVES; kind++)
    plot_figure_unref (plot_curves_figure (self->curves[kind]));
  g_array_unref (self->trail);
  percept_earlier_runs_free (self->earlier);
  g_clear_pointer (&self->experiment, train_experiment_unref);
  g_free (self);
}
