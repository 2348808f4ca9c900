/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/unit-study-worker.h"

#include "session/model-subject.h"
#include "session/unit-facts.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>

#define MOST_EXAMPLES 10000 /* that one unit is asked about: more would keep a hand waiting */

struct _UnitStudyWorker
{
  LatestWorker  base;

  /* Under the lock. */
  UnitWish      wish;
  UnitNews      news;           /* but for those that every worker has */

  atomic_bool   stop_unit;      /* what is under way gives up when its flag is raised */
  atomic_bool   stop_ranking;

  /* The thread's own. */
  UnitWish      current;
  ModelSubject *training;       /* of the current model, as is */
  ModelSubject *validation;
  guint         unit_done;      /* versions that were answered, */
  guint         unit_model;     /* and of the model that the answer is of */
  guint         ranking_done;
  guint         ranking_model;
};

void
unit_news_clear (UnitNews *news)
{
  g_clear_pointer (&news->ranking, an_unit_ranking_unref);
  g_clear_pointer (&news->facts, percept_unit_facts_unref);
  work_news_clear (&news->work);
}

static gboolean
progress_cb (const char *what,
             double      fraction,
             gpointer    user_data)
{
  latest_worker_tell_progress (user_data, fraction);
  return TRUE; /* there is a flag for stopping */
}

static gboolean
prepare (UnitStudyWorker *worker,
         ModelSubject   **subject,
         TrainPart        part,
         gsize            most,
         GError         **error)
{
  if (!*subject)
    *subject = model_subject_new (worker->current.model, part, most, error);
  return *subject != NULL;
}

static void
find_facts (UnitStudyWorker *worker)
{
  const UnitWish   *wish = &worker->current;
  PerceptUnitFacts *facts = NULL;
  GError           *error = NULL;

  worker->unit_model = wish->model_version;
  if (prepare (worker, &worker->training, TRAIN_PART_TRAIN, MOST_EXAMPLES, &error))
    facts = unit_facts_find (worker->training, wish->layer, wish->unit, worker->base.pool, &worker->stop_unit,
                             progress_cb, worker, &error);
  worker->unit_done = wish->unit_version;
  if (!facts)
    {
      if (!latest_worker_tell_error (&worker->base, error))
        worker->unit_done--; /* it was stopped, and is still to do */
      return;
    }
  latest_worker_begin_news (&worker->base);
  g_clear_pointer (&worker->news.facts, percept_unit_facts_unref);
  worker->news.facts = facts;
  worker->news.unit_version = wish->unit_version;
  latest_worker_end_news (&worker->base);
}

static void
find_ranking (UnitStudyWorker *worker)
{
  const UnitWish *wish = &worker->current;
  TrainPart       part = wish->model->data->split.n_validation > 0 ? TRAIN_PART_VALIDATION : TRAIN_PART_TRAIN;
  AnUnitRanking  *ranking = NULL;
  GError         *error = NULL;

  worker->ranking_model = wish->model_version;
  if (prepare (worker, &worker->validation, part, 0, &error))
    ranking = an_unit_ranking_run (&worker->validation->subject, wish->type, wish->ranking_layer, worker->base.pool,
                                   &worker->stop_ranking, progress_cb, worker, &error);
  worker->ranking_done = wish->ranking_version;
  if (!ranking)
    {
      if (!latest_worker_tell_error (&worker->base, error))
        worker->ranking_done--; /* it was stopped, and is still to do */
      return;
    }
  latest_worker_begin_news (&worker->base);
  g_clear_pointer (&worker->news.ranking, an_unit_ranking_unref);
  worker->news.ranking = ranking;
  worker->news.ranking_version = wish->ranking_version;
  worker->news.ranking_step = wish->model->step;
  latest_worker_end_news (&worker->base);
}

static void
forget (LatestWorker *base)
{
  UnitStudyWorker *worker = (UnitStudyWorker *) base;

  g_clear_pointer (&worker->training, model_subject_free);
  g_clear_pointer (&worker->validation, model_subject_free);
}

static void
wish_copy (UnitWish       *to,
           const UnitWish *from)
{
  *to = *from;
  if (to->model)
    percept_model_ref (to->model);
}

static void
take (LatestWorker *base)
{
  UnitStudyWorker *worker = (UnitStudyWorker *) base;

  if (worker->current.model && worker->current.model != worker->wish.model)
    forget (base);
  latest_worker_spend (base, g_steal_pointer (&worker->current.model));
  wish_copy (&worker->current, &worker->wish);
  atomic_store_explicit (&worker->stop_unit, FALSE, memory_order_relaxed);
  atomic_store_explicit (&worker->stop_ranking, FALSE, memory_order_relaxed);
}

static gboolean
wants_unit (const UnitStudyWorker *worker)
{
  const UnitWish *wish = &worker->current;

  return wish->model && wish->layer > 0 &&
         (worker->unit_done != wish->unit_version || worker->unit_model != wish->model_version);
}

static gboolean
wants_ranking (const UnitStudyWorker *worker)
{
  const UnitWish *wish = &worker->current;

  return wish->model && wish->type &&
         (worker->ranking_done != wish->ranking_version || worker->ranking_model != wish->model_version);
}

static gboolean
work_on (LatestWorker *base)
{
  UnitStudyWorker *worker = (UnitStudyWorker *) base;
  gboolean         more;

  latest_worker_tell_busy (base, TRUE, 0.0);
  if (wants_unit (worker))
    find_facts (worker);
  else if (wants_ranking (worker))
    find_ranking (worker);
  more = wants_unit (worker) || wants_ranking (worker);
  if (!more)
    latest_worker_tell_busy (base, FALSE, 1.0);
  return more;
}

static void
raise_flag (atomic_bool *flag)
{
  atomic_store_explicit (flag, TRUE, memory_order_relaxed);
}

static void
stop (LatestWorker *base)
{
  UnitStudyWorker *worker = (UnitStudyWorker *) base;

  raise_flag (&worker->stop_unit);
  raise_flag (&worker->stop_ranking);
}

static const LatestWorkerKind kind = {
  .source_name = "[percept] unit study",
  .no_thread = N_("The units cannot be studied: the system has no more threads"),
  .stop = stop,
  .take = take,
  .work = work_on,
  .forget = forget,
};

/* Home's side */

UnitStudyWorker *
unit_study_worker_new (guint       n_threads,
                       GSourceFunc fetch,
                       gpointer    user_data)
{
  UnitStudyWorker *worker = g_new0 (UnitStudyWorker, 1);

  latest_worker_init (&worker->base, &kind, n_threads, fetch, user_data);
  return worker;
}

void
unit_study_worker_free (UnitStudyWorker *worker)
{
  if (!worker)
    return;
  latest_worker_clear (&worker->base);
  g_clear_pointer (&worker->wish.model, percept_model_unref);
  g_clear_pointer (&worker->current.model, percept_model_unref);
  unit_news_clear (&worker->news);
  g_free (worker);
}

/* A hand waits for the unit: for a new one a ranking gives way, too, and is begun again after it. */
static void
stop_void (UnitStudyWorker *worker,
           const UnitWish  *wish)
{
  gboolean unit = wish->unit_version != worker->wish.unit_version;

  if (unit)
    raise_flag (&worker->stop_unit);
  if (unit || wish->ranking_version != worker->wish.ranking_version)
    raise_flag (&worker->stop_ranking);
}

void
unit_study_worker_post (UnitStudyWorker *worker,
                        const UnitWish  *wish)
{
  UnitWish old;

  latest_worker_begin_post (&worker->base);
  stop_void (worker, wish);
  old = worker->wish;
  wish_copy (&worker->wish, wish);
  latest_worker_end_post (&worker->base);
  g_clear_pointer (&old.model, percept_model_unref);
}

void
unit_study_worker_fetch (UnitStudyWorker *worker,
                         UnitNews        *news)
{
  WorkNews work;

  latest_worker_begin_fetch (&worker->base, &work);
  *news = worker->news;
  news->work = work;
  worker->news = (UnitNews) { 0 };
  latest_worker_end_fetch (&worker->base);
}
