/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a point says of how the network learns: the gradient's norm and the units that learn no more. */

#include "train/flat-units.h"
#include "train/tiny-run.h"

#include <math.h>

static const TrainPoint *
last_point (TinyRun *run)
{
  const TrainHistory *history = run->trainer->history;

  return train_history_point (history, history->points->len - 1);
}

/* Steepest descent moves the parameters by rate times the gradient. */
static double
norm_of_move (TinyRun *run,
              double   rate)
{
  gsize             n = run->trainer->network->n_parameters;
  g_autofree float *before = g_memdup2 (run->trainer->parameters, n * sizeof (float));
  double            squares = 0;

  tiny_run_advance (run, 1);
  for (gsize i = 0; i < n; i++)
    squares += pow ((double) run->trainer->parameters[i] - before[i], 2);
  return sqrt (squares) / rate;
}

static void
test_gradient_norm (void)
{
  for (guint threads = 1; threads <= 3; threads++)
    {
      g_autoptr (TinyRun) run = tiny_run_new ("training.optimizer=gd training.rate=0.25 training.evaluate=1",
                                              TINY_VALIDATION, threads);

      tiny_run_advance (run, 1);
      for (int step = 0; step < 4; step++)
        {
          double moved = norm_of_move (run, 0.25);

          g_assert_cmpfloat (moved, >, 0);
          g_assert_cmpfloat_with_epsilon (last_point (run)->gradient_norm / moved, 1, 1e-4);
        }
      g_assert_true (isnan (train_history_point (run->trainer->history, 0)->gradient_norm));
    }
}

/* The mean over the batch without the penalty, whatever is descended. */
static void
test_same_for_sum_and_penalty (void)
{
  static const char *const settings[] = { "training.evaluate=1", "training.evaluate=1 training.l2=0.1",
                                          "training.evaluate=1 training.reduction=sum" };
  double                   norms[G_N_ELEMENTS (settings)];

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr (TinyRun) run = tiny_run_new (settings[i], TINY_VALIDATION, 2);

      tiny_run_advance (run, 1);
      norms[i] = last_point (run)->gradient_norm;
    }
  g_assert_cmpfloat (norms[0], >, 0);
  g_assert_cmpfloat (norms[1], ==, norms[0]);
  g_assert_cmpfloat (norms[2], ==, norms[0]);
}

/* The first @n units of layer 1 get a bias that no input outweighs. */
static void
push_units (TinyRun *run,
            gsize    n,
            float    bias)
{
  const NnLayer *layer = nn_network_get_layer (run->trainer->network, 1);

  for (gsize i = 0; i < n; i++)
    run->trainer->parameters[layer->offset + layer->n_weights + i] = bias;
}

static void
test_dead_units (void)
{
  for (guint threads = 1; threads <= 3; threads++)
    {
      g_autoptr (TinyRun) run = tiny_run_new ("network.layers=dense_8_relu;dense_3", TINY_VALIDATION, threads);

      push_units (run, 5, -1e4f);
      g_assert_true (train_trainer_begin (run->trainer));
      g_assert_cmpfloat (last_point (run)->flat, >=, 5 / 8.0);
      g_assert_cmpfloat (last_point (run)->flat, <, 1);
    }
}

static void
test_saturated_units (void)
{
  g_autoptr (TinyRun) fresh = tiny_run_new (NULL, TINY_VALIDATION, 2);
  g_autoptr (TinyRun) run = tiny_run_new (NULL, TINY_VALIDATION, 2);

  push_units (run, 3, 1e4f);
  g_assert_true (train_trainer_begin (fresh->trainer));
  g_assert_true (train_trainer_begin (run->trainer));
  g_assert_cmpfloat (last_point (fresh)->flat, ==, 0);
  g_assert_cmpfloat (last_point (run)->flat, ==, 3 / 8.0);
}

/* Nothing to look at, or nothing to look with. */
static void
test_unknown (void)
{
  g_autoptr (TinyRun) linear = tiny_run_new ("network.layers=dense_3", TINY_VALIDATION, 2);
  g_autoptr (TinyRun) output = tiny_run_new ("network.layers=dense_3_tanh", TINY_VALIDATION, 2);
  g_autoptr (TinyRun) unseen = tiny_run_new (NULL, 0, 2);
  TinyRun            *runs[] = { linear, output, unseen };

  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_assert_true (train_trainer_begin (runs[i]->trainer));
      g_assert_true (isnan (last_point (runs[i])->flat));
    }
}

/* 99 % and not less: one example of 100 may still be learned from, two of 100 are two too many. */
static void
test_share (void)
{
  g_autoptr (NnNetwork)      network = nn_network_new ((NnShape) { 1, 1, 2 }, "dense 4 relu; dense 2", NULL);
  g_autoptr (TrainFlatUnits) units = train_flat_units_new (network);
  const guint32              a[] = { 60, 60, 0, 60 }, b[] = { 40, 39, 0, 38 };
  const guint32 *const       counts[] = { a, b };

  g_assert_cmpuint (train_flat_units_get_n (units), ==, 4);
  g_assert_cmpfloat (train_flat_units_share (units, counts, 2, 100), ==, 0.5);
  g_assert_true (isnan (train_flat_units_share (units, counts, 2, 0)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flat-units/gradient-norm", test_gradient_norm);
  g_test_add_func ("/flat-units/same-for-sum-and-penalty", test_same_for_sum_and_penalty);
  g_test_add_func ("/flat-units/dead", test_dead_units);
  g_test_add_func ("/flat-units/saturated", test_saturated_units);
  g_test_add_func ("/flat-units/unknown", test_unknown);
  g_test_add_func ("/flat-units/share", test_share);
  return g_test_run ();
}
