/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/landscape-private.h"
#include "plot/number.h"

#include <math.h>

#define N_LEVELS 20

const GArray *
plot_landscape_levels (PlotLandscape *landscape)
{
  if (!landscape->levels && landscape->surface)
    {
      landscape->drawn_levels = landscape->level_kind != PLOT_LEVELS_AUTOMATIC
                                  ? landscape->level_kind
                                  : plot_contour_choose_levels (landscape->surface);
      landscape->levels = plot_contour_levels (landscape->surface, landscape->drawn_levels, N_LEVELS);
    }
  return landscape->levels;
}

GPtrArray *
plot_landscape_lines (PlotLandscape *landscape)
{
  if (!landscape->lines && landscape->surface)
    landscape->lines = plot_contour_lines (landscape->surface, plot_landscape_levels (landscape));
  return landscape->lines;
}

void
plot_landscape_drop_levels (PlotLandscape *landscape)
{
  g_clear_pointer (&landscape->levels, g_array_unref);
  g_clear_pointer (&landscape->lines, g_ptr_array_unref);
}

static double
level_at (const GArray *levels,
          guint         i)
{
  return g_array_index (levels, double, i);
}

double
plot_landscape_share (PlotLandscape *landscape,
                      double         value)
{
  const GArray *levels = plot_landscape_levels (landscape);
  guint         n = levels->len, below = 0;
  double        low, high;

  if (n == 0)
    return 0;
  while (below < n && level_at (levels, below) <= value)
    below++;
  /* Beyond the outermost levels as far as between them and their neighbors. */
  if (n == 1)
    return below / 2.0;
  low = below > 0 ? level_at (levels, below - 1) : 2 * level_at (levels, 0) - level_at (levels, 1);
  high = below < n ? level_at (levels, below) : 2 * level_at (levels, n - 1) - level_at (levels, n - 2);
  return (below + CLAMP ((value - low) / (high - low), 0, 1)) / (n + 1);
}

/* Every so many levels one has a label. */
static guint
stride_of (const GArray *levels,
           guint         most)
{
  static const guint strides[] = { 1, 2, 5, 10, 20 };

  for (gsize i = 0; i < G_N_ELEMENTS (strides); i++)
    if (levels->len <= strides[i] * MAX (most, 1))
      return strides[i];
  return 50;
}

gboolean
plot_landscape_labels_level (PlotLandscape *landscape,
                             guint          level,
                             guint          most)
{
  const GArray *levels = plot_landscape_levels (landscape);
  guint         stride = stride_of (levels, most);
  double        times = level;

  /* Of equal steps those that are multiples of the larger step: 0.30, 0.32, not 0.31, 0.33. */
  if (landscape->drawn_levels == PLOT_LEVELS_EQUAL && levels->len > 1)
    times = round (level_at (levels, level) / (level_at (levels, 1) - level_at (levels, 0)));
  return fmod (times, stride) == 0;
}

double
plot_landscape_number_step (PlotLandscape *landscape,
                            guint          level,
                            guint          most)
{
  const GArray *levels = plot_landscape_levels (landscape);
  double        step;

  if (levels->len < 2)
    return 0;
  if (landscape->drawn_levels == PLOT_LEVELS_EQUAL)
    return (level_at (levels, 1) - level_at (levels, 0)) * stride_of (levels, most);
  /* Two digits of the distance to the level below, or above the first. */
  step = level > 0 ? level_at (levels, level) - level_at (levels, level - 1)
                   : level_at (levels, 1) - level_at (levels, 0);
  return pow (10, floor (log10 (step)) - 1);
}

char *
plot_landscape_cost_number (PlotLandscape *landscape,
                            double         cost)
{
  const GArray *levels = plot_landscape_levels (landscape);
  double        step;

  if (!levels || levels->len < 2)
    return plot_number_value (cost);
  step = level_at (levels, 1) - level_at (levels, 0);
  return plot_number_apart (cost, pow (10, floor (log10 (step) + 1e-9) - 2));
}
