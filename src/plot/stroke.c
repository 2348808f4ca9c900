/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/stroke.h"

#include <math.h>

#define PER_PX 2       /* columns of the outline */
#define DENSE  1.5     /* points to a px from which on the outline is cheaper */
#define MOST   (1 << 16) /* columns: nothing that is painted is wider */

typedef struct
{
  double low, high;
} Span;

static void
cover (Span  *span,
       double y)
{
  span->low = MIN (span->low, y);
  span->high = MAX (span->high, y);
}

/* The part of each column that the bare polyline covers; column i is i..i + 1 in units of 1 / PER_PX px. */
static void
cover_line (Span            *spans,
            guint            n_spans,
            const PlotPoint *points,
            guint            n,
            double           start)
{
  for (guint i = 0; i < n; i++)
    {
      double x = (points[i].x - start) * PER_PX;
      guint  column = (guint) CLAMP (x, 0, n_spans - 1);
      double from;
      double slope;

      cover (&spans[column], points[i].y);
      if (i == 0)
        continue;
      from = (points[i - 1].x - start) * PER_PX;
      slope = (points[i].y - points[i - 1].y) / (x - from);
      /* The line crosses the left edge of every column between both points. */
      for (guint edge = (guint) CLAMP (floor (from) + 1, 0, n_spans); edge <= column && x > from; edge++)
        {
          double y = points[i - 1].y + slope * (edge - from);

          cover (&spans[edge], y);
          if (edge > 0)
            cover (&spans[edge - 1], y);
        }
    }
}

/* The same after a round pen of @radius px: column by column the outermost of its neighbors' discs. */
static void
widen (const Span *line,
       Span       *pen,
       int         n,
       double      radius)
{
  int reach = (int) (radius * PER_PX);

  for (int d = -reach; d <= reach; d++)
    {
      double across = d / (double) PER_PX;
      double up = sqrt (radius * radius - across * across);

      for (int i = MAX (0, -d); i < MIN (n, n - d); i++)
        if (line[i + d].low <= line[i + d].high)
          {
            cover (&pen[i], line[i + d].low - up);
            cover (&pen[i], line[i + d].high + up);
          }
    }
}

static void
trace_outline (cairo_t    *cr,
               const Span *pen,
               int         n,
               double      start)
{
  for (int i = 0; i < n; i++)
    if (pen[i].low <= pen[i].high)
      cairo_line_to (cr, start + (i + 0.5) / PER_PX, pen[i].low);
  for (int i = n - 1; i >= 0; i--)
    if (pen[i].low <= pen[i].high)
      cairo_line_to (cr, start + (i + 0.5) / PER_PX, pen[i].high);
  cairo_close_path (cr);
}

static void
fill_outline (cairo_t         *cr,
              const PlotPoint *points,
              guint            n,
              double           width)
{
  double start = floor (points[0].x - width);
  guint  columns = (guint) MIN ((ceil (points[n - 1].x + width) - start) * PER_PX, MOST);
  g_autofree Span *line = g_new (Span, columns);
  g_autofree Span *pen = g_new (Span, columns);

  for (guint i = 0; i < columns; i++)
    line[i] = pen[i] = (Span) { INFINITY, -INFINITY };
  cover_line (line, columns, points, n, start);
  widen (line, pen, (int) columns, width / 2);
  cairo_new_path (cr);
  trace_outline (cr, pen, (int) columns, start);
  cairo_fill (cr);
}

static void
stroke_run (cairo_t         *cr,
            const PlotPoint *points,
            guint            n,
            double           width)
{
  double extent = points[n - 1].x - points[0].x;

  if (n > 64 && n > DENSE * extent)
    {
      fill_outline (cr, points, n, width);
      return;
    }
  cairo_new_path (cr);
  cairo_move_to (cr, points[0].x, points[0].y);
  /* A line to the place itself makes the dot of a single point. */
  for (guint i = n > 1 ? 1 : 0; i < n; i++)
    cairo_line_to (cr, points[i].x, points[i].y);
  cairo_stroke (cr);
}

void
plot_stroke_line (cairo_t         *cr,
                  const PlotPoint *points,
                  guint            n,
                  double           width)
{
  guint from = 0;

  cairo_save (cr);
  cairo_set_line_width (cr, width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i <= n; i++)
    if (i == n || isnan (points[i].y))
      {
        if (i > from)
          stroke_run (cr, points + from, i - from, width);
        from = i + 1;
      }
  cairo_restore (cr);
}
