/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the x axis that is shown. */

#include "plot/curves-private.h"

#include <math.h>

#define NARROWEST   1e-4 /* of the whole */
#define FEWEST_WHOLE 4   /* of an axis that counts */

void
plot_curves_get_whole (const PlotCurves *curves,
                       double           *low,
                       double           *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (guint i = 0; i < curves->curves->len; i++)
    {
      const PlotCurve *curve = plot_curves_at (curves, i);
      const GArray    *points = curve->series.points;

      if (!curve->visible || points->len == 0)
        continue;
      *low = MIN (*low, g_array_index (points, PlotPoint, 0).x);
      *high = MAX (*high, g_array_index (points, PlotPoint, points->len - 1).x);
    }
  if (!(*low <= *high))
    *low = *high = 0;
  if (curves->x_end > 0)
    *high = MAX (*high, curves->x_end);
  /* From the start of the run, unless all that is shown lies far from it. */
  if (*low > 0 && *low < 0.5 * *high)
    *low = 0;
  if (!(*high > *low))
    *high = *low + 1;
}

gboolean
plot_curves_is_whole_x (const PlotCurves *curves)
{
  for (guint i = 0; i < curves->curves->len; i++)
    if (!plot_curves_at (curves, i)->series.whole)
      return FALSE;
  return TRUE;
}

void
plot_curves_set_view (PlotCurves *curves,
                      double      low,
                      double      high)
{
  curves->zoomed = isfinite (low) && isfinite (high) && low < high;
  curves->view_low = curves->zoomed ? low : 0;
  curves->view_high = curves->zoomed ? high : 0;
}

gboolean
plot_curves_get_view (const PlotCurves *curves,
                      double           *low,
                      double           *high)
{
  if (!curves->zoomed)
    {
      plot_curves_get_whole (curves, low, high);
      return FALSE;
    }
  *low = curves->view_low;
  *high = curves->view_high;
  return TRUE;
}

/* @low .. @low + @width, moved into the whole. */
static void
set_within (PlotCurves *curves,
            double      low,
            double      width)
{
  double start, end;

  plot_curves_get_whole (curves, &start, &end);
  low = CLAMP (low, start, MAX (start, end - width));
  plot_curves_set_view (curves, low, low + width);
}

void
plot_curves_zoom (PlotCurves *curves,
                  double      at,
                  double      factor)
{
  double start, end, low, high, least;

  if (!isfinite (at) || !(factor > 0) || !isfinite (factor))
    return;
  plot_curves_get_whole (curves, &start, &end);
  plot_curves_get_view (curves, &low, &high);
  least = NARROWEST * (end - start);
  if (plot_curves_is_whole_x (curves))
    least = MAX (least, FEWEST_WHOLE);
  factor = MAX (factor, least / (high - low));
  if ((high - low) * factor >= end - start)
    plot_curves_set_view (curves, NAN, NAN);
  else
    set_within (curves, at - (at - low) * factor, (high - low) * factor);
}

void
plot_curves_pan (PlotCurves *curves,
                 double      by)
{
  if (curves->zoomed && isfinite (by))
    set_within (curves, curves->view_low + by, curves->view_high - curves->view_low);
}

double
plot_curves_x_at (const PlotCurves *curves,
                  double            width,
                  double            height,
                  const PlotTheme  *theme,
                  double            px)
{
  PlotCurvesLayout layout;

  plot_curves_lay_out (curves, &layout, plot_text_begin (theme, NULL), theme, width, height);
  return plot_scale_unmap (&layout.x, (px - layout.left) / (layout.right - layout.left));
}
