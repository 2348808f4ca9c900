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

/* Of many values only those that may be among the largest are kept, which a sample guesses: where it is misled, by all
 * of the large ones being in it or none of them, the answer is the same. */
static void
test_many (void)
{
  const gsize       n = 70000;
  g_autofree float *values = g_new (float, n);

  for (int kind = 0; kind < 4; kind++)
    {
      double expected, scale;

      for (gsize i = 0; i < n; i++)
        {
          gboolean in_sample = i % 61 == 0;
          gboolean large = (kind == 1 && in_sample) || (kind == 2 && !in_sample);

          values[i] = (float) ((large ? 1000 : 1) * pow (g_test_rand_double_range (-1, 1), 3));
        }
      for (int i = 0; kind == 3 && i < 9000; i++)
        values[7 * i] = i % 2 ? NAN : -INFINITY;
      expected = reference (values, n);
      scale = plot_weight_scale (values, n);
      g_assert_cmpfloat (scale, >=, expected * 0.9998);
      g_assert_cmpfloat (scale, <=, expected * 1.1);
    }
}

static void
test_range (void)
{
  for (int round = 0; round < 200; round++)
    {
      gsize             n = (gsize) g_test_rand_int_range (1, 1200);
      g_autofree float *values = g_new (float, n);
      float             low, high, lowest = INFINITY, highest = -INFINITY;
      gsize             bad = 0, not_finite;
      double            shift = g_test_rand_double_range (-2, 2);

      for (gsize i = 0; i < n; i++)
        {
          values[i] = (float) (shift + g_test_rand_double_range (-1, 1));
          if (g_test_rand_int_range (0, 20) < round % 22)
            values[i] = i % 3 == 0 ? NAN : i % 3 == 1 ? INFINITY : -INFINITY;
          if (!isfinite (values[i]))
            bad++;
          else
            {
              lowest = MIN (lowest, values[i]);
              highest = MAX (highest, values[i]);
            }
        }
      g_assert_cmpint (plot_weight_range (values, n, &low, &high, &not_finite), ==, bad < n);
      g_assert_cmpuint (not_finite, ==, bad);
      g_assert_cmpfloat (low, ==, bad < n ? lowest : 0);
      g_assert_cmpfloat (high, ==, bad < n ? highest : 0);
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
  g_test_add_func ("/plot/weight-scale/many", test_many);
  g_test_add_func ("/plot/weight-scale/range", test_range);
  g_test_add_func ("/plot/weight-scale/two-digits", test_two_digits);
  g_test_add_func ("/plot/weight-scale/degenerate", test_degenerate);
  return g_test_run ();
}
