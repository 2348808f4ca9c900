/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/series.h"

#include <math.h>

#define BLOCK 64

/* Indices of the lowest and highest point of BLOCK points; a block with a value that is not positive and finite is
 * marked, because what can be shown of it depends on the axis. */
typedef struct
{
  gsize    lowest, highest;
  gboolean mixed;
} Block;

#define POINT(series, i) (&g_array_index ((series)->points, PlotPoint, i))

void
plot_series_init (PlotSeries *series)
{
  series->points = g_array_new (FALSE, FALSE, sizeof (PlotPoint));
  series->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  plot_series_clear (series);
}

void
plot_series_clear (PlotSeries *series)
{
  g_array_set_size (series->points, 0);
  g_array_set_size (series->blocks, 0);
  series->low = series->positive = INFINITY;
  series->high = -INFINITY;
  series->whole = TRUE;
}

void
plot_series_finish (PlotSeries *series)
{
  g_array_unref (series->points);
  g_array_unref (series->blocks);
}

static void
add_to_block (PlotSeries *series,
              gsize       index,
              double      y)
{
  Block  fresh = { index, index, FALSE };
  Block *block;

  if (index % BLOCK == 0)
    g_array_append_val (series->blocks, fresh);
  block = &g_array_index (series->blocks, Block, index / BLOCK);
  if (!(isfinite (y) && y > 0))
    block->mixed = TRUE;
  if (y < POINT (series, block->lowest)->y)
    block->lowest = index;
  if (y > POINT (series, block->highest)->y)
    block->highest = index;
}

static void
widen_ranges (PlotSeries *series,
              double      x,
              double      y)
{
  if (x != floor (x))
    series->whole = FALSE;
  if (!isfinite (y))
    return;
  series->low = MIN (series->low, y);
  series->high = MAX (series->high, y);
  if (y > 0)
    series->positive = MIN (series->positive, y);
}

static void
copy_array (const GArray *from,
            GArray       *to)
{
  g_array_set_size (to, 0);
  if (from->len > 0)
    g_array_append_vals (to, from->data, from->len);
}

void
plot_series_copy (const PlotSeries *series,
                  PlotSeries       *copy)
{
  copy_array (series->points, copy->points);
  copy_array (series->blocks, copy->blocks);
  copy->low = series->low;
  copy->high = series->high;
  copy->positive = series->positive;
  copy->whole = series->whole;
}

void
plot_series_append (PlotSeries   *series,
                    const double *x,
                    const double *y,
                    gsize         n)
{
  for (gsize i = 0; i < n; i++)
    {
      gsize     index = series->points->len;
      PlotPoint point = { x[i], y[i] };

      if (!isfinite (x[i]) || (index > 0 && x[i] < POINT (series, index - 1)->x))
        continue;
      g_array_append_val (series->points, point);
      add_to_block (series, index, y[i]);
      widen_ranges (series, x[i], y[i]);
    }
}

/* The first index from @from on whose x is not below @x (@strict: is above it). */
static gsize
first_from (const PlotSeries *series,
            gsize             from,
            double            x,
            gboolean          strict)
{
  gsize end = series->points->len;
  gsize step = 1;
  gsize low = from;
  gsize high;

  /* Points of a column lie together: steps that double find its end faster than halving the whole. */
  while (low + step < end && (strict ? POINT (series, low + step)->x <= x : POINT (series, low + step)->x < x))
    {
      low += step;
      step *= 2;
    }
  high = MIN (low + step, end);
  while (low < high)
    {
      gsize  middle = low + (high - low) / 2;
      double at = POINT (series, middle)->x;

      if (strict ? at <= x : at < x)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

const PlotPoint *
plot_series_before (const PlotSeries *series,
                    double            x)
{
  gsize index = first_from (series, 0, x, TRUE);

  return index > 0 ? POINT (series, index - 1) : NULL;
}

const PlotPoint *
plot_series_last (const PlotSeries *series,
                  const PlotScale  *y_scale,
                  double            x)
{
  gsize end = isfinite (x) ? first_from (series, 0, x, TRUE) : series->points->len;

  for (gsize i = end; i > 0; i--)
    if (plot_scale_shows (y_scale, POINT (series, i - 1)->y))
      return POINT (series, i - 1);
  return NULL;
}

static void
extend_by (double         y,
           PlotScaleKind  kind,
           double        *low,
           double        *high)
{
  if (!isfinite (y) || (kind == PLOT_SCALE_LOG && y <= 0))
    return;
  *low = MIN (*low, y);
  *high = MAX (*high, y);
}

/* The value of the line from point @after - 1 to point @after at @x. */
static void
extend_by_line (const PlotSeries *series,
                gsize             after,
                double            x,
                PlotScaleKind     kind,
                double           *low,
                double           *high)
{
  const PlotPoint *a, *b;

  if (after == 0 || after >= series->points->len)
    return;
  a = POINT (series, after - 1);
  b = POINT (series, after);
  if (b->x > a->x)
    extend_by (a->y + (b->y - a->y) * (x - a->x) / (b->x - a->x), kind, low, high);
}

void
plot_series_extend (const PlotSeries *series,
                    PlotScaleKind     kind,
                    double            from,
                    double            to,
                    double           *low,
                    double           *high)
{
  gsize first = first_from (series, 0, from, FALSE);
  gsize end = first_from (series, first, to, TRUE);

  extend_by_line (series, first, from, kind, low, high);
  extend_by_line (series, end, to, kind, low, high);
  for (gsize i = first; i < end; i++)
    {
      const Block *block = &g_array_index (series->blocks, Block, i / BLOCK);

      if (i % BLOCK == 0 && i + BLOCK <= end && !block->mixed)
        {
          extend_by (POINT (series, block->lowest)->y, kind, low, high);
          extend_by (POINT (series, block->highest)->y, kind, low, high);
          i += BLOCK - 1;
        }
      else
        extend_by (POINT (series, i)->y, kind, low, high);
    }
}

typedef struct
{
  const PlotSeries *series;
  const PlotScale  *x_scale;
  const PlotScale  *y_scale;
  double            width, height;
  GArray           *thin;
} Thinning;

static void
emit (Thinning *thinning,
      gsize     index)
{
  const PlotPoint *point = POINT (thinning->series, index);
  PlotPoint        at = { plot_scale_map (thinning->x_scale, point->x) * thinning->width,
                          (1 - plot_scale_map (thinning->y_scale, point->y)) * thinning->height };

  g_array_append_val (thinning->thin, at);
}

static void
emit_gap (Thinning *thinning)
{
  guint     n = thinning->thin->len;
  PlotPoint gap = { NAN, NAN };

  if (n > 0 && !isnan (g_array_index (thinning->thin, PlotPoint, n - 1).y))
    g_array_append_val (thinning->thin, gap);
}

static void
emit_shown (Thinning *thinning,
            gsize     index)
{
  if (plot_scale_shows (thinning->y_scale, POINT (thinning->series, index)->y))
    emit (thinning, index);
  else
    emit_gap (thinning);
}

/* The outer point @at moves along the line to its neighbor (@inwards: +1 or -1) to where that crosses @edge px. */
static void
cut_line (GArray *thin,
          guint   at,
          int     inwards,
          double  edge)
{
  PlotPoint *outer, *inner;

  if (at >= thin->len)
    return;
  outer = &g_array_index (thin, PlotPoint, at);
  if (isnan (outer->y) || (inwards > 0 ? outer->x >= edge : outer->x <= edge))
    return;
  inner = outer + inwards;
  if (thin->len < 2 || isnan (inner->y) || inner->x == outer->x)
    {
      *outer = (PlotPoint) { NAN, NAN };
      return;
    }
  outer->y += (inner->y - outer->y) * (edge - outer->x) / (inner->x - outer->x);
  outer->x = edge;
}

typedef struct
{
  gsize first, last, lowest, highest;
  gboolean any;
} Column;

static void
look_at (Column           *column,
         const PlotSeries *series,
         gsize             index)
{
  double y = POINT (series, index)->y;

  if (!column->any)
    *column = (Column) { index, index, index, index, TRUE };
  column->last = index;
  if (y < POINT (series, column->lowest)->y)
    column->lowest = index;
  if (y > POINT (series, column->highest)->y)
    column->highest = index;
}

/* Extremes of points from..end - 1 that the axis shows; whole blocks are asked, not read. */
static Column
summarize (const Thinning *thinning,
           gsize           from,
           gsize           end)
{
  const PlotSeries *series = thinning->series;
  Column            column = { 0 };

  for (gsize i = from; i < end;)
    {
      const Block *block = &g_array_index (series->blocks, Block, i / BLOCK);

      if (i % BLOCK == 0 && i + BLOCK <= end && !block->mixed)
        {
          gsize some[] = { i, block->lowest, block->highest, i + BLOCK - 1 };

          for (int k = 0; k < 4; k++)
            look_at (&column, series, some[k]);
          i += BLOCK;
          continue;
        }
      if (plot_scale_shows (thinning->y_scale, POINT (series, i)->y))
        look_at (&column, series, i);
      i++;
    }
  return column;
}

static void
thin_column (Thinning *thinning,
             gsize     from,
             gsize     end)
{
  Column column = summarize (thinning, from, end);
  gsize  early = MIN (column.lowest, column.highest);
  gsize  late = MAX (column.lowest, column.highest);

  if (!column.any || column.first > from)
    emit_gap (thinning);
  if (!column.any)
    return;
  emit (thinning, column.first);
  if (early > column.first && early < column.last)
    emit (thinning, early);
  if (late > column.first && late > early && late < column.last)
    emit (thinning, late);
  if (column.last > column.first)
    emit (thinning, column.last);
  if (column.last < end - 1)
    emit_gap (thinning);
}

void
plot_series_thin (const PlotSeries *series,
                  const PlotScale  *x_scale,
                  const PlotScale  *y_scale,
                  double            width,
                  double            height,
                  GArray           *thin)
{
  Thinning thinning = { series, x_scale, y_scale, width, height, thin };
  gsize    first = first_from (series, 0, x_scale->low, FALSE);
  gsize    n = first_from (series, first, x_scale->high, TRUE);
  gboolean cut = n < series->points->len;

  g_array_set_size (thin, 0);
  if (first > 0)
    emit_shown (&thinning, first - 1);
  for (gsize from = first; from < n;)
    {
      double column = floor (plot_scale_map (x_scale, POINT (series, from)->x) * width);
      double edge = plot_scale_unmap (x_scale, (column + 1) / width);
      gsize  end = first_from (series, from, edge, FALSE);

      /* Rounding may put the edge at or before the point itself. */
      end = CLAMP (end, from + 1, n);
      if (end - from <= 4)
        for (gsize i = from; i < end; i++)
          emit_shown (&thinning, i);
      else
        thin_column (&thinning, from, end);
      from = end;
    }
  if (cut)
    emit_shown (&thinning, n);
  if (first > 0)
    cut_line (thin, 0, 1, 0);
  if (cut)
    cut_line (thin, thin->len - 1, -1, width);
}
