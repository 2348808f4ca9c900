/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/colormap.h"

#include <math.h>

static void
test_contrast_formula (void)
{
  PlotColor black = { 0, 0, 0, 1 };
  PlotColor white = { 1, 1, 1, 1 };
  PlotColor gray = { 0x76 / 255.0, 0x76 / 255.0, 0x76 / 255.0, 1 };

  g_assert_cmpfloat_with_epsilon (plot_color_contrast (&black, &white), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (plot_color_contrast (&white, &black), 21, 1e-9);
  /* The published value of #767676 on white. */
  g_assert_cmpfloat_with_epsilon (plot_color_contrast (&gray, &white), 4.54, 0.01);
}

static void
test_legible (void)
{
  for (int scheme = 0; scheme < 4; scheme++)
    {
      PlotTheme theme;

      plot_theme_init (&theme, scheme & 1, scheme & 2, 14.67);
      for (int role = 0; role < PLOT_N_ROLES; role++)
        g_assert_cmpfloat (plot_color_contrast (&theme.roles[role], &theme.background), >=, scheme & 2 ? 9 : 7);
      g_assert_cmpfloat (plot_color_contrast (&theme.text, &theme.background), >=, 7);
      g_assert_cmpfloat (plot_color_contrast (&theme.faint_text, &theme.background), >=, 7);
      g_assert_cmpfloat (plot_color_contrast (&theme.mark, &theme.background), >=, 4.5);
      g_assert_cmpfloat (plot_color_contrast (&theme.text, &theme.weight_zero), >=, 7);
    }
}

static void
test_sizes (void)
{
  PlotTheme theme;

  plot_theme_init (&theme, FALSE, FALSE, 20);
  g_assert_cmpfloat (theme.text_size, ==, 20);
  g_assert_cmpfloat (theme.line_width, >=, 3);
  plot_theme_present (&theme, 1080);
  g_assert_cmpfloat (theme.text_size, >=, 30);
  g_assert_cmpfloat (theme.line_width, >=, 4);
  plot_theme_init (&theme, FALSE, FALSE, NAN);
  g_assert_cmpfloat (theme.text_size, >, 14);
  g_assert_cmpfloat (theme.text_size, <, 15);
}

static PlotColor
color_of (guint32 pixel)
{
  return (PlotColor) { ((pixel >> 16) & 0xff) / 255.0, ((pixel >> 8) & 0xff) / 255.0, (pixel & 0xff) / 255.0, 1 };
}

static void
test_colormap_ends (void)
{
  for (int scheme = 0; scheme < 4; scheme++)
    {
      PlotTheme    theme;
      PlotColormap map;

      plot_theme_init (&theme, scheme & 1, scheme & 2, 14.67);
      plot_colormap_init (&map, &theme);
      g_assert_cmphex (plot_colormap_pixel (&map, 0), ==, plot_color_pixel (&theme.weight_zero));
      g_assert_cmphex (plot_colormap_pixel (&map, -1), ==, plot_color_pixel (&theme.weight_negative));
      g_assert_cmphex (plot_colormap_pixel (&map, 1), ==, plot_color_pixel (&theme.weight_positive));
      g_assert_cmphex (plot_colormap_pixel (&map, -7), ==, plot_color_pixel (&theme.weight_negative));
      g_assert_cmphex (plot_colormap_pixel (&map, INFINITY), ==, plot_color_pixel (&theme.weight_positive));
    }
}

/* Farther from zero is farther in contrast on both sides, blue stays blue and red stays red. */
static void
test_colormap_order (void)
{
  for (int dark = 0; dark < 2; dark++)
    {
      PlotTheme    theme;
      PlotColormap map;
      double       last[2] = { 1, 1 };

      plot_theme_init (&theme, dark, FALSE, 14.67);
      plot_colormap_init (&map, &theme);
      for (int i = 1; i <= 16; i++)
        for (int side = 0; side < 2; side++)
          {
            PlotColor color = color_of (plot_colormap_pixel (&map, (side ? 1 : -1) * i / 16.0f));
            double    contrast = plot_color_contrast (&color, &theme.weight_zero);

            g_assert_cmpfloat (contrast, >, last[side]);
            g_assert_true (side ? color.red > color.blue : color.blue > color.red);
            last[side] = contrast;
          }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/theme/contrast-formula", test_contrast_formula);
  g_test_add_func ("/plot/theme/legible", test_legible);
  g_test_add_func ("/plot/theme/sizes", test_sizes);
  g_test_add_func ("/plot/colormap/ends", test_colormap_ends);
  g_test_add_func ("/plot/colormap/order", test_colormap_order);
  return g_test_run ();
}
