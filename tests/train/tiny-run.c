/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/tiny-run.h"

#include <string.h>

static const char base_text[] = "[data]\nvalidation = 12\n"
                                "[network]\nlayers = dense 8 tanh; dense 3\n"
                                "[training]\nbatch = 8\nsteps = 40\nevaluate = 5\nrate = 0.05\n";

TrainData *
tiny_data_new (gsize n_validation)
{
  TrainData     *data = g_new0 (TrainData, 1);
  const DsAmount train = { DS_AMOUNT_COUNT, TINY_TRAIN };
  const DsAmount validation = { DS_AMOUNT_COUNT, (double) n_validation };
  const DsAmount test = { DS_AMOUNT_ALL, 0 };
  GError        *error = NULL;

  g_atomic_ref_count_init (&data->refs);
  data->key = g_strdup ("tiny");
  data->collection.pool = tiny_bars (TINY_TRAIN + n_validation, 1);
  data->collection.test = tiny_bars (TINY_TEST, 2);
  data->recipe = (DsRecipe) { .scale = 1.0f / 255.0f };
  g_assert_true (ds_split_deal (&data->collection, &train, &validation, &test, 1, &data->split, &error));
  g_assert_no_error (error);
  return data;
}

TrainExperiment *
tiny_experiment_new (const char *settings)
{
  GError          *error = NULL;
  TrainExperiment *experiment = train_experiment_parse (base_text, "tiny", NULL, &error);
  g_auto (GStrv)   words = g_strsplit (settings ? settings : "", " ", -1);

  g_assert_no_error (error);
  for (guint i = 0; words[i]; i++)
    {
      TrainExperiment *changed;

      if (words[i][0] == '\0')
        continue;
      g_strdelimit (words[i], "_", ' '); /* a blank within a value */
      changed = train_experiment_assign (experiment, words[i], &error);
      g_assert_no_error (error);
      train_experiment_unref (experiment);
      experiment = changed;
    }
  return experiment;
}

TinyRun *
tiny_run_new (const char *settings,
              gsize       n_validation,
              guint       n_threads)
{
  TinyRun *run = g_new0 (TinyRun, 1);
  GError  *error = NULL;

  run->experiment = tiny_experiment_new (settings);
  run->data = tiny_data_new (n_validation);
  run->pool = base_pool_new (n_threads);
  run->trainer = train_trainer_new (run->experiment, run->data, run->pool, &run->stop, &error);
  g_assert_no_error (error);
  return run;
}

void
tiny_run_free (TinyRun *run)
{
  train_trainer_free (run->trainer);
  base_pool_free (run->pool);
  train_data_unref (run->data);
  train_experiment_unref (run->experiment);
  g_free (run);
}

TrainAdvance
tiny_run_advance (TinyRun *run,
                  guint64  n)
{
  TrainAdvance advance = TRAIN_ADVANCED;

  g_assert_true (train_trainer_begin (run->trainer));
  for (guint64 i = 0; i < n && advance == TRAIN_ADVANCED; i++)
    advance = train_trainer_advance (run->trainer, 0);
  return advance;
}

char *
tiny_run_describe (TinyRun *run)
{
  g_autoptr (TrainHistory) history = train_history_copy (run->trainer->history);
  g_autofree char         *points = NULL;
  g_autofree char         *marks = train_history_marks_to_csv (history);

  for (guint i = 0; i < history->points->len; i++)
    g_array_index (history->points, TrainPoint, i).seconds = 0;
  points = train_history_to_csv (history);
  return g_strconcat (points, marks, NULL);
}

char *
tiny_run_to_end (const char *settings,
                 guint       n_threads)
{
  g_autoptr (TinyRun) run = tiny_run_new (settings, TINY_VALIDATION, n_threads);

  g_assert_cmpint (tiny_run_advance (run, G_MAXUINT64), ==, TRAIN_FINISHED);
  return train_trainer_hash (run->trainer);
}
