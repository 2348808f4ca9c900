/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/landscape-settings.h"
#include "session/landscape.h"
#include "session/latest-worker.h"

/* Private to session/: the thread behind a landscape. Every function here is for home. */

/* A number that home raises says what of the work is void. */
typedef struct
{
  guint ground;              /* model, plane, weights, examples */
  guint window;
  guint race;                /* start, racers, settings */
} LandscapeVersions;

typedef struct
{
  LandscapeVersions        versions;
  PerceptModel            *model;       /* referenced; NULL: none */
  PerceptPlane             plane;
  const AnAnalyticSurface *formula;
  char                    *weights;     /* NULL: by rule, */
  guint                    suggestion;  /* the so-many-th best */
  PerceptLandscapeView     view;
  AnRaceSettings           settings;
  gsize                    examples;
  gboolean                 full_run;
  gboolean                 no_fine;     /* no surface finer than the coarse one */
  gboolean                 no_full;     /* no full run */
} LandscapeWish;

void landscape_wish_copy  (LandscapeWish       *to,
                           const LandscapeWish *from);
void landscape_wish_clear (LandscapeWish       *wish);

/* What is known of a ground once it is surveyed. */
typedef struct
{
  char                *weights;     /* NULL: the plane is no two weights */
  PerceptLandscapeView view;        /* settled */
  double               place[2];    /* NaN: none */
  GArray              *trail;       /* PerceptLandscapePlace: the run's way up to there */
  gsize                n_examples;  /* 0: a formula */
  gboolean             sum;
} LandscapeSurvey;

typedef struct
{
  guint            ground;         /* version that all of the rest is of */
  LandscapeSurvey *survey;         /* NULL: nothing new, as in the others */
  AnLossSurface   *surface;
  AnRace          *race;
  AnCurvature     *curvature;      /* two: at the start, and where it is steepest on the way */
  WorkNews         work;
} LandscapeNews;

void landscape_survey_free (LandscapeSurvey *survey);
void landscape_news_clear  (LandscapeNews   *news);

typedef struct _LandscapeWorker LandscapeWorker;

/* As latest_worker_init(). */
LandscapeWorker *landscape_worker_new   (guint                n_threads,
                                         GSourceFunc          fetch,
                                         gpointer             user_data);
/* Stops what is under way and joins. */
void             landscape_worker_free  (LandscapeWorker     *worker);

/* @wish is copied. */
void             landscape_worker_post  (LandscapeWorker     *worker,
                                         const LandscapeWish *wish);
/* Takes the news. */
void             landscape_worker_fetch (LandscapeWorker     *worker,
                                         LandscapeNews       *news);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LandscapeNews, landscape_news_clear)
