/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/landscape-worker-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define RACE_PATIENCE 500000 /* us: a race that takes longer does not outlive the start that it began from */

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

void
landscape_news_clear (LandscapeNews *news)
{
  g_clear_pointer (&news->survey, landscape_survey_free);
  g_clear_pointer (&news->surface, an_loss_surface_unref);
  g_clear_pointer (&news->race, an_race_unref);
  g_clear_pointer (&news->curvature, g_free);
  work_news_clear (&news->work);
}

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

static void
stop (LatestWorker *base)
{
  raise_flags ((LandscapeWorker *) base, TRUE, TRUE, TRUE);
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

static void
take (LatestWorker *base)
{
  LandscapeWorker *worker = (LandscapeWorker *) base;
  LandscapeWish    old;

  if (worker->current.model && worker->current.model != worker->wish.model)
    landscape_work_forget (base);
  latest_worker_spend (base, g_steal_pointer (&worker->current.model));
  old = worker->current;
  landscape_wish_copy (&worker->current, &worker->wish);
  if (worker->told_survey && worker->done.ground == worker->wish.versions.ground)
    keep_found (&old, &worker->current);
  landscape_wish_clear (&old);
  atomic_store_explicit (&worker->stop_cost, FALSE, memory_order_relaxed);
  atomic_store_explicit (&worker->stop_surface, FALSE, memory_order_relaxed);
  atomic_store_explicit (&worker->stop_full, FALSE, memory_order_relaxed);
}

static const LatestWorkerKind kind = {
  .source_name = "[percept] landscape",
  .no_thread = N_("The landscape cannot be computed: the system has no more threads"),
  .stop = stop,
  .take = take,
  .work = landscape_work_on,
  .forget = landscape_work_forget,
};

LandscapeWorker *
landscape_worker_new (guint       n_threads,
                      GSourceFunc fetch,
                      gpointer    user_data)
{
  LandscapeWorker *worker = g_new0 (LandscapeWorker, 1);

  latest_worker_init (&worker->base, &kind, n_threads, fetch, user_data);
  return worker;
}

void
landscape_worker_free (LandscapeWorker *worker)
{
  if (!worker)
    return;
  latest_worker_clear (&worker->base);
  landscape_wish_clear (&worker->wish);
  landscape_wish_clear (&worker->current);
  landscape_news_clear (&worker->news);
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

  latest_worker_begin_post (&worker->base);
  stop_void (worker, wish);
  old = worker->wish;
  landscape_wish_copy (&worker->wish, wish);
  latest_worker_end_post (&worker->base);
  landscape_wish_clear (&old);
}

void
landscape_worker_fetch (LandscapeWorker *worker,
                        LandscapeNews   *news)
{
  WorkNews work;

  latest_worker_begin_fetch (&worker->base, &work);
  *news = worker->news;
  news->work = work;
  worker->news = (LandscapeNews) { .ground = news->ground };
  latest_worker_end_fetch (&worker->base);
}

gboolean
landscape_worker_take_within (LandscapeWorker   *worker,
                              const atomic_bool *stop)
{
  gboolean on;

  pthread_mutex_lock (&worker->base.lock);
  on = !worker->base.closing && !atomic_load_explicit (stop, memory_order_relaxed);
  if (on && worker->base.wish_new)
    {
      on = worker->wish.versions.ground == worker->current.versions.ground;
      if (on)
        latest_worker_take (&worker->base);
    }
  pthread_mutex_unlock (&worker->base.lock);
  return on;
}

void
landscape_worker_mark_race (LandscapeWorker *worker,
                            gint64           since)
{
  pthread_mutex_lock (&worker->base.lock);
  worker->racing_since = since;
  pthread_mutex_unlock (&worker->base.lock);
}

void
landscape_worker_mark_full_run (LandscapeWorker *worker,
                                gboolean         runs)
{
  pthread_mutex_lock (&worker->base.lock);
  worker->running_full = runs;
  pthread_mutex_unlock (&worker->base.lock);
}
