/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/curves-private.h"
#include "plot/number.h"

#include <math.h>

#define LEAST_PLOT 24        /* px: a plot that would become smaller gives up its text first */
#define MOST_FOR_LABELS 0.46 /* of the width */
#define SHORT 2.5            /* ends of a logarithmic axis, as a ratio: 1, 2, 5 would tell too little of it */
#define ROUND_TO 5           /* ticks: a y axis with fewer numbers still ends at a round one of so many */

gboolean
plot_curves_end (const PlotCurve *curve,
                 const PlotScale *x,
                 const PlotScale *y,
                 PlotEnd         *end)
{
  const GArray    *points = curve->series.points;
  const PlotPoint *last = plot_series_last (&curve->series, y, x->high);
  const PlotPoint *beyond;
  double           share, low, high;

  if (!last)
    return FALSE;
  beyond = last + 1;
  *end = (PlotEnd) { *last, FALSE };
  if (beyond == &g_array_index (points, PlotPoint, points->len) || !plot_scale_shows (y, beyond->y) ||
      !(beyond->x > x->high))
    return last->x >= x->low;
  share = (x->high - last->x) / (beyond->x - last->x);
  low = plot_scale_map (y, last->y);
  high = plot_scale_map (y, beyond->y);
  *end = (PlotEnd) { { x->high, plot_scale_unmap (y, low + share * (high - low)) }, TRUE };
  return TRUE;
}

char *
plot_curves_end_label (const PlotCurves *curves,
                       const PlotCurve  *curve,
                       const PlotEnd    *end,
                       PlotLabels        labels)
{
  g_autofree char *number = NULL;

  if (labels == PLOT_LABELS_NONE || (curve->role == PLOT_ROLE_EARLIER && labels != PLOT_LABELS_ALL))
    return NULL;
  if (labels == PLOT_LABELS_NAME || curve->role == PLOT_ROLE_EARLIER || end->cut)
    return g_strdup (curve->label);
  number = curves->percent ? plot_number_percent (end->at.y) : plot_number_value (end->at.y);
  return plot_text_join_number (curve->label, number);
}

static char *
log_number (double value)
{
  int exponent = (int) floor (log10 (value) + 1e-9);

  if (exponent >= -4 && exponent <= 5)
    return plot_number_fixed (value, MAX (0, -exponent));
  if (fabs (value / pow (10, exponent) - 1) < 1e-6)
    return plot_number_power_of_10 (exponent);
  return plot_number_value (value);
}

static char *
linear_number (double value,
               int    decimals,
               double largest)
{
  return largest >= 1e7 || decimals > 5 ? plot_number_value (value) : plot_number_fixed (value, decimals);
}

char *
plot_curves_y_number (const PlotCurves       *curves,
                      const PlotCurvesLayout *layout,
                      guint                   index)
{
  const PlotTicks *ticks = &layout->y_ticks;
  double           value = ticks->values[index] * (curves->percent ? 100 : 1);
  double           largest = MAX (fabs (layout->y.low), fabs (layout->y.high));
  g_autofree char *number = NULL;

  if (layout->y.kind == PLOT_SCALE_LOG && !layout->even_ticks)
    number = log_number (value);
  else
    number = linear_number (value, MAX (0, ticks->decimals - (curves->percent ? 2 : 0)), largest);
  /* The unit stands at the ends of the axis alone. */
  if (curves->percent && (index == 0 || index == ticks->n - 1))
    return g_strconcat (number, "\342\200\257%", NULL);
  return g_steal_pointer (&number);
}

static void
find_x_range (const PlotCurves *curves,
              PlotCurvesLayout *layout)
{
  double low, high;

  plot_curves_get_view (curves, &low, &high);
  plot_scale_init (&layout->x, PLOT_SCALE_LINEAR, low, high);
}

static void
find_y_range (const PlotCurves *curves,
              PlotCurvesLayout *layout)
{
  gboolean log = curves->y_kind == PLOT_SCALE_LOG;
  double   low = INFINITY;
  double   high = -INFINITY;

  for (guint i = 0; i < curves->curves->len; i++)
    {
      const PlotCurve *curve = plot_curves_at (curves, i);

      if (!curve->visible)
        continue;
      if (curves->zoomed)
        {
          plot_series_extend (&curve->series, curves->y_kind, layout->x.low, layout->x.high, &low, &high);
          continue;
        }
      low = MIN (low, log ? curve->series.positive : curve->series.low);
      high = MAX (high, curve->series.high);
    }
  layout->empty = !(low <= high);
  if (layout->empty)
    low = log ? 0.1 : 0, high = 1;
  else if (curves->zoomed)
    ; /* what is visible fills the height */
  else if (!log && curves->percent)
    low = MIN (low, 0), high = MAX (high, 1);
  else if (!log && low >= 0)
    low = 0, high = high > 0 ? high : 1;
  plot_scale_init (&layout->y, curves->y_kind, low, high);
}

static double
widest_y_number (const PlotCurves       *curves,
                 const PlotCurvesLayout *layout,
                 PlotText               *text)
{
  double widest = 0;

  for (guint i = 0; i < layout->y_ticks.n; i++)
    if (!layout->y_ticks.minor[i])
      {
        g_autofree char *number = plot_curves_y_number (curves, layout, i);

        widest = MAX (widest, plot_text_width (text, PLOT_TEXT_PLAIN, number, 0));
      }
  return widest;
}

/* A label, and where along the axis its curve ends. */
typedef struct
{
  double width;    /* px, with level digits: it does not tremble */
  double position; /* 0 .. 1 */
} EndRoom;

static void
measure_end_labels (const PlotCurves       *curves,
                    const PlotCurvesLayout *layout,
                    PlotText               *text,
                    PlotLabels              labels,
                    GArray                 *rooms)
{
  g_array_set_size (rooms, 0);
  for (guint i = 0; i < curves->curves->len; i++)
    {
      const PlotCurve *curve = plot_curves_at (curves, i);
      g_autofree char *label = NULL;
      EndRoom          room;
      PlotEnd          end;

      if (!curve->visible || !plot_curves_end (curve, &layout->x, &layout->y, &end))
        continue;
      label = plot_curves_end_label (curves, curve, &end, labels);
      if (!label)
        continue;
      plot_text_level_digits (label);
      room.width = 4 * ceil (plot_text_width (text, PLOT_TEXT_PLAIN, label, 0) / 4);
      room.position = CLAMP (plot_scale_map (&layout->x, end.at.x), 0, 1);
      g_array_append_val (rooms, room);
    }
}

/* The axis ends as far to the right as lets all labels stand in the figure, each beside the end of its curve or moved
 * up to plot_curves_align_within() towards the end farthest right. Continuous in the positions: early in a run the
 * labels stand within the axis, and it gives way px by px as they reach its end. */
static double
axis_end (const PlotCurvesLayout *layout,
          const GArray           *rooms)
{
  double right = layout->width - layout->edge - layout->label_gap;
  double farthest = 0;

  for (guint i = 0; i < rooms->len; i++)
    farthest = MAX (farthest, g_array_index (rooms, EndRoom, i).position);
  for (guint i = 0; i < rooms->len; i++)
    {
      const EndRoom *room = &g_array_index (rooms, EndRoom, i);
      double         reach = layout->width - layout->edge - layout->label_gap - room->width - layout->left;
      double         aligned = reach / MAX (farthest, 1e-6);
      double         alone = (reach - plot_curves_align_within (layout)) / MAX (room->position, 1e-6);

      right = MIN (right, layout->left + MAX (aligned, alone));
    }
  return right;
}

/* Room at the right for the labels, as much of them as a narrow figure can give. */
static void
reserve_right (const PlotCurves *curves,
               PlotCurvesLayout *layout,
               PlotText         *text)
{
  double available = MIN (MOST_FOR_LABELS * layout->width, layout->width - layout->left - 3 * LEAST_PLOT);
  g_autoptr (GArray) rooms = g_array_new (FALSE, FALSE, sizeof (EndRoom));

  layout->labels = PLOT_LABELS_NONE;
  for (PlotLabels labels = PLOT_LABELS_ALL; layout->numbers && labels > PLOT_LABELS_NONE; labels--)
    {
      double widest = 0;

      measure_end_labels (curves, layout, text, labels, rooms);
      for (guint i = 0; i < rooms->len; i++)
        widest = MAX (widest, g_array_index (rooms, EndRoom, i).width);
      if (widest == 0 || widest + layout->label_gap + layout->edge > available)
        continue;
      layout->labels = labels;
      break;
    }
  if (layout->labels == PLOT_LABELS_NONE)
    g_array_set_size (rooms, 0);
  layout->right = axis_end (layout, rooms);
}

static void
find_x_ticks (const PlotCurves *curves,
              PlotCurvesLayout *layout,
              PlotText         *text)
{
  gboolean whole = plot_curves_is_whole_x (curves);

  for (guint most = 9; most >= 2; most--)
    {
      double widest = 0;

      plot_scale_ticks (&layout->x, most, whole ? 1 : 0, &layout->x_ticks);
      for (guint i = 0; i < layout->x_ticks.n; i++)
        {
          g_autofree char *number = plot_number_fixed (layout->x_ticks.values[i], layout->x_ticks.decimals);

          widest = MAX (widest, plot_text_width (text, PLOT_TEXT_PLAIN, number, 0));
        }
      if ((widest + 1.1 * layout->line) * layout->x_ticks.n <= layout->right - layout->left + widest)
        return;
    }
}

static void
find_y_ticks (PlotCurvesLayout *layout,
              guint             most)
{
  PlotScale even = layout->y;

  if (layout->even_ticks)
    plot_scale_init (&even, PLOT_SCALE_LINEAR, layout->y.low, layout->y.high);
  plot_scale_round (&even, MAX (most, ROUND_TO));
  if (layout->even_ticks) /* no logarithm of zero */
    plot_scale_init (&even, PLOT_SCALE_LINEAR, MAX (even.low, layout->y.low / SHORT), even.high);
  /* One number alone would not tell the scale. */
  for (layout->y_ticks.n = 0; layout->y_ticks.n < 2 && most <= ROUND_TO + 2; most++)
    plot_scale_ticks (&even, most, 0, &layout->y_ticks);
  if (!layout->even_ticks)
    layout->y = even;
  else
    plot_scale_init (&layout->y, PLOT_SCALE_LOG, even.low, even.high);
}

void
plot_curves_lay_out (const PlotCurves *curves,
                     PlotCurvesLayout *layout,
                     PlotText         *text,
                     const PlotTheme  *theme,
                     double            width,
                     double            height)
{
  double line = plot_text_line_height (text, PLOT_TEXT_PLAIN);
  double title = plot_text_line_height (text, PLOT_TEXT_TITLE);
  guint  most;

  *layout = (PlotCurvesLayout) { .width = width, .height = height, .line = line };
  layout->edge = MAX (6, round (line / 3));
  layout->label_gap = MAX (10, round (2.4 * theme->line_width + line / 6));
  find_x_range (curves, layout);
  find_y_range (curves, layout);
  layout->header = height >= title + 2 * line + LEAST_PLOT && width >= 6 * line ? layout->edge + title : 0;
  layout->numbers = height >= layout->header + 2 * line + LEAST_PLOT && width >= 6 * line;
  layout->top = layout->header + (layout->numbers ? line / 2 + layout->edge : layout->edge);
  layout->bottom = height - (layout->numbers ? line + 2 * layout->edge : layout->edge);
  most = (guint) CLAMP ((layout->bottom - layout->top) / (1.25 * line) + 1, 2, 7);
  layout->even_ticks = curves->zoomed && layout->y.kind == PLOT_SCALE_LOG && layout->y.high < SHORT * layout->y.low;
  find_y_ticks (layout, most);
  layout->left = layout->edge;
  if (layout->numbers)
    layout->left += layout->edge +
                    (layout->empty && !curves->percent ? line : widest_y_number (curves, layout, text));
  reserve_right (curves, layout, text);
  find_x_ticks (curves, layout, text);
  /* A figure of a few px shows its background alone. */
  layout->right = MAX (layout->right, layout->left + 1);
  layout->bottom = MAX (layout->bottom, layout->top + 1);
}
