/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/checkpoint.h"
#include "train/run-folder.h"
#include "train/tiny-run.h"

#include "formats/scratch.h"

#include <glib/gstdio.h>
#include <string.h>

/* Runs for a few steps, keeps the run, and returns its parameters. */
static float *
keep_run (const char *settings,
          guint64     n_steps,
          const char *folder,
          gsize      *n)
{
  TinyRun                 *run = tiny_run_new (settings, TINY_VALIDATION, 1);
  g_autoptr (TrainResult)  result = NULL;
  g_autoptr (GError)       error = NULL;
  float                   *parameters;

  tiny_run_advance (run, n_steps);
  result = train_result_measure (run->trainer, "interrupted");
  train_checkpoint_write (run->trainer, result, folder, &error);
  g_assert_no_error (error);
  *n = run->trainer->network->n_parameters;
  parameters = g_memdup2 (run->trainer->parameters, *n * sizeof *parameters);
  tiny_run_free (run);
  return parameters;
}

static void
assert_starts_from (const char  *path,
                    const float *parameters,
                    gsize        n)
{
  g_autofree char    *setting = g_strconcat ("network.weights=", path, NULL);
  g_autoptr (TinyRun) run = tiny_run_new (setting, TINY_VALIDATION, 1);

  g_assert_cmpuint (run->trainer->network->n_parameters, ==, n);
  g_assert_cmpmem (run->trainer->parameters, n * sizeof (float), parameters, n * sizeof (float));
  g_assert_cmpuint (run->trainer->step, ==, 0);
}

/* A run folder, its model, and the same run again starts where the other ended. */
static void
test_starts (Scratch      *scratch,
             gconstpointer data)
{
  g_autofree char  *folder = scratch_path (scratch, "first");
  g_autofree char  *model = g_build_filename (folder, TRAIN_RUN_MODEL, NULL);
  gsize             n;
  g_autofree float *parameters = keep_run (NULL, 20, folder, &n);

  assert_starts_from (folder, parameters, n);
  assert_starts_from (model, parameters, n);
}

static void
test_errors (Scratch      *scratch,
             gconstpointer data)
{
  static const struct
  {
    const char *setting;
    const char *mentions;
  } cases[] = {
    { "network.layers=dense 3", "2 layers with weights, but the network has 1" },
    { "network.layers=dense 9 tanh; dense 3", "layer1.weight” is 8 x 30, but the layer “dense 9 tanh” needs 9 x 30" },
    { "network.weights=/no/such/file", "/no/such/file" },
  };
  g_autofree char            *folder = scratch_path (scratch, "first");
  g_autofree char            *setting = g_strconcat ("network.weights=", folder, NULL);
  gsize                       n;
  g_autofree float           *parameters = keep_run (NULL, 1, folder, &n);
  g_autoptr (TinyRun)         run = tiny_run_new (setting, TINY_VALIDATION, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)          error = NULL;
      g_autoptr (TrainExperiment) experiment = train_experiment_assign (run->experiment, cases[i].setting, &error);

      g_assert_no_error (error);
      g_assert_null (train_trainer_new (experiment, run->data, run->pool, NULL, &error));
      g_assert_nonnull (error);
      if (!strstr (error->message, cases[i].mentions))
        g_error ("“%s” does not mention “%s”", error->message, cases[i].mentions);
      g_assert_true (g_str_has_prefix (error->message, "network.weights: "));
    }
}

/* A kept run opens where the file that it started from is gone: only then is it forgotten. */
static void
test_lost (Scratch      *scratch,
           gconstpointer data)
{
  g_autofree char            *first = scratch_path (scratch, "first");
  g_autofree char            *model = g_build_filename (first, TRAIN_RUN_MODEL, NULL);
  g_autofree char            *second = scratch_path (scratch, "second");
  g_autofree char            *setting = g_strconcat ("network.weights=", model, NULL);
  g_autoptr (GError)          error = NULL;
  g_autoptr (TrainExperiment) kept = NULL, lost = NULL;
  gsize                       n;

  g_free (keep_run (NULL, 5, first, &n));
  g_free (keep_run (setting, 5, second, &n));
  kept = train_checkpoint_read_experiment (second, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (train_experiment_get (kept, "network", "weights"), ==, model);
  g_assert_cmpint (g_unlink (model), ==, 0);
  lost = train_checkpoint_read_experiment (second, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (train_experiment_get (lost, "network", "weights"), ==, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) \
  g_test_add ("/train/initial-weights/" path, Scratch, NULL, scratch_set_up, func, scratch_tear_down)
  ADD ("starts", test_starts);
  ADD ("errors", test_errors);
  ADD ("lost", test_lost);
#undef ADD
  return g_test_run ();
}
