/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/worker-private.h"

#include "session/landscape-settings.h"
#include "train/checkpoint.h"
#include "train/run-folder.h"
#include "train/snapshots.h"

#include <glib/gi18n-lib.h>

#define WORTH_KEEPING 1.0 /* seconds of training */

static gboolean
on_progress (const char *what,
             double      fraction,
             gpointer    user_data)
{
  Worker *worker = user_data;

  worker_report_loading (worker, what, fraction);
  return !atomic_load_explicit (&worker->stop_loading, memory_order_relaxed);
}

static gboolean
on_building (const char *what,
             double      fraction,
             gpointer    user_data)
{
  Worker *worker = user_data;

  return !atomic_load_explicit (&worker->stop_loading, memory_order_relaxed);
}

/* A trainer for @experiment, at step 0. The data in force are used again where they are the same. */
static TrainTrainer *
build (Worker          *worker,
       TrainExperiment *experiment,
       GError         **error)
{
  g_autoptr (TrainData) data = NULL;

  if (!percept_landscape_validate (experiment, error))
    return NULL;
  worker_report_loading (worker, _("Reading data"), 0.0);
  data = train_data_load (experiment, worker->data, worker->n_threads, on_progress, worker, error);
  if (!data)
    return NULL;
  return train_trainer_new_watched (experiment, data, worker->pool, &worker->stop, on_building, worker, error);
}

/* What was open stays in force. A stopped opening is no error: whoever stopped it knows. */
static void
fail (Worker *worker,
      GError *error)
{
  worker_set_message (worker, "");
  if (worker->trainer)
    {
      Event *event = event_new (EVENT_EXPERIMENT);

      event->experiment = train_experiment_ref (worker->trainer->experiment);
      exchange_put_event (worker->exchange, event);
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_error_free (error);
  else
    worker_report_error (worker, error);
  worker_report (worker, TRUE);
}

static void
install (Worker       *worker,
         TrainTrainer *trainer,
         guint         n_changes,
         gboolean      from_folder)
{
  worker->running = FALSE;
  worker_forget_edits (worker);
  g_clear_pointer (&worker->trainer, train_trainer_free);
  g_clear_pointer (&worker->data, train_data_unref);
  g_clear_pointer (&worker->ladder, train_ladder_free);
  worker->trainer = trainer;
  worker->data = train_data_ref (trainer->data);
  worker->ladder = train_ladder_new_for (trainer, worker->state_memory);
  worker->finished = train_trainer_is_at_end (trainer) && !trainer->point_due;
  worker->ended_because = train_trainer_get_end (trainer);
  worker_set_message (worker, "");
  worker_report_opened (worker, n_changes, from_folder);
}

void
worker_open (Worker          *worker,
             TrainExperiment *experiment,
             gboolean         run)
{
  GError       *error = NULL;
  TrainTrainer *trainer = build (worker, experiment, &error);

  if (!trainer)
    {
      fail (worker, error);
      return;
    }
  worker_keep (worker, "interrupted");
  worker_forget_kept (worker);
  g_clear_pointer (&worker->initial_model, g_free);
  install (worker, trainer, ANY_CHANGES, FALSE);
  train_trainer_begin (trainer);
  if (run)
    worker_start_running (worker);
  worker_report (worker, TRUE);
}

/* Whether a restart with @experiment begins with the weights that are not the seed's. */
static gboolean
keeps_initial_model (const Worker    *worker,
                     TrainExperiment *experiment)
{
  static const char *const keys[][2] = { { "network", "layers" }, { "network", "init" }, { "network", "bias-init" },
                                         { "seed", "init" } };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!g_str_equal (train_experiment_get (experiment, keys[i][0], keys[i][1]),
                      train_experiment_get (worker->trainer->experiment, keys[i][0], keys[i][1])))
      return FALSE;
  return worker->initial_model != NULL;
}

static TrainTrainer *
build_again (Worker          *worker,
             TrainExperiment *experiment,
             GError         **error)
{
  g_autoptr (TrainTrainer) trainer = build (worker, experiment, error);

  if (!trainer)
    return NULL;
  if (!keeps_initial_model (worker, experiment))
    g_clear_pointer (&worker->initial_model, g_free);
  else if (!train_checkpoint_read (trainer, worker->initial_model, error))
    return NULL;
  return g_steal_pointer (&trainer);
}

void
worker_restart (Worker          *worker,
                TrainExperiment *experiment,
                guint            n_changes)
{
  gboolean      run = worker->running;
  GError       *error = NULL;
  TrainTrainer *trainer = build_again (worker, experiment, &error);

  if (!trainer)
    {
      fail (worker, error);
      return;
    }
  /* A run that was looked at for a while is kept beside the new one; a false start is written over. */
  if (worker->trainer->seconds >= WORTH_KEEPING)
    {
      worker_keep (worker, worker->finished ? worker->ended_because : "interrupted");
      worker_forget_kept (worker);
    }
  worker->kept_step = G_MAXUINT64;
  install (worker, trainer, n_changes, FALSE);
  train_trainer_begin (trainer);
  if (run)
    worker_start_running (worker);
  worker_report (worker, TRUE);
}

static TrainTrainer *
build_run (Worker     *worker,
           const char *path,
           GError    **error)
{
  g_autoptr (TrainExperiment) experiment = train_checkpoint_read_experiment (path, error);
  g_autoptr (TrainTrainer)    trainer = experiment ? build (worker, experiment, error) : NULL;

  if (!trainer || !train_checkpoint_read (trainer, path, error))
    return NULL;
  return g_steal_pointer (&trainer);
}

void
worker_open_run (Worker     *worker,
                 const char *path)
{
  GError          *error = NULL;
  TrainTrainer    *trainer = build_run (worker, path, &error);
  g_autofree char *folder = train_run_folder_of (path);
  g_autofree char *parent = folder ? g_path_get_dirname (folder) : NULL;

  if (!trainer)
    {
      fail (worker, error);
      return;
    }
  worker_keep (worker, "interrupted");
  worker_forget_kept (worker);
  /* A run out of the store goes on in its own folder. */
  if (worker->store && g_strcmp0 (parent, worker->store) == 0)
    {
      worker->kept_path = g_strdup (folder);
      worker->kept_step = trainer->step;
    }
  g_free (worker->initial_model);
  worker->initial_model = folder ? NULL : g_strdup (path);
  install (worker, trainer, ANY_CHANGES, folder != NULL);
  if (folder && !train_snapshots_read (worker->ladder, worker->trainer, folder, &error))
    worker_report_error (worker, error); /* it is the same run without them */
  if (worker->finished)
    worker_tell_what_is_kept (worker);
  train_trainer_begin (trainer);
  worker_report (worker, TRUE);
}
