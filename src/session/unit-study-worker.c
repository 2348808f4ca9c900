/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/unit-study-worker.h"

#include "session/model-subject.h"
#include "session/unit-facts.h"

#include <glib/gi18n-lib.h>
#include <pthread.h>
#include <stdatomic.h>

#define FETCH_INTERVAL 16667 /* us: home is woken 60 times a second at most */
#define TELL_INTERVAL  50000 /* us between two news of progress */
#define MOST_EXAMPLES  10000 /* that one unit is asked about: more would keep a hand waiting */

struct _UnitStudyWorker
{
  pthread_t       thread;
  gboolean        started;         /* FALSE: no thread is there */
  pthread_mutex_t lock;
  pthread_cond_t  posted;
  GSource        *source;          /* dispatched at home */

  /* Under the lock. */
  UnitWish        wish;
  gboolean        wish_new;
  gboolean        closing;
  UnitNews        news;
  gboolean        wake_pending;
  gint64          last_fetch;

  atomic_bool     stop_unit;       /* what is under way gives up when its flag is raised */
  atomic_bool     stop_ranking;

  /* The thread's own. */
  guint           n_threads;
  BasePool       *pool;
  UnitWish        current;
  ModelSubject   *training;        /* of the current model, as is */
  ModelSubject   *validation;
  guint           unit_done;       /* versions that were answered, */
  guint           unit_model;      /* and of the model that the answer is of */
  guint           ranking_done;
  guint           ranking_model;
  gint64          told;            /* when progress was told last */
};

static void *work (void *data);

static void
wish_copy (UnitWish       *to,
           const UnitWish *from)
{
  *to = *from;
  if (to->model)
    percept_model_ref (to->model);
}

static void
news_init (UnitNews *news)
{
  *news = (UnitNews) { .spent = g_ptr_array_new_with_free_func ((GDestroyNotify) percept_model_unref) };
}

void
unit_news_clear (UnitNews *news)
{
  g_clear_pointer (&news->ranking, an_unit_ranking_unref);
  g_clear_pointer (&news->facts, percept_unit_facts_unref);
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

UnitStudyWorker *
unit_study_worker_new (guint       n_threads,
                       GSourceFunc fetch,
                       gpointer    user_data)
{
  UnitStudyWorker *worker = g_new0 (UnitStudyWorker, 1);

  pthread_mutex_init (&worker->lock, NULL);
  pthread_cond_init (&worker->posted, NULL);
  news_init (&worker->news);
  worker->n_threads = n_threads > 0 ? n_threads : base_pool_processors ();
  worker->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_static_name (worker->source, "[percept] unit study");
  g_source_set_callback (worker->source, fetch, user_data, NULL);
  g_source_attach (worker->source, g_main_context_get_thread_default ());
  return worker;
}

static void
raise_flag (atomic_bool *flag)
{
  atomic_store_explicit (flag, TRUE, memory_order_relaxed);
}

void
unit_study_worker_free (UnitStudyWorker *worker)
{
  if (!worker)
    return;
  pthread_mutex_lock (&worker->lock);
  worker->closing = TRUE;
  raise_flag (&worker->stop_unit);
  raise_flag (&worker->stop_ranking);
  pthread_cond_signal (&worker->posted);
  pthread_mutex_unlock (&worker->lock);
  if (worker->started)
    pthread_join (worker->thread, NULL);
  g_source_destroy (worker->source);
  g_source_unref (worker->source);
  g_clear_pointer (&worker->wish.model, percept_model_unref);
  g_clear_pointer (&worker->current.model, percept_model_unref);
  unit_news_clear (&worker->news);
  pthread_cond_destroy (&worker->posted);
  pthread_mutex_destroy (&worker->lock);
  g_free (worker);
}

/* With the lock held. */
static void
start_thread (UnitStudyWorker *worker)
{
  worker->started = pthread_create (&worker->thread, NULL, work, worker) == 0;
  if (worker->started)
    return;
  g_clear_error (&worker->news.error);
  worker->news.error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED,
                                            _("The units cannot be studied: the system has no more threads"));
  g_source_set_ready_time (worker->source, 0);
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

  pthread_mutex_lock (&worker->lock);
  stop_void (worker, wish);
  old = worker->wish;
  wish_copy (&worker->wish, wish);
  worker->wish_new = TRUE;
  if (!worker->started)
    start_thread (worker);
  pthread_cond_signal (&worker->posted);
  pthread_mutex_unlock (&worker->lock);
  g_clear_pointer (&old.model, percept_model_unref);
}

void
unit_study_worker_fetch (UnitStudyWorker *worker,
                         UnitNews        *news)
{
  pthread_mutex_lock (&worker->lock);
  *news = worker->news;
  news_init (&worker->news);
  worker->news.busy = news->busy;
  worker->news.progress = news->progress;
  worker->wake_pending = FALSE;
  worker->last_fetch = g_get_monotonic_time ();
  pthread_mutex_unlock (&worker->lock);
}

/* The thread's side */

/* News are put under the lock, between these two. */
static UnitNews *
begin_news (UnitStudyWorker *worker)
{
  pthread_mutex_lock (&worker->lock);
  return &worker->news;
}

static void
end_news (UnitStudyWorker *worker)
{
  if (!worker->wake_pending)
    g_source_set_ready_time (worker->source, MAX (g_get_monotonic_time (), worker->last_fetch + FETCH_INTERVAL));
  worker->wake_pending = TRUE;
  pthread_mutex_unlock (&worker->lock);
}

static void
tell_busy (UnitStudyWorker *worker,
           gboolean         busy,
           double           progress)
{
  UnitNews *news = begin_news (worker);

  news->busy = busy;
  news->progress = progress;
  worker->told = g_get_monotonic_time ();
  end_news (worker);
}

static gboolean
progress_cb (const char *what,
             double      fraction,
             gpointer    user_data)
{
  UnitStudyWorker *worker = user_data;

  if (g_get_monotonic_time () - worker->told >= TELL_INTERVAL)
    tell_busy (worker, TRUE, CLAMP (fraction, 0.0, 1.0));
  return TRUE; /* there is a flag for stopping */
}

/* Takes @error. Returns: whether this is settled: what was stopped is not */
static gboolean
take_error (UnitStudyWorker *worker,
            GError          *error)
{
  UnitNews *news;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return FALSE;
    }
  news = begin_news (worker);
  g_clear_error (&news->error);
  news->error = error;
  end_news (worker);
  return TRUE;
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
  UnitNews         *news;

  worker->unit_model = wish->model_version;
  if (prepare (worker, &worker->training, TRAIN_PART_TRAIN, MOST_EXAMPLES, &error))
    facts = unit_facts_find (worker->training, wish->layer, wish->unit, worker->pool, &worker->stop_unit, progress_cb,
                             worker, &error);
  if (!facts)
    {
      worker->unit_done = take_error (worker, error) ? wish->unit_version : wish->unit_version - 1;
      return;
    }
  worker->unit_done = wish->unit_version;
  news = begin_news (worker);
  g_clear_pointer (&news->facts, percept_unit_facts_unref);
  news->facts = facts;
  news->unit_version = wish->unit_version;
  end_news (worker);
}

static void
find_ranking (UnitStudyWorker *worker)
{
  const UnitWish *wish = &worker->current;
  TrainPart       part = wish->model->data->split.n_validation > 0 ? TRAIN_PART_VALIDATION : TRAIN_PART_TRAIN;
  AnUnitRanking  *ranking = NULL;
  GError         *error = NULL;
  UnitNews       *news;

  worker->ranking_model = wish->model_version;
  if (prepare (worker, &worker->validation, part, 0, &error))
    ranking = an_unit_ranking_run (&worker->validation->subject, wish->type, wish->ranking_layer, worker->pool,
                                   &worker->stop_ranking, progress_cb, worker, &error);
  if (!ranking)
    {
      worker->ranking_done = take_error (worker, error) ? wish->ranking_version : wish->ranking_version - 1;
      return;
    }
  worker->ranking_done = wish->ranking_version;
  news = begin_news (worker);
  g_clear_pointer (&news->ranking, an_unit_ranking_unref);
  news->ranking = ranking;
  news->ranking_version = wish->ranking_version;
  end_news (worker);
}

static void
forget_model (UnitStudyWorker *worker)
{
  g_clear_pointer (&worker->training, model_subject_free);
  g_clear_pointer (&worker->validation, model_subject_free);
}

/* With the lock held. The model that was used goes home to be freed: it may be the last to know it. */
static void
take_wish (UnitStudyWorker *worker)
{
  if (worker->current.model && worker->current.model != worker->wish.model)
    forget_model (worker);
  if (worker->current.model)
    g_ptr_array_add (worker->news.spent, g_steal_pointer (&worker->current.model));
  wish_copy (&worker->current, &worker->wish);
  worker->wish_new = FALSE;
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

/* Waits for a wish unless there is something to do; FALSE when it is time to go. */
static gboolean
wait_for_wish (UnitStudyWorker *worker)
{
  gboolean on;

  pthread_mutex_lock (&worker->lock);
  while (!worker->closing && !worker->wish_new && !wants_unit (worker) && !wants_ranking (worker))
    pthread_cond_wait (&worker->posted, &worker->lock);
  on = !worker->closing;
  if (on && worker->wish_new)
    take_wish (worker);
  pthread_mutex_unlock (&worker->lock);
  return on;
}

static void *
work (void *data)
{
  UnitStudyWorker *worker = data;

  worker->pool = base_pool_new (worker->n_threads);
  while (wait_for_wish (worker))
    {
      tell_busy (worker, TRUE, 0.0);
      if (wants_unit (worker))
        find_facts (worker);
      else if (wants_ranking (worker))
        find_ranking (worker);
      if (!wants_unit (worker) && !wants_ranking (worker))
        tell_busy (worker, FALSE, 1.0);
    }
  forget_model (worker);
  base_pool_free (worker->pool);
  return NULL;
}
