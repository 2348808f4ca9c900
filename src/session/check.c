/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/check.h"

#include "analysis/analysis-error.h"
#include "analysis/coordinates.h"
#include "train/checkpoint.h"
#include "train/trainer.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* One check from the settings to the result. */
typedef struct
{
  TrainExperiment   *experiment;
  BasePool          *pool;
  const atomic_bool *stop;
  BaseProgress       progress;
  gpointer           user_data;
  TrainTrainer      *trainer;
  double            *parameters;
  AnSubject          subject;
  AnCheckSettings    settings;
  GArray            *steps;        /* double */
  guint              n_along;
  guint              place;        /* along the run, from 0 */
} Job;

static const char *
get (TrainExperiment *experiment,
     const char      *key)
{
  return train_experiment_get (experiment, "check", key);
}

static gboolean
prefix_key (TrainExperiment *experiment,
            const char      *key,
            GError          *detail,
            GError         **error)
{
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_VALUE, "check.%s = %s: %s", key, get (experiment, key),
               detail->message);
  g_error_free (detail);
  return FALSE;
}

/* Rows of numbers. Returns: (transfer full) of double, or NULL */
static GArray *
parse_weights (TrainExperiment *experiment,
               GError         **error)
{
  g_autoptr (GArray) weights = g_array_new (FALSE, FALSE, sizeof (double));
  g_auto (GStrv)     words = g_regex_split_simple ("[\\s,;]+", get (experiment, "weights"), 0, 0);

  for (guint i = 0; words[i]; i++)
    {
      char  *end;
      double weight = g_ascii_strtod (words[i], &end);

      if (words[i][0] == '\0')
        continue;
      if (*end != '\0' || !isfinite (weight) || fabs (weight) > 1e6)
        {
          g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_VALUE,
                       _("check.weights: “%s” is no weight; numbers are needed, “;” between the units"), words[i]);
          return NULL;
        }
      g_array_append_val (weights, weight);
    }
  return g_steal_pointer (&weights);
}

gboolean
percept_check_validate (TrainExperiment *experiment,
                        GError         **error)
{
  GError            *detail = NULL;
  g_autoptr (GArray) steps = an_steps_parse (get (experiment, "h"), &detail);
  g_autoptr (GArray) weights = NULL;

  if (!steps)
    return prefix_key (experiment, "h", detail, error);
  if (!an_coordinates_check (get (experiment, "coordinates"), &detail))
    return prefix_key (experiment, "coordinates", detail, error);
  weights = parse_weights (experiment, error);
  return weights != NULL;
}

/* check.weights over those of the first layer with weights. */
static gboolean
set_weights (Job     *job,
             GError **error)
{
  g_autoptr (GArray) weights = parse_weights (job->experiment, error);
  const NnLayer     *layer = nn_network_get_layer (job->trainer->network, 1);
  gsize              n = layer ? layer->n_weights : 0;

  if (!weights)
    return FALSE;
  if (weights->len == 0)
    return TRUE;
  if (weights->len != n)
    {
      g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH,
                   _("check.weights has %u numbers, but the first layer has %" G_GSIZE_FORMAT " weights"),
                   weights->len, n);
      return FALSE;
    }
  memcpy (job->parameters + layer->offset, weights->data, n * sizeof (double));
  for (gsize i = 0; i < n; i++)
    job->trainer->parameters[layer->offset + i] = (float) job->parameters[layer->offset + i];
  return TRUE;
}

static void
take_parameters (Job *job)
{
  for (gsize i = 0; i < job->trainer->network->n_parameters; i++)
    job->parameters[i] = (double) job->trainer->parameters[i];
}

static gboolean
prepare (Job                     *job,
         const char              *path,
         const PerceptCheckModel *model,
         GError                 **error)
{
  g_autoptr (TrainData) data = NULL;
  guint64               step = model ? model->step : 0;
  gsize                 n;

  data = model ? train_data_ref (model->data)
               : train_data_load (job->experiment, NULL, base_pool_get_n_threads (job->pool), job->progress,
                                  job->user_data, error);
  job->trainer = data ? train_trainer_new (job->experiment, data, job->pool, job->stop, error) : NULL;
  if (!job->trainer || (path && !train_checkpoint_read_parameters (job->trainer, path, error)))
    return FALSE;
  n = job->trainer->network->n_parameters;
  if (model)
    memcpy (job->trainer->parameters, model->parameters, n * sizeof (float));
  job->parameters = an_try_numbers (n, error);
  if (!job->parameters)
    return FALSE;
  take_parameters (job);
  return path || step > 0 || set_weights (job, error);
}

static void
set_subject (Job *job)
{
  TrainExamples train = train_data_get_part (job->trainer->data, TRAIN_PART_TRAIN);
  guint64       wanted = train_experiment_get_count (job->experiment, "check", "examples");

  job->subject = (AnSubject) {
    .network = job->trainer->network,
    .loss = job->trainer->loss,
    .parameters = job->parameters,
    .dataset = train.dataset,
    .indices = train.indices,
    .n_examples = wanted > 0 ? MIN (wanted, train.n) : train.n,
    .recipe = job->trainer->data->recipe,
    .sum = job->trainer->sum,
  };
}

static gboolean
read_settings (Job     *job,
               GError **error)
{
  if (!percept_check_validate (job->experiment, error))
    return FALSE;
  job->steps = an_steps_parse (get (job->experiment, "h"), NULL);
  job->settings.h = (const double *) (void *) job->steps->data;
  job->settings.n_h = job->steps->len;
  an_scheme_parse (get (job->experiment, "scheme"), &job->settings.scheme);
  job->settings.half_steps = g_str_equal (get (job->experiment, "half-steps"), "yes");
  job->settings.coordinates = get (job->experiment, "coordinates");
  job->settings.bug = an_bug_find (get (job->experiment, "bug"));
  job->n_along = (guint) train_experiment_get_count (job->experiment, "check", "along");
  return TRUE;
}

static gboolean
check_bug (const Job *job,
           GError   **error)
{
  const AnBug *bug = job->settings.bug;

  if (!bug || an_bug_applies (bug, &job->subject))
    return TRUE;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH,
               _("check.bug = %s makes no difference to this network and so few examples; plant another one"),
               bug->name);
  return FALSE;
}

/* Trains to the next place; AnNextPlace. */
static gboolean
go_on (gpointer user_data,
       GError **error)
{
  Job    *job = user_data;
  guint64 until = job->trainer->total_steps * (job->place + 1) / MAX (job->n_along, 1);

  if (job->place++ >= job->n_along)
    return FALSE;
  while (job->trainer->step < until)
    {
      TrainAdvance advance = train_trainer_begin (job->trainer) ? train_trainer_advance (job->trainer, 0)
                                                                : TRAIN_STOPPED;

      if (advance == TRAIN_FINISHED || advance == TRAIN_DIVERGED)
        break;
      if (advance == TRAIN_STOPPED)
        return an_set_stopped (error);
    }
  take_parameters (job);
  return TRUE;
}

static gboolean
report_along (const char *what,
              double      fraction,
              gpointer    user_data)
{
  Job *job = user_data;

  return !job->progress || job->progress (what, fraction, job->user_data);
}

static GArray *
follow_angle (Job     *job,
              GError **error)
{
  AnCheckSettings settings = job->settings;
  double          h = job->settings.h[0];

  settings.h = &h;
  settings.n_h = 1;
  return an_angle_curve (&job->subject, &settings, job->pool, job->stop, go_on, job->n_along + 1, report_along, job,
                         error);
}

static PerceptCheckResult *
run (Job                     *job,
     const char              *path,
     const PerceptCheckModel *model,
     GError                 **error)
{
  g_autoptr (PerceptCheckResult) result = g_new0 (PerceptCheckResult, 1);

  if (!read_settings (job, error) || !prepare (job, path, model, error))
    return NULL;
  set_subject (job);
  if (!check_bug (job, error))
    return NULL;
  result->n_examples = job->subject.n_examples;
  result->sum = job->subject.sum;
  result->name = g_strdup (train_experiment_get_name (job->experiment));
  result->title = g_strdup (train_experiment_get_title (job->experiment));
  result->check = an_gradient_check_run (&job->subject, &job->settings, job->pool, job->stop, job->progress,
                                         job->user_data, error);
  if (!result->check)
    return NULL;
  if (job->n_along > 0 && !(result->along = follow_angle (job, error)))
    return NULL;
  return g_steal_pointer (&result);
}

PerceptCheckResult *
percept_check_run (TrainExperiment         *experiment,
                   const char              *path,
                   const PerceptCheckModel *model,
                   const atomic_bool       *stop,
                   BaseProgress             progress,
                   gpointer                 user_data,
                   GError                 **error)
{
  g_autoptr (BasePool) pool = base_pool_new (base_pool_processors ());
  Job                  job = { experiment, pool, stop, progress, user_data };
  PerceptCheckResult  *result = run (&job, path, model, error);

  train_trainer_free (job.trainer);
  g_free (job.parameters);
  g_clear_pointer (&job.steps, g_array_unref);
  return result;
}

void
percept_check_result_free (PerceptCheckResult *result)
{
  if (!result)
    return;
  an_gradient_check_free (result->check);
  g_clear_pointer (&result->along, g_array_unref);
  g_free (result->name);
  g_free (result->title);
  g_free (result);
}
