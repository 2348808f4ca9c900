/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surfaces.h"

static PlotSurface *
ramp (double low,
      double high)
{
  g_autofree double *values = g_new (double, 64);
  const double       sides[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
  const double      *axes[2] = { sides, sides };

  for (int i = 0; i < 64; i++)
    values[i] = low + (high - low) * (i / 63.0);
  return plot_surface_new ((guint[2]) { 8, 8 }, axes, values);
}

static double
level_at (const GArray *levels,
          guint         i)
{
  return g_array_index (levels, double, i);
}

/* Within the values, ascending, about as many as asked for. */
static void
assert_sound (const GArray *levels,
              double        low,
              double        high,
              guint         n)
{
  g_assert_cmpuint (levels->len, >=, n / 2);
  g_assert_cmpuint (levels->len, <=, 2 * n);
  g_assert_cmpuint (levels->len, <=, 64);
  for (guint i = 0; i < levels->len; i++)
    {
      g_assert_cmpfloat (level_at (levels, i), >, i > 0 ? level_at (levels, i - 1) : low);
      g_assert_cmpfloat (level_at (levels, i), <, high);
    }
}

static void
test_equal (void)
{
  static const double ranges[][2] = { { 0.2731, 0.41 }, { 0.3843, 0.3921 }, { -7, 12 }, { 0, 1e9 }, { 1e-8, 3e-8 },
                                      { -5e5, -4.9e5 }, { 2.3025, 2.30251 } };

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    for (guint n = 2; n <= 64; n += 5)
      {
        g_autoptr (PlotSurface) surface = ramp (ranges[i][0], ranges[i][1]);
        g_autoptr (GArray) levels = plot_contour_levels (surface, PLOT_LEVELS_EQUAL, n);
        static const double digits[] = { 1, 2, 2.5, 5 };
        double power, step = 0;

        assert_sound (levels, ranges[i][0], ranges[i][1], n);
        if (levels->len < 2)
          continue;
        power = pow (10, floor (log10 ((level_at (levels, 1) - level_at (levels, 0)) * (1 + 1e-6))));
        for (gsize k = 0; k < G_N_ELEMENTS (digits); k++)
          if (fabs (level_at (levels, 1) - level_at (levels, 0) - digits[k] * power) < 1e-4 * power)
            step = digits[k] * power;
        g_assert_cmpfloat (step, >, 0);
        for (guint k = 0; k < levels->len; k++)
          {
            double of_step = level_at (levels, k) / step;

            g_assert_cmpfloat (fabs (of_step - round (of_step)), <, 1e-14 * fabs (of_step) + 1e-9);
          }
      }
}

/* The number that is printed is the level itself. */
static void
test_exact_decimals (void)
{
  g_autoptr (PlotSurface) surface = ramp (0.27, 0.43);
  g_autoptr (GArray) levels = plot_contour_levels (surface, PLOT_LEVELS_EQUAL, 15);

  g_assert_cmpuint (levels->len, ==, 15);
  g_assert_cmpfloat (level_at (levels, 0), ==, 0.28);
  g_assert_cmpfloat (level_at (levels, 2), ==, 0.30);
  g_assert_cmpfloat (level_at (levels, 14), ==, 0.42);
}

/* Between neighbors the height above the lowest value grows by one and the same factor. */
static void
test_logarithmic (void)
{
  static const double bases[] = { 0, 0.3, -20 };

  for (gsize i = 0; i < G_N_ELEMENTS (bases); i++)
    {
      g_autoptr (PlotSurface) plain = surface_of (rosenbrock, 50, 50, (double[]) { -2, -1 }, (double[]) { 2, 3 });
      g_autofree double *values = g_new (double, 2500);
      g_autoptr (PlotSurface) surface = NULL;
      g_autoptr (GArray) levels = NULL;
      gsize  place = 0;
      double lowest, ratio;

      for (int k = 0; k < 2500; k++)
        values[k] = plain->values[k] + bases[i];
      surface = with_values (plain, values);
      levels = plot_contour_levels (surface, PLOT_LEVELS_LOGARITHMIC, 20);
      g_assert_true (plot_surface_find_lowest (surface, &place));
      lowest = surface->values[place];
      assert_sound (levels, lowest, 1e9, 20);
      ratio = (level_at (levels, 1) - lowest) / (level_at (levels, 0) - lowest);
      g_assert_cmpfloat (ratio, >, 1.1);
      for (guint k = 1; k < levels->len; k++)
        g_assert_cmpfloat_with_epsilon ((level_at (levels, k) - lowest) / (level_at (levels, k - 1) - lowest), ratio,
                                        1e-6);
    }
}

/* A bowl that fills the window has lines everywhere with equal steps; Rosenbrock's valley has none. */
static void
test_automatic (void)
{
  g_autoptr (PlotSurface) slope = ramp (0.27, 0.43);
  g_autoptr (PlotSurface) valley = surface_of (rosenbrock, 50, 50, (double[]) { -2, -1 }, (double[]) { 2, 3 });
  g_autoptr (GArray) chosen = plot_contour_levels (valley, PLOT_LEVELS_AUTOMATIC, 20);
  g_autoptr (GArray) logarithmic = plot_contour_levels (valley, PLOT_LEVELS_LOGARITHMIC, 20);

  g_assert_cmpint (plot_contour_choose_levels (slope), ==, PLOT_LEVELS_EQUAL);
  g_assert_cmpint (plot_contour_choose_levels (valley), ==, PLOT_LEVELS_LOGARITHMIC);
  g_assert_cmpmem (chosen->data, chosen->len * sizeof (double), logarithmic->data,
                   logarithmic->len * sizeof (double));
}

static void
test_none (void)
{
  static const double ranges[][2] = { { 0, 0 }, { 0.25, 0.25 }, { 1e300, 1e300 }, { NAN, NAN }, { INFINITY, INFINITY },
                                      { 0.25, 0.25 + 4e-17 } };

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    for (int kind = PLOT_LEVELS_AUTOMATIC; kind <= PLOT_LEVELS_LOGARITHMIC; kind++)
      {
        g_autoptr (PlotSurface) surface = ramp (ranges[i][0], ranges[i][1]);
        g_autoptr (GArray) levels = plot_contour_levels (surface, kind, 20);

        g_assert_cmpuint (levels->len, ==, 0);
      }
}

/* What is not finite has no say. */
static void
test_holes (void)
{
  g_autoptr (PlotSurface) whole = ramp (1, 2);
  g_autoptr (PlotSurface) surface = with_hole (whole, 6, 6, 2, 2, INFINITY);
  g_autoptr (PlotSurface) below = with_hole (whole, 0, 0, 2, 2, -INFINITY);
  g_autoptr (GArray) levels = plot_contour_levels (surface, PLOT_LEVELS_EQUAL, 10);
  gsize place = 0;

  assert_sound (levels, 1, 2, 10);
  g_assert_true (plot_surface_find_lowest (below, &place));
  g_assert_cmpuint (place, ==, 2);
}

static void
test_value_at (void)
{
  g_autoptr (PlotSurface) whole = surface_of (saddle, 6, 9, (double[]) { -1, 0 }, (double[]) { 3, 2 });
  g_autoptr (PlotSurface) surface = with_hole (whole, 0, 0, 1, 1, NAN);

  /* Bilinear interpolation is exact for x y. */
  for (double x = -0.19; x <= 3; x += 0.21)
    for (double y = 0.26; y <= 2; y += 0.13)
      g_assert_cmpfloat_with_epsilon (plot_surface_value_at (surface, x, y), x * y, 1e-14);
  g_assert_cmpfloat (plot_surface_value_at (surface, 3, 2), ==, 6);
  g_assert_true (isnan (plot_surface_value_at (surface, -0.9, 0.1)));
  g_assert_true (plot_surface_covers (surface, -0.9, 0.1));
  g_assert_false (plot_surface_covers (surface, 3.01, 1));
  g_assert_false (plot_surface_covers (surface, 1, NAN));
  g_assert_true (isnan (plot_surface_value_at (surface, 3.01, 1)));
  g_assert_true (isnan (plot_surface_value_at (surface, 1, -0.01)));
  g_assert_true (isnan (plot_surface_value_at (surface, NAN, 1)));
}

/* The values are copied, and stay as long as somebody holds them. */
static void
test_references (void)
{
  double        values[] = { 1, 2, 3, 4 };
  const double  sides[] = { 0, 1 };
  const double *axes[2] = { sides, sides };
  PlotSurface  *surface = plot_surface_new ((guint[2]) { 2, 2 }, axes, values);

  values[0] = 9;
  g_assert_true (plot_surface_ref (surface) == surface);
  plot_surface_unref (surface);
  g_assert_cmpfloat (surface->values[0], ==, 1);
  plot_surface_unref (surface);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contour-levels/equal", test_equal);
  g_test_add_func ("/contour-levels/exact-decimals", test_exact_decimals);
  g_test_add_func ("/contour-levels/logarithmic", test_logarithmic);
  g_test_add_func ("/contour-levels/automatic", test_automatic);
  g_test_add_func ("/contour-levels/none", test_none);
  g_test_add_func ("/contour-levels/holes", test_holes);
  g_test_add_func ("/contour-levels/value-at", test_value_at);
  g_test_add_func ("/contour-levels/references", test_references);
  return g_test_run ();
}
