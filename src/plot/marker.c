/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/marker.h"

/* The corners of a shape one px wide around 0, 0; none: a circle. Scaled so that all shapes look equally heavy. */
typedef struct
{
  int    n;
  double corners[12][2];
} Shape;

static const Shape circle = { 0 };
static const Shape square = { 4, { { -0.44, -0.44 }, { 0.44, -0.44 }, { 0.44, 0.44 }, { -0.44, 0.44 } } };
static const Shape diamond = { 4, { { 0, -0.64 }, { 0.64, 0 }, { 0, 0.64 }, { -0.64, 0 } } };
static const Shape triangle = { 3, { { 0, -0.64 }, { 0.62, 0.46 }, { -0.62, 0.46 } } };
static const Shape triangle_down = { 3, { { 0, 0.64 }, { -0.62, -0.46 }, { 0.62, -0.46 } } };
static const Shape cross = { 12,
                             { { -0.2, -0.58 }, { 0.2, -0.58 }, { 0.2, -0.2 }, { 0.58, -0.2 }, { 0.58, 0.2 },
                               { 0.2, 0.2 }, { 0.2, 0.58 }, { -0.2, 0.58 }, { -0.2, 0.2 }, { -0.58, 0.2 },
                               { -0.58, -0.2 }, { -0.2, -0.2 } } };
static const Shape bar = { 4, { { -0.64, -0.28 }, { 0.64, -0.28 }, { 0.64, 0.28 }, { -0.64, 0.28 } } };
static const Shape hourglass = { 6, { { -0.52, -0.56 }, { 0.52, -0.56 }, { 0.14, 0 }, { 0.52, 0.56 }, { -0.52, 0.56 },
                                      { -0.14, 0 } } };
static const Shape star = { 10,
                            { { 0, -0.7 }, { 0.17, -0.23 }, { 0.67, -0.22 }, { 0.27, 0.09 }, { 0.41, 0.57 },
                              { 0, 0.28 }, { -0.41, 0.57 }, { -0.27, 0.09 }, { -0.67, -0.22 }, { -0.17, -0.23 } } };

static const Shape *const of_roles[PLOT_N_ROLES] = { &circle, &diamond, &triangle, &square };
static const Shape *const of_racers[PLOT_N_RACERS] = { &circle, &square, &triangle,  &diamond, &triangle_down,
                                                       &cross,  &bar,    &hourglass, &star };

static void
draw (cairo_t         *cr,
      const Shape     *shape,
      double           x,
      double           y,
      double           size,
      const PlotColor *color,
      const PlotColor *rim)
{
  cairo_new_path (cr);
  for (int i = 0; i < shape->n; i++)
    cairo_line_to (cr, x + size * shape->corners[i][0], y + size * shape->corners[i][1]);
  if (shape->n == 0)
    cairo_arc (cr, x, y, size / 2, 0, 2 * G_PI);
  else
    cairo_close_path (cr);
  plot_set_color (cr, rim);
  cairo_set_line_width (cr, size / 3);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  cairo_stroke_preserve (cr);
  plot_set_color (cr, color);
  cairo_fill (cr);
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
  draw (cr, of_roles[role], x, y, size, color, rim);
}

const PlotColor *
plot_racer_color (const PlotTheme *theme,
                  guint            i)
{
  return &theme->racers[i % PLOT_N_RACERS];
}

void
plot_racer_marker_draw (cairo_t         *cr,
                        guint            i,
                        double           x,
                        double           y,
                        double           size,
                        const PlotTheme *theme)
{
  draw (cr, of_racers[i % PLOT_N_RACERS], x, y, size, plot_racer_color (theme, i), &theme->background);
}
