/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/scratch.h"
#include "train/checkpoint.h"
#include "train/evaluation.h"
#include "train/run-folder.h"
#include "train/tiny-run.h"

#include <glib/gstdio.h>
#include <string.h>

/* A trained run in the folder "run", and its examples as IDX files in "data". */
static char *
make_run (Scratch    *scratch,
          const char *settings,
          char      **data)
{
  g_autoptr (TinyRun)     run = tiny_run_new (settings, TINY_VALIDATION, 2);
  g_autoptr (TrainResult) result = NULL;
  g_autoptr (GError)      error = NULL;
  char                   *path = scratch_path (scratch, "run");

  *data = scratch_path (scratch, "data");
  g_assert_cmpint (g_mkdir (*data, 0755), ==, 0);
  tiny_idx_write (*data, TINY_TRAIN + TINY_VALIDATION, TINY_TEST);
  tiny_run_advance (run, 100);
  result = train_result_measure (run->trainer, "steps");
  g_assert_true (train_checkpoint_write (run->trainer, result, path, &error));
  g_assert_no_error (error);
  return path;
}

static void
test_known (Scratch      *scratch,
            gconstpointer user_data)
{
  g_autofree char            *data = NULL;
  g_autofree char            *path = make_run (scratch, NULL, &data);
  g_autofree char            *model = g_build_filename (path, TRAIN_RUN_MODEL, NULL);
  g_autoptr (TrainRunSummary) summary = train_run_summarize (path, NULL);
  const char                 *names[] = { path, model };

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GError)          error = NULL;
      g_autoptr (TrainEvaluation) evaluation = train_evaluate_model (names[i], data, &error);
      gsize                       sum = 0, right = 0;

      g_assert_no_error (error);
      g_assert_cmpuint (evaluation->n, ==, TINY_TEST);
      g_assert_cmpuint (evaluation->n_classes, ==, TINY_CLASSES);
      g_assert_cmpfloat (evaluation->accuracy, ==, summary->accuracy[TRAIN_PART_TEST]);
      g_assert_cmpfloat_with_epsilon (evaluation->loss, summary->cost[TRAIN_PART_TEST], 1e-6);
      for (guint k = 0; k < TINY_CLASSES; k++)
        {
          gsize row = 0;

          for (guint c = 0; c < TINY_CLASSES; c++)
            row += evaluation->confusion[k * TINY_CLASSES + c];
          g_assert_cmpuint (row, ==, TINY_TEST / TINY_CLASSES); /* rows are the true classes */
          sum += row;
          right += evaluation->confusion[k * TINY_CLASSES + k];
        }
      g_assert_cmpuint (sum, ==, evaluation->n);
      g_assert_cmpfloat ((double) right / TINY_TEST, ==, evaluation->accuracy);
    }
}

/* No test set there: all that is there. */
static void
test_without_test_set (Scratch      *scratch,
                       gconstpointer user_data)
{
  g_autofree char            *data = NULL;
  g_autofree char            *path = make_run (scratch, NULL, &data);
  g_autofree char            *images = g_build_filename (data, "t10k-images-idx3-ubyte", NULL);
  g_autofree char            *labels = g_build_filename (data, "t10k-labels-idx1-ubyte", NULL);
  g_autoptr (GError)          error = NULL;
  g_autoptr (TrainEvaluation) evaluation = NULL;

  g_assert_cmpint (g_unlink (images) + g_unlink (labels), ==, 0);
  evaluation = train_evaluate_model (path, data, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (evaluation->n, ==, TINY_TRAIN + TINY_VALIDATION);
}

/* Fewer examples than the model was trained and validated on, or than a batch of it. */
static void
test_small_data (Scratch      *scratch,
                 gconstpointer user_data)
{
  g_autofree char            *data = NULL;
  g_autofree char            *path = make_run (scratch, NULL, &data);
  g_autoptr (GError)          error = NULL;
  g_autoptr (TrainEvaluation) evaluation = NULL;

  tiny_idx_write (data, 3, 3);
  evaluation = train_evaluate_model (path, data, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (evaluation->n, ==, 3);
}

static void
test_more_outputs_than_classes (Scratch      *scratch,
                                gconstpointer user_data)
{
  g_autofree char            *data = NULL;
  g_autofree char            *path = make_run (scratch, "network.layers=dense_20 training.steps=1", &data);
  g_autoptr (GError)          error = NULL;
  g_autoptr (TrainEvaluation) evaluation = train_evaluate_model (path, data, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (evaluation->n, ==, TINY_TEST);
  g_assert_cmpuint (evaluation->n_classes, ==, TINY_CLASSES);
}

static void
test_broken (Scratch      *scratch,
             gconstpointer user_data)
{
  g_autofree char *data = NULL;
  g_autofree char *path = make_run (scratch, NULL, &data);
  g_autofree char *model = g_build_filename (path, TRAIN_RUN_MODEL, NULL);
  g_autofree char *absent = scratch_path (scratch, "absent");
  const char      *calls[][3] = { { absent, data, absent }, { path, absent, absent }, { data, data, data },
                                  { path, scratch->folder, scratch->folder } };

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (train_evaluate_model (calls[i][0], calls[i][1], &error));
      g_assert_nonnull (strstr (error->message, calls[i][2]));
    }
  for (gssize cut = 600; cut >= 0; cut -= 75)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char   *content = NULL;

      g_assert_true (g_file_get_contents (model, &content, NULL, NULL));
      g_assert_true (g_file_set_contents (model, content, cut, NULL));
      g_assert_null (train_evaluate_model (path, data, &error));
      g_assert_nonnull (strstr (error->message, TRAIN_RUN_MODEL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/evaluation/known", Scratch, NULL, scratch_set_up, test_known, scratch_tear_down);
  g_test_add ("/evaluation/without-test-set", Scratch, NULL, scratch_set_up, test_without_test_set,
              scratch_tear_down);
  g_test_add ("/evaluation/small-data", Scratch, NULL, scratch_set_up, test_small_data, scratch_tear_down);
  g_test_add ("/evaluation/more-outputs", Scratch, NULL, scratch_set_up, test_more_outputs_than_classes,
              scratch_tear_down);
  g_test_add ("/evaluation/broken", Scratch, NULL, scratch_set_up, test_broken, scratch_tear_down);
  return g_test_run ();
}
