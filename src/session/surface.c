/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/surface.h"

#include "analysis/analysis-error.h"
#include "session/landscape-fit.h"
#include "train/checkpoint.h"
#include "train/trainer.h"

#include <glib/gi18n-lib.h>

/* One surface from the settings to the result. */
typedef struct
{
  TrainExperiment         *experiment;
  BasePool                *pool;
  const atomic_bool       *stop;
  BaseProgress             progress;
  gpointer                 user_data;
  PerceptLandscapeSettings settings;
  AnSurfaceSettings        surface;
} Job;

gboolean
percept_surface_validate (TrainExperiment *experiment,
                          const char      *grid,
                          GError         **error)
{
  AnSurfaceSettings settings;

  return an_surface_parse_grid (grid, &settings, error) && percept_landscape_validate (experiment, error);
}

gboolean
percept_surface_trains (TrainExperiment *experiment)
{
  return g_str_equal (train_experiment_get (experiment, "experiment", "kind"), "surface");
}

static gboolean
report (const Job  *job,
        const char *what,
        double      fraction)
{
  return !job->progress || job->progress (what, fraction, job->user_data);
}

/* To the end of the run; one that diverges keeps its last good parameters. */
static gboolean
train (const Job    *job,
       TrainTrainer *trainer,
       GError      **error)
{
  TrainAdvance advance = train_trainer_begin (trainer) ? TRAIN_ADVANCED : TRAIN_STOPPED;

  while (advance == TRAIN_ADVANCED)
    {
      advance = train_trainer_advance (trainer, 0);
      if (!report (job, _("Training"), (double) trainer->step / (double) MAX (trainer->total_steps, 1)))
        advance = TRAIN_STOPPED;
    }
  return advance != TRAIN_STOPPED || an_set_stopped (error);
}

/* Returns: (transfer full) */
static PerceptModel *
make_model (const Job  *job,
            const char *path,
            GError    **error)
{
  g_autoptr (TrainData)    data = train_data_load (job->experiment, NULL, base_pool_get_n_threads (job->pool),
                                                   job->progress, job->user_data, error);
  g_autoptr (TrainTrainer) trainer = data ? train_trainer_new (job->experiment, data, job->pool, job->stop, error)
                                          : NULL;
  PerceptModel            *model;
  const float             *parameters;
  guint64                  step;

  if (!trainer || (path && !train_checkpoint_read_parameters (trainer, path, error)))
    return NULL;
  if (!path && percept_surface_trains (job->experiment) && !train (job, trainer, error))
    return NULL;
  parameters = path ? trainer->parameters : train_trainer_get_kept (trainer, &step);
  model = percept_model_new (job->experiment, data, parameters, trainer->network->n_parameters, trainer->step, NULL);
  if (!model)
    g_set_error_literal (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for a copy of the parameters"));
  return model;
}

static AnRace *
run_race (Job                        *job,
          const Ground               *ground,
          const PerceptLandscapeView *view,
          GError                    **error)
{
  const AnRaceSettings *settings = &job->settings.race;

  if (job->settings.full_run)
    return an_race_run_full (&ground->subject, &ground->plane, ground->cost, view->start, view->racers, view->n_racers,
                             settings, job->pool, job->stop, job->progress, job->user_data, error);
  return an_race_run (ground->cost, ground->subject.n_examples, view->start, view->racers, view->n_racers, settings,
                      error);
}

static PerceptSurfaceResult *
compute (Job          *job,
         PerceptModel *model,
         GError      **error)
{
  g_autoptr (PerceptSurfaceResult) result = g_new0 (PerceptSurfaceResult, 1);
  g_autoptr (Ground)               ground = ground_new (model, job->settings.examples, error);
  PerceptLandscapeView            *view = &job->settings.view;
  AnHessian                        hessian;

  if (!ground || !(job->settings.weights ? ground_choose_weights (ground, job->settings.weights, error)
                                         : ground_choose_by_rule (ground, 0, job->pool, job->stop, error)))
    return NULL;
  if (!ground_survey (ground, job->pool, job->stop, error))
    return NULL;
  if (!landscape_view_settle (view, ground) || !an_cost_plane_get_hessian (ground->cost, view->start, &hessian))
    {
      an_set_stopped (error);
      return NULL;
    }
  an_curvature_init (&result->curvature, &hessian);
  job->surface.plane = ground->plane;
  for (int k = 0; k < 2; k++)
    {
      result->values[k] = ground->place[k];
      job->surface.from[k] = view->from[k];
      job->surface.to[k] = view->to[k];
    }
  result->n_examples = ground->subject.n_examples;
  result->sum = ground->subject.sum;
  result->nll = ground->subject.loss == &nn_nll_loss;
  result->step = model->step;
  result->name = g_strdup (train_experiment_get_name (model->experiment));
  result->title = g_strdup (train_experiment_get_title (model->experiment));
  result->race = run_race (job, ground, view, error);
  result->surface = result->race ? an_loss_surface_run (&ground->subject, &job->surface, job->pool, job->stop,
                                                        job->progress, job->user_data, error)
                                 : NULL;
  return result->surface ? g_steal_pointer (&result) : NULL;
}

PerceptSurfaceResult *
percept_surface_run (TrainExperiment   *experiment,
                     const char        *path,
                     const char        *grid,
                     const atomic_bool *stop,
                     BaseProgress       progress,
                     gpointer           user_data,
                     GError           **error)
{
  g_autoptr (BasePool)     pool = base_pool_new (base_pool_processors ());
  g_autoptr (PerceptModel) model = NULL;
  Job                      job = { experiment, pool, stop, progress, user_data };
  PerceptSurfaceResult    *result;

  if (!an_surface_parse_grid (grid, &job.surface, error) ||
      !percept_landscape_settings_read (experiment, &job.settings, error))
    return NULL;
  model = make_model (&job, path, error);
  result = model ? compute (&job, model, error) : NULL;
  percept_landscape_settings_clear (&job.settings);
  return result;
}

void
percept_surface_result_free (PerceptSurfaceResult *result)
{
  if (!result)
    return;
  an_loss_surface_unref (result->surface);
  an_race_unref (result->race);
  g_free (result->name);
  g_free (result->title);
  g_free (result);
}
