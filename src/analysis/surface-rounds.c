/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Through the examples in rounds: each thread takes some blocks of its part, then progress is told. */

#include "analysis/loss-surface-private.h"

#include "analysis/analysis-error.h"

#include <glib/gi18n-lib.h>

/* Blocks that a thread takes before all wait for each other. */
#define N_BLOCKS 32

/* One call of the pool: the shards' next blocks. */
typedef struct
{
  const AnSurfaceJob *job;
  const AnSurfaceWay *way;
  guint               n_shards;
  gpointer           *shards;
  gsize               done;  /* rounds before this one */
} Round;

static void
run_shard (guint    s,
           guint    n_shards,
           gpointer user_data)
{
  Round *round = user_data;
  gsize  start, end, per_round = N_BLOCKS * AN_COST_ROWS;

  base_pool_part (round->job->cost.subject->n_examples, AN_COST_ROWS, s, n_shards, &start, &end);
  start += round->done * per_round;
  end = MIN (end, start + per_round);
  for (gsize first = start; first < end && !an_is_raised (round->job->cost.stop); first += AN_COST_ROWS)
    round->way->add (round->job, round->shards[s], first, MIN (AN_COST_ROWS, end - first));
}

/* The longest part decides; base_pool_part() deals whole blocks. */
static gsize
count_rounds (const Round *round)
{
  gsize most = 0, per_round = N_BLOCKS * AN_COST_ROWS;

  for (guint s = 0; s < round->n_shards; s++)
    {
      gsize start, end;

      base_pool_part (round->job->cost.subject->n_examples, AN_COST_ROWS, s, round->n_shards, &start, &end);
      most = MAX (most, (end - start + per_round - 1) / per_round);
    }
  return most;
}

static gboolean
begin (Round   *round,
       GError **error)
{
  for (guint s = 0; s < round->n_shards; s++)
    if (!(round->shards[s] = round->way->begin (round->job)))
      {
        g_set_error_literal (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for a block of examples"));
        return FALSE;
      }
  return TRUE;
}

static gboolean
run_rounds (Round       *round,
            BasePool    *pool,
            BaseProgress progress,
            gpointer     user_data,
            GError     **error)
{
  gsize n_rounds = count_rounds (round);

  for (round->done = 0; round->done < n_rounds; round->done++)
    {
      base_pool_run (pool, run_shard, round);
      if (an_is_raised (round->job->cost.stop) ||
          (progress && !progress (NULL, (double) (round->done + 1) / (double) n_rounds, user_data)))
        return an_set_stopped (error);
    }
  return TRUE;
}

static void
add_shards (const Round *round)
{
  AnLossSurface *surface = round->job->surface;
  double         scale = an_subject_scale (round->job->cost.subject);

  for (guint s = 0; s < round->n_shards; s++)
    round->way->finish (round->job, round->shards[s], surface->loss);
  for (gsize p = 0; p < (gsize) surface->n[0] * surface->n[1]; p++)
    surface->loss[p] *= scale;
}

gboolean
an_surface_go_through (const AnSurfaceJob *job,
                       const AnSurfaceWay *way,
                       BasePool           *pool,
                       BaseProgress        progress,
                       gpointer            user_data,
                       GError            **error)
{
  Round    round = { .job = job, .way = way, .n_shards = base_pool_get_n_threads (pool) };
  gboolean done;

  round.shards = g_new0 (gpointer, round.n_shards);
  done = begin (&round, error) && run_rounds (&round, pool, progress, user_data, error);
  if (done)
    add_shards (&round);
  for (guint s = 0; s < round.n_shards; s++)
    if (round.shards[s])
      way->free (round.shards[s]);
  g_free (round.shards);
  return done;
}
