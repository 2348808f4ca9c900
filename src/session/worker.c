/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/worker.h"

#include "session/worker-private.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#define SECOND 1000000

Worker *
worker_new (guint     n_threads,
            Exchange *exchange)
{
  Worker            *worker = g_new0 (Worker, 1);
  pthread_condattr_t attributes;

  pthread_mutex_init (&worker->lock, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&worker->posted, &attributes);
  pthread_condattr_destroy (&attributes);
  worker->exchange = exchange;
  worker->n_threads = n_threads > 0 ? n_threads : base_pool_processors ();
  worker->watched = g_array_new (FALSE, TRUE, sizeof (guint));
  worker->places = g_array_new (FALSE, FALSE, sizeof (gsize));
  worker->edits = worker_edits_new ();
  worker->picture_interval = SECOND / 10;
  worker->state_memory = TRAIN_LADDER_BYTES;
  worker->answered_step = G_MAXUINT64;
  worker->pacer.pace = PERCEPT_PACE_FULL;
  percept_status_clear (&worker->status);
  worker->started = pthread_create (&worker->thread, NULL, worker_main, worker) == 0;
  if (!worker->started)
    worker_report_error (worker, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED,
                                                      _("This computer has no thread left for training; close other "
                                                        "programs and start Percept again")));
  return worker;
}

static void
command_free (Command *command)
{
  g_clear_pointer (&command->experiment, train_experiment_unref);
  g_clear_pointer (&command->places, g_array_unref);
  g_clear_pointer (&command->changes, g_array_unref);
  g_free (command->path);
  g_free (command);
}

void
worker_free (Worker *worker)
{
  worker_post (worker, COMMAND_CLOSE, NULL, NULL, 0, FALSE);
  if (worker->started)
    pthread_join (worker->thread, NULL);
  g_queue_clear_full (&worker->commands, (GDestroyNotify) command_free);
  pthread_cond_destroy (&worker->posted);
  pthread_mutex_destroy (&worker->lock);
  g_array_unref (worker->watched);
  g_array_unref (worker->places);
  worker_edits_free (worker->edits);
  g_free (worker->initial_model);
  g_free (worker->store);
  g_free (worker->kept_path);
  g_free (worker);
}

/* A step may take half a second: these do not wait for its end. The others do, so that many small commands cannot
 * keep a long step from ever being completed. */
static gboolean
is_urgent (CommandKind kind)
{
  return kind == COMMAND_OPEN || kind == COMMAND_OPEN_RUN || kind == COMMAND_PAUSE || kind == COMMAND_RESTART ||
         kind == COMMAND_FINISH || kind == COMMAND_GO_BACK || kind == COMMAND_CLOSE;
}

static gboolean
ends_loading (CommandKind kind)
{
  return kind == COMMAND_OPEN || kind == COMMAND_OPEN_RUN || kind == COMMAND_CLOSE || kind == COMMAND_FINISH;
}

static void
push (Worker  *worker,
      Command *command)
{
  pthread_mutex_lock (&worker->lock);
  g_queue_push_tail (&worker->commands, command);
  if (is_urgent (command->kind))
    atomic_store (&worker->stop, TRUE);
  if (ends_loading (command->kind))
    atomic_store (&worker->stop_loading, TRUE);
  pthread_cond_signal (&worker->posted);
  pthread_mutex_unlock (&worker->lock);
}

void
worker_post (Worker          *worker,
             CommandKind      kind,
             TrainExperiment *experiment,
             const char      *path,
             guint            number,
             gboolean         flag)
{
  Command *command = g_new0 (Command, 1);

  *command = (Command) { kind, experiment ? train_experiment_ref (experiment) : NULL, g_strdup (path), number, flag };
  push (worker, command);
}

void
worker_post_go_back (Worker  *worker,
                     guint64  step,
                     guint    n_changes,
                     gboolean branch)
{
  Command *command = g_new0 (Command, 1);

  *command = (Command) { .kind = COMMAND_GO_BACK, .number = n_changes, .flag = branch, .size = step };
  push (worker, command);
}

void
worker_post_memory (Worker *worker,
                    gsize   bytes)
{
  Command *command = g_new0 (Command, 1);

  *command = (Command) { .kind = COMMAND_MEMORY, .size = bytes };
  push (worker, command);
}

void
worker_post_places (Worker      *worker,
                    const gsize *places,
                    guint        n)
{
  Command *command = g_new0 (Command, 1);

  command->kind = COMMAND_WATCH_PARAMETERS;
  command->places = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_array_append_vals (command->places, places, n);
  push (worker, command);
}

/* With the lock held: a hand that drags faster than it is answered. The last command takes @changes as its own; FALSE:
 * it is another one. */
static gboolean
join_last (Worker            *worker,
           const PerceptEdit *changes,
           guint              n,
           const char        *what)
{
  Command *last = g_queue_peek_tail (&worker->commands);

  if (!last || last->kind != COMMAND_EDIT || last->changes->len != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (g_array_index (last->changes, PerceptEdit, i).place != changes[i].place)
      return FALSE;
  for (guint i = 0; i < n; i++)
    g_array_index (last->changes, PerceptEdit, i) = changes[i];
  g_free (last->path);
  last->path = g_strdup (what);
  return TRUE;
}

void
worker_post_edit (Worker            *worker,
                  const PerceptEdit *changes,
                  guint              n,
                  const char        *what,
                  const TrainMark   *mark,
                  gboolean           merges)
{
  Command *command;
  gboolean joined;

  pthread_mutex_lock (&worker->lock);
  joined = merges && join_last (worker, changes, n, what);
  pthread_mutex_unlock (&worker->lock);
  if (joined)
    return;
  command = g_new0 (Command, 1);
  *command = (Command) { .kind = COMMAND_EDIT, .path = g_strdup (what), .flag = merges, .mark = *mark };
  command->changes = g_array_new (FALSE, FALSE, sizeof (PerceptEdit));
  g_array_append_vals (command->changes, changes, n);
  push (worker, command);
}

/* With the lock held: waits for a command, or until the next step is due. */
static void
wait_for_something (Worker *worker)
{
  while (g_queue_is_empty (&worker->commands))
    {
      gint64          now = g_get_monotonic_time ();
      gint64          wait;
      struct timespec until;

      if (!worker->running && !worker_owes_first_point (worker))
        {
          pthread_cond_wait (&worker->posted, &worker->lock);
          continue;
        }
      wait = worker->running ? pacer_wait (&worker->pacer, now) : 0;
      if (wait == 0)
        return;
      until = (struct timespec) { (now + wait) / SECOND, (now + wait) % SECOND * 1000 };
      if (pthread_cond_timedwait (&worker->posted, &worker->lock, &until) == ETIMEDOUT)
        return;
    }
}

/* With the lock held: the flags stay up as long as a command that raised them waits, and no longer. */
static void
lower_flags (Worker *worker)
{
  gboolean stop = FALSE;
  gboolean stop_loading = FALSE;

  for (GList *link = worker->commands.head; link; link = link->next)
    {
      const Command *command = link->data;

      stop = stop || is_urgent (command->kind);
      stop_loading = stop_loading || ends_loading (command->kind);
    }
  atomic_store (&worker->stop, stop);
  atomic_store (&worker->stop_loading, stop_loading);
}

/* The next command, or NULL when a step is due. */
static Command *
next_command (Worker *worker)
{
  Command *command;

  pthread_mutex_lock (&worker->lock);
  wait_for_something (worker);
  command = g_queue_pop_head (&worker->commands);
  lower_flags (worker);
  pthread_mutex_unlock (&worker->lock);
  return command;
}

void *
worker_main (void *data)
{
  Worker  *worker = data;
  gboolean closing = FALSE;

  worker->pool = base_pool_new (worker->n_threads);
  while (!closing)
    {
      Command *command = next_command (worker);

      if (!command)
        {
          worker_step (worker);
          continue;
        }
      closing = command->kind == COMMAND_CLOSE;
      worker_handle (worker, command);
      command_free (command);
    }
  g_clear_pointer (&worker->trainer, train_trainer_free);
  g_clear_pointer (&worker->data, train_data_unref);
  g_clear_pointer (&worker->ladder, train_ladder_free);
  base_pool_free (worker->pool);
  return NULL;
}
