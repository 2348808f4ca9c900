/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/scratch.h"
#include "formats/safetensors.h"
#include "models/model-file.h"
#include "train/checkpoint.h"
#include "train/run-folder.h"
#include "train/tiny-run.h"

#include <math.h>
#include <string.h>

static void
test_rules (void)
{
  static const char *const wrong[] = { "", "weights", "weights x", "weights -1", "weights nan", "weights inf",
                                       "cost 1", "cost 1e-5 over 5", "cost 1 over 0 epochs", "cost 1 over 1001 epochs",
                                       "cost 1 in 5 epochs", "cost 1 over 5 steps", "none 1", "weights 1 2", "time 5" };
  TrainStopRule            rule;

  g_assert_true (train_stop_rule_parse ("none", &rule));
  g_assert_cmpint (rule.kind, ==, TRAIN_STOP_NONE);
  g_assert_null (train_stop_rule_get_name (&rule));
  g_assert_true (train_stop_rule_parse (" weights  1e-4 ", &rule));
  g_assert_cmpint (rule.kind, ==, TRAIN_STOP_WEIGHTS);
  g_assert_cmpfloat (rule.threshold, ==, 1e-4);
  g_assert_cmpstr (train_stop_rule_get_name (&rule), ==, "weights");
  g_assert_true (train_stop_rule_parse ("cost 1e-5 over 5 epochs", &rule));
  g_assert_cmpint (rule.kind, ==, TRAIN_STOP_COST);
  g_assert_cmpfloat (rule.threshold, ==, 1e-5);
  g_assert_cmpuint (rule.n_epochs, ==, 5);
  g_assert_cmpstr (train_stop_rule_get_name (&rule), ==, "cost");
  g_assert_true (train_stop_rule_parse ("cost 0 over 1 epoch", &rule));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    if (train_stop_rule_parse (wrong[i], &rule))
      g_error ("“%s” is taken for a rule", wrong[i]);
}

static const TrainPoint *
last_point (TinyRun *run)
{
  const TrainHistory *history = run->trainer->history;

  return train_history_point (history, history->points->len - 1);
}

/* It ends with the very step that changes the parameters by less, and with a point there. */
static void
test_weights (void)
{
  for (guint threads = 1; threads <= 3; threads++)
    {
      g_autoptr (TinyRun) run = tiny_run_new ("training.stop=weights_0.003 training.optimizer=gd training.batch=full "
                                              "training.steps=100000 training.evaluate=1000", 12, threads);
      gsize               n = run->trainer->network->n_parameters;
      g_autofree float   *before = g_new (float, n);
      TrainAdvance        advance = TRAIN_ADVANCED;

      while (advance == TRAIN_ADVANCED)
        {
          double square = 0;

          memcpy (before, run->trainer->parameters, n * sizeof *before);
          advance = tiny_run_advance (run, 1);
          for (gsize i = 0; i < n; i++)
            square += pow ((double) run->trainer->parameters[i] - before[i], 2);
          g_assert_true ((advance == TRAIN_FINISHED) == (sqrt (square) < 0.003));
        }
      g_assert_cmpint (advance, ==, TRAIN_FINISHED);
      g_assert_cmpstr (train_trainer_get_end (run->trainer), ==, "weights");
      g_assert_true (train_trainer_is_at_end (run->trainer));
      g_assert_cmpuint (run->trainer->step, >, 10);
      g_assert_cmpuint (run->trainer->step, <, 100000);
      g_assert_cmpuint (last_point (run)->step, ==, run->trainer->step);
      g_assert_false (isnan (last_point (run)->cost[TRAIN_PART_TEST]));
    }
}

/* Of full batches every step is an epoch, and its cost is on the curve. */
static void
test_cost (void)
{
  g_autoptr (TinyRun) run = tiny_run_new ("training.stop=cost_0.004_over_3_epochs training.optimizer=gd "
                                          "training.l2=0.01 training.batch=full training.steps=100000 "
                                          "training.evaluate=1", 12, 2);
  TrainAdvance        advance = TRAIN_ADVANCED;
  g_autoptr (GArray)  costs = g_array_new (FALSE, FALSE, sizeof (double));

  while (advance == TRAIN_ADVANCED)
    {
      double cost, moved;

      advance = tiny_run_advance (run, 1);
      cost = last_point (run)->cost[TRAIN_PART_TRAIN] + last_point (run)->penalty;
      g_array_append_val (costs, cost);
      moved = costs->len > 3 ? fabs (cost - g_array_index (costs, double, costs->len - 4)) : INFINITY;
      if (fabs (moved - 0.004) > 1e-9)
        g_assert_true ((advance == TRAIN_FINISHED) == (moved < 0.004));
    }
  g_assert_cmpint (advance, ==, TRAIN_FINISHED);
  g_assert_cmpstr (train_trainer_get_end (run->trainer), ==, "cost");
  g_assert_cmpuint (run->trainer->step, >, 10);
}

/* Epochs of several batches: it ends with an epoch. */
static void
test_cost_of_batches (void)
{
  g_autoptr (TinyRun) run = tiny_run_new ("training.stop=cost_0.01_over_2_epochs training.steps=100000", 12, 2);

  g_assert_cmpint (tiny_run_advance (run, G_MAXUINT64), ==, TRAIN_FINISHED);
  g_assert_cmpstr (train_trainer_get_end (run->trainer), ==, "cost");
  g_assert_cmpuint (run->trainer->step % 7, ==, 0);
  g_assert_cmpuint (run->trainer->step, >=, 21);
}

static void
test_plan_comes_first (void)
{
  g_autoptr (TinyRun) steps = tiny_run_new ("training.stop=weights_0", 12, 2);
  g_autoptr (TinyRun) epochs = tiny_run_new ("training.stop=cost_0_over_5_epochs training.epochs=3", 12, 2);

  g_assert_cmpint (tiny_run_advance (steps, G_MAXUINT64), ==, TRAIN_FINISHED);
  g_assert_cmpstr (train_trainer_get_end (steps->trainer), ==, "steps");
  g_assert_cmpint (tiny_run_advance (epochs, G_MAXUINT64), ==, TRAIN_FINISHED);
  g_assert_cmpstr (train_trainer_get_end (epochs->trainer), ==, "epochs");
}

/* With another setting it goes on; showing the test takes nothing up again. */
static void
test_goes_on (void)
{
  g_autoptr (TinyRun)         run = tiny_run_new ("training.stop=weights_1000", 12, 1);
  g_autoptr (TrainExperiment) shown = train_experiment_set (run->experiment, "experiment", "test", "shown", NULL);
  g_autoptr (TrainExperiment) none = train_experiment_set (shown, "training", "stop", "none", NULL);

  g_assert_cmpint (tiny_run_advance (run, 40), ==, TRAIN_FINISHED);
  g_assert_cmpuint (run->trainer->step, ==, 1);
  train_trainer_retune (run->trainer, shown);
  g_assert_true (train_trainer_is_at_end (run->trainer));
  train_trainer_retune (run->trainer, none);
  g_assert_false (train_trainer_is_at_end (run->trainer));
  g_assert_cmpint (tiny_run_advance (run, 40), ==, TRAIN_FINISHED);
  g_assert_cmpuint (run->trainer->step, ==, 40);
}

static void
save (TinyRun    *run,
      const char *path)
{
  g_autoptr (TrainResult) result = train_result_glance (run->trainer, "interrupted");
  g_autoptr (GError)      error = NULL;

  g_assert_true (train_checkpoint_write (run->trainer, result, path, &error));
  g_assert_no_error (error);
}

/* Saved anywhere, the run that goes on ends where the one that never stopped does, with the same bits. */
static void
test_saved (Scratch      *scratch,
            gconstpointer data)
{
  static const char *const settings[] = {
    "training.stop=cost_0.01_over_2_epochs training.steps=100000",
    "training.stop=weights_0.003 training.optimizer=gd training.batch=full training.steps=100000",
    "training.keep=best-validation training.rate=0.5",
  };
  g_autofree char *path = scratch_path (scratch, "run");

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    for (guint64 stop = 3; stop < 40; stop += 6)
      {
        g_autoptr (TinyRun) straight = tiny_run_new (settings[i], 12, 2);
        g_autoptr (TinyRun) first = tiny_run_new (settings[i], 12, 2);
        g_autoptr (TinyRun) second = tiny_run_new (settings[i], 12, 2);
        g_autoptr (GError)  error = NULL;
        g_autofree char    *a = NULL, *b = NULL;
        gsize               bytes = straight->trainer->network->n_parameters * sizeof (float);

        tiny_run_advance (straight, G_MAXUINT64);
        tiny_run_advance (first, stop);
        save (first, path);
        g_assert_true (train_checkpoint_read (second->trainer, path, &error));
        g_assert_no_error (error);
        g_assert_true (train_trainer_is_at_end (first->trainer) == train_trainer_is_at_end (second->trainer));
        if (!train_trainer_is_at_end (second->trainer))
          tiny_run_advance (second, G_MAXUINT64);
        g_assert_cmpuint (straight->trainer->step, ==, second->trainer->step);
        g_assert_cmpmem (straight->trainer->parameters, bytes, second->trainer->parameters, bytes);
        a = train_trainer_hash (straight->trainer);
        b = train_trainer_hash (second->trainer);
        g_assert_cmpstr (a, ==, b);
      }
}

/* The best of the curve is kept, however bad what comes after: in hash, result and model file. */
static void
test_best_is_kept (Scratch      *scratch,
                   gconstpointer data)
{
  g_autofree char            *path = scratch_path (scratch, "run");
  g_autofree char            *model = g_build_filename (path, TRAIN_RUN_MODEL, NULL);
  g_autoptr (TinyRun)         run = tiny_run_new ("training.keep=best-validation training.steps=60", 12, 2);
  g_autoptr (TrainExperiment) wild = train_experiment_set (run->experiment, "training", "rate", "30", NULL);
  g_autoptr (TrainResult)     result = NULL;
  g_autoptr (FmtSafetensors)  file = NULL;
  g_autofree char            *hash = NULL;
  g_autofree float           *saved = NULL;
  g_autofree char            *of_kept = NULL;
  const float                *kept;
  double                      best = -1;
  guint64                     step, best_step = 0;
  gsize                       bytes = run->trainer->network->n_parameters * sizeof (float);

  tiny_run_advance (run, 30);
  train_trainer_retune (run->trainer, wild); /* and everything is forgotten */
  g_assert_cmpint (tiny_run_advance (run, G_MAXUINT64), ==, TRAIN_FINISHED);
  for (guint i = 0; i < run->trainer->history->points->len; i++)
    {
      const TrainPoint *point = train_history_point (run->trainer->history, i);

      if (point->accuracy[TRAIN_PART_VALIDATION] <= best)
        continue;
      best = point->accuracy[TRAIN_PART_VALIDATION];
      best_step = point->step;
    }
  kept = train_trainer_get_kept (run->trainer, &step);
  g_assert_cmpuint (step, ==, best_step);
  g_assert_cmpuint (step, <, 60);
  g_assert_true (memcmp (kept, run->trainer->parameters, bytes) != 0);
  result = train_result_measure (run->trainer, "steps");
  g_assert_cmpuint (result->step, ==, 60);
  g_assert_cmpuint (result->kept_step, ==, best_step);
  g_assert_cmpuint (result->best_step, ==, best_step);
  g_assert_cmpfloat (result->best_validation, ==, best);
  g_assert_cmpfloat (result->accuracy[TRAIN_PART_VALIDATION], ==, best);
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) kept, bytes);
  g_assert_cmpstr (result->result_hash, ==, hash);
  save (run, path);
  file = fmt_safetensors_read (model, NULL);
  saved = g_malloc (bytes);
  g_assert_true (model_file_copy_parameters (file, model, run->trainer->network, saved, NULL));
  g_assert_cmpmem (saved, bytes, kept, bytes);
  of_kept = g_strdup_printf ("%" G_GUINT64_FORMAT, best_step);
  g_assert_cmpstr (fmt_safetensors_get_metadata (file, MODEL_FILE_STEP), ==, of_kept);
}

/* A look by hand does not decide what is kept. */
static void
test_looks_decide_nothing (void)
{
  g_autofree char    *straight = tiny_run_to_end ("training.keep=best-validation", 2);
  g_autofree char    *hash = NULL;
  g_autoptr (TinyRun) run = tiny_run_new ("training.keep=best-validation", 12, 2);

  while (tiny_run_advance (run, 1) != TRAIN_FINISHED)
    train_trainer_measure (run->trainer);
  hash = train_trainer_hash (run->trainer);
  g_assert_cmpstr (hash, ==, straight);
}

static void
test_needs_validation (void)
{
  g_autoptr (TrainExperiment) experiment = tiny_experiment_new ("training.keep=best-validation data.validation=0");
  g_autoptr (TrainData)       data = tiny_data_new (0);
  g_autoptr (BasePool)        pool = base_pool_new (1);
  g_autoptr (GError)          error = NULL;

  g_assert_null (train_trainer_new (experiment, data, pool, NULL, &error));
  g_assert_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "data.validation"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ends/rules", test_rules);
  g_test_add_func ("/ends/weights", test_weights);
  g_test_add_func ("/ends/cost", test_cost);
  g_test_add_func ("/ends/cost-of-batches", test_cost_of_batches);
  g_test_add_func ("/ends/plan-comes-first", test_plan_comes_first);
  g_test_add_func ("/ends/goes-on", test_goes_on);
  g_test_add ("/ends/saved", Scratch, NULL, scratch_set_up, test_saved, scratch_tear_down);
  g_test_add ("/ends/best-is-kept", Scratch, NULL, scratch_set_up, test_best_is_kept, scratch_tear_down);
  g_test_add_func ("/ends/looks-decide-nothing", test_looks_decide_nothing);
  g_test_add_func ("/ends/needs-validation", test_needs_validation);
  return g_test_run ();
}
