/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/curves.h"
#include "pixels.h"

/* How the axis and the labels at the ends of the curves share the width. */

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

/* The last column of the axis at the bottom of the plot. */
static int
axis_end (const Fixture   *fixture,
          cairo_surface_t *surface)
{
  int     width = cairo_image_surface_get_width (surface);
  guint32 color = plot_color_pixel (&fixture->theme.axis);

  for (int y = cairo_image_surface_get_height (surface) - 1; y > 0; y--)
    {
      int count = 0;
      int last = 0;

      for (int x = 0; x < width; x++)
        if (pixel_at (surface, x, y) == color)
          {
            count++;
            last = x;
          }
      if (count > width / 3)
        return last;
    }
  g_assert_not_reached ();
}

/* A run up to step @last of 1000, validation measured a little earlier, and the end of its axis; its labels must
 * stand in the figure. */
static int
axis_end_at (Fixture *fixture,
             double   last,
             double   earlier)
{
  cairo_surface_t *surface;
  int              end;

  plot_curves_clear (fixture->curves);
  for (int i = 0; i < 3; i++)
    {
      double stop = i == 2 ? earlier : i == 1 ? 0.94 * last : last;

      add (fixture, i, 0, 0.5);
      add (fixture, i, stop, 0.5);
    }
  surface = paint (plot_curves_figure (fixture->curves), 500, 250, &fixture->theme);
  for (PlotRole role = PLOT_ROLE_TRAIN; role <= PLOT_ROLE_EARLIER; role++)
    g_assert_cmpuint (count_color (surface, &fixture->theme.roles[role], 495, 500), ==, 0);
  end = axis_end (fixture, surface);
  cairo_surface_destroy (surface);
  return end;
}

/* Early in a run the axis reaches the right edge; it gives way to the labels px by px. @data: where an earlier run
 * ended, or NULL for none that is shown. */
static void
test_axis_gives_way (Fixture      *fixture,
                     gconstpointer data)
{
  double earlier = data ? *(const double *) data : 1;
  int    before;
  int    first;

  plot_curves_add_series (fixture->curves, PLOT_ROLE_EARLIER, "γ = 0");
  plot_curves_set_visible (fixture->curves, 2, data != NULL);
  plot_curves_set_x_end (fixture->curves, 1000);
  before = first = axis_end_at (fixture, 2, earlier);
  if (earlier < 700)
    g_assert_cmpint (first, >, 475);
  for (double last = 6; last <= 1000; last += 4)
    {
      int end = axis_end_at (fixture, last, earlier);

      if (last < 500 && earlier < 700)
        g_assert_cmpint (end, ==, first);
      g_assert_cmpint (end, <=, before);
      g_assert_cmpint (before - end, <=, 5);
      before = end;
    }
  /* "validation 0.500" stands beside it now. */
  g_assert_cmpint (before, <, 400);
  g_assert_cmpint (before, >, 330);
}

/* The columns in which row @y or one near it has @role's color, from @from on. FALSE: none. */
static gboolean
find_label (const Fixture   *fixture,
            cairo_surface_t *surface,
            PlotRole         role,
            int              y,
            int              from,
            int             *left,
            int             *right)
{
  guint32 color = plot_color_pixel (&fixture->theme.roles[role]);

  *left = G_MAXINT;
  *right = 0;
  for (int x = from; x < cairo_image_surface_get_width (surface); x++)
    for (int near = y - 3; near <= y + 3; near++)
      if (pixel_at (surface, x, near) == color)
        {
          *left = MIN (*left, x);
          *right = x;
        }
  return *right > 0;
}

/* No grid line cuts a label that stands on it. */
static void
test_label_over_grid (Fixture      *fixture,
                      gconstpointer data)
{
  cairo_surface_t *surface;
  guint32          grid = plot_color_pixel (&fixture->theme.grid);
  guint32          background = plot_color_pixel (&fixture->theme.background);
  guint            lines = 0;

  plot_curves_set_x_end (fixture->curves, 1000);
  for (int i = 0; i <= 200; i += 200)
    {
      add (fixture, 0, i, 1);
      add (fixture, 1, i, 2);
    }
  surface = paint (plot_curves_figure (fixture->curves), 500, 250, &fixture->theme);
  for (int y = 60; y < 215; y++)
    for (PlotRole role = PLOT_ROLE_TRAIN; role <= PLOT_ROLE_VALIDATION; role++)
      {
        int left, right;
        int free = 0;

        /* Behind the markers at the ends of the curves. */
        if (pixel_at (surface, 470, y) != grid || !find_label (fixture, surface, role, y, 145, &left, &right))
          continue;
        g_assert_cmpint (right - left, >, 20);
        for (int x = left; x <= right; x++)
          free += pixel_at (surface, x, y) == background;
        /* The rest is letters. */
        g_assert_cmpint (free, >, (right - left) / 4);
        lines++;
      }
  g_assert_cmpuint (lines, >, 0);
  cairo_surface_destroy (surface);
}

#define ADD(name, data, function) g_test_add ("/plot/curves-labels/" name, Fixture, data, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  static const double early = 120;
  static const double late = 900;

  g_test_init (&argc, &argv, NULL);
  ADD ("axis-gives-way", NULL, test_axis_gives_way);
  ADD ("axis-gives-way/early", &early, test_axis_gives_way);
  ADD ("axis-gives-way/late", &late, test_axis_gives_way);
  ADD ("label-over-grid", NULL, test_label_over_grid);
  return g_test_run ();
}
