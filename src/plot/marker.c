/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/marker.h"

static void
trace_polygon (cairo_t      *cr,
               const double (*corners)[2],
               int           n,
               double        x,
               double        y,
               double        size)
{
  for (int i = 0; i < n; i++)
    cairo_line_to (cr, x + size * corners[i][0], y + size * corners[i][1]);
  cairo_close_path (cr);
}

static void
trace (cairo_t *cr,
       PlotRole role,
       double   x,
       double   y,
       double   size)
{
  /* Scaled so that all shapes look equally heavy. */
  static const double diamond[][2] = { { 0, -0.64 }, { 0.64, 0 }, { 0, 0.64 }, { -0.64, 0 } };
  static const double triangle[][2] = { { 0, -0.64 }, { 0.62, 0.46 }, { -0.62, 0.46 } };
  static const double square[][2] = { { -0.44, -0.44 }, { 0.44, -0.44 }, { 0.44, 0.44 }, { -0.44, 0.44 } };

  cairo_new_path (cr);
  if (role == PLOT_ROLE_VALIDATION)
    trace_polygon (cr, diamond, 4, x, y, size);
  else if (role == PLOT_ROLE_TEST)
    trace_polygon (cr, triangle, 3, x, y, size);
  else if (role == PLOT_ROLE_EARLIER)
    trace_polygon (cr, square, 4, x, y, size);
  else
    cairo_arc (cr, x, y, size / 2, 0, 2 * G_PI);
}

void
plot_marker_draw (cairo_t         *cr,
                  PlotRole         role,
                  double           x,
                  double           y,
                  double           size,
                  const PlotColor *color,
                  const PlotColor *rim)
{
  trace (cr, role, x, y, size);
  plot_set_color (cr, rim);
  cairo_set_line_width (cr, size / 3);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  cairo_stroke_preserve (cr);
  plot_set_color (cr, color);
  cairo_fill (cr);
}
