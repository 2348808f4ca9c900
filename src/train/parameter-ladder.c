/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/parameter-ladder.h"

#define LEAST_ROOM 3
#define PIN_WEIGHT 1e6

struct _TrainLadder
{
  gsize            n_parameters;
  gsize            state_bytes;
  gsize            bytes;
  TrainLadderKeeps keeps;
  guint            version;
  guint            most;
  gsize            used;
  GPtrArray       *rungs;  /* TrainRung, by step */
};

static GPtrArray *
new_rungs (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) train_rung_unref);
}

static gsize
get_parameter_bytes (const TrainLadder *ladder)
{
  return MAX (ladder->n_parameters, 1) * sizeof (float);
}

static TrainLadderKeeps
decide (const TrainLadder *ladder)
{
  if (ladder->bytes / MAX (ladder->state_bytes, 1) >= LEAST_ROOM)
    return TRAIN_LADDER_STATES;
  return ladder->bytes / get_parameter_bytes (ladder) >= LEAST_ROOM ? TRAIN_LADDER_PARAMETERS : TRAIN_LADDER_NOTHING;
}

TrainLadder *
train_ladder_new (gsize n_parameters,
                  gsize state_bytes,
                  gsize bytes)
{
  TrainLadder *ladder = g_new0 (TrainLadder, 1);

  ladder->n_parameters = n_parameters;
  ladder->state_bytes = state_bytes;
  ladder->bytes = bytes;
  ladder->most = TRAIN_LADDER_RUNGS;
  ladder->keeps = decide (ladder);
  ladder->rungs = new_rungs ();
  return ladder;
}

TrainLadder *
train_ladder_new_for (const TrainTrainer *trainer,
                      gsize               bytes)
{
  g_autoptr (TrainState) view = train_state_view (trainer);

  return train_ladder_new (trainer->network->n_parameters, train_state_get_bytes (view), bytes);
}

void
train_ladder_free (TrainLadder *ladder)
{
  if (!ladder)
    return;
  g_ptr_array_unref (ladder->rungs);
  g_free (ladder);
}

TrainLadderKeeps
train_ladder_get_keeps (const TrainLadder *ladder)
{
  return ladder->keeps;
}

guint
train_ladder_get_version (const TrainLadder *ladder)
{
  return ladder->version;
}

static TrainRung *
get (const TrainLadder *ladder,
     guint              i)
{
  return g_ptr_array_index (ladder->rungs, i);
}

static void
drop (TrainLadder *ladder,
      guint        i)
{
  ladder->used -= get (ladder, i)->bytes;
  ladder->version++;
  g_ptr_array_remove_index (ladder->rungs, i);
}

/* How much room the @i-th rung fills that its neighbors would not. */
static double
get_worth (const TrainLadder *ladder,
           guint              i)
{
  guint64 start = get (ladder, 0)->step, step = get (ladder, i)->step;
  guint64 now = get (ladder, ladder->rungs->len - 1)->step;
  double  gap = (double) (get (ladder, i + 1)->step - get (ladder, i - 1)->step);
  double  worth = gap / ((double) MIN (step - start, now - step) + 1.0);

  return get (ladder, i)->pinned ? PIN_WEIGHT * worth : worth;
}

static void
drop_most_crowded (TrainLadder *ladder)
{
  guint  crowded = 1;
  double least = G_MAXDOUBLE;

  for (guint i = 1; i + 1 < ladder->rungs->len; i++)
    {
      double worth = get_worth (ladder, i);

      if (worth < least)
        {
          least = worth;
          crowded = i;
        }
    }
  drop (ladder, crowded);
}

static void
thin (TrainLadder *ladder)
{
  while (ladder->rungs->len >= LEAST_ROOM &&
         (ladder->used > ladder->bytes || ladder->rungs->len > ladder->most))
    drop_most_crowded (ladder);
}

/* States for which there is no more room leave their parameters. */
static void
strip (TrainLadder *ladder)
{
  for (guint i = 0; i < ladder->rungs->len; i++)
    {
      TrainRung *rung = get (ladder, i);
      TrainRung *bare = train_rung_new_bare (rung->step, rung->parameters, ladder->n_parameters);

      if (!bare)
        continue;
      ladder->used -= rung->bytes - bare->bytes;
      bare->pinned = rung->pinned;
      g_ptr_array_index (ladder->rungs, i) = bare;
      train_rung_unref (rung);
    }
  ladder->version++;
}

void
train_ladder_set_bytes (TrainLadder *ladder,
                        gsize        bytes)
{
  ladder->bytes = bytes;
  ladder->keeps = decide (ladder);
  ladder->version++;
  if (ladder->keeps == TRAIN_LADDER_PARAMETERS)
    strip (ladder);
  while (ladder->keeps == TRAIN_LADDER_NOTHING && ladder->rungs->len > 0)
    drop (ladder, ladder->rungs->len - 1);
  thin (ladder);
}

void
train_ladder_add (TrainLadder *ladder,
                  TrainRung   *rung)
{
  guint place = ladder->rungs->len;

  while (place > 0 && get (ladder, place - 1)->step > rung->step)
    place--;
  if (place > 0 && get (ladder, place - 1)->step == rung->step)
    {
      train_rung_unref (rung);
      return;
    }
  g_ptr_array_insert (ladder->rungs, (int) place, rung);
  ladder->used += rung->bytes;
  ladder->version++;
  thin (ladder);
}

void
train_ladder_climb (TrainLadder        *ladder,
                    const TrainTrainer *trainer,
                    gboolean            anew)
{
  guint      n = ladder->rungs->len;
  TrainRung *last = n > 0 ? get (ladder, n - 1) : NULL;
  TrainRung *rung;

  if (last && (last->step > trainer->step || (last->step == trainer->step && !anew)))
    return;
  if (last && last->step == trainer->step) /* even where there is no memory for another: it is no longer true */
    drop (ladder, n - 1);
  if (ladder->keeps == TRAIN_LADDER_NOTHING)
    return;
  rung = ladder->keeps == TRAIN_LADDER_STATES
           ? train_rung_new (trainer)
           : train_rung_new_bare (trainer->step, trainer->parameters, ladder->n_parameters);
  if (!rung)
    return;
  rung->pinned = anew;
  train_ladder_add (ladder, rung);
}

void
train_ladder_cut (TrainLadder *ladder,
                  guint64      step)
{
  while (ladder->rungs->len > 0 && get (ladder, ladder->rungs->len - 1)->step > step)
    drop (ladder, ladder->rungs->len - 1);
}

TrainRung *
train_ladder_find (const TrainLadder  *ladder,
                   const TrainJournal *journal,
                   guint64             step)
{
  for (guint i = ladder->rungs->len; i-- > 0;)
    if (get (ladder, i)->state && get (ladder, i)->step <= step)
      return train_journal_leads (journal, get (ladder, i)->step, step) ? get (ladder, i) : NULL;
  return NULL;
}

GPtrArray *
train_ladder_get_rungs (const TrainLadder *ladder)
{
  GPtrArray *rungs = new_rungs ();

  for (guint i = 0; i < ladder->rungs->len; i++)
    g_ptr_array_add (rungs, train_rung_ref (get (ladder, i)));
  return rungs;
}

GPtrArray *
train_ladder_choose (const TrainLadder *ladder,
                     guint              most,
                     gsize              bytes)
{
  g_autoptr (TrainLadder) chosen = train_ladder_new (ladder->n_parameters, ladder->state_bytes, bytes);

  chosen->most = most;
  for (guint i = 0; chosen->keeps == TRAIN_LADDER_STATES && i < ladder->rungs->len; i++)
    if (get (ladder, i)->state)
      train_ladder_add (chosen, train_rung_ref (get (ladder, i)));
  return train_ladder_get_rungs (chosen);
}
