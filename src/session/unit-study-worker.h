/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/latest-worker.h"
#include "session/unit-study.h"

/* Private to session/: the thread behind a study of units. Every function here is for home. */

typedef struct
{
  PerceptModel        *model;           /* referenced; NULL: nothing to look at */
  const AnRankingType *type;            /* NULL: no ranking, */
  guint                ranking_layer;
  guint                layer;           /* 0: no unit, */
  guint                unit;
  /* A number that home raises makes what was found for the one before void; that of the model makes it old. */
  guint                ranking_version;
  guint                unit_version;
  guint                model_version;
} UnitWish;

typedef struct
{
  AnUnitRanking    *ranking;            /* NULL: nothing new, as in the others */
  guint             ranking_version;    /* that it is of */
  guint64           ranking_step;
  PerceptUnitFacts *facts;
  guint             unit_version;
  WorkNews          work;
} UnitNews;

void unit_news_clear (UnitNews *news);

typedef struct _UnitStudyWorker UnitStudyWorker;

/* As latest_worker_init(). */
UnitStudyWorker *unit_study_worker_new   (guint            n_threads,
                                          GSourceFunc      fetch,
                                          gpointer         user_data);
/* Stops what is under way and joins. */
void             unit_study_worker_free  (UnitStudyWorker *worker);
/* @wish is copied. What it makes void is stopped within 20 ms. */
void             unit_study_worker_post  (UnitStudyWorker *worker,
                                          const UnitWish  *wish);
/* Takes the news. */
void             unit_study_worker_fetch (UnitStudyWorker *worker,
                                          UnitNews        *news);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UnitNews, unit_news_clear)
