/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/landscape-private.h"

#include <string.h>

/* What a model brings along: the settings of its experiment. */

static void
take_weights (PerceptLandscape               *self,
              const PerceptLandscapeSettings *settings)
{
  /* What was set here is the experiment's by now. */
  if (settings->weights && g_strcmp0 (settings->weights, self->wish.weights) == 0)
    return;
  g_free (self->wish.weights);
  self->wish.weights = g_strdup (settings->weights);
  self->wish.suggestion = 0;
  self->by_rule = FALSE;
  percept_landscape_open_plane (self, PERCEPT_PLANE_WEIGHTS);
}

static void
take_window (PerceptLandscape               *self,
             const PerceptLandscapeSettings *settings)
{
  PerceptLandscapeView *view = &self->views[PERCEPT_PLANE_WEIGHTS];

  view->fit = settings->view.fit;
  if (view->fit)
    return;
  memcpy (view->from, settings->view.from, sizeof view->from);
  memcpy (view->to, settings->view.to, sizeof view->to);
}

static void
take_start (PerceptLandscape               *self,
            const PerceptLandscapeSettings *settings)
{
  PerceptLandscapeView *view = &self->views[PERCEPT_PLANE_WEIGHTS];

  view->start_rule = settings->view.start_rule;
  if (view->start_rule == PERCEPT_START_AT)
    memcpy (view->start, settings->view.start, sizeof view->start);
}

static void
take_racers (PerceptLandscape               *self,
             const PerceptLandscapeSettings *settings)
{
  PerceptLandscapeView *view = &self->views[PERCEPT_PLANE_WEIGHTS];

  self->racers_found[PERCEPT_PLANE_WEIGHTS] = FALSE;
  view->suggest_racers = settings->view.suggest_racers;
  view->n_racers = settings->view.n_racers;
  memcpy (view->racers, settings->view.racers, sizeof view->racers);
}

static void
take_race (PerceptLandscape               *self,
           const PerceptLandscapeSettings *settings)
{
  self->wish.settings = settings->race;
}

static void
take_examples (PerceptLandscape               *self,
               const PerceptLandscapeSettings *settings)
{
  self->wish.examples = settings->examples;
}

static void
take_full_run (PerceptLandscape               *self,
               const PerceptLandscapeSettings *settings)
{
  self->wish.full_run = settings->full_run;
}

static const struct
{
  const char *key;
  void      (*take) (PerceptLandscape *self, const PerceptLandscapeSettings *settings);
} keys[] = {
  { "weights", take_weights },       { "window", take_window },
  { "start", take_start },           { "racers", take_racers },
  { "racer-steps", take_race },      { "batch", take_race },
  { "initial-velocity", take_race }, { "examples", take_examples },
  { "full-run", take_full_run },
};

/* Of the experiment that was taken last only what has changed since; of another everything. */
static gboolean
take_settings (PerceptLandscape *self,
               TrainExperiment  *experiment,
               GError          **error)
{
  g_auto (PerceptLandscapeSettings) settings = { NULL };
  TrainExperiment                  *old = self->taken;

  if (!percept_landscape_settings_read (experiment, &settings, error))
    return FALSE;
  if (old && !g_str_equal (train_experiment_get_name (old), train_experiment_get_name (experiment)))
    old = NULL;
  if (!old)
    percept_landscape_forget_answers (self);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!old || !g_str_equal (train_experiment_get (old, "landscape", keys[i].key),
                              train_experiment_get (experiment, "landscape", keys[i].key)))
      keys[i].take (self, &settings);
  train_experiment_ref (experiment);
  g_clear_pointer (&self->taken, train_experiment_unref);
  self->taken = experiment;
  return TRUE;
}

void
percept_landscape_set_model (PerceptLandscape *self,
                             PerceptModel     *model)
{
  g_autoptr (GError) error = NULL;
  gboolean           formula = self->wish.plane == PERCEPT_PLANE_ANALYTIC;

  g_return_if_fail (PERCEPT_IS_LANDSCAPE (self));

  if (model == self->wish.model)
    return;
  if (model && !take_settings (self, model->experiment, &error))
    {
      g_signal_emit_by_name (self, "failed", error);
      return;
    }
  if (!model)
    g_clear_pointer (&self->taken, train_experiment_unref);
  if (!model && !formula)
    percept_landscape_forget_answers (self);
  g_clear_pointer (&self->wish.model, percept_model_unref);
  self->wish.model = model ? percept_model_ref (model) : NULL;
  percept_landscape_open_plane (self, PERCEPT_PLANE_PRINCIPAL); /* which every step of the run turns */
  percept_landscape_change_ground (self);
  percept_landscape_post (self);
  if (!self->surface && !self->race)
    percept_landscape_tell_forgotten (self);
}
