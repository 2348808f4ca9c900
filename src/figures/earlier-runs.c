/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/earlier-runs.h"

#include <glib/gi18n-lib.h>

#define ENOUGH 2 /* points */

typedef struct
{
  guint            number; /* from 1, among all that were kept */
  TrainExperiment *experiment;
  GArray          *trail;
} EarlierRun;

struct _PerceptEarlierRuns
{
  GPtrArray *runs; /* of EarlierRun, the latest first */
  guint      n_kept;
};

static void
earlier_run_free (gpointer data)
{
  EarlierRun *run = data;

  g_clear_pointer (&run->experiment, train_experiment_unref);
  g_array_unref (run->trail);
  g_free (run);
}

PerceptEarlierRuns *
percept_earlier_runs_new (void)
{
  PerceptEarlierRuns *self = g_new0 (PerceptEarlierRuns, 1);

  self->runs = g_ptr_array_new_with_free_func (earlier_run_free);
  return self;
}

void
percept_earlier_runs_free (PerceptEarlierRuns *self)
{
  g_ptr_array_unref (self->runs);
  g_free (self);
}

void
percept_earlier_runs_clear (PerceptEarlierRuns *self)
{
  g_ptr_array_set_size (self->runs, 0);
  self->n_kept = 0;
}

guint
percept_earlier_runs_get_n (PerceptEarlierRuns *self)
{
  return self->runs->len;
}

gboolean
percept_earlier_runs_are_comparable (TrainExperiment *a,
                                     TrainExperiment *b)
{
  static const char *const keys[][2] = {
    { "data", "source" }, { "data", "path" }, { "training", "loss" }, { "training", "reduction" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_strcmp0 (train_experiment_get (a, keys[i][0], keys[i][1]), train_experiment_get (b, keys[i][0], keys[i][1]))
        != 0)
      return FALSE;
  return TRUE;
}

void
percept_earlier_runs_keep (PerceptEarlierRuns *self,
                           TrainExperiment    *experiment,
                           const GArray       *trail)
{
  EarlierRun *run;

  if (trail->len < ENOUGH)
    return;
  run = g_new0 (EarlierRun, 1);
  run->number = ++self->n_kept;
  run->experiment = experiment != NULL ? train_experiment_ref (experiment) : NULL;
  run->trail = g_array_new (FALSE, FALSE, sizeof (PerceptTrailPoint));
  g_array_append_vals (run->trail, trail->data, trail->len);
  g_ptr_array_insert (self->runs, 0, run);
  if (self->runs->len > PERCEPT_MOST_EARLIER)
    g_ptr_array_set_size (self->runs, PERCEPT_MOST_EARLIER);
}

/* "earlier run 2", or "Digits, softmax, run 2" beside another experiment. Returns: (transfer full) */
static char *
label_of (const EarlierRun *run,
          TrainExperiment  *experiment)
{
  const char *title = run->experiment != NULL ? train_experiment_get_title (run->experiment) : NULL;

  if (title == NULL || experiment == NULL || g_str_equal (title, train_experiment_get_title (experiment)))
    return g_strdup_printf (_("earlier run %u"), run->number);
  return g_strdup_printf (_("%s, run %u"), title, run->number);
}

void
percept_earlier_runs_fill (PerceptEarlierRuns *self,
                           guint               index,
                           TrainExperiment    *experiment,
                           PlotCurves         *curves,
                           guint               series,
                           PerceptRunX         x,
                           guint               value)
{
  const EarlierRun *run = g_ptr_array_index (self->runs, index);
  g_autofree char  *label = label_of (run, experiment);

  plot_curves_set_label (curves, series, label);
  plot_curves_clear_series (curves, series);
  for (guint i = 0; i < run->trail->len; i++)
    {
      const PerceptTrailPoint *point = &g_array_index (run->trail, PerceptTrailPoint, i);

      plot_curves_append (curves, series, &point->x[x], &point->values[value], 1);
    }
}
