/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/background-work.h"

#include "cli/command.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

typedef struct
{
  CliWork       work;
  gconstpointer task;
  const char   *doing;
  gboolean      show_progress;
  gint64        shown;         /* when progress was last shown */
  atomic_bool   stop;
  GMainLoop    *loop;
  gpointer      result;
  GError       *error;
} Job;

static gboolean
show_progress (const char *what,
               double      fraction,
               gpointer    user_data)
{
  Job   *job = user_data;
  gint64 now = g_get_monotonic_time ();

  if (job->show_progress && fraction >= 0.0 && now - job->shown >= G_USEC_PER_SEC / 5)
    {
      job->shown = now;
      g_printerr ("\r\033[K%s %3.0f %%", what ? what : job->doing, 100.0 * fraction);
    }
  return !atomic_load_explicit (&job->stop, memory_order_relaxed);
}

static gboolean
quit (gpointer user_data)
{
  Job *job = user_data;

  g_main_loop_quit (job->loop);
  return G_SOURCE_REMOVE;
}

static gpointer
work (gpointer user_data)
{
  Job *job = user_data;

  job->result = job->work (job->task, &job->stop, show_progress, job, &job->error);
  g_idle_add (quit, job);
  return NULL;
}

static gboolean
on_interrupt (gpointer user_data)
{
  Job *job = user_data;

  atomic_store_explicit (&job->stop, TRUE, memory_order_relaxed);
  return G_SOURCE_CONTINUE;
}

/* Runs the thread and waits for its end. */
static void
run (Job        *job,
     const char *name)
{
  /* Before the thread begins, so that no signal comes too early. */
  guint    signals[] = { g_unix_signal_add (SIGINT, on_interrupt, job),
                         g_unix_signal_add (SIGTERM, on_interrupt, job) };
  GThread *thread = g_thread_try_new (name, work, job, &job->error);

  if (thread)
    {
      g_main_loop_run (job->loop);
      g_thread_join (thread);
    }
  if (job->shown > 0)
    g_printerr ("\r\033[K");
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (signals[i]);
}

gpointer
cli_background_work (const char   *name,
                     const char   *doing,
                     CliWork       function,
                     gconstpointer task,
                     GError      **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Job                   job = { .work = function, .task = task, .doing = doing, .loop = loop };

  job.show_progress = isatty (STDERR_FILENO);
  run (&job, name);
  if (!job.result && atomic_load (&job.stop))
    {
      /* Work that is stopped may fail with an error that came of it. */
      g_clear_error (&job.error);
      g_set_error_literal (&job.error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Interrupted"));
    }
  if (job.error)
    g_propagate_error (error, job.error);
  return job.result;
}

int
cli_work_failed (int           status,
                 const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? CLI_INTERRUPTED
                                                                   : cli_fail (status, error->message);
}
