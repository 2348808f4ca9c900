/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/scratch.h"
#include "train/checkpoint.h"
#include "train/tiny-run.h"

#include <math.h>

static const TrainPoint *
last_point (TinyRun *run)
{
  const TrainHistory *history = run->trainer->history;

  return train_history_point (history, history->points->len - 1);
}

/* Steps before the first multiple of training.evaluate: Fibonacci's numbers, and what the weights make of it then. */
static void
test_early (void)
{
  static const guint64 expected[] = { 0, 1, 2, 3, 5, 8, 13, 20, 40 };
  g_autoptr (TinyRun)  run = tiny_run_new ("training.evaluate=20", TINY_VALIDATION, 2);
  TrainTally           tally;

  tiny_run_advance (run, 13);
  g_assert_true (train_trainer_evaluate (run->trainer, TRAIN_PART_TRAIN, &tally));
  g_assert_cmpfloat (last_point (run)->cost[TRAIN_PART_TRAIN], ==, tally.loss / TINY_TRAIN);
  g_assert_true (train_trainer_evaluate (run->trainer, TRAIN_PART_VALIDATION, &tally));
  g_assert_cmpfloat (last_point (run)->cost[TRAIN_PART_VALIDATION], ==, tally.loss / TINY_VALIDATION);
  tiny_run_advance (run, G_MAXUINT64);
  g_assert_cmpuint (run->trainer->history->points->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (train_history_point (run->trainer->history, i)->step, ==, expected[i]);
}

/* A point on demand is that of now, and comes once. */
static void
test_measure (void)
{
  g_autoptr (TinyRun) run = tiny_run_new ("training.evaluate=20", TINY_VALIDATION, 2);
  guint               n;
  TrainTally          tally;

  tiny_run_advance (run, 4);
  n = run->trainer->history->points->len;
  g_assert_cmpint (train_trainer_measure (run->trainer), ==, TRAIN_ADVANCED);
  g_assert_cmpint (train_trainer_measure (run->trainer), ==, TRAIN_ADVANCED);
  g_assert_cmpuint (run->trainer->history->points->len, ==, n + 1);
  g_assert_cmpuint (last_point (run)->step, ==, 4);
  g_assert_true (train_trainer_evaluate (run->trainer, TRAIN_PART_TRAIN, &tally));
  g_assert_cmpfloat (last_point (run)->cost[TRAIN_PART_TRAIN], ==, tally.loss / TINY_TRAIN);
  g_assert_cmpfloat (last_point (run)->accuracy[TRAIN_PART_TRAIN], ==, (double) tally.correct / TINY_TRAIN);
}

/* However often it is measured between, the weights and the points of the plan are to the last bit the same. */
static void
test_measuring_changes_nothing (void)
{
  g_autoptr (TinyRun) plain = tiny_run_new (NULL, TINY_VALIDATION, 2);
  g_autoptr (TinyRun) measured = tiny_run_new (NULL, TINY_VALIDATION, 2);
  g_autofree char    *plain_hash = NULL, *measured_hash = NULL;

  tiny_run_advance (plain, G_MAXUINT64);
  while (tiny_run_advance (measured, 1) != TRAIN_FINISHED)
    g_assert_cmpint (train_trainer_measure (measured->trainer), ==, TRAIN_ADVANCED);
  plain_hash = train_trainer_hash (plain->trainer);
  measured_hash = train_trainer_hash (measured->trainer);
  g_assert_cmpstr (plain_hash, ==, measured_hash);
  g_assert_cmpuint (measured->trainer->history->points->len, ==, 41);
  for (guint i = 0; i < plain->trainer->history->points->len; i++)
    {
      const TrainPoint *a = train_history_point (plain->trainer->history, i);
      const TrainPoint *b = train_history_point (measured->trainer->history, (guint) a->step);

      g_assert_cmpuint (a->step, ==, b->step);
      g_assert_cmpmem (a->cost, sizeof a->cost, b->cost, sizeof b->cost);
      g_assert_cmpmem (a->accuracy, sizeof a->accuracy, b->accuracy, sizeof b->accuracy);
    }
}

/* Also when it was saved at such a point and went on from there. */
static void
test_measured_and_saved (Scratch      *scratch,
                         gconstpointer data)
{
  g_autofree char        *path = scratch_path (scratch, "run");
  g_autoptr (TinyRun)     straight = tiny_run_new (NULL, TINY_VALIDATION, 2);
  g_autoptr (TinyRun)     second = tiny_run_new (NULL, TINY_VALIDATION, 2);
  g_autoptr (TrainResult) result = NULL;
  g_autoptr (GError)      error = NULL;
  g_autofree char        *curve_a = NULL, *curve_b = NULL, *hash_a = NULL, *hash_b = NULL;

  tiny_run_advance (straight, 7);
  train_trainer_measure (straight->trainer);
  result = train_result_glance (straight->trainer, "interrupted");
  g_assert_true (train_checkpoint_write (straight->trainer, result, path, &error));
  g_assert_true (train_checkpoint_read (second->trainer, path, &error));
  tiny_run_advance (straight, G_MAXUINT64);
  tiny_run_advance (second, G_MAXUINT64);
  curve_a = tiny_run_describe (straight);
  curve_b = tiny_run_describe (second);
  g_assert_cmpstr (curve_a, ==, curve_b);
  hash_a = train_trainer_hash (straight->trainer);
  hash_b = train_trainer_hash (second->trainer);
  g_assert_cmpstr (hash_a, ==, hash_b);
}

/* Stopped, it adds nothing; a point that was due is made by the next measurement. */
static void
test_measure_stopped (void)
{
  g_autoptr (TinyRun) run = tiny_run_new ("training.evaluate=20", TINY_VALIDATION, 2);
  guint               n;

  tiny_run_advance (run, 4);
  n = run->trainer->history->points->len;
  atomic_store (&run->stop, TRUE);
  g_assert_cmpint (train_trainer_measure (run->trainer), ==, TRAIN_STOPPED);
  g_assert_cmpuint (run->trainer->history->points->len, ==, n);
  atomic_store (&run->stop, FALSE);
  g_assert_cmpint (train_trainer_measure (run->trainer), ==, TRAIN_ADVANCED);
  g_assert_cmpuint (run->trainer->history->points->len, ==, n + 1);
}

static void
test_measure_diverges (void)
{
  g_autoptr (TinyRun) run = tiny_run_new ("training.evaluate=1000000 training.steps=1000000 training.rate=1000000 "
                                          "training.loss=squared network.layers=dense_3", TINY_VALIDATION, 1);
  TrainAdvance        advance = TRAIN_ADVANCED;

  while (advance == TRAIN_ADVANCED)
    {
      advance = tiny_run_advance (run, 1);
      if (advance == TRAIN_ADVANCED)
        advance = train_trainer_measure (run->trainer);
    }
  g_assert_cmpint (advance, ==, TRAIN_DIVERGED);
  for (gsize i = 0; i < run->trainer->network->n_parameters; i++)
    g_assert_true (isfinite (run->trainer->parameters[i]));
}

/* Paused before the first point was there: it is the beginning of the curve, not the mean over no batches. */
static void
test_measure_at_step_0 (void)
{
  g_autoptr (TinyRun) run = tiny_run_new (NULL, TINY_VALIDATION, 2);
  g_autoptr (TinyRun) begun = tiny_run_new (NULL, TINY_VALIDATION, 2);

  g_assert_cmpint (train_trainer_measure (run->trainer), ==, TRAIN_ADVANCED);
  g_assert_true (train_trainer_begin (begun->trainer));
  g_assert_cmpuint (run->trainer->history->points->len, ==, 1);
  g_assert_cmpfloat (last_point (run)->cost[TRAIN_PART_TRAIN], ==, last_point (begun)->cost[TRAIN_PART_TRAIN]);
}

/* Before anything was trained there is nothing to mark. */
static void
test_no_mark_at_step_0 (void)
{
  g_autoptr (TinyRun)         run = tiny_run_new (NULL, TINY_VALIDATION, 1);
  g_autoptr (TrainExperiment) slow = train_experiment_set (run->experiment, "training", "rate", "0.25", NULL);
  g_autoptr (TrainExperiment) slower = train_experiment_set (slow, "training", "rate", "0.125", NULL);

  train_trainer_retune (run->trainer, slow);
  g_assert_cmpfloat (run->trainer->hyper.rate, ==, 0.25);
  g_assert_cmpuint (run->trainer->history->marks->len, ==, 0);
  tiny_run_advance (run, 1);
  train_trainer_retune (run->trainer, slower);
  g_assert_cmpuint (run->trainer->history->marks->len, ==, 1);
  g_assert_cmpfloat (g_array_index (run->trainer->history->marks, TrainMark, 0).from, ==, 0.25);
}

/* Parameters that come from outside, however often, take nothing from the credit of the points to come; the point has
 * the test set where the one before had it. */
static void
test_measured_anew (void)
{
  g_autoptr (TinyRun) run = tiny_run_new ("training.evaluate=20", TINY_VALIDATION, 2);
  TrainPoint          point;
  double              evaluated;

  tiny_run_advance (run, 4);
  g_assert_cmpint (train_trainer_measure (run->trainer), ==, TRAIN_ADVANCED);
  point = *last_point (run);
  evaluated = run->trainer->test_evaluated;
  for (guint i = 0; i < 3; i++)
    {
      run->trainer->parameters[0] += 1.0f;
      g_assert_true (train_trainer_measure_anew (run->trainer));
      g_assert_cmpuint (last_point (run)->step, ==, 4);
      g_assert_cmpfloat (last_point (run)->cost[TRAIN_PART_TEST], !=, point.cost[TRAIN_PART_TEST]);
      g_assert_true (isfinite (last_point (run)->cost[TRAIN_PART_TEST]));
    }
  g_assert_cmpfloat (run->trainer->test_evaluated, ==, evaluated);
  train_trainer_restore_point (run->trainer, &point);
  g_assert_cmpmem (last_point (run), sizeof point, &point, sizeof point);
  point.cost[TRAIN_PART_TEST] = point.accuracy[TRAIN_PART_TEST] = NAN;
  train_trainer_restore_point (run->trainer, &point);
  g_assert_true (train_trainer_measure_anew (run->trainer));
  g_assert_true (isnan (last_point (run)->accuracy[TRAIN_PART_TEST]));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/points/early", test_early);
  g_test_add_func ("/points/measure", test_measure);
  g_test_add_func ("/points/measuring-changes-nothing", test_measuring_changes_nothing);
  g_test_add ("/points/measured-and-saved", Scratch, NULL, scratch_set_up, test_measured_and_saved, scratch_tear_down);
  g_test_add_func ("/points/measured-anew", test_measured_anew);
  g_test_add_func ("/points/measure-stopped", test_measure_stopped);
  g_test_add_func ("/points/measure-diverges", test_measure_diverges);
  g_test_add_func ("/points/measure-at-step-0", test_measure_at_step_0);
  g_test_add_func ("/points/no-mark-at-step-0", test_no_mark_at_step_0);
  return g_test_run ();
}
