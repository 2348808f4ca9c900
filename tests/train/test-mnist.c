/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/result.h"

/* With the real MNIST where PERCEPT_MNIST names the folder of its files. */

static TrainExperiment *
load (const char *name)
{
  const char                 *folder = g_getenv ("PERCEPT_MNIST");
  GError                     *error = NULL;
  g_autoptr (TrainExperiment) bundled = NULL;
  TrainExperiment            *experiment;

  if (!folder)
    {
      g_test_skip ("PERCEPT_MNIST does not name a folder with MNIST’s files");
      return NULL;
    }
  bundled = train_experiment_load (name, &error);
  g_assert_no_error (error);
  experiment = train_data_point_to (bundled, folder, &error);
  g_assert_no_error (error);
  return experiment;
}

/* The accuracy on the test set after the whole of @experiment. */
static double
train (TrainExperiment *experiment)
{
  g_autoptr (BasePool)     pool = base_pool_new (base_pool_processors ());
  g_autoptr (GError)       error = NULL;
  g_autoptr (TrainData)    data = train_data_load (experiment, NULL, 2, NULL, NULL, &error);
  g_autoptr (TrainTrainer) trainer = NULL;
  g_autoptr (TrainResult)  result = NULL;

  g_assert_no_error (error);
  trainer = train_trainer_new (experiment, data, pool, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (train_trainer_begin (trainer));
  while (train_trainer_advance (trainer, 0) == TRAIN_ADVANCED)
    ;
  result = train_result_measure (trainer, "steps");
  g_test_message ("%s: %.4f of %" G_GSIZE_FORMAT " in %.1f s", train_experiment_get (experiment, "data", "path"),
                  result->accuracy[TRAIN_PART_TEST], result->n_examples[TRAIN_PART_TEST], result->seconds);
  g_assert_cmpuint (result->n_examples[TRAIN_PART_TEST], ==, 10000);
  return result->accuracy[TRAIN_PART_TEST];
}

static void
check_accuracy (const char *name,
                double      least)
{
  g_autoptr (TrainExperiment) experiment = load (name);

  if (experiment)
    g_assert_cmpfloat (train (experiment), >=, least);
}

static void
test_softmax (void)
{
  check_accuracy ("digits-softmax", 0.92);
}

static void
test_hidden (void)
{
  check_accuracy ("digits-hidden", 0.975);
}

/* The same images out of a MAT-file, in another order. */
static void
test_mat (void)
{
  const char                 *folder = g_getenv ("PERCEPT_MNIST");
  g_autofree char            *path = folder ? g_build_filename (folder, "mnist_all.mat", NULL) : NULL;
  g_autoptr (TrainExperiment) from_idx = NULL, from_mat = NULL;
  g_autoptr (GError)          error = NULL;

  if (!path || !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("PERCEPT_MNIST does not name a folder with mnist_all.mat");
      return;
    }
  from_idx = load ("digits-softmax");
  from_mat = train_data_point_to (from_idx, path, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (train (from_mat), train (from_idx), 0.003);
}

static void
test_class_counts (void)
{
  static const gsize          published[] = { 5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949 };
  static const gsize          published_test[] = { 980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009 };
  g_autoptr (TrainExperiment) split = load ("digits-softmax");
  g_autoptr (TrainExperiment) experiment = NULL;
  g_autoptr (GError)          error = NULL;
  g_autoptr (TrainData)       data = NULL;

  if (!split)
    return;
  experiment = train_experiment_set (split, "data", "validation", "0", &error);
  data = train_data_load (experiment, NULL, 2, NULL, NULL, &error);
  g_assert_no_error (error);
  for (TrainPart part = TRAIN_PART_TRAIN; part <= TRAIN_PART_TEST; part += 2)
    {
      TrainExamples     examples = train_data_get_part (data, part);
      g_autofree gsize *counts = ds_dataset_count_classes (examples.dataset, examples.indices, examples.n);

      for (guint k = 0; k < 10; k++)
        g_assert_cmpuint (counts[k], ==, part == TRAIN_PART_TRAIN ? published[k] : published_test[k]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mnist/class-counts", test_class_counts);
  g_test_add_func ("/mnist/softmax", test_softmax);
  g_test_add_func ("/mnist/hidden", test_hidden);
  g_test_add_func ("/mnist/mat", test_mat);
  return g_test_run ();
}
