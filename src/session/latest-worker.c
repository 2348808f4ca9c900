/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/latest-worker.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#define TELL_INTERVAL 50000 /* us between two news of progress */

static void
work_news_init (WorkNews *news)
{
  *news = (WorkNews) { .spent = g_ptr_array_new_with_free_func ((GDestroyNotify) percept_model_unref) };
}

void
work_news_clear (WorkNews *news)
{
  g_clear_error (&news->error);
  g_clear_pointer (&news->spent, g_ptr_array_unref);
}

void
latest_worker_init (LatestWorker           *worker,
                    const LatestWorkerKind *kind,
                    guint                   n_threads,
                    GSourceFunc             fetch,
                    gpointer                user_data)
{
  *worker = (LatestWorker) { .kind = kind, .n_threads = n_threads > 0 ? n_threads : base_pool_processors () };
  pthread_mutex_init (&worker->lock, NULL);
  pthread_cond_init (&worker->posted, NULL);
  wake_up_init (&worker->wake_up, kind->source_name, fetch, user_data);
  work_news_init (&worker->news);
}

void
latest_worker_clear (LatestWorker *worker)
{
  pthread_mutex_lock (&worker->lock);
  worker->closing = TRUE;
  worker->kind->stop (worker);
  pthread_cond_signal (&worker->posted);
  pthread_mutex_unlock (&worker->lock);
  if (worker->started)
    pthread_join (worker->thread, NULL);
  wake_up_clear (&worker->wake_up);
  work_news_clear (&worker->news);
  pthread_cond_destroy (&worker->posted);
  pthread_mutex_destroy (&worker->lock);
}

/* Waits for a wish unless there is @more to do; FALSE when it is time to go. */
static gboolean
wait_for_wish (LatestWorker *worker,
               gboolean      more)
{
  gboolean on;

  pthread_mutex_lock (&worker->lock);
  while (!worker->closing && !worker->wish_new && !more)
    pthread_cond_wait (&worker->posted, &worker->lock);
  on = !worker->closing;
  if (on && worker->wish_new)
    latest_worker_take (worker);
  pthread_mutex_unlock (&worker->lock);
  return on;
}

static void *
serve (void *data)
{
  LatestWorker *worker = data;
  gboolean      more = FALSE;

  worker->pool = base_pool_new (worker->n_threads);
  while (wait_for_wish (worker, more))
    more = worker->kind->work (worker);
  worker->kind->forget (worker);
  base_pool_free (worker->pool);
  return NULL;
}

/* With the lock held. */
static void
start_thread (LatestWorker *worker)
{
  worker->started = pthread_create (&worker->thread, NULL, serve, worker) == 0;
  if (worker->started)
    return;
  g_clear_error (&worker->news.error);
  worker->news.error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, _(worker->kind->no_thread));
  wake_up_call (&worker->wake_up);
}

void
latest_worker_begin_post (LatestWorker *worker)
{
  pthread_mutex_lock (&worker->lock);
}

void
latest_worker_end_post (LatestWorker *worker)
{
  worker->wish_new = TRUE;
  if (!worker->started)
    start_thread (worker);
  pthread_cond_signal (&worker->posted);
  pthread_mutex_unlock (&worker->lock);
}

void
latest_worker_begin_fetch (LatestWorker *worker,
                           WorkNews     *news)
{
  pthread_mutex_lock (&worker->lock);
  *news = worker->news;
  work_news_init (&worker->news);
  worker->news.busy = news->busy;
  worker->news.progress = news->progress;
  wake_up_answered (&worker->wake_up);
}

void
latest_worker_end_fetch (LatestWorker *worker)
{
  pthread_mutex_unlock (&worker->lock);
}

void
latest_worker_take (LatestWorker *worker)
{
  worker->kind->take (worker);
  worker->wish_new = FALSE;
}

void
latest_worker_begin_news (LatestWorker *worker)
{
  pthread_mutex_lock (&worker->lock);
}

void
latest_worker_end_news (LatestWorker *worker)
{
  wake_up_call (&worker->wake_up);
  pthread_mutex_unlock (&worker->lock);
}

void
latest_worker_tell_busy (LatestWorker *worker,
                         gboolean      busy,
                         double        progress)
{
  latest_worker_begin_news (worker);
  worker->news.busy = busy;
  worker->news.progress = progress;
  latest_worker_end_news (worker);
  worker->told = g_get_monotonic_time ();
}

void
latest_worker_tell_progress (LatestWorker *worker,
                             double        progress)
{
  if (progress >= 0.0 && g_get_monotonic_time () - worker->told >= TELL_INTERVAL)
    latest_worker_tell_busy (worker, TRUE, MIN (progress, 1.0));
}

gboolean
latest_worker_tell_error (LatestWorker *worker,
                          GError       *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return FALSE;
    }
  latest_worker_begin_news (worker);
  g_clear_error (&worker->news.error);
  worker->news.error = error;
  latest_worker_end_news (worker);
  return TRUE;
}

void
latest_worker_spend (LatestWorker *worker,
                     PerceptModel *model)
{
  if (model)
    g_ptr_array_add (worker->news.spent, model);
}
