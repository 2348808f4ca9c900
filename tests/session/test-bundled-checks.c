/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/check.h"

/* Every bundled experiment of kind "check" runs on built-in data, and its gradient is right. */

static void
test_bundled (gconstpointer data)
{
  g_autoptr (GError)             error = NULL;
  g_autoptr (TrainExperiment)    experiment = train_experiment_load (data, &error);
  g_autoptr (PerceptCheckResult) result = NULL;

  g_assert_no_error (error);
  result = percept_check_run (experiment, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%s, %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " coordinates are 0",
                  an_verdict_name (result->check->verdict), result->check->n_zero, result->check->n);
  g_assert_cmpint (result->check->verdict, ==, AN_VERDICT_AGREES);
  /* Report D: the angle grows while the cost falls. */
  if (result->along)
    g_assert_cmpfloat (g_array_index (result->along, AnAnglePoint, result->along->len - 1).angle, >,
                       3 * g_array_index (result->along, AnAnglePoint, 0).angle);
}

int
main (int    argc,
      char **argv)
{
  g_auto (GStrv) names = train_experiment_list_bundled ();
  guint          n = 0;

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; names[i]; i++)
    {
      g_autoptr (TrainExperiment) experiment = train_experiment_load (names[i], NULL);
      g_autofree char            *path = g_strconcat ("/bundled-checks/", names[i], NULL);

      if (g_str_equal (train_experiment_get (experiment, "experiment", "kind"), "check"))
        {
          g_test_add_data_func (path, names[i], test_bundled);
          n++;
        }
    }
  g_assert_cmpuint (n, >=, 5);
  return g_test_run ();
}
