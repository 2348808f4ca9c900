/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/experiment-options.h"

#include "session/landscape-settings.h"
#include "train/checkpoint.h"
#include "train/data.h"
#include "train/run-folder.h"

/* Puts @changed, which may be NULL after an error, in the place of *@experiment. */
static gboolean
replace (TrainExperiment **experiment,
         TrainExperiment  *changed)
{
  train_experiment_unref (*experiment);
  *experiment = changed;
  return changed != NULL;
}

static gboolean
set_seeds (TrainExperiment **experiment,
           const char       *seed,
           GError          **error)
{
  static const char *const keys[] = { "init", "batch", "dropout", "noise" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!replace (experiment, train_experiment_set (*experiment, "seed", keys[i], seed, error)))
      return FALSE;
  return TRUE;
}

/* The options laid over @experiment (transfer full), which is NULL after an error that stands. */
static TrainExperiment *
lay_over (TrainExperiment            *experiment,
          const CliExperimentOptions *options,
          GError                    **error)
{
  if (!experiment)
    return NULL;
  if (options->data && !replace (&experiment, train_data_point_to (experiment, options->data, error)))
    return NULL;
  if (options->seed && !set_seeds (&experiment, options->seed, error))
    return NULL;
  for (guint i = 0; options->settings && options->settings[i]; i++)
    if (!replace (&experiment, train_experiment_assign (experiment, options->settings[i], error)))
      return NULL;
  if (!percept_landscape_validate (experiment, error))
    replace (&experiment, NULL);
  return experiment;
}

TrainExperiment *
cli_experiment_load (const char                 *name,
                     const CliExperimentOptions *options,
                     GError                    **error)
{
  return lay_over (train_experiment_load (name, error), options, error);
}

TrainExperiment *
cli_experiment_load_subject (const char                 *name,
                             const CliExperimentOptions *options,
                             const char                **model,
                             GError                    **error)
{
  gboolean is_model = train_run_recognizes (name) || g_str_has_suffix (name, ".safetensors");

  *model = is_model ? name : NULL;
  return lay_over (is_model ? train_checkpoint_read_experiment (name, error) : train_experiment_load (name, error),
                   options, error);
}

TrainExperiment *
cli_experiment_set (TrainExperiment *experiment,
                    const char      *group,
                    const char      *key,
                    const char      *value,
                    GError         **error)
{
  if (experiment && value)
    replace (&experiment, train_experiment_set (experiment, group, key, value, error));
  return experiment;
}

void
cli_experiment_options_clear (CliExperimentOptions *options)
{
  g_free (options->data);
  g_free (options->seed);
  g_strfreev (options->settings);
}
