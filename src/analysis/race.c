/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/race-private.h"

#include "analysis/analysis-error.h"
#include "analysis/cost-plane-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

gboolean
an_race_batches_init (AnRaceBatches        *batches,
                      const AnRaceSettings *settings,
                      gsize                 n_examples,
                      GError              **error)
{
  *batches = (AnRaceBatches) { .n = n_examples, .size = settings->batch };
  if (settings->batch == 0 || settings->batch >= n_examples)
    return TRUE;
  batches->order = g_try_new (guint32, n_examples);
  if (!batches->order)
    {
      g_set_error (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for the order of %" G_GSIZE_FORMAT " examples"),
                   n_examples);
      return FALSE;
    }
  for (gsize i = 0; i < n_examples; i++)
    batches->order[i] = (guint32) i;
  base_rng_seed (&batches->rng, settings->seed, BASE_RNG_BATCH);
  return TRUE;
}

void
an_race_batches_clear (AnRaceBatches *batches)
{
  g_clear_pointer (&batches->order, g_free);
}

const AnBatch *
an_race_batches_draw (AnRaceBatches *batches,
                      AnBatch       *batch)
{
  if (!batches->order)
    return NULL;
  if (batches->position == 0)
    base_rng_shuffle (&batches->rng, batches->order, batches->n);
  *batch = (AnBatch) { batches->order + batches->position, MIN (batches->size, batches->n - batches->position) };
  batches->position = (batches->position + batch->n) % batches->n;
  return batch;
}

AnRace *
an_race_new (const double          start[2],
             const AnRacer        *racers,
             guint                 n_racers,
             const AnRaceSettings *settings,
             gboolean              full_run)
{
  AnRace *race = g_new0 (AnRace, 1);

  g_atomic_ref_count_init (&race->refs);
  race->n_steps = settings->n_steps;
  race->full_run = full_run;
  race->n_paths = n_racers;
  race->paths = g_new0 (AnRacePath, n_racers);
  for (int k = 0; k < 2; k++)
    race->start[k] = start[k];
  for (guint r = 0; r < n_racers; r++)
    {
      AnRacePath *path = &race->paths[r];

      path->racer = racers[r];
      path->rates[0] = path->rates[1] = racers[r].rate;
      path->steps = g_new0 (AnRaceStep, settings->n_steps + 1);
    }
  return race;
}

void
an_race_path_measure (AnRacePath *path)
{
  path->length = 0.0;
  for (guint i = 1; i < path->n; i++)
    {
      const AnRaceStep *step = &path->steps[i];

      path->length += hypot (step->w[0] - step[-1].w[0], step->w[1] - step[-1].w[1]);
    }
}

AnRace *
an_race_ref (AnRace *race)
{
  g_atomic_ref_count_inc (&race->refs);
  return race;
}

void
an_race_unref (AnRace *race)
{
  if (!race || !g_atomic_ref_count_dec (&race->refs))
    return;
  for (guint r = 0; r < race->n_paths; r++)
    g_free (race->paths[r].steps);
  g_free (race->paths);
  g_free (race);
}

static void
line_up (AnRace               *race,
         const AnRaceSettings *settings)
{
  for (guint r = 0; r < race->n_paths; r++)
    {
      AnRacePath *path = &race->paths[r];

      path->n = 1;
      for (int k = 0; k < 2; k++)
        {
          path->steps[0].w[k] = race->start[k];
          path->steps[0].slots[0][k] = path->racer.optimizer->has_momentum ? settings->initial_velocity : 0.0;
        }
    }
}

static gboolean
is_finite_pair (const double pair[2])
{
  return isfinite (pair[0]) && isfinite (pair[1]);
}

/* Those that go on stand at step @number, their last one. Returns: how many, and in @running which. */
static guint
find_running (const AnRace *race,
              guint         running[AN_MAX_RACERS])
{
  guint n = 0;

  for (guint r = 0; r < race->n_paths; r++)
    if (!race->paths[r].diverged)
      running[n++] = r;
  return n;
}

/* Cost and next gradient where the racers that still run stand, the same examples for all of them. */
static gboolean
look_around (AnCostPlane   *cost,
             AnRaceBatches *batches,
             AnRace        *race,
             guint          number)
{
  AnBatch        batch;
  const AnBatch *drawn = an_race_batches_draw (batches, &batch);
  guint          running[AN_MAX_RACERS], n = find_running (race, running);
  double         points[AN_MAX_RACERS][2];
  AnSlope        slopes[AN_MAX_RACERS], drawn_slopes[AN_MAX_RACERS];

  for (guint i = 0; i < n; i++)
    for (int k = 0; k < 2; k++)
      points[i][k] = race->paths[running[i]].steps[number].w[k];
  if (n == 0)
    return TRUE;
  if (!an_cost_plane_get_slopes (cost, NULL, points, n, slopes) ||
      (drawn && !an_cost_plane_get_slopes (cost, drawn, points, n, drawn_slopes)))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      AnRaceStep *step = &race->paths[running[i]].steps[number];

      step->cost = step->slice_cost = slopes[i].cost;
      for (int k = 0; k < 2; k++)
        step->gradient[k] = drawn ? drawn_slopes[i].gradient[k] : slopes[i].gradient[k];
    }
  return TRUE;
}

/* The place and the optimizer's memory after the next step. */
static void
move (const AnRacer    *racer,
      guint             number,
      const AnRaceStep *from,
      AnRaceStep       *to)
{
  double *slots[NN_OPTIMIZER_MAX_SLOTS];
  NnHyper hyper = { .rate = racer->rate, .momentum = racer->momentum, .step = number + 1 };

  *to = (AnRaceStep) { .w = { from->w[0], from->w[1] } };
  for (guint s = 0; s < NN_OPTIMIZER_MAX_SLOTS; s++)
    {
      slots[s] = to->slots[s];
      for (int k = 0; k < 2; k++)
        to->slots[s][k] = from->slots[s][k];
    }
  racer->optimizer->step_reference (&hyper, to->w, from->gradient, slots, 2);
}

/* A racer whose numbers at step @number are finite keeps that step and makes the next one, unless it is the last. */
static void
advance (AnRace *race,
         guint   number)
{
  for (guint r = 0; r < race->n_paths; r++)
    {
      AnRacePath *path = &race->paths[r];
      AnRaceStep *step = &path->steps[number];

      if (path->diverged)
        continue;
      path->diverged = !isfinite (step->cost) || !is_finite_pair (step->gradient);
      if (path->diverged)
        continue;
      path->n = number + 1;
      if (number == race->n_steps)
        continue;
      move (&path->racer, number, step, step + 1);
      path->diverged = !is_finite_pair (step[1].w);
    }
}

AnRace *
an_race_run (AnCostPlane          *cost,
             gsize                 n_examples,
             const double          start[2],
             const AnRacer        *racers,
             guint                 n_racers,
             const AnRaceSettings *settings,
             GError              **error)
{
  g_autoptr (AnRace)     race = an_race_new (start, racers, n_racers, settings, FALSE);
  g_auto (AnRaceBatches) batches = { 0 };

  g_return_val_if_fail (n_racers <= AN_MAX_RACERS && settings->n_steps <= AN_MAX_RACER_STEPS, NULL);
  if (!an_race_batches_init (&batches, settings, n_examples, error))
    return NULL;
  line_up (race, settings);
  for (guint number = 0; number <= settings->n_steps; number++)
    {
      if (!look_around (cost, &batches, race, number))
        {
          an_cost_plane_explain (cost, error);
          return NULL;
        }
      advance (race, number);
    }
  for (guint r = 0; r < race->n_paths; r++)
    an_race_path_measure (&race->paths[r]);
  return g_steal_pointer (&race);
}
