/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/contours.h"

#include <math.h>

/* Surfaces with known contours. */

static inline double
plane (double x,
       double y)
{
  return 2 * x - 3 * y + 1;
}

static inline double
paraboloid (double x,
            double y)
{
  return x * x + y * y;
}

static inline double
saddle (double x,
        double y)
{
  return x * y;
}

static inline double
rosenbrock (double x,
            double y)
{
  return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x);
}

static inline double
flat (double x,
      double y)
{
  return 0.25;
}

/* From -16 to 16 over -1 .. 1. */
static inline double
tilted (double x,
        double y)
{
  return 12 * x + 4 * y;
}

static inline PlotSurface *
surface_of (double     (*value) (double x, double y),
            guint        columns,
            guint        rows,
            const double from[2],
            const double to[2])
{
  g_autofree double *x = g_new (double, columns), *y = g_new (double, rows);
  g_autofree double *values = g_new (double, columns * rows);
  const double      *axes[2] = { x, y };

  for (guint i = 0; i < columns; i++)
    x[i] = from[0] + (to[0] - from[0]) * i / (columns - 1);
  for (guint i = 0; i < rows; i++)
    y[i] = from[1] + (to[1] - from[1]) * i / (rows - 1);
  for (guint i = 0; i < columns * rows; i++)
    values[i] = value (x[i % columns], y[i / columns]);
  return plot_surface_new ((guint[2]) { columns, rows }, axes, values);
}

static inline PlotSurface *
with_values (const PlotSurface *surface,
             const double      *values)
{
  const double *axes[2] = { surface->axes[0], surface->axes[1] };

  return plot_surface_new (surface->n, axes, values);
}

/* @hole at so many places from @column, @row on. */
static inline PlotSurface *
with_hole (const PlotSurface *surface,
           guint              column,
           guint              row,
           guint              columns,
           guint              rows,
           double             hole)
{
  g_autofree double *values = g_memdup2 (surface->values, surface->n[0] * surface->n[1] * sizeof (double));

  for (guint k = row; k < row + rows; k++)
    for (guint i = column; i < column + columns; i++)
      values[k * surface->n[0] + i] = hole;
  return with_values (surface, values);
}

static inline PlotSurface *
times (const PlotSurface *surface,
       double             factor)
{
  g_autofree double *values = g_memdup2 (surface->values, surface->n[0] * surface->n[1] * sizeof (double));

  for (guint i = 0; i < surface->n[0] * surface->n[1]; i++)
    values[i] *= factor;
  return with_values (surface, values);
}

/* Uneven axes; whole and half numbers, so that corners lie on levels; here and there no number. */
static inline PlotSurface *
random_surface (guint seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint              n[2] = { g_rand_int_range (rand, 2, 9), g_rand_int_range (rand, 2, 9) };
  g_autofree double *x = g_new (double, n[0]), *y = g_new (double, n[1]), *values = g_new (double, n[0] * n[1]);
  const double      *axes[2] = { x, y };

  for (guint i = 0; i < n[0]; i++)
    x[i] = (i > 0 ? x[i - 1] : -3) + g_rand_double_range (rand, 0.1, 2);
  for (guint i = 0; i < n[1]; i++)
    y[i] = (i > 0 ? y[i - 1] : 5) + g_rand_double_range (rand, 0.1, 2);
  for (guint i = 0; i < n[0] * n[1]; i++)
    {
      values[i] = seed % 2 ? g_rand_int_range (rand, -4, 6) / 2.0 : g_rand_double_range (rand, -2, 3);
      if (seed % 3 == 0 && g_rand_int_range (rand, 0, 8) == 0)
        values[i] = seed % 4 ? NAN : INFINITY;
    }
  return plot_surface_new (n, axes, values);
}

/* Whether beside a place on a side of a cell there is a cell without a value, or none. */
static inline gboolean
is_at_edge (const PlotSurface *surface,
            double             x,
            double             y)
{
  double across = 1e-6 * (surface->axes[0][surface->n[0] - 1] - surface->axes[0][0]);
  double up = 1e-6 * (surface->axes[1][surface->n[1] - 1] - surface->axes[1][0]);

  for (int i = -1; i <= 1; i++)
    for (int k = -1; k <= 1; k++)
      if (isnan (plot_surface_value_at (surface, x + i * across, y + k * up)))
        return TRUE;
  return FALSE;
}
