/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/contours.h"

#include <math.h>
#include <stdlib.h>

#define FLAT      1e-13 /* of the values' size: less than that is rounding */
#define DEEPEST   1e-9  /* the first logarithmic level, of the whole range */
#define UNDER     0.02  /* the part of the places below it */
#define SAMPLED   5000  /* places that are looked at for it */
#define MOST      64
/* A paraboloid that fills a square has 16 % of its places below a tenth of its height. */
#define FLOOR_HEIGHT 0.1
#define WIDE_FLOOR   0.25

static void
find_extremes (PlotSurface *surface)
{
  gsize n = (gsize) surface->n[0] * surface->n[1];

  for (gsize i = 0; i < n; i++)
    {
      if (!isfinite (surface->values[i]))
        continue;
      if (!surface->has_value || surface->values[i] < surface->values[surface->lowest])
        surface->lowest = i;
      if (!surface->has_value || surface->values[i] > surface->values[surface->highest])
        surface->highest = i;
      surface->has_value = TRUE;
    }
}

static void
find_cells (PlotSurface *surface)
{
  guint8 *cell = surface->cells = g_new (guint8, (gsize) (surface->n[0] - 1) * (surface->n[1] - 1));

  surface->is_whole = TRUE;
  for (guint row = 0; row + 1 < surface->n[1]; row++)
    for (guint column = 0; column + 1 < surface->n[0]; column++, cell++)
      {
        const double *low = surface->values + (gsize) row * surface->n[0] + column, *high = low + surface->n[0];

        *cell = isfinite (low[0]) && isfinite (low[1]) && isfinite (high[0]) && isfinite (high[1]);
        surface->is_whole = surface->is_whole && *cell;
      }
}

PlotSurface *
plot_surface_new (const guint         n[2],
                  const double *const axes[2],
                  const double       *values)
{
  PlotSurface *surface = g_new0 (PlotSurface, 1);

  g_atomic_ref_count_init (&surface->refs);
  for (int k = 0; k < 2; k++)
    {
      surface->n[k] = n[k];
      surface->axes[k] = g_memdup2 (axes[k], n[k] * sizeof (double));
    }
  surface->values = g_memdup2 (values, (gsize) n[0] * n[1] * sizeof (double));
  find_extremes (surface);
  find_cells (surface);
  return surface;
}

PlotSurface *
plot_surface_ref (PlotSurface *surface)
{
  g_atomic_ref_count_inc (&surface->refs);
  return surface;
}

void
plot_surface_unref (PlotSurface *surface)
{
  if (!g_atomic_ref_count_dec (&surface->refs))
    return;
  g_free (surface->axes[0]);
  g_free (surface->axes[1]);
  g_free (surface->values);
  g_free (surface->cells);
  g_free (surface);
}

gboolean
plot_surface_find_lowest (const PlotSurface *surface,
                          gsize             *place)
{
  *place = surface->lowest;
  return surface->has_value;
}

gboolean
plot_surface_has_cell (const PlotSurface *surface,
                       guint              column,
                       guint              row)
{
  return surface->cells[(gsize) row * (surface->n[0] - 1) + column];
}

/* The cell of an axis that holds @x, and how far into it; FALSE beside the axis. */
static gboolean
find_cell (const double *axis,
           guint         n,
           double        x,
           guint        *cell,
           double       *part)
{
  guint first = 0, last = n - 1;

  if (!(x >= axis[0] && x <= axis[n - 1]))
    return FALSE;
  while (last - first > 1)
    {
      guint middle = (first + last) / 2;

      if (axis[middle] <= x)
        first = middle;
      else
        last = middle;
    }
  *cell = first;
  *part = (x - axis[first]) / (axis[first + 1] - axis[first]);
  return TRUE;
}

gboolean
plot_surface_covers (const PlotSurface *surface,
                     double             x,
                     double             y)
{
  guint  cell;
  double part;

  return find_cell (surface->axes[0], surface->n[0], x, &cell, &part) &&
         find_cell (surface->axes[1], surface->n[1], y, &cell, &part);
}

double
plot_surface_value_at (const PlotSurface *surface,
                       double             x,
                       double             y)
{
  guint         column, row;
  double        u, v;
  const double *low, *high;

  if (!find_cell (surface->axes[0], surface->n[0], x, &column, &u) ||
      !find_cell (surface->axes[1], surface->n[1], y, &row, &v) || !plot_surface_has_cell (surface, column, row))
    return NAN;
  low = surface->values + (gsize) row * surface->n[0] + column;
  high = low + surface->n[0];
  return (1 - v) * ((1 - u) * low[0] + u * low[1]) + v * ((1 - u) * high[0] + u * high[1]);
}

static void
append_level (GArray *levels,
              double  level,
              double  lowest,
              double  highest)
{
  double last = levels->len > 0 ? g_array_index (levels, double, levels->len - 1) : lowest;

  if (level > last && level < highest && levels->len < MOST)
    g_array_append_val (levels, level);
}

/* The round step, 1, 2, 2.5 or 5 x 10^n, whose ratio to @rough is nearest to one. */
static double
round_step (double rough)
{
  static const double steps[] = { 1, 2, 2.5, 5, 10 };
  double              power = pow (10, floor (log10 (rough)));
  double              best = power;

  for (gsize i = 1; i < G_N_ELEMENTS (steps); i++)
    if (fabs (log (steps[i] * power / rough)) < fabs (log (best / rough)))
      best = steps[i] * power;
  return best;
}

/* Multiples of a power of ten come out best when divided by one. */
static double
multiple (double times,
          double step)
{
  double parts = round (1 / step);

  return step < 1 && fabs (parts * step - 1) < 1e-9 ? times / parts : times * step;
}

static void
append_equal (GArray *levels,
              double  lowest,
              double  highest,
              guint   n)
{
  double step = round_step (highest / (n + 1) - lowest / (n + 1));

  for (double times = floor (lowest / step); times * step < highest && levels->len < MOST; times++)
    append_level (levels, multiple (times, step), lowest, highest);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* The height above the lowest value under which a small part of the places lies, of as many as say so well enough. */
static double
find_floor (const PlotSurface *surface,
            double             lowest,
            double             range)
{
  gsize              n = (gsize) surface->n[0] * surface->n[1], stride = n / SAMPLED + 1, used = 0;
  g_autofree double *heights = g_new (double, n / stride + 1);

  for (gsize i = 0; i < n; i += stride)
    if (isfinite (surface->values[i]) && surface->values[i] > lowest)
      heights[used++] = surface->values[i] - lowest;
  if (used == 0)
    return range / 4;
  qsort (heights, used, sizeof heights[0], compare);
  return CLAMP (heights[(gsize) (UNDER * used)], DEEPEST * range, range / 4);
}

static void
append_logarithmic (GArray            *levels,
                    const PlotSurface *surface,
                    double             lowest,
                    double             highest,
                    guint              n)
{
  double range = MIN (highest - lowest, G_MAXDOUBLE);
  double low = find_floor (surface, lowest, range);

  for (guint i = 0; i < n; i++)
    append_level (levels, lowest + low * pow (range / low, i / (double) n), lowest, highest);
}

PlotLevelKind
plot_contour_choose_levels (const PlotSurface *surface)
{
  gsize  n = (gsize) surface->n[0] * surface->n[1], finite = 0, low = 0;
  double lowest, floor;

  if (!surface->has_value)
    return PLOT_LEVELS_EQUAL;
  lowest = surface->values[surface->lowest];
  floor = lowest + FLOOR_HEIGHT * (surface->values[surface->highest] - lowest);
  for (gsize i = 0; i < n; i++)
    {
      finite += isfinite (surface->values[i]) != 0;
      low += surface->values[i] < floor;
    }
  return (double) low > WIDE_FLOOR * (double) finite ? PLOT_LEVELS_LOGARITHMIC : PLOT_LEVELS_EQUAL;
}

GArray *
plot_contour_levels (const PlotSurface *surface,
                     PlotLevelKind      kind,
                     guint              n)
{
  GArray *levels = g_array_new (FALSE, FALSE, sizeof (double));
  double  lowest, highest;

  if (!surface->has_value)
    return levels;
  lowest = surface->values[surface->lowest];
  highest = surface->values[surface->highest];
  if (!(highest / 2 - lowest / 2 > FLAT * MAX (fabs (lowest), fabs (highest))))
    return levels;
  n = CLAMP (n, 2, MOST);
  if (kind == PLOT_LEVELS_AUTOMATIC)
    kind = plot_contour_choose_levels (surface);
  if (kind == PLOT_LEVELS_LOGARITHMIC)
    append_logarithmic (levels, surface, lowest, highest, n);
  else
    append_equal (levels, lowest, highest, n);
  return levels;
}
