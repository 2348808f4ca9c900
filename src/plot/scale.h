/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* An axis maps data to 0..1 and turns pathological ranges away first, so that painters only multiply by width and
 * height. Ticks are the round numbers inside it. Plain structs, no memory of their own. */

typedef enum
{
  PLOT_SCALE_LINEAR,
  PLOT_SCALE_LOG,
} PlotScaleKind;

typedef struct
{
  PlotScaleKind kind;
  double        low, high;      /* data, low < high */
  double        origin, factor; /* position = (v - origin) * factor, v being the data or its log10 */
} PlotScale;

#define PLOT_MAX_TICKS 64

typedef struct
{
  double   values[PLOT_MAX_TICKS]; /* data, ascending */
  gboolean minor[PLOT_MAX_TICKS];  /* a line without number */
  guint    n;
  int      decimals;               /* that tell neighbors apart; only for linear scales */
} PlotTicks;

/* The range @low..@high. One that no axis can show (not finite, beyond 1e300, empty, narrower than its numbers can
 * resolve; for a logarithm not positive) is replaced by the nearest one that can be shown: ends are swapped, the
 * range is widened around its value, or becomes 0..1 (1..10). Returns: TRUE when it was taken as given. */
gboolean plot_scale_init   (PlotScale       *scale,
                            PlotScaleKind    kind,
                            double           low,
                            double           high);

/* Rounds both ends outwards to ticks: at most @max_ticks of them (linear), or 1, 2, 5 x 10^n (logarithm). */
void     plot_scale_round  (PlotScale       *scale,
                            guint            max_ticks);

/* Position of @value, 0 at low and 1 at high, beyond them outside of 0..1; NaN for what the axis cannot show. */
double   plot_scale_map    (const PlotScale *scale,
                            double           value);

/* The value at a position: the inverse of plot_scale_map(). */
double   plot_scale_unmap  (const PlotScale *scale,
                            double           position);

/* Whether @value has a place on the axis: finite, and positive on a logarithmic one. */
gboolean plot_scale_shows  (const PlotScale *scale,
                            double           value);

/* At most @max_ticks (2 or more) numbered ticks, 1, 2 or 5 x 10^n apart and no closer than @min_step (0: any); on
 * a logarithmic scale decades, or every k-th decade, with minor ticks between. */
void     plot_scale_ticks  (const PlotScale *scale,
                            guint            max_ticks,
                            double           min_step,
                            PlotTicks       *ticks);
