/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/cut-line.h"
#include "plot/marker.h"
#include "pixels.h"

#include <math.h>

#define SIDE 40

static cairo_surface_t *
paint_marker (guint racer)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE, SIDE);
  cairo_t         *cr = cairo_create (image);
  PlotTheme        theme;

  plot_theme_init (&theme, FALSE, FALSE, 14.67);
  theme.racers[racer] = theme.text;
  plot_racer_marker_draw (cr, racer, SIDE / 2.0, SIDE / 2.0, 20, &theme);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

/* No two racers have the same outline: a tenth of what they cover or more differs. All are about equally heavy, and
 * around their middle. */
static void
test_shapes (void)
{
  cairo_surface_t *images[PLOT_N_RACERS];
  PlotTheme        theme;

  plot_theme_init (&theme, FALSE, FALSE, 14.67);
  for (guint i = 0; i < PLOT_N_RACERS; i++)
    {
      double x = 0, y = 0;
      guint  n;

      images[i] = paint_marker (i);
      n = count_color (images[i], &theme.text, 0, SIDE);
      g_assert_cmpuint (n, >, 150);
      g_assert_cmpuint (n, <, 360);
      for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++)
          if (pixel_at (images[i], column, row) == plot_color_pixel (&theme.text))
            {
              x += (column + 0.5 - SIDE / 2) / n;
              y += (row + 0.5 - SIDE / 2) / n;
            }
      g_assert_cmpfloat (hypot (x, y), <, 2.5);
    }
  for (guint i = 0; i < PLOT_N_RACERS; i++)
    for (guint k = 0; k < i; k++)
      {
        guint differ = 0;

        for (int row = 0; row < SIDE; row++)
          for (int column = 0; column < SIDE; column++)
            differ += (pixel_at (images[i], column, row) == plot_color_pixel (&theme.text)) !=
                      (pixel_at (images[k], column, row) == plot_color_pixel (&theme.text));
        g_assert_cmpuint (differ, >, 30);
      }
  for (guint i = 0; i < PLOT_N_RACERS; i++)
    cairo_surface_destroy (images[i]);
}

static void
test_cut_line (void)
{
  static const struct
  {
    double   ends[4];
    gboolean is_seen;
    double   cut[4];
  } cases[] = {
    { { 2, 2, 8, 4 }, TRUE, { 2, 2, 8, 4 } },
    { { -10, 2, 30, 2 }, TRUE, { 0, 2, 10, 2 } },
    { { 5, 9, 5, -9 }, TRUE, { 5, 5, 5, 0 } },
    { { -5, -5, 15, 15 }, TRUE, { 0, 0, 5, 5 } },
    { { -5, 1, -1, 4 }, FALSE, { 0 } },
    { { -4, 3, 3, 12 }, FALSE, { 0 } },
    { { 1, 6, 9, 6 }, FALSE, { 0 } },
    { { 1, 1, NAN, 2 }, FALSE, { 0 } },
    { { 1, 1, INFINITY, 2 }, FALSE, { 0 } },
    { { 5, 1, 1e300, 1 }, TRUE, { 5, 1, 10, 1 } },
  };
  const PlotFrame frame = { 0, 0, 10, 5 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double ends[4] = { cases[i].ends[0], cases[i].ends[1], cases[i].ends[2], cases[i].ends[3] };

      g_assert_cmpint (plot_cut_line (&frame, ends), ==, cases[i].is_seen);
      for (int k = 0; cases[i].is_seen && k < 4; k++)
        g_assert_cmpfloat_with_epsilon (ends[k], cases[i].cut[k], 1e-12);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/marker/shapes", test_shapes);
  g_test_add_func ("/plot/cut-line", test_cut_line);
  return g_test_run ();
}
