/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/parameter-ladder.h"

#include <string.h>

#define LEAST_ROOM 3

struct _TrainLadder
{
  gsize      n_parameters;
  guint      room;
  guint      version;
  GPtrArray *rungs;  /* TrainRung, by step */
};

static TrainRung *
rung_new (guint64      step,
          const float *parameters,
          gsize        n)
{
  TrainRung *rung = g_new0 (TrainRung, 1);

  atomic_init (&rung->refs, 1);
  rung->step = step;
  rung->parameters = g_try_new (float, n);
  if (!rung->parameters)
    {
      g_free (rung);
      return NULL;
    }
  memcpy (rung->parameters, parameters, n * sizeof (float));
  return rung;
}

TrainRung *
train_rung_ref (TrainRung *rung)
{
  atomic_fetch_add_explicit (&rung->refs, 1, memory_order_relaxed);
  return rung;
}

void
train_rung_unref (TrainRung *rung)
{
  if (!rung || atomic_fetch_sub_explicit (&rung->refs, 1, memory_order_acq_rel) > 1)
    return;
  g_free (rung->parameters);
  g_free (rung);
}

static GPtrArray *
new_rungs (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) train_rung_unref);
}

TrainLadder *
train_ladder_new (gsize n_parameters)
{
  TrainLadder *ladder = g_new0 (TrainLadder, 1);
  gsize        fit = TRAIN_LADDER_BYTES / (MAX (n_parameters, 1) * sizeof (float));

  ladder->n_parameters = n_parameters;
  ladder->room = fit < LEAST_ROOM ? 0 : (guint) MIN (fit, TRAIN_LADDER_RUNGS);
  ladder->rungs = new_rungs ();
  return ladder;
}

void
train_ladder_free (TrainLadder *ladder)
{
  if (!ladder)
    return;
  g_ptr_array_unref (ladder->rungs);
  g_free (ladder);
}

guint
train_ladder_get_room (const TrainLadder *ladder)
{
  return ladder->room;
}

guint
train_ladder_get_version (const TrainLadder *ladder)
{
  return ladder->version;
}

static double
get_step (const TrainLadder *ladder,
          guint              i)
{
  return (double) ((const TrainRung *) g_ptr_array_index (ladder->rungs, i))->step;
}

static void
drop_most_crowded (TrainLadder *ladder)
{
  guint  crowded = 1;
  double least = G_MAXDOUBLE;

  for (guint i = 1; i + 1 < ladder->rungs->len; i++)
    {
      double ratio = (get_step (ladder, i + 1) + 1.0) / (get_step (ladder, i - 1) + 1.0);

      if (ratio < least)
        {
          least = ratio;
          crowded = i;
        }
    }
  g_ptr_array_remove_index (ladder->rungs, crowded);
}

void
train_ladder_climb (TrainLadder *ladder,
                    guint64      step,
                    const float *parameters)
{
  guint      n = ladder->rungs->len;
  TrainRung *last = n > 0 ? g_ptr_array_index (ladder->rungs, n - 1) : NULL;
  TrainRung *rung;

  if (ladder->room == 0 || (last && last->step >= step))
    return;
  rung = rung_new (step, parameters, ladder->n_parameters);
  if (!rung)
    return;
  g_ptr_array_add (ladder->rungs, rung);
  ladder->version++;
  if (ladder->rungs->len > ladder->room)
    drop_most_crowded (ladder);
}

GPtrArray *
train_ladder_get_rungs (const TrainLadder *ladder)
{
  GPtrArray *rungs = new_rungs ();

  for (guint i = 0; i < ladder->rungs->len; i++)
    g_ptr_array_add (rungs, train_rung_ref (g_ptr_array_index (ladder->rungs, i)));
  return rungs;
}
