/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/theme.h"

/* Zero-centered diverging colors, blue below and red above: safe for color-blind readers because lightness changes
 * evenly away from zero on both sides and blue and red differ for everybody. Interpolated in Oklab (Björn Ottosson,
 * "A perceptual color space for image processing", 2020) between the three weight colors of the theme. */

#define PLOT_COLORMAP_HALF 255

typedef struct
{
  guint32 pixels[2 * PLOT_COLORMAP_HALF + 1]; /* CAIRO_FORMAT_RGB24, from -1 to 1; zero in the middle */
} PlotColormap;

void    plot_colormap_init   (PlotColormap       *map,
                              const PlotTheme    *theme);

/* @value in -1..1, beyond saturated; must not be NaN. */
static inline guint32
plot_colormap_pixel (const PlotColormap *map,
                     float               value)
{
  value = CLAMP (value, -1.0f, 1.0f) * PLOT_COLORMAP_HALF;
  return map->pixels[PLOT_COLORMAP_HALF + (int) (value + (value < 0 ? -0.5f : 0.5f))];
}

/* @part of the way from @from to @to, in Oklab: equal parts look equally far apart. */
PlotColor plot_color_mix     (const PlotColor    *from,
                              const PlotColor    *to,
                              double              part);

guint32 plot_color_pixel     (const PlotColor    *color);
