/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-bars.h"

#include "pixels.h"

#include <math.h>
#include <string.h>

#define N 6

static const float    values[N] = { 0.5f, -0.25f, 0.0f, 1.0f, -1.0f, 0.125f };
static char          *names[] = { (char *) "zero", (char *) "one", (char *) "two", (char *) "three", (char *) "four",
                                (char *) "five", NULL };

typedef struct
{
  PlotWeightBars *bars;
  PlotTheme       theme;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->bars = plot_weight_bars_new ("Weights to the classes");
  plot_theme_init (&fixture->theme, FALSE, FALSE, 14.67);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  plot_figure_unref (plot_weight_bars_figure (fixture->bars));
}

static cairo_surface_t *
paint_bars (Fixture *fixture)
{
  double height = plot_weight_bars_get_height (fixture->bars, 400, &fixture->theme);

  return paint (plot_weight_bars_figure (fixture->bars), 400, height, &fixture->theme);
}

/* Px of the bar's color in the line of pixels through the middle of the bar at @place. */
static guint
measure (Fixture         *fixture,
         cairo_surface_t *surface,
         guint            place,
         const PlotColor *color)
{
  guint32 wanted = plot_color_pixel (color);
  guint   first = 0, last = 0, picked, n = 0;
  int     height = cairo_image_surface_get_height (surface);

  for (int y = 0; y < height; y++)
    if (plot_weight_bars_pick (fixture->bars, 400, &fixture->theme, 200, y + 0.5, &picked) && picked == place)
      {
        first = first == 0 ? (guint) y : first;
        last = (guint) y;
      }
  g_assert_cmpuint (last, >, first);
  for (int x = 0; x < 400; x++)
    n += pixel_at (surface, x, (int) (first + last) / 2) == wanted;
  return n;
}

/* Lengths in proportion, colors by sign. */
static void
test_lengths (Fixture      *fixture,
              gconstpointer data)
{
  cairo_surface_t *surface;
  double           unit;

  plot_weight_bars_set (fixture->bars, values, names, N, 0);
  surface = paint_bars (fixture);
  unit = measure (fixture, surface, 3, &fixture->theme.weight_positive);
  g_assert_cmpfloat (unit, >, 50);
  for (guint i = 0; i < N; i++)
    {
      g_assert_cmpfloat_with_epsilon (measure (fixture, surface, i, &fixture->theme.weight_positive),
                                      fmax (values[i], 0) * unit, 1.5);
      g_assert_cmpfloat_with_epsilon (measure (fixture, surface, i, &fixture->theme.weight_negative),
                                      fmax (-values[i], 0) * unit, 1.5);
    }
  cairo_surface_destroy (surface);
}

/* The largest in size, in their own order; the first of equal ones. */
static void
test_most (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *words = NULL;

  plot_weight_bars_set (fixture->bars, values, names, N, 3);
  words = plot_figure_describe (plot_weight_bars_figure (fixture->bars));
  g_assert_cmpstr (strstr (words, "(3 of 6)"), !=, NULL);
  g_assert_cmpint (strstr (words, "zero") < strstr (words, "three"), ==, TRUE);
  g_assert_cmpint (strstr (words, "three") < strstr (words, "four"), ==, TRUE);
  g_assert_null (strstr (words, "one"));
  g_assert_cmpuint (plot_figure_count (plot_weight_bars_figure (fixture->bars)), ==, N);
}

/* Said in words, drawn without warnings. */
static void
test_odd_values (Fixture      *fixture,
                 gconstpointer data)
{
  const float      odd[] = { NAN, INFINITY, -INFINITY, 0.0f };
  const float      zero = 0.0f;
  g_autofree char *words = NULL;
  g_autofree char *none = NULL;
  g_autofree char *all_zero = NULL;

  cairo_surface_destroy (paint_bars (fixture));
  none = plot_figure_describe (plot_weight_bars_figure (fixture->bars));
  g_assert_cmpstr (none, ==, "Weights to the classes: none");
  plot_weight_bars_set (fixture->bars, odd, names, G_N_ELEMENTS (odd), 0);
  cairo_surface_destroy (paint_bars (fixture));
  words = plot_figure_describe (plot_weight_bars_figure (fixture->bars));
  g_assert_nonnull (strstr (words, "not a number"));
  plot_weight_bars_set (fixture->bars, &zero, names, 1, 0);
  cairo_surface_destroy (paint_bars (fixture));
  all_zero = plot_figure_describe (plot_weight_bars_figure (fixture->bars));
  g_assert_nonnull (strstr (all_zero, "all zero"));
}

static void
test_copy (Fixture      *fixture,
           gconstpointer data)
{
  PlotFigure      *copy;
  g_autofree char *words = NULL;
  g_autofree char *copied = NULL;
  g_autofree char *csv = NULL;

  plot_weight_bars_set (fixture->bars, values, names, N, 3);
  plot_weight_bars_set_marked (fixture->bars, 4);
  copy = plot_figure_copy (plot_weight_bars_figure (fixture->bars));
  words = plot_figure_describe (plot_weight_bars_figure (fixture->bars));
  copied = plot_figure_describe (copy);
  g_assert_cmpstr (words, ==, copied);
  g_assert_nonnull (strstr (words, "Selected: four"));
  csv = plot_figure_to_csv (copy);
  g_assert_true (g_str_has_prefix (csv, "name,value\r\nzero,0.5\r\none,-0.25\r\n"));
  plot_figure_unref (copy);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/weight-bars/lengths", Fixture, NULL, set_up, test_lengths, tear_down);
  g_test_add ("/weight-bars/most", Fixture, NULL, set_up, test_most, tear_down);
  g_test_add ("/weight-bars/odd-values", Fixture, NULL, set_up, test_odd_values, tear_down);
  g_test_add ("/weight-bars/copy", Fixture, NULL, set_up, test_copy, tear_down);
  return g_test_run ();
}
