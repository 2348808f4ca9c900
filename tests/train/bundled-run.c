/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/bundled-run.h"

TrainExperiment *
bundled_run (const char *name,
             ...)
{
  GError          *error = NULL;
  TrainExperiment *experiment = train_experiment_load (name, &error);
  va_list          settings;

  g_assert_no_error (error);
  va_start (settings, name);
  for (const char *setting = va_arg (settings, const char *); setting != NULL;
       setting = va_arg (settings, const char *))
    {
      TrainExperiment *changed = train_experiment_assign (experiment, setting, &error);

      g_assert_no_error (error);
      train_experiment_unref (experiment);
      experiment = changed;
    }
  va_end (settings);
  return experiment;
}
