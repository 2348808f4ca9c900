/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/landscape-ground.h"
#include "session/landscape-worker.h"

#include <stdatomic.h>

/* Shared by landscape-worker.c (thread, wishes and news) and landscape-work.c (what is computed, in which order). */

struct _LandscapeWorker
{
  LatestWorker      base;

  /* Under the lock. */
  LandscapeWish     wish;
  gint64            racing_since;  /* 0: no race is under way */
  gboolean          running_full;  /* a full run is under way */
  LandscapeNews     news;          /* but for those that every worker has */

  /* What is under way gives up when its flag is raised. */
  atomic_bool       stop_cost;     /* the cost plane: survey, curvature, race */
  atomic_bool       stop_surface;
  atomic_bool       stop_full;

  /* The thread's own. */
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
};

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

/* landscape-work.c: as LatestWorkerKind has them. */
gboolean landscape_work_on             (LatestWorker *base);
void     landscape_work_forget         (LatestWorker *base);
