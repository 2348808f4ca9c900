/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of the x axis, and the curves of earlier runs. */

#include "plot/curves.h"
#include "pixels.h"

#include <math.h>
#include <string.h>

#define WIDTH  600
#define HEIGHT 300

typedef struct
{
  PlotCurves *curves;
  PlotTheme   theme;
} Fixture;

/* A steep descent to step 100, then a slow one from 0.2 to 0.1. */
static double
cost_at (double step)
{
  return step < 100 ? 9 - 0.088 * step : 0.2 - 0.1 * (step - 100) / 900;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->curves = plot_curves_new ("Cost", NULL, "steps", FALSE);
  plot_curves_add_series (fixture->curves, PLOT_ROLE_TRAIN, "train");
  for (int i = 0; i <= 1000; i++)
    {
      double x = i, y = cost_at (i);

      plot_curves_append (fixture->curves, 0, &x, &y, 1);
    }
  plot_theme_init (&fixture->theme, FALSE, FALSE, 14.67);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  plot_figure_unref (plot_curves_figure (fixture->curves));
}

/* Rows from the highest to the lowest that have the train color. */
static int
height_of_line (const Fixture *fixture)
{
  cairo_surface_t *surface = paint (plot_curves_figure (fixture->curves), WIDTH, HEIGHT, &fixture->theme);
  guint32          color = plot_color_pixel (&fixture->theme.roles[PLOT_ROLE_TRAIN]);
  int              top = HEIGHT, bottom = 0;

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH / 2; x++)
      if (pixel_at (surface, x, y) == color)
        {
          top = MIN (top, y);
          bottom = y;
        }
  cairo_surface_destroy (surface);
  return bottom - top;
}

static double
x_at (const Fixture *fixture,
      double         px)
{
  return plot_curves_x_at (fixture->curves, WIDTH, HEIGHT, &fixture->theme, px);
}

static void
test_zoom_keeps_place (Fixture      *fixture,
                       gconstpointer data)
{
  double at = x_at (fixture, 250);
  double low, high;

  g_assert_false (plot_curves_get_view (fixture->curves, &low, &high));
  g_assert_cmpfloat (low, ==, 0);
  g_assert_cmpfloat (high, ==, 1000);
  plot_curves_zoom (fixture->curves, at, 0.5);
  g_assert_true (plot_curves_get_view (fixture->curves, &low, &high));
  g_assert_cmpfloat_with_epsilon (high - low, 500, 1e-9);
  g_assert_cmpfloat_with_epsilon ((at - low) / 500, at / 1000, 1e-9);
  /* Out again by as much: all of it. */
  plot_curves_zoom (fixture->curves, at, 2);
  g_assert_false (plot_curves_get_view (fixture->curves, &low, &high));
}

static void
test_zoom_has_limits (Fixture      *fixture,
                      gconstpointer data)
{
  double low, high;

  for (int i = 0; i < 100; i++)
    plot_curves_zoom (fixture->curves, 500, 0.5);
  plot_curves_get_view (fixture->curves, &low, &high);
  g_assert_cmpfloat_with_epsilon (high - low, 4, 1e-9); /* whole steps: a few remain */
  g_assert_true (low <= 500 && high >= 500);
  plot_curves_zoom (fixture->curves, NAN, 0.5);
  plot_curves_zoom (fixture->curves, 500, -1);
  plot_curves_zoom (fixture->curves, 500, NAN);
  g_assert_true (plot_curves_get_view (fixture->curves, &low, &high));
  plot_curves_set_view (fixture->curves, 5, 5);
  g_assert_false (plot_curves_get_view (fixture->curves, &low, &high));
}

static void
test_pan_stays_within (Fixture      *fixture,
                       gconstpointer data)
{
  double low, high;

  plot_curves_pan (fixture->curves, 100); /* not zoomed: nowhere to go */
  g_assert_false (plot_curves_get_view (fixture->curves, &low, &high));
  plot_curves_set_view (fixture->curves, 100, 300);
  plot_curves_pan (fixture->curves, 50);
  plot_curves_get_view (fixture->curves, &low, &high);
  g_assert_cmpfloat (low, ==, 150);
  g_assert_cmpfloat (high, ==, 350);
  plot_curves_pan (fixture->curves, -1e9);
  plot_curves_get_view (fixture->curves, &low, &high);
  g_assert_cmpfloat (low, ==, 0);
  plot_curves_pan (fixture->curves, 1e9);
  plot_curves_get_view (fixture->curves, &low, &high);
  g_assert_cmpfloat (high, ==, 1000);
}

static void
test_y_follows (Fixture      *fixture,
                gconstpointer data)
{
  g_assert_cmpint (height_of_line (fixture), >, HEIGHT / 2);
  plot_curves_set_view (fixture->curves, 200, 900);
  g_assert_cmpint (height_of_line (fixture), >, HEIGHT / 5);
  plot_curves_set_y_scale (fixture->curves, PLOT_SCALE_LOG);
  g_assert_cmpint (height_of_line (fixture), >, HEIGHT / 5);
}

/* New points don't move what is looked at. */
static void
test_stays_while_running (Fixture      *fixture,
                          gconstpointer data)
{
  double low, high, x, y = 0.1;

  plot_curves_set_view (fixture->curves, 400, 600);
  for (x = 1001; x < 3000; x++)
    plot_curves_append (fixture->curves, 0, &x, &y, 1);
  g_assert_true (plot_curves_get_view (fixture->curves, &low, &high));
  g_assert_cmpfloat (low, ==, 400);
  g_assert_cmpfloat (high, ==, 600);
}

static void
test_between_two_points (Fixture      *fixture,
                         gconstpointer data)
{
  cairo_surface_t *surface;
  PlotCurves      *sparse = plot_curves_new ("Cost", NULL, "seconds", FALSE);
  const double     x[] = { 0, 100.5, 200 }, y[] = { 1, 1, 1 };

  plot_curves_add_series (sparse, PLOT_ROLE_TRAIN, "train");
  plot_curves_append (sparse, 0, x, y, 3);
  plot_curves_set_view (sparse, 20, 60);
  surface = paint (plot_curves_figure (sparse), WIDTH, HEIGHT, &fixture->theme);
  for (int px = 100; px < WIDTH - 20; px += 50)
    g_assert_cmpuint (count_color (surface, &fixture->theme.roles[PLOT_ROLE_TRAIN], px, px + 1), >, 0);
  cairo_surface_destroy (surface);
  plot_figure_unref (plot_curves_figure (sparse));
}

/* The label of a curve that goes on stands beyond the end of its line: none of it is painted over. */
static void
test_label_beside_cut_line (Fixture      *fixture,
                            gconstpointer data)
{
  cairo_surface_t *surface;
  double           right;

  plot_curves_set_view (fixture->curves, 200, 400);
  surface = paint (plot_curves_figure (fixture->curves), WIDTH, HEIGHT, &fixture->theme);
  for (right = WIDTH; x_at (fixture, right) > 400; right--)
    ;
  g_assert_cmpfloat (right, <, WIDTH - 30);
  for (int px = (int) right - 16; px < right - 2; px++)
    g_assert_cmpuint (count_color (surface, &fixture->theme.roles[PLOT_ROLE_TRAIN], px, px + 1), >, 0);
  g_assert_cmpuint (count_color (surface, &fixture->theme.roles[PLOT_ROLE_TRAIN], (int) right + 8, WIDTH), >, 0);
  cairo_surface_destroy (surface);
}

/* What lies outside of the part leaves no trace beside the plot. */
static void
test_line_ends_at_edges (Fixture      *fixture,
                         gconstpointer data)
{
  cairo_surface_t *surface;
  double           left;

  plot_curves_set_view (fixture->curves, 50.5, 300.5);
  surface = paint (plot_curves_figure (fixture->curves), WIDTH, HEIGHT, &fixture->theme);
  for (left = 0; x_at (fixture, left) < 50.5; left++)
    ;
  g_assert_cmpfloat (left, >, 10);
  g_assert_cmpuint (count_color (surface, &fixture->theme.roles[PLOT_ROLE_TRAIN], 0, (int) left - 4), ==, 0);
  cairo_surface_destroy (surface);
}

static void
assert_contains (char       *text,
                 const char *part,
                 gboolean    wanted)
{
  if ((strstr (text, part) != NULL) != wanted)
    g_error ("“%s” %s “%s”", text, wanted ? "lacks" : "has", part);
  g_free (text);
}

static void
test_words (Fixture      *fixture,
            gconstpointer data)
{
  const PlotFigure *figure = plot_curves_figure (fixture->curves);

  assert_contains (plot_figure_describe (figure), "shown", FALSE);
  plot_curves_set_view (fixture->curves, 100, 250);
  assert_contains (plot_figure_describe (figure), "shown: step 100 to step 250", TRUE);
}

static void
test_copy_has_the_part (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr (PlotFigure) copy = NULL;
  double low, high;

  plot_curves_set_view (fixture->curves, 100, 250);
  copy = plot_figure_copy (plot_curves_figure (fixture->curves));
  g_assert_true (plot_curves_get_view ((PlotCurves *) copy, &low, &high));
  g_assert_cmpfloat (low, ==, 100);
  g_assert_cmpfloat (high, ==, 250);
  /* Numbers are those of the whole run, whatever is looked at. */
  assert_contains (plot_figure_to_csv (copy), "\r\n1000,", TRUE);
}

static void
test_earlier_runs (Fixture      *fixture,
                   gconstpointer data)
{
  const PlotFigure *figure = plot_curves_figure (fixture->curves);
  const double      x[] = { 0, 500, 2000 }, y[] = { 3, 2, 0.25 };
  guint             earlier = plot_curves_add_series (fixture->curves, PLOT_ROLE_EARLIER, "earlier run 1");
  double            low, high;

  plot_curves_append (fixture->curves, earlier, x, y, 3);
  assert_contains (plot_figure_describe (figure), "; earlier run 1 0.25", TRUE);
  assert_contains (plot_figure_to_csv (figure), "steps,train,earlier run 1\r\n", TRUE);
  assert_contains (plot_figure_to_csv (figure), "\r\n2000,,0.25\r\n", TRUE);
  plot_curves_get_view (fixture->curves, &low, &high);
  g_assert_cmpfloat (high, ==, 2000);
  plot_curves_set_visible (fixture->curves, earlier, FALSE);
  assert_contains (plot_figure_describe (figure), "earlier", FALSE);
  assert_contains (plot_figure_to_csv (figure), "earlier", FALSE);
  plot_curves_get_view (fixture->curves, &low, &high);
  g_assert_cmpfloat (high, ==, 1000);
}

#define ADD(name, function) g_test_add ("/plot/curves-view/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("zoom-keeps-place", test_zoom_keeps_place);
  ADD ("zoom-has-limits", test_zoom_has_limits);
  ADD ("pan-stays-within", test_pan_stays_within);
  ADD ("y-follows", test_y_follows);
  ADD ("stays-while-running", test_stays_while_running);
  ADD ("between-two-points", test_between_two_points);
  ADD ("label-beside-cut-line", test_label_beside_cut_line);
  ADD ("line-ends-at-edges", test_line_ends_at_edges);
  ADD ("words", test_words);
  ADD ("copy-has-the-part", test_copy_has_the_part);
  ADD ("earlier-runs", test_earlier_runs);
  return g_test_run ();
}
