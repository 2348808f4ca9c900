/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/curves.h"
#include "pixels.h"

#include <math.h>
#include <string.h>

typedef struct
{
  PlotCurves *curves;
  PlotTheme   theme;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->curves = plot_curves_new ("Cost", "mean −log p", "steps", FALSE);
  plot_curves_add_series (fixture->curves, PLOT_ROLE_TRAIN, "train");
  plot_curves_add_series (fixture->curves, PLOT_ROLE_VALIDATION, "validation");
  plot_theme_init (&fixture->theme, FALSE, FALSE, 14.67);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  plot_figure_unref (plot_curves_figure (fixture->curves));
}

static void
add (Fixture *fixture,
     guint    series,
     double   x,
     double   y)
{
  plot_curves_append (fixture->curves, series, &x, &y, 1);
}

static void
add_run (Fixture *fixture,
         int      n)
{
  for (int i = 0; i < n; i++)
    {
      add (fixture, 0, i, 0.08 + 2.2 * exp (-i / 600.0) + 0.1 * g_test_rand_double ());
      if (i % 50 == 0)
        add (fixture, 1, i, 0.1 + 2.2 * exp (-i / 600.0));
    }
}

static cairo_surface_t *
paint_curves (const Fixture *fixture,
              double         width,
              double         height)
{
  return paint (plot_curves_figure (fixture->curves), width, height, &fixture->theme);
}

/* Columns of the figure in which @role's color appears, as a string of '#' and '.'. */
static char *
columns_of (const Fixture   *fixture,
            cairo_surface_t *surface,
            PlotRole         role)
{
  int   width = cairo_image_surface_get_width (surface);
  char *columns = g_malloc0 (width + 1);

  for (int x = 0; x < width; x++)
    columns[x] = count_color (surface, &fixture->theme.roles[role], x, x + 1) > 0 ? '#' : '.';
  return columns;
}

static void
test_line_where_expected (Fixture      *fixture,
                          gconstpointer data)
{
  cairo_surface_t *surface;
  int              top = G_MAXINT;
  int              bottom = 0;
  guint32          color = plot_color_pixel (&fixture->theme.roles[PLOT_ROLE_TRAIN]);

  for (int i = 0; i <= 200; i++)
    add (fixture, 0, i, i / 100.0);
  surface = paint_curves (fixture, 400, 300);
  /* From the lower left to the upper right: rising in every column. */
  for (int x = 60; x < 200; x += 20)
    for (int y = 0, lowest = 0; y < 300; y++)
      if (pixel_at (surface, x, y) == color)
        {
          lowest = y;
          top = MIN (top, y);
          bottom = MAX (bottom, lowest);
        }
  g_assert_cmpint (bottom - top, >, 80);
  g_assert_cmpuint (count_color (surface, &fixture->theme.roles[PLOT_ROLE_VALIDATION], 0, 400), ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_line_is_wide (Fixture      *fixture,
                   gconstpointer data)
{
  cairo_surface_t *surface;
  guint            sum = 0;

  add (fixture, 0, 0, 1);
  add (fixture, 0, 100, 1);
  surface = paint_curves (fixture, 600, 300);
  for (int x = 100; x < 110; x++)
    sum += count_color (surface, &fixture->theme.roles[PLOT_ROLE_TRAIN], x, x + 1);
  /* Three px, of which antialiasing takes one at most where no marker stands. */
  g_assert_cmpuint (sum, >=, 20);
  cairo_surface_destroy (surface);
}

static gsize
widest_hole (const char *columns,
             gsize       from,
             gsize       to)
{
  gsize widest = 0;
  gsize hole = 0;

  for (gsize i = from; i < to; i++)
    {
      hole = columns[i] == '.' ? hole + 1 : 0;
      widest = MAX (widest, hole);
    }
  return widest;
}

/* A gently rising line is nowhere high: no line strays from one side of a gap to anywhere else. */
static void
assert_no_strays (const Fixture   *fixture,
                  cairo_surface_t *surface)
{
  guint32 color = plot_color_pixel (&fixture->theme.roles[PLOT_ROLE_TRAIN]);

  for (int x = 0; x < 400; x++)
    {
      int top = G_MAXINT;
      int bottom = -1;

      for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
        if (pixel_at (surface, x, y) == color)
          {
            top = MIN (top, y);
            bottom = y;
          }
      g_assert_true (bottom < 0 || bottom - top < 20);
    }
}

/* The columns with the line in them, one point every @step; a fifth of the run is @hole unless that is NULL. */
static char *
paint_gap (Fixture      *fixture,
           const double *hole,
           int           step)
{
  cairo_surface_t *surface;
  char            *columns;

  plot_curves_clear (fixture->curves);
  for (int i = 0; i <= 1000; i += step)
    add (fixture, 0, i, hole && i >= 400 && i < 600 ? *hole : 1 + i / 1000.0);
  surface = paint_curves (fixture, 600, 300);
  columns = columns_of (fixture, surface, PLOT_ROLE_TRAIN);
  assert_no_strays (fixture, surface);
  cairo_surface_destroy (surface);
  return columns;
}

/* @data: the value that cannot be shown. The points are few, or so many that the outline is painted. */
static void
test_gap (Fixture      *fixture,
          gconstpointer data)
{
  const double *hole = data;

  if (*hole == 0)
    plot_curves_set_y_scale (fixture->curves, PLOT_SCALE_LOG);
  for (int step = 1; step <= 10; step += 9)
    {
      g_autofree char *columns = paint_gap (fixture, hole, step);
      g_autofree char *whole = paint_gap (fixture, NULL, step);

      /* The plot is some 450 px wide, a fifth of it is missing. */
      g_assert_cmpuint (widest_hole (columns, 100, 400), >, 60);
      g_assert_cmpuint (widest_hole (columns, 100, 400), <, 110);
      g_assert_cmpuint (widest_hole (whole, 100, 400), <, 6);
    }
}

static void
test_single_point (Fixture      *fixture,
                   gconstpointer data)
{
  cairo_surface_t *surface;

  add (fixture, 0, 0, 2.3);
  surface = paint_curves (fixture, 400, 300);
  g_assert_cmpuint (count_color (surface, &fixture->theme.roles[PLOT_ROLE_TRAIN], 0, 400), >, 30);
  cairo_surface_destroy (surface);
}

/* Noise so dense that the outline is painted instead of the line covers what the line covers. */
static void
test_dense_noise (Fixture      *fixture,
                  gconstpointer data)
{
  cairo_surface_t *surface;
  g_autofree char *columns = NULL;

  for (int i = 0; i < 20000; i++)
    add (fixture, 0, i, 1 + 0.5 * g_test_rand_double ());
  surface = paint_curves (fixture, 600, 300);
  columns = columns_of (fixture, surface, PLOT_ROLE_TRAIN);
  g_assert_cmpuint (widest_hole (columns, 60, 440), ==, 0);
  /* Nothing outside: the title's row and the numbers of the axis. */
  for (int y = 0; y < 300; y++)
    for (int x = 0; x < 600; x++)
      if (y < 30 || y > 275 || x < 12)
        g_assert_cmphex (pixel_at (surface, x, y), !=, plot_color_pixel (&fixture->theme.roles[PLOT_ROLE_TRAIN]));
  cairo_surface_destroy (surface);
}

/* No label leaves the figure: the last px columns stay free of its colors, at any size and with any text. */
static void
test_labels_stay_inside (Fixture      *fixture,
                         gconstpointer data)
{
  const double widths[] = { 120, 200, 250, 330, 500, 900 };

  plot_curves_add_series (fixture->curves, PLOT_ROLE_TEST, "a label that is a good deal longer than most");
  add_run (fixture, 2000);
  add (fixture, 2, 1990, 0.2);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    for (double height = 60; height < 500; height += 110)
      for (int end = 0; end <= 5000; end += 2500)
        {
          cairo_surface_t *surface;

          plot_curves_set_x_end (fixture->curves, end);
          surface = paint_curves (fixture, widths[i], height);
          for (PlotRole role = PLOT_ROLE_TRAIN; role <= PLOT_ROLE_TEST; role++)
            {
              int right = (int) widths[i];

              g_assert_cmpuint (count_color (surface, &fixture->theme.roles[role], right - 2, right), ==, 0);
            }
          cairo_surface_destroy (surface);
        }
}

static void
test_any_size (Fixture      *fixture,
               gconstpointer data)
{
  const double sizes[] = { 1, 2, 5, 17, 40, 73, 120, 200, 411, 1200 };

  for (int full = 0; full < 2; full++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
          for (int kind = PLOT_SCALE_LINEAR; kind <= PLOT_SCALE_LOG; kind++)
            {
              cairo_surface_t *surface;

              plot_curves_set_y_scale (fixture->curves, kind);
              surface = paint_curves (fixture, sizes[i], sizes[k]);
              g_assert_cmphex (pixel_at (surface, 0, 0), ==, plot_color_pixel (&fixture->theme.background));
              cairo_surface_destroy (surface);
            }
      add_run (fixture, 500);
      plot_curves_add_mark (fixture->curves, 100, "α 0.05 → 0.10");
    }
}

static void
test_wild_values (Fixture      *fixture,
                  gconstpointer data)
{
  const double wild[] = { NAN, INFINITY, -INFINITY, 1e300, -1e300, 1.7e308, 5e-324, 0, -1, 1e-12 };

  for (guint i = 0; i < G_N_ELEMENTS (wild); i++)
    for (guint k = 0; k < G_N_ELEMENTS (wild); k++)
      for (int kind = PLOT_SCALE_LINEAR; kind <= PLOT_SCALE_LOG; kind++)
        {
          cairo_surface_t *surface;
          g_autofree char *words = NULL;

          plot_curves_clear (fixture->curves);
          plot_curves_set_y_scale (fixture->curves, kind);
          plot_curves_set_x_end (fixture->curves, wild[i]);
          add (fixture, 0, 0, wild[i]);
          add (fixture, 0, 1, wild[k]);
          add (fixture, 1, wild[k], wild[i]);
          plot_curves_add_mark (fixture->curves, wild[k], "mark");
          surface = paint_curves (fixture, 300, 200);
          cairo_surface_destroy (surface);
          words = plot_figure_describe (plot_curves_figure (fixture->curves));
          g_assert_true (g_str_has_prefix (words, "Cost"));
        }
}

static void
test_both_schemes (Fixture      *fixture,
                   gconstpointer data)
{
  add_run (fixture, 2000);
  for (int scheme = 0; scheme < 4; scheme++)
    {
      cairo_surface_t *surface;

      plot_theme_init (&fixture->theme, scheme & 1, scheme & 2, 14.67);
      surface = paint_curves (fixture, 400, 300);
      g_assert_cmphex (pixel_at (surface, 399, 150), ==, plot_color_pixel (&fixture->theme.background));
      g_assert_cmpuint (count_color (surface, &fixture->theme.roles[PLOT_ROLE_TRAIN], 0, 400), >, 200);
      g_assert_cmpuint (count_color (surface, &fixture->theme.roles[PLOT_ROLE_VALIDATION], 0, 400), >, 200);
      cairo_surface_destroy (surface);
    }
}

static void
test_hidden_series (Fixture      *fixture,
                    gconstpointer data)
{
  cairo_surface_t *surface;
  g_autofree char *words = NULL;
  g_autofree char *csv = NULL;

  add_run (fixture, 200);
  plot_curves_set_visible (fixture->curves, 1, FALSE);
  surface = paint_curves (fixture, 400, 300);
  g_assert_cmpuint (count_color (surface, &fixture->theme.roles[PLOT_ROLE_VALIDATION], 0, 400), ==, 0);
  cairo_surface_destroy (surface);
  words = plot_figure_describe (plot_curves_figure (fixture->curves));
  g_assert_null (strstr (words, "validation"));
  csv = plot_figure_to_csv (plot_curves_figure (fixture->curves));
  g_assert_null (strstr (csv, "validation"));
}

static void
test_mark (Fixture      *fixture,
           gconstpointer data)
{
  cairo_surface_t *before;
  cairo_surface_t *after;

  add_run (fixture, 500);
  before = paint_curves (fixture, 500, 300);
  plot_curves_add_mark (fixture->curves, 250, "");
  after = paint_curves (fixture, 500, 300);
  /* The edges of letters have a few pixels of any gray. */
  g_assert_cmpuint (count_color (after, &fixture->theme.mark, 150, 260), >,
                    count_color (before, &fixture->theme.mark, 150, 260) + 50);
  /* It is vertical: nothing of it far from the middle. */
  g_assert_cmpuint (count_color (after, &fixture->theme.mark, 0, 150), ==,
                    count_color (before, &fixture->theme.mark, 0, 150));
  g_assert_cmpuint (count_color (after, &fixture->theme.mark, 260, 500), ==,
                    count_color (before, &fixture->theme.mark, 260, 500));
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
}

static void
assert_description (const Fixture *fixture,
                    const char    *expected)
{
  g_autofree char *words = plot_figure_describe (plot_curves_figure (fixture->curves));

  g_assert_cmpstr (words, ==, expected);
}

static void
test_describe (Fixture      *fixture,
               gconstpointer data)
{
  assert_description (fixture, "Cost, no points yet");
  add (fixture, 0, 2314, 0.0834);
  add (fixture, 1, 2300, 0.1012);
  assert_description (fixture, "Cost, train 0.083, validation 0.101 at step 2314");
  add (fixture, 0, 2320, NAN);
  assert_description (fixture, "Cost, train 0.083, validation 0.101 at step 2314");
  plot_curves_clear (fixture->curves);
  assert_description (fixture, "Cost, no points yet");
}

static void
test_csv (Fixture      *fixture,
          gconstpointer data)
{
  g_autofree char *csv = NULL;

  plot_curves_add_series (fixture->curves, PLOT_ROLE_EARLIER, "earlier, \"slow\"");
  add (fixture, 0, 0, 2.5);
  add (fixture, 0, 1, 0.1);
  add (fixture, 0, 1, 0.2);
  add (fixture, 1, 1, NAN);
  add (fixture, 2, 3.5, 1e-5);
  csv = plot_figure_to_csv (plot_curves_figure (fixture->curves));
  g_assert_cmpstr (csv, ==,
                   "steps,train,validation,\"earlier, \"\"slow\"\"\"\r\n"
                   "0,2.5,,\r\n"
                   "1,0.1,nan,\r\n"
                   "1,0.2,,\r\n"
                   "3.5,,,1e-05\r\n");
}

/* Points that come while the figure is drawn lead to the same picture as points that were there at once. */
static void
test_grows (Fixture      *fixture,
            gconstpointer data)
{
  Fixture          once;
  cairo_surface_t *a;
  cairo_surface_t *b;

  set_up (&once, NULL);
  for (int i = 0; i < 3000; i++)
    {
      double y = sin (i / 100.0) + 1.5 + 0.2 * g_test_rand_double ();

      add (fixture, 0, i, y);
      add (&once, 0, i, y);
      if (i % 500 == 0)
        cairo_surface_destroy (paint_curves (fixture, 400, 300));
    }
  a = paint_curves (fixture, 400, 300);
  b = paint_curves (&once, 400, 300);
  g_assert_cmpmem (cairo_image_surface_get_data (a), 400 * 300 * 4, cairo_image_surface_get_data (b), 400 * 300 * 4);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  tear_down (&once, NULL);
}

#define ADD(name, data, function) g_test_add ("/plot/curves/" name, Fixture, data, set_up, function, tear_down)

/* How many pixels of column @x have the text's color. */
static guint
measure_column (Fixture         *fixture,
                cairo_surface_t *surface,
                int              x)
{
  return count_color (surface, &fixture->theme.text, x, x + 1);
}

/* One line, where the step is; its number is said, and it is gone with the moment. */
static void
test_moment (Fixture      *fixture,
             gconstpointer data)
{
  PlotFigure      *figure = plot_curves_figure (fixture->curves);
  cairo_surface_t *before, *there;
  g_autofree char *words = NULL;
  g_autofree char *none = NULL;
  int              places[2], found = 0;
  PlotFigure      *copy;

  add_run (fixture, 1001);
  before = paint_curves (fixture, 600, 300);
  for (int k = 0; k < 2; k++)
    {
      places[k] = -1;
      plot_curves_set_moment (fixture->curves, k == 0 ? 250 : 750);
      copy = plot_figure_copy (figure);
      there = paint (copy, 600, 300, &fixture->theme);
      for (int x = 0; x < 600; x++)
        if (measure_column (fixture, there, x) > measure_column (fixture, before, x) + 150)
          {
            places[k] = places[k] < 0 ? x : places[k];
            found++;
          }
      cairo_surface_destroy (there);
      plot_figure_unref (copy);
    }
  /* Two px wide each; half of the axis, which takes most of the figure's width, lies between them. */
  g_assert_cmpint (found, ==, 4);
  g_assert_cmpint (places[1] - places[0], >, 200);
  g_assert_cmpint (places[1] - places[0], <, 300);
  words = plot_figure_describe (figure);
  g_assert_nonnull (strstr (words, "looking at step 750"));
  plot_curves_set_moment (fixture->curves, NAN);
  none = plot_figure_describe (figure);
  g_assert_null (strstr (none, "looking at"));
  there = paint_curves (fixture, 600, 300);
  for (int x = 0; x < 600; x++)
    g_assert_cmpuint (measure_column (fixture, there, x), ==, measure_column (fixture, before, x));
  cairo_surface_destroy (there);
  cairo_surface_destroy (before);
}

int
main (int   argc,
      char *argv[])
{
  static const double not_a_number = NAN;
  static const double infinite = INFINITY;
  static const double nothing = 0;

  g_test_init (&argc, &argv, NULL);
  ADD ("line-where-expected", NULL, test_line_where_expected);
  ADD ("line-is-wide", NULL, test_line_is_wide);
  ADD ("gap/nan", &not_a_number, test_gap);
  ADD ("gap/infinite", &infinite, test_gap);
  ADD ("gap/log", &nothing, test_gap);
  ADD ("single-point", NULL, test_single_point);
  ADD ("dense-noise", NULL, test_dense_noise);
  ADD ("labels-stay-inside", NULL, test_labels_stay_inside);
  ADD ("any-size", NULL, test_any_size);
  ADD ("wild-values", NULL, test_wild_values);
  ADD ("both-schemes", NULL, test_both_schemes);
  ADD ("hidden-series", NULL, test_hidden_series);
  ADD ("mark", NULL, test_mark);
  ADD ("describe", NULL, test_describe);
  ADD ("csv", NULL, test_csv);
  ADD ("grows", NULL, test_grows);
  ADD ("moment", NULL, test_moment);
  return g_test_run ();
}
