/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"

/* Signed numbers with names as bars from a zero line: a unit's weights to the classes, products for an image. Red to
 * the right, blue to the left, values beside them; one that is not finite says so. */

typedef struct _PlotWeightBars PlotWeightBars;

/* Returns: (transfer full) */
PlotWeightBars *plot_weight_bars_new        (const char       *title);

/* Copied; @names: @n strings. @most: of more than these only the ones of largest magnitude, in the order of @values
 * ("12 of 300"); 0: all. */
void            plot_weight_bars_set        (PlotWeightBars   *bars,
                                             const float      *values,
                                             char            **names,
                                             guint             n,
                                             guint             most);
/* A bar that stands out, by a frame and in words; G_MAXUINT: none. */
void            plot_weight_bars_set_marked (PlotWeightBars   *bars,
                                             guint             place);
double          plot_weight_bars_get_height (PlotWeightBars   *bars,
                                             double            width,
                                             const PlotTheme  *theme);
/* The place in the values under a point: FALSE when there is none. */
gboolean        plot_weight_bars_pick       (PlotWeightBars   *bars,
                                             double            width,
                                             const PlotTheme  *theme,
                                             double            x,
                                             double            y,
                                             guint            *place);

static inline PlotFigure *
plot_weight_bars_figure (PlotWeightBars *bars)
{
  return (PlotFigure *) bars;
}
