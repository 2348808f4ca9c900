/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/scale.h"

#include <math.h>

#define LARGEST  1e300
#define SMALLEST 1e-300
#define FINEST   1e-9 /* of a range, relative to its numbers: ticks must differ in double precision */

static void
set_range (PlotScale     *scale,
           PlotScaleKind  kind,
           double         low,
           double         high)
{
  double start = kind == PLOT_SCALE_LOG ? log10 (low) : low;
  double end = kind == PLOT_SCALE_LOG ? log10 (high) : high;

  scale->kind = kind;
  scale->low = low;
  scale->high = high;
  scale->origin = start;
  scale->factor = 1 / (end - start);
}

static gboolean
usable (PlotScaleKind kind,
        double        value)
{
  return isfinite (value) && fabs (value) <= LARGEST && (kind == PLOT_SCALE_LINEAR || value >= SMALLEST);
}

gboolean
plot_scale_init (PlotScale     *scale,
                 PlotScaleKind  kind,
                 double         low,
                 double         high)
{
  double least = kind == PLOT_SCALE_LOG ? 1 : 0;
  double middle;

  if (!usable (kind, low) || !usable (kind, high))
    {
      if (kind == PLOT_SCALE_LOG && usable (kind, high))
        set_range (scale, kind, MAX (high / 1000, SMALLEST / 10), high);
      else
        set_range (scale, kind, least, least == 0 ? 1 : 10);
      return FALSE;
    }
  if (high - low >= FINEST * MAX (fabs (low), fabs (high)) && high > low && high - low >= SMALLEST)
    {
      set_range (scale, kind, low, high);
      return TRUE;
    }
  if (low - high >= FINEST * MAX (fabs (low), fabs (high)) && low > high && low - high >= SMALLEST)
    {
      set_range (scale, kind, high, low);
      return FALSE;
    }
  middle = low / 2 + high / 2;
  if (kind == PLOT_SCALE_LOG)
    set_range (scale, kind, middle / 2, middle * 2);
  else if (fabs (middle) < 1e-100)
    set_range (scale, kind, -0.5, 0.5);
  else
    set_range (scale, kind, middle - fabs (middle) / 2, middle + fabs (middle) / 2);
  return FALSE;
}

double
plot_scale_map (const PlotScale *scale,
                double           value)
{
  if (!plot_scale_shows (scale, value))
    return NAN;
  if (scale->kind == PLOT_SCALE_LOG)
    value = log10 (value);
  return (value - scale->origin) * scale->factor;
}

double
plot_scale_unmap (const PlotScale *scale,
                  double           position)
{
  double value = scale->origin + position / scale->factor;

  return scale->kind == PLOT_SCALE_LOG ? pow (10, value) : value;
}

gboolean
plot_scale_shows (const PlotScale *scale,
                  double           value)
{
  return isfinite (value) && (scale->kind == PLOT_SCALE_LINEAR || value > 0);
}

/* The smallest of 1, 2, 5 x 10^n that is not below @rough. */
static double
nice_step (double rough)
{
  double power = pow (10, floor (log10 (rough)));

  for (int i = 0; i < 3; i++)
    {
      static const double steps[] = { 1, 2, 5 };

      if (steps[i] * power >= rough * (1 - 1e-9))
        return steps[i] * power;
    }
  return 10 * power;
}

static double
linear_step (const PlotScale *scale,
             guint            max_ticks,
             double           min_step)
{
  double step = nice_step (MAX ((scale->high - scale->low) / MAX (max_ticks - 1, 1), SMALLEST));

  return MAX (step, min_step);
}

/* The end of a logarithmic range, rounded away from the middle to 1, 2, 5 x 10^n. */
static double
round_log_end (double   value,
               gboolean up)
{
  static const double steps[] = { 1, 2, 5, 10 };
  double power = pow (10, floor (log10 (value)));

  for (int i = 0; up && i < 4; i++)
    if (steps[i] * power >= value * (1 - 1e-9))
      return steps[i] * power;
  for (int i = 3; i >= 0; i--)
    if (steps[i] * power <= value * (1 + 1e-9))
      return steps[i] * power;
  return value;
}

void
plot_scale_round (PlotScale *scale,
                  guint      max_ticks)
{
  double step;
  double low;
  double high;

  if (scale->kind == PLOT_SCALE_LOG)
    {
      plot_scale_init (scale, PLOT_SCALE_LOG, round_log_end (scale->low, FALSE), round_log_end (scale->high, TRUE));
      return;
    }
  step = linear_step (scale, max_ticks, 0);
  low = floor (scale->low / step + 1e-9) * step;
  high = ceil (scale->high / step - 1e-9) * step;
  /* Rounding both ends can add a tick too many: the next larger step then has room. */
  if ((high - low) / step > max_ticks - 0.5 && max_ticks > 2)
    {
      step = nice_step (step * 1.5);
      low = floor (scale->low / step + 1e-9) * step;
      high = ceil (scale->high / step - 1e-9) * step;
    }
  plot_scale_init (scale, PLOT_SCALE_LINEAR, low, high);
}

static void
add_tick (PlotTicks *ticks,
          double     value,
          gboolean   minor)
{
  if (ticks->n == PLOT_MAX_TICKS)
    return;
  ticks->values[ticks->n] = value;
  ticks->minor[ticks->n++] = minor;
}

static void
linear_ticks (const PlotScale *scale,
              guint            max_ticks,
              double           min_step,
              PlotTicks       *ticks)
{
  double step = linear_step (scale, max_ticks, min_step);
  double first = ceil (scale->low / step - 1e-6);
  double last = floor (scale->high / step + 1e-6);

  for (double i = first; i <= last && ticks->n < PLOT_MAX_TICKS; i++)
    add_tick (ticks, i * step, FALSE);
  ticks->decimals = (int) CLAMP (-floor (log10 (step) + 1e-9), 0, 12);
}

/* Decades are numbered; where there are too few of them, 2 and 5 as well. */
static void
log_ticks (const PlotScale *scale,
           guint            max_ticks,
           PlotTicks       *ticks)
{
  int      first = (int) floor (log10 (scale->low) + 1e-9);
  int      last = (int) ceil (log10 (scale->high) - 1e-9);
  int      stride = MAX (1, (int) ceil ((last - first + 1) / (double) MAX (max_ticks, 1)));
  gboolean between = 3 * log10 (scale->high / scale->low) <= max_ticks;
  gboolean minor = stride == 1 && 9 * (last - first) < PLOT_MAX_TICKS;

  for (int decade = first; decade <= last; decade++)
    for (int digit = 1; digit <= (minor ? 9 : 1); digit++)
      {
        double   value = digit * pow (10, decade);
        gboolean numbered = digit == 1 ? (decade - first) % stride == 0 : between && (digit == 2 || digit == 5);

        if (value >= scale->low * (1 - 1e-9) && value <= scale->high * (1 + 1e-9) && (numbered || digit > 1))
          add_tick (ticks, value, !numbered);
      }
}

void
plot_scale_ticks (const PlotScale *scale,
                  guint            max_ticks,
                  double           min_step,
                  PlotTicks       *ticks)
{
  ticks->n = 0;
  ticks->decimals = 0;
  max_ticks = CLAMP (max_ticks, 2, PLOT_MAX_TICKS);
  if (scale->kind == PLOT_SCALE_LOG)
    log_ticks (scale, max_ticks, ticks);
  else
    linear_ticks (scale, max_ticks, min_step, ticks);
}
