/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/thread-pool.h"
#include "session/model.h"
#include "session/wake-up.h"

#include <pthread.h>

/* Private to session/: a thread for work that a wish of home makes void at any moment. Home posts wishes, of which the
 * newest wins; the thread answers with news, of which the newest of each kind waits for home. What a wish and news
 * hold is up to the kind of worker, which has a LatestWorker as its first member. The lock is a pthread one
 * (ThreadSanitizer sees it) and is held for copies only. */

typedef struct _LatestWorker LatestWorker;

typedef struct
{
  const char *source_name;
  const char *no_thread;                  /* for translation: what cannot be done without one, and why */
  /* With the lock held: all that is under way gives up, within 20 ms. */
  void     (*stop)   (LatestWorker *worker);
  /* On the thread, with the lock held: the wish is now the current one. */
  void     (*take)   (LatestWorker *worker);
  /* On the thread: does the most urgent thing. FALSE: nothing is left to do. */
  gboolean (*work)   (LatestWorker *worker);
  /* On the thread: lets go of what was prepared for the current wish. */
  void     (*forget) (LatestWorker *worker);
} LatestWorkerKind;

/* News that every kind of worker has. */
typedef struct
{
  GError    *error;     /* NULL: nothing new */
  gboolean   busy;
  double     progress;
  GPtrArray *spent;     /* PerceptModel: that the thread is done with; home frees them, perhaps as the last */
} WorkNews;

struct _LatestWorker
{
  const LatestWorkerKind *kind;
  pthread_t               thread;
  gboolean                started;   /* FALSE: no thread is there */
  pthread_mutex_t         lock;
  pthread_cond_t          posted;

  /* Under the lock. */
  WakeUp                  wake_up;
  gboolean                wish_new;
  gboolean                closing;
  WorkNews                news;

  /* The thread's own. */
  guint                   n_threads;
  BasePool               *pool;
  gint64                  told;      /* when progress was told last */
};

void     work_news_clear           (WorkNews               *news);

/* Home's */

/* @fetch runs at home (the thread-default context of the caller) when there are news. The thread begins with the first
 * wish. @n_threads: of its pool, 0: one per processor. */
void     latest_worker_init        (LatestWorker           *worker,
                                    const LatestWorkerKind *kind,
                                    guint                   n_threads,
                                    GSourceFunc             fetch,
                                    gpointer                user_data);
/* Stops what is under way and joins; then wishes and news are home's alone. */
void     latest_worker_clear       (LatestWorker           *worker);
/* The wish is put under the lock, between these two, when those flags are raised whose work it makes void. */
void     latest_worker_begin_post  (LatestWorker           *worker);
void     latest_worker_end_post    (LatestWorker           *worker);
/* News are taken under the lock, between these two. */
void     latest_worker_begin_fetch (LatestWorker           *worker,
                                    WorkNews               *news);
void     latest_worker_end_fetch   (LatestWorker           *worker);

/* The thread's */

/* With the lock held, in the middle of work: the wish is the current one from here on, as it is between two works. */
void     latest_worker_take        (LatestWorker           *worker);
/* News are put under the lock, between these two. */
void     latest_worker_begin_news  (LatestWorker           *worker);
void     latest_worker_end_news    (LatestWorker           *worker);
void     latest_worker_tell_busy   (LatestWorker           *worker,
                                    gboolean                busy,
                                    double                  progress);
/* Below 0: not known. It is told 20 times a second at most. */
void     latest_worker_tell_progress
                                   (LatestWorker           *worker,
                                    double                  progress);
/* Takes @error. FALSE, and nothing is told, for one that says that something was stopped: whoever stopped it has a new
 * wish. */
gboolean latest_worker_tell_error  (LatestWorker           *worker,
                                    GError                 *error);
/* With the lock held: @model (transfer full) goes home to be freed; NULL is fine. */
void     latest_worker_spend       (LatestWorker           *worker,
                                    PerceptModel           *model);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WorkNews, work_news_clear)
