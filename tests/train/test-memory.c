/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/memory.h"
#include "nn/nn-error.h"
#include "train/tiny-run.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

static TrainTrainer *
try_network (const char  *layers,
             BaseProgress progress,
             gpointer     user_data,
             GError     **error)
{
  g_autofree char            *settings = g_strconcat ("network.layers=", layers, NULL);
  g_autoptr (TrainExperiment) experiment = tiny_experiment_new (settings);
  g_autoptr (TrainData)       data = tiny_data_new (TINY_VALIDATION);
  g_autoptr (BasePool)        pool = base_pool_new (2);

  return train_trainer_new_watched (experiment, data, pool, NULL, progress, user_data, error);
}

/* The number before "bytes of memory". */
static guint64
get_needed (const GError *error)
{
  const char *needs = strstr (error->message, "needs ");

  g_assert_nonnull (needs);
  g_assert_nonnull (strstr (needs, "bytes of memory"));
  return g_ascii_strtoull (needs + strlen ("needs "), NULL, 10);
}

/* Parameters alone would fit, but not with all that training needs: gradients, optimizer, the copy to go back to. */
static void
test_all_is_counted (void)
{
  guint64            side = (guint64) sqrt ((double) base_memory_available () / 4 / 5);
  g_autofree char   *layers = g_strdup_printf ("dense_%" G_GUINT64_FORMAT ";_dense_%" G_GUINT64_FORMAT ";_dense_3",
                                               side, side);
  g_autoptr (GError) error = NULL;
  gint64             start = g_get_monotonic_time ();

  g_assert_null (try_network (layers, NULL, NULL, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_MEMORY);
  g_assert_true (g_str_has_prefix (error->message, "network.layers = dense "));
  /* now, then, velocity, two threads' gradients: more than five copies */
  g_assert_cmpuint (get_needed (error), >, 5 * 4 * side * side);
  g_assert_cmpuint (get_needed (error), >, base_memory_available () / 2);
  g_test_message ("refused after %.1f ms", (double) (g_get_monotonic_time () - start) / 1000);
}

static void
test_absurd (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (try_network ("dense_1000000;_dense_1000000;_dense_3", NULL, NULL, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_MEMORY);
  g_assert_cmpuint (get_needed (error), >, G_GUINT64_CONSTANT (4000000000000));
}

static gboolean
count_down (const char *what,
            double      fraction,
            gpointer    user_data)
{
  return --*(int *) user_data > 0;
}

/* Drawing many weights looks at the flag on the way. */
static void
test_stopped_while_building (void)
{
  for (int looks = 1; looks < 9; looks += 2)
    {
      g_autoptr (GError) error = NULL;
      int                left = looks;

      g_assert_null (try_network ("dense_1500;_dense_2000;_dense_3", count_down, &left, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (left, ==, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory/all-is-counted", test_all_is_counted);
  g_test_add_func ("/memory/absurd", test_absurd);
  g_test_add_func ("/memory/stopped-while-building", test_stopped_while_building);
  return g_test_run ();
}
