/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/number.h"
#include "plot/scatter-private.h"

#include <math.h>

#define LEAST_PLOT 40 /* px */
/* The range of a logarithmic axis whose numbers stand in digits. */
#define LEAST_IN_DIGITS (1e-3 * (1 - 1e-9))
#define MOST_IN_DIGITS  (1e3 * (1 + 1e-9))

static gboolean
is_on (PlotScaleKind kind,
       double        value)
{
  return isfinite (value) && (kind != PLOT_SCALE_LOG || value > 0.0);
}

gboolean
plot_scatter_shows (const PlotScatter      *scatter,
                    const PlotScatterPoint *point)
{
  return is_on (scatter->x_kind, point->x) && is_on (scatter->y_kind, point->y);
}

const PlotScatterPoint *
plot_scatter_find_end (const PlotScatter       *scatter,
                       const PlotScatterSeries *series)
{
  const PlotScatterPoint *end = NULL;

  for (guint i = 0; i < series->points->len; i++)
    {
      const PlotScatterPoint *point = plot_scatter_point_at (series, i);

      if (plot_scatter_shows (scatter, point) && (!end || point->x > end->x))
        end = point;
    }
  return end;
}

/* A logarithmic axis goes from decade to decade, and over two of them at least. */
static void
init_scale (PlotScale     *scale,
            PlotScaleKind  kind,
            double         low,
            double         high)
{
  if (kind == PLOT_SCALE_LOG)
    {
      double first = floor (log10 (low) + 1e-9), last = ceil (log10 (high) - 1e-9);

      low = pow (10.0, last - first < 2 ? first - 1 : first);
      high = pow (10.0, last - first < 1 ? last + 1 : last);
    }
  plot_scale_init (scale, kind, low, high);
}

static void
find_ranges (PlotScatterPainting *painting)
{
  const PlotScatter *scatter = painting->scatter;
  double             low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY };

  for (guint i = 0; i < scatter->series->len; i++)
    for (guint k = 0; k < plot_scatter_series_at (scatter, i)->points->len; k++)
      {
        const PlotScatterPoint *point = plot_scatter_point_at (plot_scatter_series_at (scatter, i), k);

        if (!plot_scatter_shows (scatter, point))
          continue;
        low[0] = MIN (low[0], point->x);
        high[0] = MAX (high[0], point->x);
        low[1] = MIN (low[1], point->y);
        high[1] = MAX (high[1], point->y);
      }
  painting->empty = !(low[0] <= high[0]);
  init_scale (&painting->x, scatter->x_kind, painting->empty ? 0.1 : low[0], painting->empty ? 1 : high[0]);
  init_scale (&painting->y, scatter->y_kind, painting->empty ? 0.1 : low[1], painting->empty ? 1 : high[1]);
}

/* One style on an axis: digits where all of its numbers are short in digits, else powers of ten. */
static char *
log_number (const PlotTicks *ticks,
            double           value)
{
  double           low = ticks->values[0], high = ticks->values[ticks->n - 1];
  int              exponent = (int) floor (log10 (value) + 1e-9);
  double           digit = round (value / pow (10.0, exponent));
  g_autofree char *power = plot_number_power_of_10 (exponent);

  if (low >= LEAST_IN_DIGITS && high <= MOST_IN_DIGITS)
    return plot_number_fixed (value, MAX (0, -exponent));
  return digit > 1.0 ? g_strdup_printf ("%.0f·%s", digit, power) : g_steal_pointer (&power);
}

char *
plot_scatter_tick_number (const PlotScale *scale,
                          const PlotTicks *ticks,
                          guint            i)
{
  if (scale->kind == PLOT_SCALE_LOG)
    return log_number (ticks, ticks->values[i]);
  if (ticks->decimals > 4 || fabs (scale->high) >= 1e7)
    return plot_number_value (ticks->values[i]);
  return plot_number_fixed (ticks->values[i], ticks->decimals);
}

static double
widest_number (const PlotScatterPainting *painting,
               const PlotScale           *scale,
               const PlotTicks           *ticks)
{
  double widest = 0;

  for (guint i = 0; i < ticks->n; i++)
    if (!ticks->minor[i])
      {
        g_autofree char *number = plot_scatter_tick_number (scale, ticks, i);

        widest = MAX (widest, plot_text_width (painting->text, PLOT_TEXT_PLAIN, number, 0));
      }
  return widest;
}

double
plot_scatter_room_for_labels (const PlotScatterPainting *painting)
{
  double widest = 0;

  for (guint i = 0; i < painting->scatter->series->len; i++)
    {
      const PlotScatterSeries *series = plot_scatter_series_at (painting->scatter, i);

      if (series->label[0] != '\0' && plot_scatter_find_end (painting->scatter, series))
        widest = MAX (widest, plot_text_width (painting->text, PLOT_TEXT_PLAIN, series->label, 0));
    }
  return widest > 0 && widest < 0.4 * painting->width ? widest + painting->label_gap : 0;
}

void
plot_scatter_lay_out (PlotScatterPainting *painting)
{
  double line = painting->line = plot_text_line_height (painting->text, PLOT_TEXT_PLAIN);
  double title = plot_text_line_height (painting->text, PLOT_TEXT_TITLE);
  double marker = PLOT_SCATTER_MARKER * painting->theme->line_width;
  double header;
  guint  most;

  painting->edge = MAX (6, round (line / 3));
  painting->label_gap = MAX (10, round (marker * 0.75 + line / 6));
  find_ranges (painting);
  painting->numbers = painting->height >= title + 4 * line + LEAST_PLOT && painting->width >= 10 * line;
  header = painting->numbers ? painting->edge + title + 1.5 * line : 0;
  painting->top = header + painting->edge + marker / 2;
  painting->bottom = painting->height - painting->edge - (painting->numbers ? line + painting->edge : 0);
  painting->bottom = MAX (painting->bottom, painting->top + 1);
  most = (guint) CLAMP ((painting->bottom - painting->top) / (1.9 * line) + 1, 2, 8);
  plot_scale_round (&painting->y, MAX (most, 4));
  plot_scale_ticks (&painting->y, most, 0, &painting->y_ticks);
  painting->left = painting->edge + marker / 2;
  if (painting->numbers)
    painting->left += painting->edge + widest_number (painting, &painting->y, &painting->y_ticks);
  painting->right = painting->width - painting->edge - marker / 2;
  if (painting->numbers)
    painting->right -= MAX (plot_scatter_room_for_labels (painting), line);
  painting->right = MAX (painting->right, painting->left + 1);
  plot_scale_round (&painting->x, 6);
  for (most = 9; most >= 2; most--)
    {
      plot_scale_ticks (&painting->x, most, 0, &painting->x_ticks);
      if ((widest_number (painting, &painting->x, &painting->x_ticks) + line) * painting->x_ticks.n <=
          painting->right - painting->left)
        break;
    }
}
