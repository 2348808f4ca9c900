/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/scratch.h"
#include "train/tiny-run.h"

#include <string.h>
#include <unistd.h>

static TrainData *
load_well (TrainExperiment *experiment,
           TrainData       *kept)
{
  GError    *error = NULL;
  TrainData *data = train_data_load (experiment, kept, 2, NULL, NULL, &error);

  g_assert_no_error (error);
  return data;
}

static TrainExperiment *
experiment_at (Scratch    *scratch,
               const char *settings)
{
  g_autoptr (TrainExperiment) plain = tiny_experiment_new (settings);
  GError                     *error = NULL;
  TrainExperiment            *pointed = train_data_point_to (plain, scratch->folder, &error);

  g_assert_no_error (error);
  return pointed;
}

static void
test_load (Scratch      *scratch,
           gconstpointer user_data)
{
  g_autoptr (TrainExperiment) experiment = NULL;
  g_autoptr (TrainData)       data = NULL;

  tiny_idx_write (scratch->folder, 60, 30);
  experiment = experiment_at (scratch, NULL);
  g_assert_cmpstr (train_experiment_get (experiment, "data", "source"), ==, "mnist");
  data = load_well (experiment, NULL);
  g_assert_cmpuint (train_data_get_part (data, TRAIN_PART_TRAIN).n, ==, 48);
  g_assert_cmpuint (train_data_get_part (data, TRAIN_PART_VALIDATION).n, ==, 12);
  g_assert_cmpuint (train_data_get_part (data, TRAIN_PART_TEST).n, ==, 30);
  g_assert_true (train_data_get_part (data, TRAIN_PART_TEST).dataset == data->collection.test);
  g_assert_cmpfloat_with_epsilon (data->recipe.scale, 1 / 255.0, 1e-9);
}

/* Data are read again only where something that they depend on has changed. */
static void
test_kept (Scratch      *scratch,
           gconstpointer user_data)
{
  static const char *const same[] = { "training.rate=1", "network.layers=dense_3", "seed.init=5 seed.batch=6" };
  static const char *const other[] = { "data.validation=11", "seed.split=2", "data.train=10", "data.test=9",
                                       "data.preprocess=scale_1/128" };
  g_autoptr (TrainExperiment) experiment = NULL;
  g_autoptr (TrainData)       data = NULL;

  tiny_idx_write (scratch->folder, 60, 30);
  experiment = experiment_at (scratch, NULL);
  data = load_well (experiment, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (same) + G_N_ELEMENTS (other); i++)
    {
      gboolean    is_same = i < G_N_ELEMENTS (same);
      const char *settings = is_same ? same[i] : other[i - G_N_ELEMENTS (same)];
      g_autoptr (TrainExperiment) changed = experiment_at (scratch, settings);
      g_autoptr (TrainData)       again = load_well (changed, data);

      g_assert_true ((again == data) == is_same);
    }
}

static void
check_refused (TrainExperiment *experiment,
               const char      *told)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (train_data_load (experiment, NULL, 2, NULL, NULL, &error));
  if (!strstr (error->message, told))
    g_error ("“%s” does not say “%s”", error->message, told);
}

static void
test_refused (Scratch      *scratch,
              gconstpointer user_data)
{
  static const char *const wrong[][2] = {
    { "data.validation=2000", "2000 validation" },
    { "data.size=9x9", "data.size = 9x9" },
    { "data.train=30/class", "90 training" },
  };
  g_autoptr (TrainExperiment) no_path = tiny_experiment_new ("data.source=mnist");
  g_autoptr (TrainExperiment) absent = tiny_experiment_new ("data.source=mnist data.path=/no/such/folder");
  g_autofree char            *images = NULL;

  check_refused (no_path, "data.path");
  check_refused (absent, "/no/such/folder");
  tiny_idx_write (scratch->folder, 60, 30);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (TrainExperiment) experiment = experiment_at (scratch, wrong[i][0]);

      check_refused (experiment, wrong[i][1]);
    }
  images = scratch_write (scratch, "train-images-idx3-ubyte", "\0\0\010\003", 4);
  no_path = (train_experiment_unref (no_path), experiment_at (scratch, NULL));
  check_refused (no_path, images);
}

static void
test_point_to (Scratch      *scratch,
               gconstpointer user_data)
{
  g_autoptr (TrainExperiment) plain = tiny_experiment_new (NULL);
  g_autoptr (TrainExperiment) pointed = NULL;
  g_autoptr (GError)          error = NULL;
  g_autofree char            *here = g_get_current_dir ();

  g_assert_null (train_data_point_to (plain, scratch->folder, &error));
  scratch_assert_error (&error, DS_ERROR, DS_ERROR_NOT_FOUND, scratch->folder);
  tiny_idx_write (scratch->folder, 6, 3);
  g_assert_cmpint (chdir (scratch->folder), ==, 0);
  pointed = train_data_point_to (plain, ".", &error); /* a run that is saved elsewhere finds it all the same */
  g_assert_cmpint (chdir (here), ==, 0);
  g_assert_no_error (error);
  g_assert_true (g_path_is_absolute (train_experiment_get (pointed, "data", "path")));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/data/load", Scratch, NULL, scratch_set_up, test_load, scratch_tear_down);
  g_test_add ("/data/kept", Scratch, NULL, scratch_set_up, test_kept, scratch_tear_down);
  g_test_add ("/data/refused", Scratch, NULL, scratch_set_up, test_refused, scratch_tear_down);
  g_test_add ("/data/point-to", Scratch, NULL, scratch_set_up, test_point_to, scratch_tear_down);
  return g_test_run ();
}
