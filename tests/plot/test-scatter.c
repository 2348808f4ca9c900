/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/scatter-private.h"
#include "pixels.h"

#include <math.h>
#include <string.h>

typedef struct
{
  PlotScatter *scatter;
  PlotTheme    theme;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->scatter = plot_scatter_new ("Error", "a note", "step h", "sum, \"absolute\"", "nothing yet");
  plot_scatter_add_series (fixture->scatter, PLOT_ROLE_TRAIN, "forward", TRUE);
  plot_scatter_add_series (fixture->scatter, PLOT_ROLE_TEST, "central", TRUE);
  plot_theme_init (&fixture->theme, FALSE, FALSE, 14.67);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  plot_figure_unref (plot_scatter_figure (fixture->scatter));
}

/* How many pixels of the series' color a painting has. */
static guint
painted (const Fixture *fixture,
         PlotRole       role,
         double         width,
         double         height)
{
  cairo_surface_t *surface = paint (plot_scatter_figure (fixture->scatter), width, height, &fixture->theme);
  guint            count = count_color (surface, &fixture->theme.roles[role], 0, (int) width);

  cairo_surface_destroy (surface);
  return count;
}

static void
test_points_are_painted (Fixture      *fixture,
                         gconstpointer data)
{
  guint label, line;

  plot_scatter_set_scales (fixture->scatter, PLOT_SCALE_LOG, PLOT_SCALE_LOG);
  g_assert_cmpuint (painted (fixture, PLOT_ROLE_TRAIN, 500, 400), ==, 0);
  plot_scatter_append (fixture->scatter, 0, NULL, 1e-3, 1e-3, FALSE);
  label = painted (fixture, PLOT_ROLE_TRAIN, 500, 400);
  g_assert_cmpuint (label, >, 60); /* a marker and a label */
  g_assert_cmpuint (painted (fixture, PLOT_ROLE_TEST, 500, 400), ==, 0);
  plot_scatter_append (fixture->scatter, 0, NULL, 1, 1, FALSE);
  line = painted (fixture, PLOT_ROLE_TRAIN, 500, 400);
  g_assert_cmpuint (line, >, label + 500); /* and a line from corner to corner */
  plot_scatter_append (fixture->scatter, 1, NULL, 1, 0.5, FALSE);
  g_assert_cmpuint (painted (fixture, PLOT_ROLE_TEST, 500, 400), >, 0);
}

/* What a logarithm cannot show is left out, and so is what is not finite. */
static void
test_left_out (Fixture      *fixture,
               gconstpointer data)
{
  static const double places[][2] = { { 0, 1 }, { 1, 0 }, { -1, 1 }, { 1, -1 }, { NAN, 1 }, { 1, NAN },
                                      { INFINITY, 1 }, { 1, INFINITY } };

  plot_scatter_set_scales (fixture->scatter, PLOT_SCALE_LOG, PLOT_SCALE_LOG);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    plot_scatter_append (fixture->scatter, 0, NULL, places[i][0], places[i][1], FALSE);
  g_assert_cmpuint (painted (fixture, PLOT_ROLE_TRAIN, 500, 400), ==, 0);
}

static void
test_hollow (Fixture      *fixture,
             gconstpointer data)
{
  PlotScatter *full = plot_scatter_new ("Error", NULL, "h", "e", "");
  PlotFigure  *figure = plot_scatter_figure (full);
  guint        of_hollow, of_full;

  plot_scatter_append (fixture->scatter, 0, NULL, 1, 1, TRUE);
  of_hollow = painted (fixture, PLOT_ROLE_TRAIN, 120, 60);
  plot_scatter_add_series (full, PLOT_ROLE_TRAIN, "forward", TRUE);
  plot_scatter_append (full, 0, NULL, 1, 1, FALSE);
  {
    cairo_surface_t *surface = paint (figure, 120, 60, &fixture->theme);

    of_full = count_color (surface, &fixture->theme.roles[PLOT_ROLE_TRAIN], 0, 120);
    cairo_surface_destroy (surface);
  }
  g_assert_cmpuint (of_hollow, >, 0);
  g_assert_cmpuint (of_hollow, <, of_full);
  plot_figure_unref (figure);
}

/* However far its ends are, a guide is painted where it crosses the plot, and nowhere when it does not. */
static void
test_guides (Fixture      *fixture,
             gconstpointer data)
{
  guint before, across, beside;

  plot_scatter_append (fixture->scatter, 0, NULL, 0, 0, FALSE);
  plot_scatter_append (fixture->scatter, 0, NULL, 1, 1, FALSE);
  before = painted (fixture, PLOT_ROLE_TRAIN, 500, 400);
  plot_scatter_add_guide (fixture->scatter, -1e9, 1e9 + 1, 1e9 + 1, -1e9, NULL);
  {
    cairo_surface_t *surface = paint (plot_scatter_figure (fixture->scatter), 500, 400, &fixture->theme);

    across = count_color (surface, &fixture->theme.background, 0, 500);
    cairo_surface_destroy (surface);
  }
  plot_scatter_add_guide (fixture->scatter, 2, -1, 3, 9, "beside");
  plot_scatter_add_guide (fixture->scatter, NAN, 0, 1, INFINITY, "nowhere");
  {
    cairo_surface_t *surface = paint (plot_scatter_figure (fixture->scatter), 500, 400, &fixture->theme);

    beside = count_color (surface, &fixture->theme.background, 0, 500);
    cairo_surface_destroy (surface);
  }
  g_assert_cmpuint (beside, ==, across);
  g_assert_cmpuint (before, >, 500);
}

static void
test_words_and_numbers (Fixture      *fixture,
                        gconstpointer data)
{
  g_autofree char *before = plot_figure_describe (plot_scatter_figure (fixture->scatter));
  g_autofree char *after = NULL, *csv = NULL;

  g_assert_cmpstr (before, ==, "Error");
  plot_scatter_set_description (fixture->scatter, "It agrees");
  plot_scatter_append (fixture->scatter, 0, "W1[3,4]", 0.5, 1e-5, FALSE);
  plot_scatter_append (fixture->scatter, 1, NULL, 2, 3, TRUE);
  after = plot_figure_describe (plot_scatter_figure (fixture->scatter));
  g_assert_cmpstr (after, ==, "It agrees");
  csv = plot_figure_to_csv (plot_scatter_figure (fixture->scatter));
  g_assert_cmpstr (csv, ==,
                   "series,point,step h,\"sum, \"\"absolute\"\"\"\r\n"
                   "forward,\"W1[3,4]\",0.5,1e-05\r\n"
                   "central,,2,3\r\n");
}

/* A copy paints, tells and writes the same, and stays as it is. */
static void
test_copy (Fixture      *fixture,
           gconstpointer data)
{
  PlotFigure            *figure = plot_scatter_figure (fixture->scatter);
  g_autoptr (PlotFigure) copy = NULL;
  g_autofree char       *before = NULL, *after = NULL, *words = NULL;

  plot_scatter_append (fixture->scatter, 0, "W1[3,4]", 0.5, 1e-5, TRUE);
  plot_scatter_add_guide (fixture->scatter, 0, 0, 1, 1, "error");
  plot_scatter_set_description (fixture->scatter, "It agrees");
  g_assert_cmpuint (plot_figure_count (figure), ==, 2);
  copy = plot_figure_copy (figure);
  before = plot_figure_to_csv (figure);
  plot_scatter_append (fixture->scatter, 0, NULL, 1, 1, FALSE);
  after = plot_figure_to_csv (copy);
  words = plot_figure_describe (copy);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (words, ==, "It agrees");
}

/* Beside a point its name and numbers are told, elsewhere nothing. */
static void
test_hover (Fixture      *fixture,
            gconstpointer data)
{
  PlotFigure      *figure = plot_scatter_figure (fixture->scatter);
  cairo_surface_t *surface;
  cairo_t         *cr;
  guint            text[2];

  plot_scatter_append (fixture->scatter, 0, "W1[3,4]", 0, 0, FALSE);
  plot_scatter_append (fixture->scatter, 0, NULL, 1, 1, FALSE);
  for (int i = 0; i < 2; i++)
    {
      surface = paint (figure, 500, 400, &fixture->theme);
      text[i] = count_color (surface, &fixture->theme.text, 0, 500);
      cr = cairo_create (surface);
      for (int x = 0; x < 500; x += i == 0 ? 4 : 500)
        for (int y = 340; y < 400; y += 4)
          plot_figure_draw_hover (figure, cr, 500, 400, &fixture->theme, x, y - (i == 0 ? 0 : 200));
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      text[i] = count_color (surface, &fixture->theme.text, 0, 500) - text[i];
      cairo_surface_destroy (surface);
    }
  g_assert_cmpuint (text[0], >, 20);
  g_assert_cmpuint (text[1], ==, 0);
}

/* The numbers of an axis, with spaces between; those without a line are left out. */
static char *
numbers_between (double low,
                 double high,
                 guint  most)
{
  GString  *text = g_string_new (NULL);
  PlotScale scale;
  PlotTicks ticks;

  plot_scale_init (&scale, PLOT_SCALE_LOG, low, high);
  plot_scale_ticks (&scale, most, 0, &ticks);
  for (guint i = 0; i < ticks.n; i++)
    if (!ticks.minor[i])
      {
        g_autofree char *number = plot_scatter_tick_number (&scale, &ticks, i);

        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", number);
      }
  return g_string_free (text, FALSE);
}

static void
test_one_style_of_numbers (void)
{
  static const struct
  {
    double      low, high;
    const char *numbers;
  } axes[] = {
    { 0.1, 10, "0.1 0.2 0.5 1 2 5 10" },
    { 1e-3, 1e-1, "0.001 0.002 0.005 0.01 0.02 0.05 0.1" },
    { 1e-5, 1e-3, "10⁻⁵ 2·10⁻⁵ 5·10⁻⁵ 10⁻⁴ 2·10⁻⁴ 5·10⁻⁴ 10⁻³" },
    { 1e-4, 10, "10⁻⁴ 10⁻³ 10⁻² 10⁻¹ 10⁰ 10¹" },
    { 1, 1e3, "1 10 100 1\342\200\257000" },
    { 1, 1e4, "10⁰ 10¹ 10² 10³ 10⁴" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (axes); i++)
    {
      g_autofree char *numbers = numbers_between (axes[i].low, axes[i].high, 8);

      g_assert_cmpstr (numbers, ==, axes[i].numbers);
    }
}

/* Any size, any kind of axis: no crash, no warning of Cairo. */
static void
test_any_size (Fixture      *fixture,
               gconstpointer data)
{
  for (int i = 0; i < 40; i++)
    plot_scatter_append (fixture->scatter, i % 2, NULL, pow (10, i / 4 - 5), pow (10, 3 - i / 3), i % 3 == 0);
  plot_scatter_add_guide (fixture->scatter, 1e-15, 1e-15, 1e3, 1e3, "error ∝ h");
  for (int kinds = 0; kinds < 4; kinds++)
    {
      plot_scatter_set_scales (fixture->scatter, kinds % 2, kinds / 2);
      for (double width = 1; width < 900; width *= 3)
        for (double height = 1; height < 900; height *= 3)
          painted (fixture, PLOT_ROLE_TRAIN, width, height);
    }
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *name;
    void      (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/scatter/points-are-painted", test_points_are_painted },
    { "/scatter/left-out", test_left_out },
    { "/scatter/hollow", test_hollow },
    { "/scatter/guides", test_guides },
    { "/scatter/words-and-numbers", test_words_and_numbers },
    { "/scatter/copy", test_copy },
    { "/scatter/hover", test_hover },
    { "/scatter/any-size", test_any_size },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, tear_down);
  g_test_add_func ("/scatter/one-style-of-numbers", test_one_style_of_numbers);
  return g_test_run ();
}
