/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Back to a step that was. */

#include "session/worker-private.h"

#include "train/replay.h"

#include <glib/gi18n-lib.h>

#define PATIENCE 100000 /* us: before it is told that this takes a while */

typedef struct
{
  Worker  *worker;
  guint64  from;
  guint64  to;
  gint64   begun;
} Journey;

static void G_GNUC_PRINTF (2, 3)
refuse (Worker     *worker,
        const char *format,
        ...)
{
  va_list  arguments;
  GError  *error;

  va_start (arguments, format);
  error = g_error_new_valist (TRAIN_ERROR, TRAIN_ERROR_NOT_FOUND, format, arguments);
  va_end (arguments);
  worker_report_error (worker, error);
  worker_report (worker, TRUE);
}

/* The rung to begin with, or NULL with what the matter is told. */
static TrainRung *
find_rung (Worker *worker,
           guint64 step)
{
  TrainRung *rung;

  if (step > worker->trainer->step)
    {
      refuse (worker, _("Step %" G_GUINT64_FORMAT " is still to come: the run stands at step %" G_GUINT64_FORMAT), step,
              worker->trainer->step);
      return NULL;
    }
  rung = train_ladder_find (worker->ladder, worker->trainer->journal, step);
  if (!rung && train_ladder_get_keeps (worker->ladder) != TRAIN_LADDER_STATES)
    refuse (worker, _("No state of this network is kept, so nothing leads back: three of them do not fit into the "
                      "memory that states may take. Allow them more in the preferences."));
  else if (!rung)
    refuse (worker, _("No state is kept that leads to step %" G_GUINT64_FORMAT), step);
  return rung;
}

/* The states close before the end of the way are kept, ever more densely: who steps back once does so again. */
static gboolean
is_worth_a_rung (const Journey *journey)
{
  guint64 distance = journey->to - journey->worker->trainer->step;

  return distance > 0 && (distance & (distance - 1)) == 0;
}

static void
tell_progress (const Journey *journey)
{
  g_autofree char *message = NULL;
  guint64          step = journey->worker->trainer->step;

  if (g_get_monotonic_time () - journey->begun < PATIENCE)
    return;
  message = g_strdup_printf (_("Going back to step %" G_GUINT64_FORMAT), journey->to);
  worker_set_message (journey->worker, message);
  journey->worker->status.going_back = TRUE;
  worker_report_loading (journey->worker, NULL,
                         (double) (step - journey->from) / (double) MAX (journey->to - journey->from, 1));
}

static TrainReplayAdvance
travel (TrainReplay *replay,
        Journey     *journey)
{
  Worker            *worker = journey->worker;
  TrainReplayAdvance advance;

  while ((advance = train_replay_advance (replay)) == TRAIN_REPLAY_ON)
    {
      if (is_worth_a_rung (journey))
        {
          TrainRung *rung = train_rung_new (worker->trainer);

          if (rung)
            train_ladder_add (worker->ladder, rung);
        }
      tell_progress (journey);
      if (atomic_load_explicit (&worker->stop, memory_order_relaxed))
        return TRAIN_REPLAY_STOPPED;
    }
  return advance;
}

/* FALSE: it stands where it stood. */
static gboolean
replay_to (Worker    *worker,
           TrainRung *rung,
           guint64    step)
{
  g_autoptr (TrainRung) from = train_rung_ref (rung);
  TrainReplay          *replay = train_replay_new (worker->trainer, from, step);
  Journey               journey = { worker, from->step, step, g_get_monotonic_time () };
  TrainReplayAdvance    arrived;

  if (!replay)
    {
      refuse (worker, _("There is no memory to go back to step %" G_GUINT64_FORMAT), step);
      return FALSE;
    }
  arrived = travel (replay, &journey);
  worker->status.going_back = FALSE;
  if (arrived == TRAIN_REPLAY_THERE)
    {
      train_replay_settle (replay);
      return TRUE;
    }
  train_replay_undo (replay);
  worker_set_message (worker, arrived == TRAIN_REPLAY_STOPPED ? _("The way back was given up") : "");
  if (arrived == TRAIN_REPLAY_ASTRAY)
    refuse (worker, _("The steps from step %" G_GUINT64_FORMAT " on do not lead to step %" G_GUINT64_FORMAT),
            from->step, step);
  else
    worker_report (worker, TRUE);
  return FALSE;
}

static void
mark_branch (Worker *worker,
             guint64 from)
{
  TrainTrainer *trainer = worker->trainer;
  TrainMark     mark = { .step = trainer->step, .key = TRAIN_MARK_BRANCH, .from = (double) from,
                         .to = (double) trainer->step };

  g_array_append_val (trainer->history->marks, mark);
}

static void
arrive (Worker *worker,
        guint   n_changes)
{
  Event *event = event_new (EVENT_WENT_BACK);

  worker_forget_edits (worker);
  train_ladder_cut (worker->ladder, worker->trainer->step);
  worker->kept_step = G_MAXUINT64; /* what is kept is no longer what is open */
  if (worker->trainer->step > 0 && !worker->trainer->point_due)
    train_trainer_measure (worker->trainer); /* the numbers shown are those of this step */
  worker->finished = train_trainer_is_at_end (worker->trainer) && !worker->trainer->point_due;
  worker->ended_because = train_trainer_get_end (worker->trainer);
  worker_set_message (worker, "");
  worker_report_again (worker);
  event->experiment = train_experiment_ref (worker->trainer->experiment);
  event->n_changes = n_changes;
  worker_report (worker, TRUE);
  exchange_put_event (worker->exchange, event);
}

void
worker_go_back (Worker  *worker,
                guint64  step,
                gboolean branch,
                guint    n_changes)
{
  guint64    before;
  TrainRung *rung;

  worker->running = FALSE;
  if (!worker->trainer)
    return;
  before = worker->trainer->step;
  rung = before != step ? find_rung (worker, step) : NULL;
  if (!rung)
    {
      worker_report (worker, TRUE);
      return;
    }
  if (branch)
    worker_keep (worker, worker->finished ? worker->ended_because : "interrupted");
  if (!replay_to (worker, rung, step))
    return;
  if (branch)
    {
      worker_forget_kept (worker);
      mark_branch (worker, before);
    }
  arrive (worker, n_changes);
}
