/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/landscape-worker-private.h"

#include "analysis/analysis-error.h"
#include "session/landscape-fit.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define COARSE         15     /* points along each side of the first surface, */
#define LEAST_FINE     24     /* of the second, from this */
#define FINE           60     /* to that, */
#define FINEST         120    /* and of those after it, while they are cheap and worth it */
#define WORTH          1.25   /* so many times the points along each side */
#define FINE_BUDGET    900000 /* us */
#define FINEST_BUDGET  600000

void
landscape_work_forget (LatestWorker *base)
{
  LandscapeWorker *worker = (LandscapeWorker *) base;

  g_clear_pointer (&worker->ground, ground_free);
  worker->surveyed = FALSE;
}

/* @model is the wish's; NULL without an error: there is nothing to look at. */
static gboolean
choose_plane (LandscapeWorker *worker,
              Ground          *ground,
              GError         **error)
{
  const LandscapeWish *wish = &worker->current;

  switch (wish->plane)
    {
    case PERCEPT_PLANE_ANALYTIC:
      ground_choose_formula (ground, wish->formula);
      return TRUE;
    case PERCEPT_PLANE_PRINCIPAL:
      return ground_choose_principal (ground, &worker->stop_cost, error);
    case PERCEPT_PLANE_WEIGHTS:
    default:
      return wish->weights ? ground_choose_weights (ground, wish->weights, error)
                           : ground_choose_by_rule (ground, wish->suggestion, worker->base.pool, &worker->stop_cost,
                                                    error);
    }
}

static Ground *
make_ground (LandscapeWorker *worker,
             GError         **error)
{
  const LandscapeWish *wish = &worker->current;
  gboolean             formula = wish->plane == PERCEPT_PLANE_ANALYTIC;
  g_autoptr (Ground)   ground = NULL;

  if (!formula && !wish->model)
    return NULL;
  ground = ground_new (formula ? NULL : wish->model, wish->examples, error);
  if (!ground || !choose_plane (worker, ground, error) ||
      !ground_survey (ground, worker->base.pool, &worker->stop_cost, error))
    return NULL;
  return g_steal_pointer (&ground);
}

static gboolean
is_settled (const PerceptLandscapeView *view)
{
  return !view->fit && !view->suggest_racers && view->start_rule == PERCEPT_START_AT;
}

static LandscapeNews *
begin_news (LandscapeWorker *worker)
{
  latest_worker_begin_news (&worker->base);
  return &worker->news;
}

/* What is not fetched yet is of another ground, and of no use. */
static LandscapeNews *
begin_news_of_ground (LandscapeWorker *worker)
{
  LandscapeNews *news = begin_news (worker);

  if (news->ground != worker->done.ground)
    {
      g_clear_pointer (&news->survey, landscape_survey_free);
      g_clear_pointer (&news->surface, an_loss_surface_unref);
      g_clear_pointer (&news->race, an_race_unref);
      g_clear_pointer (&news->curvature, g_free);
      g_clear_error (&worker->base.news.error);
    }
  news->ground = worker->done.ground;
  return news;
}

static void
tell_survey (LandscapeWorker *worker)
{
  const Ground    *ground = worker->ground;
  LandscapeSurvey *survey = g_new0 (LandscapeSurvey, 1);
  LandscapeNews   *news;

  survey->weights = ground_name_weights (ground);
  survey->view = worker->current.view;
  survey->place[0] = ground->place[0];
  survey->place[1] = ground->place[1];
  survey->trail = ground_get_trail (ground);
  survey->n_examples = ground->model ? ground->subject.n_examples : 0;
  survey->sum = ground->model && ground->subject.sum;
  news = begin_news_of_ground (worker);
  g_clear_pointer (&news->survey, landscape_survey_free);
  news->survey = survey;
  latest_worker_end_news (&worker->base);
}

/* What the wish leaves open is found now, and told. FALSE when stopped. */
static gboolean
settle (LandscapeWorker *worker)
{
  if (worker->told_survey && is_settled (&worker->current.view))
    return TRUE;
  if (!landscape_view_settle (&worker->current.view, worker->ground))
    return FALSE;
  tell_survey (worker);
  worker->told_survey = TRUE;
  return TRUE;
}

static void
survey (LandscapeWorker *worker)
{
  GError *error = NULL;

  landscape_work_forget (&worker->base);
  latest_worker_tell_busy (&worker->base, TRUE, 0.0);
  worker->ground = make_ground (worker, &error);
  if (error && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  worker->surveyed = TRUE;
  worker->done = worker->current.versions;
  worker->told_survey = worker->raced = worker->raced_full = FALSE;
  worker->n_points = 0;
  begin_news_of_ground (worker);
  latest_worker_end_news (&worker->base);
  if (error)
    latest_worker_tell_error (&worker->base, error);
}

static void
tell_race (LandscapeWorker *worker,
           AnRace          *race)
{
  LandscapeNews *news = begin_news (worker);

  g_clear_pointer (&news->race, an_race_unref);
  news->race = race;
  latest_worker_end_news (&worker->base);
}

static gboolean
measure_curvature (LandscapeWorker *worker)
{
  AnCurvature    curvature[2];
  LandscapeNews *news;

  if (!landscape_view_measure_curvature (&worker->current.view, worker->ground, &curvature[0], &curvature[1]))
    return FALSE;
  news = begin_news (worker);
  g_free (news->curvature);
  news->curvature = g_memdup2 (curvature, sizeof curvature);
  latest_worker_end_news (&worker->base);
  return TRUE;
}

/* Paths and curvature for the start of now. */
static void
race (LandscapeWorker *worker)
{
  const LandscapeWish *wish = &worker->current;
  guint                version = wish->versions.race;
  GError              *error = NULL;
  AnRace              *race;

  landscape_worker_mark_race (worker, g_get_monotonic_time ());
  if (settle (worker) && measure_curvature (worker))
    {
      race = an_race_run (worker->ground->cost, worker->ground->subject.n_examples, wish->view.start,
                          wish->view.racers, wish->view.n_racers, &wish->settings, &error);
      if (race)
        tell_race (worker, race);
      if (race || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          worker->done.race = version;
          worker->raced = TRUE;
          worker->raced_full = FALSE;
        }
      if (error)
        latest_worker_tell_error (&worker->base, error);
    }
  landscape_worker_mark_race (worker, 0);
}

static gboolean
is_race_due (const LandscapeWorker *worker)
{
  return !worker->raced || worker->done.race != worker->current.versions.race;
}

/* Between two rounds of a surface, when the pool is free: a start that was dragged has its race at once. */
static gboolean
on_surface (const char *what,
            double      fraction,
            gpointer    user_data)
{
  LandscapeWorker *worker = user_data;
  gint64           now = g_get_monotonic_time ();

  if (!landscape_worker_take_within (worker, &worker->stop_surface) ||
      worker->current.versions.window != worker->done.window)
    return FALSE;
  if (is_race_due (worker))
    race (worker);
  worker->elsewhere += g_get_monotonic_time () - now;
  latest_worker_tell_progress (&worker->base, fraction);
  return TRUE;
}

/* Points along each side of the next surface, 0: the one there is will do. */
static guint
get_next_size (const LandscapeWorker *worker)
{
  double cost = MAX (worker->point_cost, 1e-3);
  double finer = MIN (sqrt (FINEST_BUDGET / cost), FINEST);

  if (worker->n_points == 0)
    return COARSE;
  if (worker->current.no_fine)
    return 0;
  if (worker->n_points == COARSE)
    return (guint) CLAMP (sqrt (FINE_BUDGET / cost), LEAST_FINE, FINE);
  return finer >= WORTH * worker->n_points ? (guint) finer : 0;
}

static void
tell_surface (LandscapeWorker *worker,
              AnLossSurface   *surface)
{
  LandscapeNews *news = begin_news (worker);

  g_clear_pointer (&news->surface, an_loss_surface_unref);
  news->surface = surface;
  latest_worker_end_news (&worker->base);
}

static void
compute_surface (LandscapeWorker *worker,
                 guint            n)
{
  const Ground               *ground = worker->ground;
  const PerceptLandscapeView *view = &worker->current.view;
  AnSurfaceSettings           settings = { .plane = ground->plane, .n = { n, n },
                                           .from = { view->from[0], view->from[1] },
                                           .to = { view->to[0], view->to[1] } };
  GError                     *error = NULL;
  gint64                      since = g_get_monotonic_time ();
  AnLossSurface              *surface;

  worker->elsewhere = 0;
  latest_worker_tell_busy (&worker->base, TRUE, 0.0);
  surface = an_loss_surface_run (ground->model ? &ground->subject : NULL, &settings, worker->base.pool,
                                 &worker->stop_surface, on_surface, worker, &error);
  if (surface)
    tell_surface (worker, surface);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    n = FINEST; /* what failed is not tried with more points */
  if (surface || n == FINEST)
    {
      worker->n_points = n;
      worker->point_cost = (double) (g_get_monotonic_time () - since - worker->elsewhere) / ((double) n * n);
    }
  if (error)
    latest_worker_tell_error (&worker->base, error);
}

static gboolean
on_full_run (const char *what,
             double      fraction,
             gpointer    user_data)
{
  LandscapeWorker *worker = user_data;

  if (!landscape_worker_take_within (worker, &worker->stop_full) || is_race_due (worker))
    return FALSE;
  latest_worker_tell_progress (&worker->base, fraction);
  return TRUE;
}

/* A wish that is taken meanwhile may replace the view, but not that of the run. */
static void
run_full (LandscapeWorker *worker)
{
  const Ground              *ground = worker->ground;
  const PerceptLandscapeView view = worker->current.view;
  const AnRaceSettings       settings = worker->current.settings;
  GError                    *error = NULL;
  AnRace                    *race;

  latest_worker_tell_busy (&worker->base, TRUE, 0.0);
  landscape_worker_mark_full_run (worker, TRUE);
  race = an_race_run_full (&ground->subject, &ground->plane, ground->cost, view.start, view.racers, view.n_racers,
                           &settings, worker->base.pool, &worker->stop_full, on_full_run, worker, &error);
  landscape_worker_mark_full_run (worker, FALSE);
  worker->raced_full = race || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (race)
    tell_race (worker, race);
  else
    latest_worker_tell_error (&worker->base, error);
}

static gboolean
is_full_run_due (const LandscapeWorker *worker)
{
  const LandscapeWish *wish = &worker->current;

  return wish->full_run && !wish->no_full && !worker->raced_full && worker->ground->model;
}

gboolean
landscape_work_on (LatestWorker *base)
{
  LandscapeWorker *worker = (LandscapeWorker *) base;
  guint            n;

  if (!worker->surveyed || worker->done.ground != worker->current.versions.ground)
    {
      survey (worker);
      return TRUE;
    }
  if (worker->ground && is_race_due (worker))
    {
      race (worker);
      return TRUE;
    }
  if (worker->ground && worker->done.window != worker->current.versions.window)
    {
      worker->done.window = worker->current.versions.window;
      worker->n_points = 0;
    }
  n = worker->ground && settle (worker) ? get_next_size (worker) : 0;
  if (n > 0)
    compute_surface (worker, n);
  else if (worker->ground && is_full_run_due (worker))
    run_full (worker);
  else
    {
      latest_worker_tell_busy (&worker->base, FALSE, 1.0);
      return FALSE;
    }
  return TRUE;
}
