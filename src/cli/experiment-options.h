/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/experiment.h"

/* Private to cli/: the options by which every subcommand names an experiment: --data, --set, --seed. */

typedef struct
{
  char   *data;
  char  **settings; /* GROUP.KEY=VALUE */
  char   *seed;
} CliExperimentOptions;

#define CLI_EXPERIMENT_OPTIONS(options)                                                                                \
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &(options).data,                                                              \
    N_("Use the data at PATH, such as a folder of IDX files or a MATLAB file"), N_("PATH") },                          \
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(options).settings, N_("Change a setting; may be repeated"),            \
      N_("GROUP.KEY=VALUE") },                                                                                         \
    { "seed", 0, 0, G_OPTION_ARG_STRING, &(options).seed,                                                              \
      N_("Seed of initial weights, batches, dropout and noise (the split keeps its own)"), N_("N") }

/* The experiment called @name with the options laid over it. Returns: (transfer full) */
TrainExperiment *cli_experiment_load          (const char                  *name,
                                               const CliExperimentOptions  *options,
                                               GError                     **error);
/* The same where @name may be a run folder or a model file, too: *@model is then @name, else NULL.
 * Returns: (transfer full) */
TrainExperiment *cli_experiment_load_subject  (const char                  *name,
                                               const CliExperimentOptions  *options,
                                               const char                 **model,
                                               GError                     **error);
/* A key set by an option of its own, not given if @value is NULL. @experiment: (transfer full), NULL after an error
 * that stands. Returns: (transfer full) */
TrainExperiment *cli_experiment_set           (TrainExperiment             *experiment,
                                               const char                  *group,
                                               const char                  *key,
                                               const char                  *value,
                                               GError                     **error);
void             cli_experiment_options_clear (CliExperimentOptions        *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliExperimentOptions, cli_experiment_options_clear)
