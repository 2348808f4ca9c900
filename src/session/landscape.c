/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/landscape-private.h"

#include "analysis/analysis-error.h"
#include "session/landscape-fit.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

enum
{
  CHANGED,
  SURFACE,
  RACE,
  CURVATURE,
  BUSY,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PerceptLandscape, percept_landscape, G_TYPE_OBJECT)

static const PerceptLandscapeView open_view = { .fit = TRUE, .from = { -1.0, -1.0 }, .to = { 1.0, 1.0 },
                                                .start_rule = PERCEPT_START_FIT, .suggest_racers = TRUE };

PerceptLandscapeView *
percept_landscape_get_view (PerceptLandscape *self)
{
  return &self->views[self->wish.plane];
}

void
percept_landscape_post (PerceptLandscape *self)
{
  self->wish.view = *percept_landscape_get_view (self);
  if (self->worker)
    landscape_worker_post (self->worker, &self->wish);
}

void
percept_landscape_forget_answers (PerceptLandscape *self)
{
  g_clear_pointer (&self->survey, landscape_survey_free);
  g_clear_pointer (&self->surface, an_loss_surface_unref);
  g_clear_pointer (&self->race, an_race_unref);
  g_clear_pointer (&self->curvature, g_free);
}

void
percept_landscape_tell_forgotten (PerceptLandscape *self)
{
  g_object_ref (self);
  for (guint i = CHANGED; i <= CURVATURE; i++)
    g_signal_emit (self, signals[i], 0);
  g_object_unref (self);
}

static void
tell_changed (PerceptLandscape *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
percept_landscape_change_ground (PerceptLandscape *self)
{
  self->wish.versions.ground++;
  self->wish.no_fine = self->wish.no_full = FALSE;
}

static void
change_window (PerceptLandscape *self)
{
  self->wish.versions.window++;
  self->wish.no_fine = FALSE;
}

static void
change_race (PerceptLandscape *self)
{
  self->wish.versions.race++;
  self->wish.no_full = FALSE;
}

void
percept_landscape_open_plane (PerceptLandscape *self,
                              PerceptPlane      plane)
{
  PerceptLandscapeView *view = &self->views[plane];

  view->fit = TRUE;
  view->start_rule = PERCEPT_START_FIT;
  view->suggest_racers = view->suggest_racers || self->racers_found[plane];
}

static void
take_survey (PerceptLandscape *self,
             LandscapeNews    *news)
{
  PerceptLandscapeView       *view = percept_landscape_get_view (self);
  const PerceptLandscapeView *found;

  g_clear_pointer (&self->survey, landscape_survey_free);
  self->survey = g_steal_pointer (&news->survey);
  found = &self->survey->view;
  if (view->fit)
    {
      memcpy (view->from, found->from, sizeof view->from);
      memcpy (view->to, found->to, sizeof view->to);
      view->fit = FALSE;
    }
  if (view->start_rule != PERCEPT_START_AT)
    memcpy (view->start, found->start, sizeof view->start);
  view->start_rule = PERCEPT_START_AT;
  if (view->suggest_racers)
    {
      memcpy (view->racers, found->racers, sizeof view->racers);
      view->n_racers = found->n_racers;
      self->racers_found[self->wish.plane] = TRUE;
      view->suggest_racers = FALSE;
    }
  if (!self->wish.weights)
    {
      self->wish.weights = g_strdup (self->survey->weights);
      self->by_rule = self->wish.weights != NULL;
    }
}

/* Moves what is there of the news into self, and tells which signals are due (bits). */
static guint
take_news (PerceptLandscape *self,
           LandscapeNews    *news)
{
  gboolean current = news->ground == self->wish.versions.ground;
  guint    due = 0;

  if (self->busy != news->work.busy || self->progress != news->work.progress)
    due |= 1u << BUSY;
  self->busy = news->work.busy;
  self->progress = news->work.progress;
  if (!current)
    return due | (news->work.error && news->ground == 0 ? 1u << FAILED : 0);
  if (news->survey)
    {
      take_survey (self, news);
      due |= 1u << CHANGED;
    }
  if (news->surface)
    {
      g_clear_pointer (&self->surface, an_loss_surface_unref);
      self->surface = g_steal_pointer (&news->surface);
      due |= 1u << SURFACE;
    }
  if (news->race)
    {
      g_clear_pointer (&self->race, an_race_unref);
      self->race = g_steal_pointer (&news->race);
      due |= 1u << RACE;
    }
  if (news->curvature)
    {
      g_free (self->curvature);
      self->curvature = g_steal_pointer (&news->curvature);
      due |= 1u << CURVATURE;
    }
  return due | (news->work.error ? 1u << FAILED : 0);
}

static gboolean
fetch (gpointer user_data)
{
  g_autoptr (PerceptLandscape) self = g_object_ref (user_data);
  g_auto (LandscapeNews)       news = { 0 };
  guint                        due;

  landscape_worker_fetch (self->worker, &news);
  due = take_news (self, &news);
  for (guint i = 0; i < FAILED; i++)
    if (due >> i & 1)
      g_signal_emit (self, signals[i], 0);
  if (due >> FAILED & 1)
    g_signal_emit (self, signals[FAILED], 0, news.work.error);
  return G_SOURCE_CONTINUE;
}

static void
percept_landscape_dispose (GObject *object)
{
  percept_landscape_close (PERCEPT_LANDSCAPE (object));
  G_OBJECT_CLASS (percept_landscape_parent_class)->dispose (object);
}

static void
percept_landscape_finalize (GObject *object)
{
  PerceptLandscape *self = PERCEPT_LANDSCAPE (object);

  percept_landscape_forget_answers (self);
  landscape_wish_clear (&self->wish);
  g_clear_pointer (&self->taken, train_experiment_unref);
  G_OBJECT_CLASS (percept_landscape_parent_class)->finalize (object);
}

static void
percept_landscape_class_init (PerceptLandscapeClass *klass)
{
  static const char *const names[] = { "changed", "surface", "race", "curvature", "busy" };
  GObjectClass            *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = percept_landscape_dispose;
  object_class->finalize = percept_landscape_finalize;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    signals[i] = g_signal_new (names[i], PERCEPT_TYPE_LANDSCAPE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                               0);
  signals[FAILED] = g_signal_new ("failed", PERCEPT_TYPE_LANDSCAPE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
percept_landscape_init (PerceptLandscape *self)
{
  for (int plane = 0; plane < N_PLANES; plane++)
    self->views[plane] = open_view;
  self->wish.formula = an_analytic_surfaces[0];
  landscape_view_settle_by_formula (&self->views[PERCEPT_PLANE_ANALYTIC], self->wish.formula);
  self->wish.settings.n_steps = 20;
  self->wish.versions = (LandscapeVersions) { 1, 1, 1 };
  self->progress = 1.0;
}

PerceptLandscape *
percept_landscape_new (guint n_threads)
{
  PerceptLandscape *self = g_object_new (PERCEPT_TYPE_LANDSCAPE, NULL);

  self->worker = landscape_worker_new (n_threads, fetch, self);
  return self;
}

void
percept_landscape_close (PerceptLandscape *self)
{
  g_clear_pointer (&self->worker, landscape_worker_free);
}

PerceptModel *
percept_landscape_get_model (PerceptLandscape *self)
{
  return self->wish.model;
}

void
percept_landscape_set_plane (PerceptLandscape *self,
                             PerceptPlane      plane)
{
  g_return_if_fail (PERCEPT_IS_LANDSCAPE (self) && plane < N_PLANES);

  if (plane == self->wish.plane)
    return;
  self->wish.plane = plane;
  percept_landscape_forget_answers (self);
  percept_landscape_change_ground (self);
  percept_landscape_post (self);
  percept_landscape_tell_forgotten (self);
}

PerceptPlane
percept_landscape_get_plane (PerceptLandscape *self)
{
  return self->wish.plane;
}

/* What can be said without a look at the examples. */
static gboolean
check_weights (PerceptLandscape *self,
               const char       *text,
               GError          **error)
{
  AnSurfaceSettings     settings;
  g_autoptr (NnNetwork) network = NULL;
  DsShape               shape;

  if (!self->wish.model)
    {
      g_set_error_literal (error, AN_ERROR, AN_ERROR_RANGE, _("No network is open whose weights could be picked"));
      return FALSE;
    }
  shape = self->wish.model->data->collection.pool->shape;
  network = nn_network_new ((NnShape) { shape.channels, shape.height, shape.width },
                            train_experiment_get (self->wish.model->experiment, "network", "layers"), error);
  return network && an_surface_parse_weights (text, network, &settings, error);
}

gboolean
percept_landscape_set_weights (PerceptLandscape *self,
                               const char       *text,
                               GError          **error)
{
  gboolean suggest = g_str_equal (text, "suggest");

  g_return_val_if_fail (PERCEPT_IS_LANDSCAPE (self), FALSE);

  if (!suggest && !check_weights (self, text, error))
    return FALSE;
  if (!suggest && g_strcmp0 (text, self->wish.weights) == 0)
    return TRUE;
  self->wish.suggestion = suggest && self->by_rule ? self->wish.suggestion + 1 : 0;
  g_free (self->wish.weights);
  self->wish.weights = suggest ? NULL : g_strdup (text);
  self->by_rule = FALSE;
  percept_landscape_open_plane (self, PERCEPT_PLANE_WEIGHTS);
  if (self->wish.plane == PERCEPT_PLANE_WEIGHTS)
    percept_landscape_forget_answers (self);
  percept_landscape_change_ground (self);
  percept_landscape_post (self);
  if (self->wish.plane == PERCEPT_PLANE_WEIGHTS)
    percept_landscape_tell_forgotten (self);
  else
    tell_changed (self);
  return TRUE;
}

const char *
percept_landscape_get_weights (PerceptLandscape *self)
{
  return self->wish.weights;
}

gboolean
percept_landscape_set_analytic (PerceptLandscape *self,
                                const char       *name,
                                GError          **error)
{
  const AnAnalyticSurface *formula = an_analytic_surface_find (name);

  g_return_val_if_fail (PERCEPT_IS_LANDSCAPE (self), FALSE);

  if (!formula)
    {
      g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                   _("There is no surface “%s”; bowl, ravine, saddle and rosenbrock are there"), name);
      return FALSE;
    }
  self->wish.formula = formula;
  self->wish.plane = PERCEPT_PLANE_ANALYTIC;
  *percept_landscape_get_view (self) = open_view;
  landscape_view_settle_by_formula (percept_landscape_get_view (self), formula);
  percept_landscape_forget_answers (self);
  percept_landscape_change_ground (self);
  percept_landscape_post (self);
  percept_landscape_tell_forgotten (self);
  return TRUE;
}

const char *
percept_landscape_get_analytic (PerceptLandscape *self)
{
  return self->wish.formula->name;
}

void
percept_landscape_set_window (PerceptLandscape *self,
                              const double     *from,
                              const double     *to)
{
  PerceptLandscapeView *view = percept_landscape_get_view (self);

  g_return_if_fail (PERCEPT_IS_LANDSCAPE (self));
  g_return_if_fail (!from == !to);
  g_return_if_fail (!from || (from[0] < to[0] && from[1] < to[1]));

  if (from && !view->fit && from[0] == view->from[0] && from[1] == view->from[1] && to[0] == view->to[0] &&
      to[1] == view->to[1])
    return;
  view->fit = from == NULL;
  for (int k = 0; from && k < 2; k++)
    {
      view->from[k] = from[k];
      view->to[k] = to[k];
    }
  if (view->fit && self->wish.plane == PERCEPT_PLANE_ANALYTIC)
    landscape_view_settle_by_formula (view, self->wish.formula);
  change_window (self);
  percept_landscape_post (self);
}

void
percept_landscape_get_window (PerceptLandscape *self,
                              double            from[2],
                              double            to[2])
{
  const PerceptLandscapeView *view = percept_landscape_get_view (self);

  memcpy (from, view->from, sizeof view->from);
  memcpy (to, view->to, sizeof view->to);
}

void
percept_landscape_set_start (PerceptLandscape *self,
                             const double      start[2])
{
  PerceptLandscapeView *view = percept_landscape_get_view (self);

  g_return_if_fail (PERCEPT_IS_LANDSCAPE (self));
  g_return_if_fail (isfinite (start[0]) && isfinite (start[1]));

  if (view->start_rule == PERCEPT_START_AT && start[0] == view->start[0] && start[1] == view->start[1])
    return;
  view->start_rule = PERCEPT_START_AT;
  view->start[0] = start[0];
  view->start[1] = start[1];
  change_race (self);
  percept_landscape_post (self);
}

void
percept_landscape_get_start (PerceptLandscape *self,
                             double            start[2])
{
  memcpy (start, percept_landscape_get_view (self)->start, 2 * sizeof (double));
}

gboolean
percept_landscape_get_place (PerceptLandscape *self,
                             double            place[2])
{
  if (!self->survey || !isfinite (self->survey->place[0]))
    return FALSE;
  memcpy (place, self->survey->place, sizeof self->survey->place);
  return TRUE;
}

const PerceptLandscapePlace *
percept_landscape_get_trail (PerceptLandscape *self,
                             guint            *n)
{
  *n = self->survey ? self->survey->trail->len : 0;
  return *n > 0 ? &g_array_index (self->survey->trail, PerceptLandscapePlace, 0) : NULL;
}

void
percept_landscape_set_racers (PerceptLandscape *self,
                              const AnRacer    *racers,
                              guint             n)
{
  PerceptLandscapeView *view = percept_landscape_get_view (self);

  g_return_if_fail (PERCEPT_IS_LANDSCAPE (self) && n <= AN_MAX_RACERS);

  view->suggest_racers = FALSE;
  self->racers_found[self->wish.plane] = FALSE;
  view->n_racers = n;
  for (guint i = 0; i < n; i++)
    view->racers[i] = racers[i];
  change_race (self);
  percept_landscape_post (self);
  tell_changed (self);
}

const AnRacer *
percept_landscape_get_racers (PerceptLandscape *self,
                              guint            *n)
{
  *n = percept_landscape_get_view (self)->n_racers;
  return percept_landscape_get_view (self)->racers;
}

void
percept_landscape_set_settings (PerceptLandscape     *self,
                                const AnRaceSettings *settings)
{
  g_return_if_fail (PERCEPT_IS_LANDSCAPE (self));

  self->wish.settings = *settings;
  self->wish.settings.n_steps = CLAMP (settings->n_steps, 1, AN_MAX_RACER_STEPS);
  change_race (self);
  percept_landscape_post (self);
  tell_changed (self);
}

const AnRaceSettings *
percept_landscape_get_settings (PerceptLandscape *self)
{
  return &self->wish.settings;
}

void
percept_landscape_set_full_run (PerceptLandscape *self,
                                gboolean          full_run)
{
  g_return_if_fail (PERCEPT_IS_LANDSCAPE (self));

  if (self->wish.full_run == !!full_run)
    return;
  self->wish.full_run = !!full_run;
  change_race (self);
  percept_landscape_post (self);
  tell_changed (self);
}

gboolean
percept_landscape_get_full_run (PerceptLandscape *self)
{
  return self->wish.full_run;
}

void
percept_landscape_set_examples (PerceptLandscape *self,
                                gsize             n)
{
  g_return_if_fail (PERCEPT_IS_LANDSCAPE (self));

  if (self->wish.examples == n)
    return;
  self->wish.examples = n;
  percept_landscape_change_ground (self);
  percept_landscape_post (self);
  tell_changed (self);
}

gsize
percept_landscape_get_examples (PerceptLandscape *self)
{
  return self->wish.examples;
}

AnLossSurface *
percept_landscape_get_surface (PerceptLandscape *self)
{
  return self->surface;
}

AnRace *
percept_landscape_get_race (PerceptLandscape *self)
{
  return self->race;
}

gboolean
percept_landscape_get_curvature (PerceptLandscape *self,
                                 AnCurvature      *curvature)
{
  if (self->curvature)
    *curvature = self->curvature[0];
  return self->curvature != NULL;
}

gboolean
percept_landscape_get_steepest (PerceptLandscape *self,
                                AnCurvature      *curvature)
{
  if (self->curvature)
    *curvature = self->curvature[1];
  return self->curvature != NULL;
}

gsize
percept_landscape_get_n_examples (PerceptLandscape *self)
{
  return self->survey ? self->survey->n_examples : 0;
}

gboolean
percept_landscape_is_sum (PerceptLandscape *self)
{
  return self->survey && self->survey->sum;
}

gboolean
percept_landscape_is_busy (PerceptLandscape *self)
{
  return self->busy;
}

double
percept_landscape_get_progress (PerceptLandscape *self)
{
  return self->progress;
}

void
percept_landscape_stop (PerceptLandscape *self)
{
  g_return_if_fail (PERCEPT_IS_LANDSCAPE (self));

  self->wish.no_fine = self->wish.no_full = TRUE;
  percept_landscape_post (self);
}
