/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/landscape-private.h"

#include <math.h>

#define STRAY 0.1 /* px that a line may be off */

/* What a pen has drawn, and the directions in which it may go on without leaving a point that was passed by more than
 * STRAY (Zhao and Saalfeld 1997): stroking costs by the point, and contours have one at every side of a cell. */
typedef struct
{
  double x, y;               /* the last point drawn */
  double passed_x, passed_y; /* the last point on the way from there */
  double first, low, high;   /* its direction, and the range around it */
  gboolean is_free;          /* any direction will do */
} Pen;

static void
go_on (cairo_t *cr,
       Pen     *pen)
{
  cairo_line_to (cr, pen->passed_x, pen->passed_y);
  pen->x = pen->passed_x;
  pen->y = pen->passed_y;
  pen->is_free = TRUE;
}

static void
pass (cairo_t *cr,
      Pen     *pen,
      double   x,
      double   y)
{
  double far = hypot (x - pen->x, y - pen->y), turn, around;

  if (!pen->is_free)
    {
      turn = remainder (atan2 (y - pen->y, x - pen->x) - pen->first, 2 * G_PI);
      if (turn < pen->low || turn > pen->high)
        {
          go_on (cr, pen);
          far = hypot (x - pen->x, y - pen->y);
        }
    }
  pen->passed_x = x;
  pen->passed_y = y;
  if (far <= STRAY)
    return;
  around = asin (STRAY / far);
  if (pen->is_free)
    {
      pen->first = atan2 (y - pen->y, x - pen->x);
      pen->low = -around;
      pen->high = around;
      pen->is_free = FALSE;
      return;
    }
  turn = remainder (atan2 (y - pen->y, x - pen->x) - pen->first, 2 * G_PI);
  pen->low = MAX (pen->low, turn - around);
  pen->high = MIN (pen->high, turn + around);
}

static void
trace_line (cairo_t               *cr,
            const PlotContourLine *line,
            const double           origin[2],
            const double           factor[2])
{
  Pen pen = { origin[0] + factor[0] * line->points[0].x, origin[1] + factor[1] * line->points[0].y, .is_free = TRUE };

  cairo_new_path (cr);
  cairo_move_to (cr, pen.x, pen.y);
  pen.passed_x = pen.x;
  pen.passed_y = pen.y;
  for (guint k = 1; k < line->n; k++)
    pass (cr, &pen, origin[0] + factor[0] * line->points[k].x, origin[1] + factor[1] * line->points[k].y);
  go_on (cr, &pen);
  if (line->closed)
    cairo_close_path (cr);
}

void
plot_landscape_stroke_lines (PlotLandscapePainting *painting,
                             const double           origin[2],
                             const double           factor[2])
{
  const GPtrArray *lines = plot_landscape_lines (painting->landscape);
  cairo_t         *cr = painting->cr;

  plot_set_color (cr, &painting->theme->contour);
  cairo_set_line_width (cr, MAX (1, painting->theme->line_width / 3.5));
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < lines->len; i++)
    {
      trace_line (cr, g_ptr_array_index (lines, i), origin, factor);
      cairo_stroke (cr);
    }
}
