/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/scale.h"

#include <math.h>

static void
test_linear (void)
{
  PlotScale scale;

  g_assert_true (plot_scale_init (&scale, PLOT_SCALE_LINEAR, -2, 6));
  g_assert_cmpfloat (plot_scale_map (&scale, -2), ==, 0);
  g_assert_cmpfloat (plot_scale_map (&scale, 6), ==, 1);
  g_assert_cmpfloat (plot_scale_map (&scale, 0), ==, 0.25);
  g_assert_cmpfloat (plot_scale_map (&scale, 14), ==, 2);
  g_assert_cmpfloat (plot_scale_unmap (&scale, 0.25), ==, 0);
  g_assert_true (isnan (plot_scale_map (&scale, NAN)));
  g_assert_true (isnan (plot_scale_map (&scale, INFINITY)));
}

static void
test_log (void)
{
  PlotScale scale;

  g_assert_true (plot_scale_init (&scale, PLOT_SCALE_LOG, 0.01, 100));
  g_assert_cmpfloat_with_epsilon (plot_scale_map (&scale, 1), 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (plot_scale_map (&scale, 10), 0.75, 1e-12);
  g_assert_cmpfloat_with_epsilon (plot_scale_unmap (&scale, 0.75), 10, 1e-9);
  g_assert_true (isnan (plot_scale_map (&scale, 0)));
  g_assert_true (isnan (plot_scale_map (&scale, -1)));
  g_assert_false (plot_scale_shows (&scale, -1));
}

/* Every range, however absurd, becomes one that maps its own ends to 0 and 1 and has finite, ascending ticks. */
static void
test_pathological (void)
{
  const double odd[] = { NAN,    INFINITY, -INFINITY, 0,     -0.0,   1,      -1,    1e300, -1e300,
                         1.7e308, 1e-300,  5e-324,    1e-12, 1 + 1e-15, 1e15, 1e15 + 1, 3.5 };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    for (guint k = 0; k < G_N_ELEMENTS (odd); k++)
      for (int kind = PLOT_SCALE_LINEAR; kind <= PLOT_SCALE_LOG; kind++)
        for (guint most = 0; most < 12; most += 3)
          {
            PlotScale scale;
            PlotTicks ticks;

            plot_scale_init (&scale, kind, odd[i], odd[k]);
            for (int round = 0; round < 2; round++)
              {
                g_assert_true (isfinite (scale.low) && isfinite (scale.high));
                g_assert_cmpfloat (scale.low, <, scale.high);
                g_assert_cmpfloat_with_epsilon (plot_scale_map (&scale, scale.low), 0, 1e-6);
                g_assert_cmpfloat_with_epsilon (plot_scale_map (&scale, scale.high), 1, 1e-6);
                plot_scale_ticks (&scale, most, 0, &ticks);
                g_assert_cmpuint (ticks.n, <=, PLOT_MAX_TICKS);
                for (guint t = 0; t < ticks.n; t++)
                  {
                    g_assert_true (isfinite (ticks.values[t]));
                    g_assert_true (t == 0 || ticks.values[t] > ticks.values[t - 1]);
                  }
                plot_scale_round (&scale, most);
              }
          }
}

static void
test_taken_as_given (void)
{
  PlotScale scale;

  g_assert_false (plot_scale_init (&scale, PLOT_SCALE_LINEAR, NAN, 1));
  g_assert_false (plot_scale_init (&scale, PLOT_SCALE_LINEAR, 0, 1e301));
  g_assert_false (plot_scale_init (&scale, PLOT_SCALE_LINEAR, 3, 3));
  g_assert_cmpfloat (scale.low, <, 3);
  g_assert_cmpfloat (scale.high, >, 3);
  g_assert_false (plot_scale_init (&scale, PLOT_SCALE_LINEAR, 5, 2));
  g_assert_cmpfloat (scale.low, ==, 2);
  g_assert_cmpfloat (scale.high, ==, 5);
  g_assert_false (plot_scale_init (&scale, PLOT_SCALE_LOG, 0, 8));
  g_assert_cmpfloat (scale.high, ==, 8);
  g_assert_cmpfloat (scale.low, >, 0);
}

static void
assert_ticks (PlotScaleKind kind,
              double        low,
              double        high,
              guint         most,
              double        min_step,
              const double *expected,
              guint         n)
{
  PlotScale scale;
  PlotTicks ticks;
  guint     numbered = 0;

  plot_scale_init (&scale, kind, low, high);
  plot_scale_ticks (&scale, most, min_step, &ticks);
  for (guint i = 0; i < ticks.n; i++)
    if (!ticks.minor[i])
      {
        g_assert_cmpuint (numbered, <, n);
        g_assert_cmpfloat_with_epsilon (ticks.values[i], expected[numbered], 1e-9 * fabs (high));
        numbered++;
      }
  g_assert_cmpuint (numbered, ==, n);
}

static void
test_ticks (void)
{
  const double cost[] = { 0, 0.5, 1, 1.5, 2, 2.5 };
  const double percent[] = { 0, 0.2, 0.4, 0.6, 0.8, 1 };
  const double steps[] = { 0, 1000, 2000, 3000, 4000, 5000 };
  const double around[] = { -1, 0, 1 };
  const double whole[] = { 0, 1, 2 };
  const double decades[] = { 0.001, 0.01, 0.1, 1, 10 };
  const double some_decades[] = { 1e-8, 1e-5, 1e-2 };
  const double between[] = { 0.1, 0.2, 0.5, 1 };

  assert_ticks (PLOT_SCALE_LINEAR, 0, 2.5, 6, 0, cost, 6);
  assert_ticks (PLOT_SCALE_LINEAR, 0, 1, 7, 0, percent, 6);
  assert_ticks (PLOT_SCALE_LINEAR, 0, 5300, 7, 0, steps, 6);
  assert_ticks (PLOT_SCALE_LINEAR, -1.2, 1.3, 4, 0, around, 3);
  assert_ticks (PLOT_SCALE_LINEAR, 0, 2, 9, 1, whole, 3);
  assert_ticks (PLOT_SCALE_LOG, 0.001, 10, 6, 0, decades, 5);
  assert_ticks (PLOT_SCALE_LOG, 1e-8, 1e-1, 3, 0, some_decades, 3);
  assert_ticks (PLOT_SCALE_LOG, 0.1, 1, 6, 0, between, 4);
}

static void
test_minor_ticks (void)
{
  PlotScale scale;
  PlotTicks ticks;
  guint     minor = 0;

  plot_scale_init (&scale, PLOT_SCALE_LOG, 0.01, 10);
  plot_scale_ticks (&scale, 6, 0, &ticks);
  for (guint i = 0; i < ticks.n; i++)
    minor += ticks.minor[i];
  g_assert_cmpuint (minor, ==, 3 * 8);
}

static void
test_round (void)
{
  PlotScale scale;

  plot_scale_init (&scale, PLOT_SCALE_LINEAR, 0, 2.31);
  plot_scale_round (&scale, 6);
  g_assert_cmpfloat (scale.low, ==, 0);
  g_assert_cmpfloat_with_epsilon (scale.high, 2.5, 1e-12);
  plot_scale_init (&scale, PLOT_SCALE_LOG, 0.07, 2.3);
  plot_scale_round (&scale, 6);
  g_assert_cmpfloat_with_epsilon (scale.low, 0.05, 1e-12);
  g_assert_cmpfloat_with_epsilon (scale.high, 5, 1e-12);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/scale/linear", test_linear);
  g_test_add_func ("/plot/scale/log", test_log);
  g_test_add_func ("/plot/scale/pathological", test_pathological);
  g_test_add_func ("/plot/scale/taken-as-given", test_taken_as_given);
  g_test_add_func ("/plot/scale/ticks", test_ticks);
  g_test_add_func ("/plot/scale/minor-ticks", test_minor_ticks);
  g_test_add_func ("/plot/scale/round", test_round);
  return g_test_run ();
}
