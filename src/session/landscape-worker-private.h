/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/thread-pool.h"
#include "session/landscape-ground.h"
#include "session/landscape-worker.h"

/* Shared by landscape-worker.c (thread, wishes and news) and landscape-work.c (what is computed, in which order). */

struct _LandscapeWorker
{
  pthread_t         thread;
  gboolean          started;       /* FALSE: no thread was to be had */
  pthread_mutex_t   lock;
  pthread_cond_t    posted;
  GSource          *source;        /* dispatched at home */

  /* Under the lock. */
  LandscapeWish     wish;
  gboolean          wish_new;
  gboolean          closing;
  gint64            racing_since;  /* 0: no race is under way */
  gboolean          running_full;  /* a full run is under way */
  LandscapeNews     news;
  gboolean          wake_pending;
  gint64            last_fetch;

  /* What is under way gives up when its flag is raised. */
  atomic_bool       stop_cost;     /* the cost plane: survey, curvature, race */
  atomic_bool       stop_surface;
  atomic_bool       stop_full;

  /* The thread's own. */
  guint             n_threads;
  BasePool         *pool;
  LandscapeWish     current;
  Ground           *ground;        /* NULL: none yet, or there cannot be one */
  gboolean          surveyed;      /* versions.ground of done holds, be there a ground or not */
  LandscapeVersions done;          /* what the rest of this is of */
  gboolean          told_survey;
  gboolean          raced;
  gboolean          raced_full;
  guint             n_points;      /* of the surface of now along each side, 0: none */
  double            point_cost;    /* us that one point of it took */
  gint64            surface_since;
  gint64            elsewhere;     /* us that races took meanwhile */
  gint64            told;          /* when progress was told last */
};

void    *landscape_worker_main (void            *data);

/* landscape-worker.c */
/* In the middle of work that @stop belongs to: takes a new wish if that leaves the ground as it is. FALSE: give up. */
gboolean landscape_worker_take_within (LandscapeWorker   *worker,
                                       const atomic_bool *stop);
/* @since: when the race under way began, 0: none is. */
void     landscape_worker_mark_race   (LandscapeWorker   *worker,
                                       gint64             since);
/* A full run is now under way, or no longer. */
void     landscape_worker_mark_full_run (LandscapeWorker *worker,
                                         gboolean         runs);
/* News are put under the lock, between these two. */
LandscapeNews *
         landscape_worker_begin_news  (LandscapeWorker   *worker);
void     landscape_worker_end_news    (LandscapeWorker   *worker);

/* landscape-work.c */
/* Does the most urgent thing; FALSE when nothing is left to do. */
gboolean landscape_work_on            (LandscapeWorker   *worker);
void     landscape_work_forget        (LandscapeWorker   *worker);
