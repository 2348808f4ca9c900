/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-scale.h"

#include <math.h>
#include <stdlib.h>

static int
compare_floats (gconstpointer a,
                gconstpointer b)
{
  float first = *(const float *) a;
  float second = *(const float *) b;

  return first < second ? 1 : first > second ? -1 : 0;
}

/* The definition, by sorting. */
static double
reference (const float *values,
           gsize        n)
{
  g_autofree float *sorted = g_new (float, n);
  gsize finite = 0;

  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      sorted[finite++] = fabsf (values[i]);
  qsort (sorted, finite, sizeof (float), compare_floats);
  return sorted[(gsize) (0.005 * finite)];
}

/* Rounded up to two digits, and never below the percentile that sorting finds. */
static void
test_percentile (void)
{
  for (int round = 0; round < 40; round++)
    {
      gsize             n = 200 + g_test_rand_int_range (0, 20000);
      g_autofree float *values = g_new (float, n);
      double            size = pow (10, g_test_rand_double_range (-30, 30));
      double            expected, scale;

      for (gsize i = 0; i < n; i++)
        values[i] = (float) (size * pow (g_test_rand_double_range (-1, 1), 5));
      for (int i = 0; i < round; i++)
        values[g_test_rand_int_range (0, (gint32) n)] = i % 3 == 0 ? NAN : i % 3 == 1 ? INFINITY : -INFINITY;
      expected = reference (values, n);
      scale = plot_weight_scale (values, n);
      g_assert_cmpfloat (scale, >=, expected * 0.9998);
      g_assert_cmpfloat (scale, <=, expected * 1.1);
    }
}

static void
test_two_digits (void)
{
  const float values[] = { 0.1f, -0.4321f };

  g_assert_cmpfloat_with_epsilon (plot_weight_scale (values, 2), 0.44, 1e-9);
}

static void
test_degenerate (void)
{
  static float zeros[5000];
  const float  wild[] = { NAN, INFINITY, -INFINITY };

  g_assert_cmpfloat (plot_weight_scale (zeros, 0), ==, 0);
  g_assert_cmpfloat (plot_weight_scale (zeros, G_N_ELEMENTS (zeros)), ==, 0);
  g_assert_cmpfloat (plot_weight_scale (wild, 3), ==, 0);
  g_assert_cmpfloat (plot_weight_largest (wild, 3), ==, 0);
  /* Where almost all weights are zero, the few others count. */
  zeros[17] = -3;
  g_assert_cmpfloat (plot_weight_scale (zeros, G_N_ELEMENTS (zeros)), ==, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (zeros); i++)
    zeros[i] = NAN;
  g_assert_cmpfloat (plot_weight_scale (zeros, G_N_ELEMENTS (zeros)), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/weight-scale/percentile", test_percentile);
  g_test_add_func ("/plot/weight-scale/two-digits", test_two_digits);
  g_test_add_func ("/plot/weight-scale/degenerate", test_degenerate);
  return g_test_run ();
}
