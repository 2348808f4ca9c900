/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/worker-private.h"

#include "train/checkpoint.h"
#include "train/run-folder.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define KEEP_INTERVAL (30 * G_USEC_PER_SEC)
#define KEPT_RUNS 30
#define KEPT_CUT_OFF_RUNS 200

/* The oldest runs of the store go when there are too many, those that were cut off much later. */
static void
prune_store (const char *store)
{
  g_autoptr (GPtrArray) runs = train_run_list (store);

  for (guint i = KEPT_RUNS; i < runs->len; i++)
    {
      const TrainRunSummary *run = g_ptr_array_index (runs, i);

      if (i >= KEPT_CUT_OFF_RUNS || !g_str_equal (run->stopped_because, "interrupted"))
        train_run_discard (run->path);
    }
}

static char *
new_kept_path (Worker *worker)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char      *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char      *name = g_strdup (train_experiment_get_name (worker->trainer->experiment));

  g_strdelimit (name, "/.", '-');
  return g_strdup_printf ("%s/%s-%06d-%s", worker->store, stamp, g_date_time_get_microsecond (now), name);
}

void
worker_keep (Worker     *worker,
             const char *stopped_because)
{
  g_autoptr (TrainResult) result = NULL;
  GError                 *lost = NULL, *error = NULL;

  if (!worker->store || !worker->trainer || worker->trainer->step == 0 || worker->trainer->step == worker->kept_step)
    return;
  /* What is written tells of the step that it is of. A point that the plan wants is left to the run. */
  if (!worker->trainer->point_due)
    train_trainer_measure (worker->trainer);
  if (!worker->kept_path)
    {
      worker->kept_path = new_kept_path (worker);
      prune_store (worker->store);
    }
  result = train_result_glance (worker->trainer, stopped_because);
  if (!train_checkpoint_write_along (worker->trainer, worker->ladder, result, worker->kept_path, &lost, &error))
    worker_report_error (worker, error);
  if (lost)
    worker_report_error (worker, lost);
  worker->kept_step = worker->trainer->step; /* after a failure too: it is not tried at every step */
  worker->kept = g_get_monotonic_time ();
}

void
worker_forget_kept (Worker *worker)
{
  g_clear_pointer (&worker->kept_path, g_free);
  worker->kept_step = G_MAXUINT64;
}

void
worker_start_running (Worker *worker)
{
  if (!worker->trainer || worker->finished)
    return;
  worker->running = TRUE;
  worker_set_message (worker, "");
  worker->kept = g_get_monotonic_time ();
  pacer_start (&worker->pacer, worker->trainer->step, g_get_monotonic_time ());
}

void
worker_tell_what_is_kept (Worker *worker)
{
  const TrainTrainer *trainer = worker->trainer;
  g_autofree char    *message = NULL;
  guint64             step;

  train_trainer_get_kept (trainer, &step);
  if (!trainer->best || isnan (trainer->best_validation))
    return;
  message = g_strdup_printf (_("The weights of step %" G_GUINT64_FORMAT " are kept: %.2f %% of the validation "
                               "examples, the best of this run."), step, 100.0 * trainer->best_validation);
  worker_set_message (worker, message);
}

static void
finish (Worker     *worker,
        const char *because)
{
  Event *event = event_new (EVENT_FINISHED);

  worker->running = FALSE;
  if (!worker->trainer) /* stopped before there was anything */
    {
      exchange_put_event (worker->exchange, event);
      return;
    }
  worker->finished = !g_str_equal (because, "interrupted");
  worker->ended_because = because;
  if (g_str_equal (because, "interrupted") && worker->trainer->step > 0)
    train_trainer_measure (worker->trainer);
  if (!g_str_equal (because, "diverged"))
    worker_tell_what_is_kept (worker);
  worker_keep (worker, because);
  event->result = train_result_measure (worker->trainer, because);
  if (!event->result) /* something urgent came: what is known must do */
    event->result = train_result_glance (worker->trainer, because);
  worker_report (worker, TRUE);
  exchange_put_event (worker->exchange, event);
}

static void
diverge (Worker *worker)
{
  guint64          kept = worker->trainer->good_step;
  g_autofree char *message = NULL;

  if (worker->trainer->best)
    train_trainer_get_kept (worker->trainer, &kept);
  message = g_strdup_printf (_("The cost became infinite after step %" G_GUINT64_FORMAT
                               "; the weights of step %" G_GUINT64_FORMAT
                               " are kept. Go on or restart with a smaller learning rate."),
                             worker->trainer->step, kept);

  worker_set_message (worker, message);
  train_ladder_climb (worker->ladder, worker->trainer, TRUE); /* no step leads here */
  finish (worker, "diverged");
}

/* Ends the run where @advanced says so; tells whether more may follow. */
static gboolean
take_advance (Worker      *worker,
              TrainAdvance advanced)
{
  if (advanced == TRAIN_DIVERGED)
    diverge (worker);
  else if (advanced == TRAIN_FINISHED)
    finish (worker, train_trainer_get_end (worker->trainer));
  return advanced == TRAIN_ADVANCED;
}

/* One step or example; tells whether more may follow. */
static gboolean
advance (Worker *worker,
         gsize   batch)
{
  return train_trainer_begin (worker->trainer) &&
         take_advance (worker, train_trainer_advance (worker->trainer, batch));
}

gboolean
worker_owes_first_point (const Worker *worker)
{
  return worker->trainer && worker->trainer->history->points->len == 0;
}

/* In slow motion every step is looked at. */
static gboolean
looks_at_each_step (const Worker *worker)
{
  return worker->pacer.pace == PERCEPT_PACE_SLOW || worker->pacer.pace == PERCEPT_PACE_WALK;
}

static void
pause_running (Worker *worker)
{
  gboolean was_running = worker->running;

  worker->running = FALSE;
  /* The numbers shown at rest are those of this step; at the last one it ends here. */
  if (was_running)
    take_advance (worker, train_trainer_measure (worker->trainer));
  worker_report (worker, TRUE);
}

void
worker_step (Worker *worker)
{
  gboolean looks = looks_at_each_step (worker);
  gint64   now;

  if (!worker->running)
    {
      if (train_trainer_begin (worker->trainer))
        worker_report (worker, TRUE);
      return;
    }
  if (!advance (worker, 0) || (looks && !take_advance (worker, train_trainer_measure (worker->trainer))))
    return;
  now = g_get_monotonic_time ();
  pacer_count (&worker->pacer, worker->trainer->step, now);
  worker_report (worker, looks);
  if (now - worker->kept >= KEEP_INTERVAL)
    worker_keep (worker, "interrupted");
}

static void
step_once (Worker         *worker,
           PerceptStepKind kind)
{
  double   before;
  gboolean on;

  if (!worker->trainer || worker->finished)
    return;
  worker->running = FALSE;
  worker_set_message (worker, "");
  before = worker->trainer->examples;
  do
    on = advance (worker, kind == PERCEPT_STEP_EXAMPLE ? 1 : 0);
  while (on && kind == PERCEPT_STEP_EPOCH &&
         worker->trainer->examples - before < (double) worker->trainer->data->split.n_train &&
         (worker_report (worker, FALSE), TRUE));
  if (on) /* the numbers shown are those of this step */
    take_advance (worker, train_trainer_measure (worker->trainer));
  worker_report (worker, TRUE);
}

static void
watch (Worker  *worker,
       guint    layer,
       gboolean on)
{
  guint *count;

  if (worker->watched->len < layer)
    g_array_set_size (worker->watched, layer);
  count = &g_array_index (worker->watched, guint, layer - 1);
  if (on)
    (*count)++;
  else if (*count > 0)
    (*count)--;
  if (on && worker->trainer && !worker->running)
    worker_report (worker, TRUE);
}

static void
watch_answers (Worker  *worker,
               gboolean on)
{
  if (on)
    worker->answers_watched++;
  else if (worker->answers_watched > 0)
    worker->answers_watched--;
  worker->answered_step = G_MAXUINT64; /* who begins to watch gets some */
  if (on && worker->trainer && !worker->running)
    worker_report (worker, TRUE);
}

static void
watch_parameters (Worker       *worker,
                  const GArray *places)
{
  g_array_set_size (worker->places, 0);
  g_array_append_vals (worker->places, places->data, places->len);
  worker_begin_trail (worker);
  if (worker->trainer && !worker->running)
    worker_report (worker, TRUE);
}

static void
save (Worker     *worker,
      const char *path)
{
  g_autoptr (TrainResult) result = NULL;
  GError                 *lost = NULL, *error = NULL;
  Event                  *event;

  if (!worker->trainer)
    return;
  if (!worker->trainer->point_due)
    train_trainer_measure (worker->trainer);
  result = train_result_glance (worker->trainer, worker->finished ? worker->ended_because : "interrupted");
  if (!train_checkpoint_write_along (worker->trainer, worker->ladder, result, path, &lost, &error))
    {
      g_clear_error (&lost);
      worker_report_error (worker, error);
      return;
    }
  if (lost)
    worker_report_error (worker, lost);
  event = event_new (EVENT_SAVED);
  event->path = g_strdup (path);
  event->step = worker->trainer->step;
  exchange_put_event (worker->exchange, event);
}

static void
retune (Worker     *worker,
        const char *assignment)
{
  g_autoptr (TrainExperiment) changed = NULL;

  if (worker->trainer)
    changed = train_experiment_assign (worker->trainer->experiment, assignment, NULL);
  if (!changed)
    return;
  train_trainer_retune (worker->trainer, changed);
  worker->kept_step = G_MAXUINT64; /* what is kept is no longer what is open */
  if (!g_str_has_prefix (assignment, "training.")) /* revealing the test takes nothing up again */
    return;
  /* More steps take a finished run up again; fewer than were made end it. */
  worker->finished = train_trainer_is_at_end (worker->trainer) && !worker->trainer->point_due;
  if (worker->running && worker->finished)
    finish (worker, train_trainer_get_end (worker->trainer));
  worker_report (worker, TRUE);
}

static void
lend (Worker *worker)
{
  const TrainTrainer *trainer = worker->trainer;
  PerceptModel       *model;
  Event              *event;

  model = trainer ? percept_model_new (trainer->experiment, trainer->data, trainer->parameters,
                                       trainer->network->n_parameters, trainer->step,
                                       train_ladder_get_rungs (worker->ladder))
                  : NULL;
  event = event_new (EVENT_MODEL); /* without one whoever waits has to hear of it */
  event->model = model;
  exchange_put_event (worker->exchange, event);
}

void
worker_handle (Worker        *worker,
               const Command *command)
{
  switch (command->kind)
    {
    case COMMAND_OPEN:
      worker_open (worker, command->experiment, command->flag);
      break;
    case COMMAND_OPEN_RUN:
      worker_open_run (worker, command->path);
      break;
    case COMMAND_RUN:
      worker_start_running (worker);
      worker_report (worker, TRUE);
      break;
    case COMMAND_PAUSE:
      pause_running (worker);
      break;
    case COMMAND_STEP:
      step_once (worker, command->number);
      break;
    case COMMAND_FINISH:
      if (!worker->finished)
        finish (worker, "interrupted");
      break;
    case COMMAND_RESTART:
      worker_restart (worker, command->experiment, command->number);
      break;
    case COMMAND_RETUNE:
      retune (worker, command->path);
      break;
    case COMMAND_PACE:
      worker->pacer.pace = command->number;
      if (worker->running)
        pacer_start (&worker->pacer, worker->trainer->step, g_get_monotonic_time ());
      break;
    case COMMAND_WATCH:
      watch (worker, command->number, command->flag);
      break;
    case COMMAND_WATCH_ANSWERS:
      watch_answers (worker, command->flag);
      break;
    case COMMAND_WATCH_PARAMETERS:
      watch_parameters (worker, command->places);
      break;
    case COMMAND_INTERVAL:
      worker->picture_interval = (gint64) command->number * 1000;
      break;
    case COMMAND_STORE:
      g_free (worker->store);
      worker->store = g_strdup (command->path);
      break;
    case COMMAND_SAVE:
      save (worker, command->path);
      break;
    case COMMAND_GO_BACK:
      worker_go_back (worker, command->size, command->flag, command->number);
      break;
    case COMMAND_MEMORY:
      worker->state_memory = command->size;
      if (worker->ladder)
        train_ladder_set_bytes (worker->ladder, worker->state_memory);
      if (worker->ladder && !worker->running)
        worker_report (worker, TRUE);
      break;
    case COMMAND_EDIT:
      worker_edit (worker, command->changes, command->path, &command->mark, command->flag);
      break;
    case COMMAND_UNDO_EDIT:
      worker_undo_edit (worker);
      break;
    case COMMAND_REDO_EDIT:
      worker_redo_edit (worker);
      break;
    case COMMAND_LEND:
      lend (worker);
      break;
    case COMMAND_CLOSE:
      worker_keep (worker, worker->finished ? worker->ended_because : "interrupted");
      break;
    }
}
