/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/gallery/card-race.h"

#include "analysis/analytic-surface.h"
#include "analysis/race.h"
#include "plot/contours.h"
#include "plot/landscape.h"

#include <math.h>

#define SURFACE  "ravine"
#define N_POINTS 60
#define N_LEVELS 9
#define N_STEPS  40

/* Returns: (transfer full) */
static PlotSurface *
sample (const AnAnalyticSurface *surface)
{
  const guint           n[2] = { N_POINTS, N_POINTS };
  double                x[N_POINTS], y[N_POINTS];
  const double *const   axes[2] = { x, y };
  g_autofree double    *values = g_new (double, N_POINTS * N_POINTS);

  for (guint i = 0; i < N_POINTS; i++)
    {
      x[i] = surface->from[0] + (surface->to[0] - surface->from[0]) * i / (N_POINTS - 1);
      y[i] = surface->from[1] + (surface->to[1] - surface->from[1]) * i / (N_POINTS - 1);
    }
  for (guint row = 0; row < N_POINTS; row++)
    for (guint column = 0; column < N_POINTS; column++)
      values[row * N_POINTS + column] = surface->value (x[column], y[row]);
  return plot_surface_new (n, axes, values);
}

static void
paint_contours (cairo_t                 *cr,
                const AnAnalyticSurface *surface,
                const PlotTheme         *theme)
{
  g_autoptr (PlotSurface) sampled = sample (surface);
  g_autoptr (GArray)      levels = plot_contour_levels (sampled, PLOT_LEVELS_LOGARITHMIC, N_LEVELS);
  g_autoptr (GPtrArray)   lines = plot_contour_lines (sampled, levels);

  for (guint i = 0; i < lines->len; i++)
    {
      const PlotContourLine *line = g_ptr_array_index (lines, i);

      cairo_new_sub_path (cr);
      for (guint k = 0; k < line->n; k++)
        cairo_line_to (cr, line->points[k].x, line->points[k].y);
      if (line->closed)
        cairo_close_path (cr);
    }
  cairo_save (cr);
  cairo_identity_matrix (cr);
  plot_set_color (cr, &theme->faint_text);
  cairo_set_line_width (cr, 0.8);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* The places of @racer, the start first, until it leaves the numbers. */
static guint
race (const AnAnalyticSurface *surface,
      const AnRacer           *racer,
      double                 (*places)[2])
{
  double        slots[NN_OPTIMIZER_MAX_SLOTS][2] = { { 0 } };
  double *const memory[NN_OPTIMIZER_MAX_SLOTS] = { slots[0], slots[1] };

  places[0][0] = surface->start[0];
  places[0][1] = surface->start[1];
  for (guint i = 1; i <= N_STEPS; i++)
    {
      NnHyper hyper = { .rate = racer->rate, .momentum = racer->momentum, .step = i };
      double  gradient[2];

      surface->gradient (places[i - 1][0], places[i - 1][1], gradient);
      memcpy (places[i], places[i - 1], sizeof places[i]);
      racer->optimizer->step_reference (&hyper, places[i], gradient, memory, 2);
      if (!isfinite (places[i][0]) || !isfinite (places[i][1]))
        return i;
    }
  return N_STEPS + 1;
}

static void
paint_path (cairo_t                 *cr,
            const AnAnalyticSurface *surface,
            const AnRacer           *racer,
            guint                    i,
            const PlotTheme         *theme)
{
  double places[N_STEPS + 1][2];
  guint  n = race (surface, racer, places);
  double x = places[n - 1][0], y = places[n - 1][1];

  for (guint k = 0; k < n; k++)
    cairo_line_to (cr, places[k][0], places[k][1]);
  cairo_user_to_device (cr, &x, &y);
  cairo_save (cr);
  cairo_identity_matrix (cr);
  plot_set_color (cr, plot_racer_color (theme, i));
  cairo_set_line_width (cr, 2.5);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  plot_racer_marker_draw (cr, i, x, y, 10, theme);
  cairo_restore (cr);
}

void
percept_card_race_draw (cairo_t         *cr,
                        double           width,
                        double           height,
                        const PlotTheme *theme)
{
  const AnAnalyticSurface *surface = an_analytic_surface_find (SURFACE);
  g_autoptr (GArray)       racers = an_racers_parse (surface->racers, NULL);

  cairo_scale (cr, width / (surface->to[0] - surface->from[0]), -height / (surface->to[1] - surface->from[1]));
  cairo_translate (cr, -surface->from[0], -surface->to[1]);
  paint_contours (cr, surface, theme);
  for (guint i = 0; racers != NULL && i < racers->len; i++)
    paint_path (cr, surface, &g_array_index (racers, AnRacer, i), i, theme);
}
