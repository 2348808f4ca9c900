/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/replay.h"

#include "train/trainer-private.h"

#include <string.h>

struct _TrainReplay
{
  TrainTrainer *trainer;
  TrainRung    *from;
  guint64       to;
  /* The trainer as it was. */
  TrainRung    *before;
  TrainHistory *history;
  TrainJournal *journal;
};

static void
return_to (TrainTrainer    *trainer,
           const TrainRung *rung)
{
  TrainExperiment *experiment = train_experiment_with_training_of (trainer->experiment, rung->experiment);

  train_experiment_unref (trainer->experiment);
  trainer->experiment = experiment;
  train_trainer_read_live_settings (trainer);
  train_trainer_set_stop_rule (trainer);
  train_state_restore (rung->state, trainer);
}

TrainReplay *
train_replay_new (TrainTrainer *trainer,
                  TrainRung    *rung,
                  guint64       step)
{
  TrainRung   *before = train_rung_new (trainer);
  TrainReplay *replay;

  if (!before)
    return NULL;
  replay = g_new0 (TrainReplay, 1);
  *replay = (TrainReplay) { trainer, train_rung_ref (rung), step, before, trainer->history, trainer->journal };
  trainer->history = train_history_begin_of (replay->history, rung->step);
  trainer->journal = train_journal_begin_of (replay->journal, rung->n_entries, rung->step);
  trainer->measured = replay->history;
  return_to (trainer, rung);
  return replay;
}

static gboolean
set_again (TrainTrainer *trainer,
           const char   *setting)
{
  g_autoptr (TrainExperiment) changed = train_experiment_assign (trainer->experiment, setting, NULL);
  g_autoptr (TrainExperiment) live = NULL;

  if (!changed)
    return FALSE;
  live = train_experiment_with_training_of (trainer->experiment, changed); /* a journal may hold anything */
  train_trainer_retune (trainer, live);
  return TRUE;
}

/* The rung has seen those of its own step that are in its part of the journal. */
static gboolean
is_to_happen (const TrainReplay *replay,
              guint              i)
{
  guint64 step = replay->trainer->step;

  return train_journal_is_at (train_journal_entry (replay->journal, i), step) &&
         (step > replay->from->step || i >= replay->from->n_entries);
}

/* What happened where the trainer stands, before the next step. */
static TrainReplayAdvance
happen_again (TrainReplay *replay)
{
  for (guint i = 0; i < replay->journal->entries->len; i++)
    {
      const TrainJournalEntry *entry = train_journal_entry (replay->journal, i);

      if (!is_to_happen (replay, i))
        continue;
      if (entry->kind == TRAIN_HAPPENED_BREAK)
        return TRAIN_REPLAY_ASTRAY;
      if (entry->kind == TRAIN_HAPPENED_SETTING && !set_again (replay->trainer, entry->setting))
        return TRAIN_REPLAY_ASTRAY;
      if (entry->kind == TRAIN_HAPPENED_MEASURE && train_trainer_measure (replay->trainer) == TRAIN_STOPPED)
        return TRAIN_REPLAY_STOPPED;
    }
  return TRAIN_REPLAY_ON;
}

static gsize
find_batch (const TrainReplay *replay)
{
  for (guint i = 0; i < replay->journal->entries->len; i++)
    {
      const TrainJournalEntry *entry = train_journal_entry (replay->journal, i);

      if (entry->kind == TRAIN_HAPPENED_BATCH && train_journal_is_at (entry, replay->trainer->step))
        return entry->batch;
    }
  return 0;
}

TrainReplayAdvance
train_replay_advance (TrainReplay *replay)
{
  TrainReplayAdvance happened = happen_again (replay);
  TrainAdvance       advanced;

  if (happened != TRAIN_REPLAY_ON)
    return happened;
  if (replay->trainer->step == replay->to)
    return TRAIN_REPLAY_THERE;
  advanced = train_trainer_advance (replay->trainer, find_batch (replay));
  if (advanced == TRAIN_STOPPED)
    return TRAIN_REPLAY_STOPPED;
  return advanced == TRAIN_DIVERGED ? TRAIN_REPLAY_ASTRAY : TRAIN_REPLAY_ON;
}

static void
replay_free (TrainReplay *replay)
{
  replay->trainer->measured = NULL;
  train_history_free (replay->history);
  train_journal_free (replay->journal);
  train_rung_unref (replay->from);
  train_rung_unref (replay->before);
  g_free (replay);
}

void
train_replay_settle (TrainReplay *replay)
{
  TrainTrainer *trainer = replay->trainer;
  guint         n;

  train_history_free (trainer->history);
  trainer->history = train_history_begin_of (replay->history, replay->to);
  n = trainer->history->points->len;
  if (n > 0) /* time goes on from there, however long the way back took */
    trainer->seconds = MAX (trainer->seconds, train_history_point (trainer->history, n - 1)->seconds);
  replay_free (replay);
}

void
train_replay_undo (TrainReplay *replay)
{
  TrainTrainer *trainer = replay->trainer;

  train_history_free (trainer->history);
  train_journal_free (trainer->journal);
  trainer->history = g_steal_pointer (&replay->history);
  trainer->journal = g_steal_pointer (&replay->journal);
  return_to (trainer, replay->before);
  replay_free (replay);
}
