/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/landscape-worker-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FETCH_INTERVAL 16667  /* us: home is woken 60 times a second at most */
#define RACE_PATIENCE  500000 /* us: a race that takes longer does not outlive the start that it began from */

void
landscape_wish_copy (LandscapeWish       *to,
                     const LandscapeWish *from)
{
  *to = *from;
  to->weights = g_strdup (from->weights);
  if (to->model)
    percept_model_ref (to->model);
}

void
landscape_wish_clear (LandscapeWish *wish)
{
  g_clear_pointer (&wish->weights, g_free);
  g_clear_pointer (&wish->model, percept_model_unref);
}

void
landscape_survey_free (LandscapeSurvey *survey)
{
  if (!survey)
    return;
  g_free (survey->weights);
  g_array_unref (survey->trail);
  g_free (survey);
}

static void
news_init (LandscapeNews *news)
{
  *news = (LandscapeNews) { .spent = g_ptr_array_new_with_free_func ((GDestroyNotify) percept_model_unref) };
}

void
landscape_news_clear (LandscapeNews *news)
{
  g_clear_pointer (&news->survey, landscape_survey_free);
  g_clear_pointer (&news->surface, an_loss_surface_unref);
  g_clear_pointer (&news->race, an_race_unref);
  g_clear_pointer (&news->curvature, g_free);
  g_clear_error (&news->error);
  g_clear_pointer (&news->spent, g_ptr_array_unref);
}

static gboolean
dispatch (GSource    *source,
          GSourceFunc callback,
          gpointer    user_data)
{
  g_source_set_ready_time (source, -1);
  return callback (user_data);
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

static void
raise_flags (LandscapeWorker *worker,
             gboolean         cost,
             gboolean         surface,
             gboolean         full)
{
  if (cost)
    atomic_store_explicit (&worker->stop_cost, TRUE, memory_order_relaxed);
  if (surface)
    atomic_store_explicit (&worker->stop_surface, TRUE, memory_order_relaxed);
  if (full)
    atomic_store_explicit (&worker->stop_full, TRUE, memory_order_relaxed);
}

/* With the lock held. */
static void
start_thread (LandscapeWorker *worker)
{
  worker->started = pthread_create (&worker->thread, NULL, landscape_worker_main, worker) == 0;
  if (worker->started)
    return;
  worker->news.error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED,
                                            _("The landscape cannot be computed: the system has no more threads"));
  g_source_set_ready_time (worker->source, 0);
}

LandscapeWorker *
landscape_worker_new (guint       n_threads,
                      GSourceFunc fetch,
                      gpointer    user_data)
{
  LandscapeWorker *worker = g_new0 (LandscapeWorker, 1);

  pthread_mutex_init (&worker->lock, NULL);
  pthread_cond_init (&worker->posted, NULL);
  news_init (&worker->news);
  worker->n_threads = n_threads > 0 ? n_threads : base_pool_processors ();
  worker->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_static_name (worker->source, "[percept] landscape");
  g_source_set_callback (worker->source, fetch, user_data, NULL);
  g_source_attach (worker->source, g_main_context_get_thread_default ());
  return worker;
}

void
landscape_worker_free (LandscapeWorker *worker)
{
  if (!worker)
    return;
  pthread_mutex_lock (&worker->lock);
  worker->closing = TRUE;
  raise_flags (worker, TRUE, TRUE, TRUE);
  pthread_cond_signal (&worker->posted);
  pthread_mutex_unlock (&worker->lock);
  if (worker->started)
    pthread_join (worker->thread, NULL);
  g_source_destroy (worker->source);
  g_source_unref (worker->source);
  landscape_wish_clear (&worker->wish);
  landscape_wish_clear (&worker->current);
  landscape_news_clear (&worker->news);
  pthread_cond_destroy (&worker->posted);
  pthread_mutex_destroy (&worker->lock);
  g_free (worker);
}

/* With the lock held: what @wish makes void gives up. A dragged start lets a race that is short run to its end, so that
 * paths follow the hand. */
static void
stop_void (LandscapeWorker     *worker,
           const LandscapeWish *wish)
{
  const LandscapeVersions *was = &worker->wish.versions, *is = &wish->versions;
  gboolean                 ground = was->ground != is->ground;
  gboolean                 race = ground || was->race != is->race;
  gboolean                 full = race || !wish->full_run || wish->no_full;
  gboolean                 late = worker->racing_since > 0 &&
                                  g_get_monotonic_time () - worker->racing_since > RACE_PATIENCE;

  /* A full run asks the cost plane for the slice's costs in the end. */
  raise_flags (worker, ground || (race && late) || (full && worker->running_full),
               ground || was->window != is->window || wish->no_fine, full);
}

void
landscape_worker_post (LandscapeWorker     *worker,
                       const LandscapeWish *wish)
{
  LandscapeWish old;

  pthread_mutex_lock (&worker->lock);
  stop_void (worker, wish);
  old = worker->wish;
  landscape_wish_copy (&worker->wish, wish);
  worker->wish_new = TRUE;
  if (!worker->started)
    start_thread (worker);
  pthread_cond_signal (&worker->posted);
  pthread_mutex_unlock (&worker->lock);
  landscape_wish_clear (&old);
}

void
landscape_worker_fetch (LandscapeWorker *worker,
                        LandscapeNews   *news)
{
  pthread_mutex_lock (&worker->lock);
  *news = worker->news;
  news_init (&worker->news);
  worker->news.ground = news->ground;
  worker->news.busy = news->busy;
  worker->news.progress = news->progress;
  worker->wake_pending = FALSE;
  worker->last_fetch = g_get_monotonic_time ();
  pthread_mutex_unlock (&worker->lock);
}

LandscapeNews *
landscape_worker_begin_news (LandscapeWorker *worker)
{
  pthread_mutex_lock (&worker->lock);
  return &worker->news;
}

void
landscape_worker_end_news (LandscapeWorker *worker)
{
  if (!worker->wake_pending)
    g_source_set_ready_time (worker->source, MAX (g_get_monotonic_time (), worker->last_fetch + FETCH_INTERVAL));
  worker->wake_pending = TRUE;
  pthread_mutex_unlock (&worker->lock);
}

/* What was found on a ground stays, also when home made its wish before it heard of that. */
static void
keep_found (const LandscapeWish *from,
            LandscapeWish       *to)
{
  const PerceptLandscapeView *found = &from->view;
  PerceptLandscapeView       *view = &to->view;

  if (view->fit && !found->fit && from->versions.window == to->versions.window)
    {
      memcpy (view->from, found->from, sizeof view->from);
      memcpy (view->to, found->to, sizeof view->to);
      view->fit = FALSE;
    }
  if (view->start_rule != PERCEPT_START_AT && found->start_rule == PERCEPT_START_AT)
    {
      memcpy (view->start, found->start, sizeof view->start);
      view->start_rule = PERCEPT_START_AT;
    }
  if (view->suggest_racers && !found->suggest_racers)
    {
      memcpy (view->racers, found->racers, sizeof view->racers);
      view->n_racers = found->n_racers;
      view->suggest_racers = FALSE;
    }
}

/* With the lock held. The model that was used goes home to be freed: it may be the last to know it. */
static void
take_wish (LandscapeWorker *worker)
{
  LandscapeWish old;

  if (worker->current.model && worker->current.model != worker->wish.model)
    landscape_work_forget (worker);
  if (worker->current.model)
    g_ptr_array_add (worker->news.spent, g_steal_pointer (&worker->current.model));
  old = worker->current;
  landscape_wish_copy (&worker->current, &worker->wish);
  if (worker->told_survey && worker->done.ground == worker->wish.versions.ground)
    keep_found (&old, &worker->current);
  landscape_wish_clear (&old);
  worker->wish_new = FALSE;
  atomic_store_explicit (&worker->stop_cost, FALSE, memory_order_relaxed);
  atomic_store_explicit (&worker->stop_surface, FALSE, memory_order_relaxed);
  atomic_store_explicit (&worker->stop_full, FALSE, memory_order_relaxed);
}

gboolean
landscape_worker_take_within (LandscapeWorker   *worker,
                              const atomic_bool *stop)
{
  gboolean on;

  pthread_mutex_lock (&worker->lock);
  on = !worker->closing && !atomic_load_explicit (stop, memory_order_relaxed);
  if (on && worker->wish_new)
    {
      on = worker->wish.versions.ground == worker->current.versions.ground;
      if (on)
        take_wish (worker);
    }
  pthread_mutex_unlock (&worker->lock);
  return on;
}

void
landscape_worker_mark_race (LandscapeWorker *worker,
                            gint64           since)
{
  pthread_mutex_lock (&worker->lock);
  worker->racing_since = since;
  pthread_mutex_unlock (&worker->lock);
}

void
landscape_worker_mark_full_run (LandscapeWorker *worker,
                                gboolean         runs)
{
  pthread_mutex_lock (&worker->lock);
  worker->running_full = runs;
  pthread_mutex_unlock (&worker->lock);
}

/* Waits for a wish unless there is @more to do; FALSE when it is time to go. */
static gboolean
wait_for_wish (LandscapeWorker *worker,
               gboolean         more)
{
  gboolean on;

  pthread_mutex_lock (&worker->lock);
  while (!worker->closing && !worker->wish_new && !more)
    pthread_cond_wait (&worker->posted, &worker->lock);
  on = !worker->closing;
  if (on && worker->wish_new)
    take_wish (worker);
  pthread_mutex_unlock (&worker->lock);
  return on;
}

void *
landscape_worker_main (void *data)
{
  LandscapeWorker *worker = data;
  gboolean         more = FALSE;

  worker->pool = base_pool_new (worker->n_threads);
  while (wait_for_wish (worker, more))
    more = landscape_work_on (worker);
  landscape_work_forget (worker);
  base_pool_free (worker->pool);
  return NULL;
}
