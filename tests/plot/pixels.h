/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/colormap.h"
#include "plot/figure.h"

/* Reading what a painter painted. */

static inline guint32
pixel_at (cairo_surface_t *surface,
          int              x,
          int              y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);

  g_assert_cmpint (x, >=, 0);
  g_assert_cmpint (y, >=, 0);
  g_assert_cmpint (x, <, cairo_image_surface_get_width (surface));
  g_assert_cmpint (y, <, cairo_image_surface_get_height (surface));
  return ((const guint32 *) (gconstpointer) (data + y * cairo_image_surface_get_stride (surface)))[x];
}

/* How many pixels of columns @from..@to - 1 have exactly this color. */
static inline guint
count_color (cairo_surface_t *surface,
             const PlotColor *color,
             int              from,
             int              to)
{
  guint32 wanted = plot_color_pixel (color);
  guint   count = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = from; x < to; x++)
      count += pixel_at (surface, x, y) == wanted;
  return count;
}

static inline cairo_surface_t *
paint (const PlotFigure *figure,
       double            width,
       double            height,
       const PlotTheme  *theme)
{
  cairo_surface_t *surface = plot_figure_to_surface (figure, width, height, 1, theme);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}
