/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/initializer.h"
#include "nn/nn-error.h"

#include <math.h>
#include <string.h>

#define N 50000

static float *
fill (const char *text,
      gsize       fan_in)
{
  GError       *error = NULL;
  NnInitializer initializer;
  BaseRng       rng;
  float        *weights = g_new (float, N + 1);

  g_assert_true (nn_initializer_parse (text, &initializer, &error));
  g_assert_no_error (error);
  base_rng_seed (&rng, 1, BASE_RNG_INIT);
  weights[N] = 12345.0f;
  nn_initializer_fill (&initializer, &rng, weights, N, fan_in);
  g_assert_cmpfloat (weights[N], ==, 12345.0f);
  return weights;
}

static void
check (const char *text,
       gsize       fan_in,
       double      low,
       double      high,
       double      mean,
       double      deviation)
{
  g_autofree float *weights = fill (text, fan_in);
  double            sum = 0, squares = 0, least = INFINITY, most = -INFINITY;

  for (gsize i = 0; i < N; i++)
    {
      sum += weights[i];
      squares += (weights[i] - mean) * (weights[i] - mean);
      least = MIN (least, weights[i]);
      most = MAX (most, weights[i]);
    }
  g_assert_cmpfloat (least, >=, low - 1e-6 * fabs (low));
  g_assert_cmpfloat (most, <=, high + 1e-6 * fabs (high));
  g_assert_cmpfloat_with_epsilon (sum / N, mean, 5 * deviation / sqrt (N) + 1e-12);
  g_assert_cmpfloat_with_epsilon (sqrt (squares / N), deviation, 0.02 * deviation);
}

static void
test_bounds_and_moments (void)
{
  check ("fan-in", 784, -1 / 28.0, 1 / 28.0, 0, 1 / 28.0 / sqrt (3));
  check ("fan-in", 1, -1, 1, 0, 1 / sqrt (3));
  check ("normal 0.25", 784, -0.25 * 6, 0.25 * 6, 0, 0.25);
  /* The standard deviation of a normal cut off at two is 0.8796. */
  check ("truncated-normal 0.1", 784, -0.2, 0.2, 0, 0.08796);
  check ("uniform -2 1", 784, -2, 1, -0.5, 3 / sqrt (12));
  check ("  normal   1e-3 ", 784, -6e-3, 6e-3, 0, 1e-3);
}

/* The cut is at two, not before. */
static void
test_truncated_reaches_its_cut (void)
{
  g_autofree float *weights = fill ("truncated-normal 1", 10);
  int               beyond = 0;

  for (gsize i = 0; i < N; i++)
    beyond += fabsf (weights[i]) > 1.9f;
  g_assert_cmpint (beyond, >, 300);
}

static void
test_zero (void)
{
  static const char *const zeros[] = { "zero", "normal 0", "truncated-normal 0" };

  for (gsize k = 0; k < G_N_ELEMENTS (zeros); k++)
    {
      g_autofree float *weights = fill (zeros[k], 10);

      for (gsize i = 0; i < N; i++)
        g_assert_true (weights[i] == 0.0f);
    }
}

static void
test_errors (void)
{
  static const char *const wrong[] = {
    "", " ", "foo", "normal", "normal x", "normal -1", "normal 1 2", "normal nan", "normal inf", "normal 1e9",
    "normal 1x", "truncated-normal", "truncated-normal -0.1", "uniform", "uniform 1", "uniform 1 0", "uniform 1 1",
    "uniform 0 x", "uniform 0 1 2", "zero 1", "fan-in 3", "Normal 1", "normal;1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      NnInitializer      initializer;

      g_assert_false (nn_initializer_parse (wrong[i], &initializer, &error));
      g_assert_error (error, NN_ERROR, NN_ERROR_SYNTAX);
      g_assert_nonnull (strstr (error->message, wrong[i]));
      g_assert_nonnull (strstr (error->message, "truncated-normal S"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/initializer/bounds-and-moments", test_bounds_and_moments);
  g_test_add_func ("/initializer/truncated-reaches-its-cut", test_truncated_reaches_its_cut);
  g_test_add_func ("/initializer/zero", test_zero);
  g_test_add_func ("/initializer/errors", test_errors);
  return g_test_run ();
}
