/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/tiny-run.h"

#include <math.h>

/* With so many threads a layer of UNITS is divided by rows, with two by units. */
#define MANY_THREADS 16
#define UNITS "29"

static gboolean
is_split (TinyRun *run)
{
  gsize rows;

  return train_batch_pass_get_split (run->trainer->pass, &rows) != NULL;
}

static void
check_near (const float *a,
            const float *b,
            gsize        n)
{
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (a[i], b[i], 2e-5 + 2e-4 * fabs (b[i]));
}

static void
check_same_run (TinyRun *by_units,
                TinyRun *by_rows)
{
  const gsize n = by_units->trainer->network->n_parameters;
  double      norm = train_trainer_get_gradient_norm (by_rows->trainer);

  g_assert_true (is_split (by_units));
  g_assert_false (is_split (by_rows));
  check_near (by_units->trainer->parameters, by_rows->trainer->parameters, n);
  for (guint s = 0; s < by_units->trainer->optimizer->n_slots; s++)
    check_near (by_units->trainer->slots[s], by_rows->trainer->slots[s], n);
  g_assert_cmpfloat (norm, >, 1e-3);
  g_assert_cmpfloat_with_epsilon (train_trainer_get_gradient_norm (by_units->trainer), norm, 1e-3 * norm);
}

/* Each optimizer with all that goes into a step: penalties, a rate of the layer's own, dropped units, batches that
 * are not all of a size. */
static void
test_as_by_rows (void)
{
  static const char *const rests[] = {
    "", "training.reduction=sum training.rate=0.001", "training.batch=1", "training.batch=50",
    "network.layers=dense_" UNITS "_rate_0.5;_dropout_0.5;_dense_7_tanh;_dense_3", "network.layers=dense_" UNITS,
  };

  for (gsize t = 0; nn_optimizer_types[t]; t++)
    for (gsize r = 0; r < G_N_ELEMENTS (rests); r++)
      {
        g_autofree char *settings = g_strdup_printf ("network.layers=dense_" UNITS "_tanh;_dense_3 training.rate=0.01 "
                                                     "training.l1=0.001 training.l2=0.01 training.optimizer=%s %s",
                                                     nn_optimizer_types[t]->name, rests[r]);
        g_autoptr (TinyRun) by_units = tiny_run_new (settings, TINY_VALIDATION, 2);
        g_autoptr (TinyRun) by_rows = tiny_run_new (settings, TINY_VALIDATION, MANY_THREADS);

        /* Adam's first steps are the sign of the gradient, which must not be left to rounding. */
        for (int i = 0; i < 7; i++)
          {
            g_assert_cmpint (tiny_run_advance (by_units, 1), ==, TRAIN_ADVANCED);
            g_assert_cmpint (tiny_run_advance (by_rows, 1), ==, TRAIN_ADVANCED);
            check_same_run (by_units, by_rows);
          }
      }
}

/* The rule that looks at how much the weights change stops both at the same step. */
static void
test_change (void)
{
  static const char  *settings = "network.layers=dense_" UNITS "_tanh;_dense_3 training.stop=weights_0.02 "
                                 "training.batch=full training.steps=3000 training.optimizer=gd";
  g_autoptr (TinyRun) by_units = tiny_run_new (settings, TINY_VALIDATION, 2);
  g_autoptr (TinyRun) by_rows = tiny_run_new (settings, TINY_VALIDATION, MANY_THREADS);

  g_assert_cmpint (tiny_run_advance (by_units, G_MAXUINT64), ==, TRAIN_FINISHED);
  g_assert_cmpint (tiny_run_advance (by_rows, G_MAXUINT64), ==, TRAIN_FINISHED);
  g_assert_cmpstr (train_trainer_get_end (by_units->trainer), ==, "weights");
  g_assert_cmpuint (by_units->trainer->step, >, 1);
  g_assert_cmpuint (by_units->trainer->step, ==, by_rows->trainer->step);
  check_same_run (by_units, by_rows);
}

static void
test_same_bits (void)
{
  for (guint threads = 1; threads <= 3; threads++)
    {
      const char      *settings = "network.layers=dense_" UNITS "_relu;_dropout_0.2;_dense_3 training.optimizer=adam";
      g_autofree char *one = tiny_run_to_end (settings, threads);
      g_autofree char *other = tiny_run_to_end (settings, threads);

      g_assert_cmpstr (one, ==, other);
    }
}

/* A step that ruins the weights comes when its gradient is made and used a few units at a time: what comes back are
 * those of the last point. */
static void
test_divergence (void)
{
  for (guint threads = 1; threads <= 3; threads++)
    {
      g_autoptr (TinyRun)         run = tiny_run_new ("network.layers=dense_" UNITS ";_dense_3 training.loss=squared "
                                                      "training.evaluate=5 training.steps=100000", TINY_VALIDATION,
                                                      threads);
      g_autoptr (TrainExperiment) fast = NULL;
      g_autofree char            *good = NULL, *after = NULL;
      TrainAdvance                advance = TRAIN_ADVANCED;
      guint64                     good_step = 10;

      tiny_run_advance (run, 10);
      good = train_trainer_hash (run->trainer);
      fast = train_experiment_set (run->experiment, "training", "rate", "1000", NULL);
      train_trainer_retune (run->trainer, fast);
      while (advance == TRAIN_ADVANCED)
        {
          advance = train_trainer_advance (run->trainer, 0);
          g_assert_true (advance == TRAIN_DIVERGED || is_split (run));
          if (advance == TRAIN_ADVANCED && run->trainer->good_step != good_step)
            {
              g_free (good);
              good = train_trainer_hash (run->trainer);
              good_step = run->trainer->good_step;
              g_assert_cmpuint (good_step, ==, run->trainer->step);
            }
        }
      g_assert_cmpint (advance, ==, TRAIN_DIVERGED);
      after = train_trainer_hash (run->trainer);
      g_assert_cmpuint (run->trainer->good_step, ==, good_step);
      g_assert_cmpstr (after, ==, good);
      for (gsize i = 0; i < run->trainer->network->n_parameters; i++)
        g_assert_true (isfinite (run->trainer->parameters[i]));
    }
}

/* Looking at the curve between two steps, by evaluations that use the same workspaces, changes nothing; the norm of
 * the gradient stays that of the step. */
static void
test_looks_between (void)
{
  const char         *settings = "network.layers=dense_" UNITS "_tanh;_dense_3";
  g_autoptr (TinyRun) run = tiny_run_new (settings, TINY_VALIDATION, 2);
  g_autofree char    *undisturbed = tiny_run_to_end (settings, 2);
  g_autofree char    *hash = NULL;
  TrainAdvance        advance = TRAIN_ADVANCED;

  while (advance == TRAIN_ADVANCED)
    {
      double norm;

      advance = tiny_run_advance (run, 1);
      norm = train_trainer_get_gradient_norm (run->trainer);
      g_assert_cmpint (train_trainer_measure (run->trainer), ==, TRAIN_ADVANCED);
      g_assert_cmpfloat (train_trainer_get_gradient_norm (run->trainer), ==, norm);
    }
  hash = train_trainer_hash (run->trainer);
  g_assert_cmpstr (hash, ==, undisturbed);
}

/* All units are off, so nothing pushes their weights any more: their velocity ends at zero, and not at the smallest
 * number that is its own nine tenths when rounded. */
static void
test_velocity_ends (void)
{
#if defined(__SSE2__)
  static const char *const settings[] = {
    "network.layers=dense_" UNITS "_relu;_dense_3", "network.layers=dense_5_relu;_dense_3",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char    *text = g_strconcat (settings[i], " network.bias-init=-100 training.momentum=0.9 "
                                              "training.initial-velocity=1e-30 training.steps=300", NULL);
      g_autoptr (TinyRun) run = tiny_run_new (text, TINY_VALIDATION, 2);

      g_assert_cmpfloat (run->trainer->slots[0][0], ==, 1e-30f);
      tiny_run_advance (run, 100);
      g_assert_cmpfloat (run->trainer->slots[0][0], >, 1e-36);
      g_assert_cmpint (tiny_run_advance (run, G_MAXUINT64), ==, TRAIN_FINISHED);
      for (gsize k = 0; k < run->trainer->network->layers[0].n_weights; k++)
        g_assert_cmpfloat (run->trainer->slots[0][k], ==, 0.0f);
    }
#else
  g_test_skip ("of this processor nobody knows how to make it round to zero");
#endif
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unit-split/as-by-rows", test_as_by_rows);
  g_test_add_func ("/unit-split/change", test_change);
  g_test_add_func ("/unit-split/same-bits", test_same_bits);
  g_test_add_func ("/unit-split/divergence", test_divergence);
  g_test_add_func ("/unit-split/looks-between", test_looks_between);
  g_test_add_func ("/unit-split/velocity-ends", test_velocity_ends);
  return g_test_run ();
}
