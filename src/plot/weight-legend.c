/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-legend.h"

#include <math.h>

static cairo_surface_t *
bar_picture (const PlotWeightLegend *legend)
{
  cairo_surface_t *bar = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 2 * PLOT_COLORMAP_HALF + 1, 1);
  guint32         *pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (bar);

  for (int i = 0; pixels && i <= 2 * PLOT_COLORMAP_HALF; i++)
    pixels[i] = legend->planes == 1 ? legend->colors->map.pixels[i] : (guint32) (i / 2) * 0x10101u;
  cairo_surface_mark_dirty (bar);
  return bar;
}

double
plot_weight_legend_extent (const PlotWeightLegend *legend,
                           PlotText               *text)
{
  return legend->bar + 2 * legend->edge + plot_text_width (text, PLOT_TEXT_PLAIN, legend->low, 0) +
         plot_text_width (text, PLOT_TEXT_PLAIN, legend->high, 0);
}

void
plot_weight_legend_draw (const PlotWeightLegend *legend,
                         cairo_t                *cr,
                         PlotText               *text,
                         double                  right,
                         double                  middle,
                         const PlotTheme        *theme)
{
  static const PlotColor on_gray = { 1, 1, 1, 1 };
  double           height = plot_text_line_height (text, PLOT_TEXT_PLAIN) - 2;
  double           top = round (middle - height / 2);
  double           end = right - plot_text_width (text, PLOT_TEXT_PLAIN, legend->high, 0) - legend->edge;
  cairo_surface_t *bar = bar_picture (legend);

  plot_weight_fill (cr, bar, end - legend->bar, top, legend->bar, height, CAIRO_FILTER_BILINEAR);
  cairo_surface_destroy (bar);
  plot_weight_frame (cr, end - legend->bar, top, legend->bar, height, theme);
  plot_text_show (text, PLOT_TEXT_PLAIN, legend->high, right, middle, 1, 0.5, 0, &theme->text);
  plot_text_show (text, PLOT_TEXT_PLAIN, "0", end - legend->bar / 2, middle, 0.5, 0.5, 0,
                  legend->planes == 1 ? &theme->text : &on_gray);
  plot_text_show (text, PLOT_TEXT_PLAIN, legend->low, end - legend->bar - legend->edge, middle, 1, 0.5, 0,
                  &theme->text);
}
