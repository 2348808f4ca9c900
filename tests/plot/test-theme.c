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

typedef struct
{
  double v[3];
} Triple;

static Triple
multiply (const double matrix[3][3],
          Triple       in)
{
  Triple out = { { 0 } };

  for (int i = 0; i < 3; i++)
    for (int k = 0; k < 3; k++)
      out.v[i] += matrix[i][k] * in.v[k];
  return out;
}

/* Oklab of what somebody sees, whose eyes map linear light by @seen. */
static Triple
oklab_of (const PlotColor *color,
          const double     seen[3][3])
{
  static const double to_cones[3][3] = { { 0.4122214708, 0.5363325363, 0.0514459929 },
                                         { 0.2119034982, 0.6806995451, 0.1073969566 },
                                         { 0.0883024619, 0.2817188376, 0.6299787005 } };
  static const double to_lab[3][3] = { { 0.2104542553, 0.7936177850, -0.0040720468 },
                                       { 1.9779984951, -2.4285922050, 0.4505937099 },
                                       { 0.0259040371, 0.7827717662, -0.8086757660 } };
  Triple light = { { plot_srgb_to_linear (color->red), plot_srgb_to_linear (color->green),
                     plot_srgb_to_linear (color->blue) } };

  light = multiply (seen, light);
  for (int i = 0; i < 3; i++)
    light.v[i] = CLAMP (light.v[i], 0, 1);
  light = multiply (to_cones, light);
  for (int i = 0; i < 3; i++)
    light.v[i] = cbrt (light.v[i]);
  return multiply (to_lab, light);
}

/* Nobody, protanopia, deuteranopia (Machado, Oliveira and Fernandes 2009, severity 1). */
static const double eyes[3][3][3] = {
  { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } },
  { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } },
};

/* Every racer stands out from the background; the first five from one another, for color-blind eyes too; and none is
 * blue or red, which are the weights'. */
static void
test_racers (void)
{
  for (int scheme = 0; scheme < 4; scheme++)
    {
      PlotTheme theme;

      plot_theme_init (&theme, scheme & 1, scheme & 2, 14.67);
      for (int i = 0; i < PLOT_N_RACERS; i++)
        {
          Triple lab = oklab_of (&theme.racers[i], eyes[0]);
          double hue = fmod (atan2 (lab.v[2], lab.v[1]) * 180 / G_PI + 360, 360);

          g_assert_cmpfloat (plot_color_contrast (&theme.racers[i], &theme.background), >=, scheme & 2 ? 9 : 7);
          g_assert_true (hypot (lab.v[1], lab.v[2]) < 0.06 || (hue > 36 && hue < 220) || (hue > 290 && hue < 350));
        }
      for (int i = 0; i < 5; i++)
        for (int k = 0; k < i; k++)
          for (gsize eye = 0; eye < G_N_ELEMENTS (eyes); eye++)
            {
              Triple a = oklab_of (&theme.racers[i], eyes[eye]), b = oklab_of (&theme.racers[k], eyes[eye]);

              g_assert_cmpfloat (hypot (a.v[0] - b.v[0], hypot (a.v[1] - b.v[1], a.v[2] - b.v[2])), >,
                                 eye == 0 ? 0.12 : 0.08);
            }
    }
}

/* From low to high the ground gets steadily farther from the background, and text can be read on all of it. */
static void
test_ground (void)
{
  for (int scheme = 0; scheme < 4; scheme++)
    for (int heat = 0; heat < 2; heat++)
      {
        PlotTheme        theme;
        const PlotColor *low, *high;
        double           last = 0;

        plot_theme_init (&theme, scheme & 1, scheme & 2, 14.67);
        low = heat ? &theme.heat_low : &theme.ground_low;
        high = heat ? &theme.heat_high : &theme.ground_high;
        for (int i = 0; i <= 20; i++)
          {
            PlotColor color = plot_color_mix (low, high, i / 20.0);
            double    contrast = plot_color_contrast (&color, &theme.background);

            g_assert_cmpfloat (contrast, >, last);
            last = contrast;
            if (!heat)
              g_assert_cmpfloat (plot_color_contrast (&color, &theme.text), >=, 4.5);
          }
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
  g_test_add_func ("/plot/theme/racers", test_racers);
  g_test_add_func ("/plot/theme/ground", test_ground);
  g_test_add_func ("/plot/theme/sizes", test_sizes);
  g_test_add_func ("/plot/colormap/ends", test_colormap_ends);
  g_test_add_func ("/plot/colormap/order", test_colormap_order);
  return g_test_run ();
}
