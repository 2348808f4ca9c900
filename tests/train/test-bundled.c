/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/result.h"

#include <string.h>

/* Every bundled experiment runs to its end on built-in data and keeps what its "expect" line promises. */

static TrainResult *
run (TrainExperiment *experiment)
{
  g_autoptr (BasePool)     pool = base_pool_new (base_pool_processors ());
  GError                  *error = NULL;
  g_autoptr (TrainData)    data = train_data_load (experiment, NULL, base_pool_processors (), NULL, NULL, &error);
  g_autoptr (TrainTrainer) trainer = NULL;
  TrainAdvance             advance;

  g_assert_no_error (error);
  trainer = train_trainer_new (experiment, data, pool, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (train_trainer_begin (trainer));
  do
    advance = train_trainer_advance (trainer, 0);
  while (advance == TRAIN_ADVANCED);
  g_assert_cmpint (advance, ==, TRAIN_FINISHED);
  return train_result_measure (trainer, "steps");
}

/* "accuracy.test >= 0.75" */
static void
check (const char        *expect,
       const TrainResult *result)
{
  static const char *const parts[] = { "train", "validation", "test" };
  g_auto (GStrv)           words = g_strsplit (expect, " ", -1);
  g_auto (GStrv)           names = g_strsplit (words[0], ".", 2);
  const double            *values = g_str_equal (names[0], "loss") ? result->loss : result->accuracy;
  int                      part = 0;

  g_assert_cmpuint (g_strv_length (words), ==, 3);
  while (!g_str_equal (parts[part], names[1]))
    g_assert_cmpint (++part, <, TRAIN_N_PARTS);
  g_test_message ("%s: %.4f after %.1f s", expect, values[part], result->seconds);
  if (g_str_equal (words[1], ">="))
    g_assert_cmpfloat (values[part], >=, g_ascii_strtod (words[2], NULL));
  else
    g_assert_cmpfloat (values[part], <=, g_ascii_strtod (words[2], NULL));
}

static void
test_bundled (gconstpointer data)
{
  g_autoptr (GError)          error = NULL;
  g_autoptr (TrainExperiment) experiment = train_experiment_load (data, &error);
  g_autoptr (TrainResult)     result = NULL;

  g_assert_no_error (error);
  result = run (experiment);
  g_assert_cmpuint (result->step, ==, result->total_steps);
  if (train_experiment_get (experiment, "experiment", "expect")[0] != '\0')
    check (train_experiment_get (experiment, "experiment", "expect"), result);
}

int
main (int    argc,
      char **argv)
{
  g_auto (GStrv) names = train_experiment_list_bundled ();

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpuint (g_strv_length (names), >, 0);
  for (guint i = 0; names[i]; i++)
    {
      g_autofree char *path = g_strconcat ("/bundled/", names[i], NULL);

      g_test_add_data_func (path, names[i], test_bundled);
    }
  return g_test_run ();
}
