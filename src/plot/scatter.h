/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"
#include "plot/scale.h"

/* Points over two axes, each linear or logarithmic: errors against steps, one gradient against another, angle against
 * cost. Series are told apart by color, by marker shape and by a label at their right end; a series may be joined by
 * a line. Guides are thin straight lines with a label: a theoretical slope, the diagonal. What an axis cannot show
 * (not finite, or not positive on a logarithm) is left out. */

typedef struct _PlotScatter PlotScatter;

/* An empty figure; all strings are copied. @note: small, at the right of the title; may be NULL. @empty: what stands
 * there while nothing can be shown. Returns: (transfer full) */
PlotScatter *plot_scatter_new             (const char     *title,
                                           const char     *note,
                                           const char     *x_title,
                                           const char     *y_title,
                                           const char     *empty);
void         plot_scatter_set_scales      (PlotScatter    *scatter,
                                           PlotScaleKind   x,
                                           PlotScaleKind   y);
/* In words, translated, for a screen reader: only the owner knows what the points mean. */
void         plot_scatter_set_description (PlotScatter    *scatter,
                                           const char     *description);

/* Adds a series, empty; returns its number, from 0. @label: "central", may be empty. */
guint        plot_scatter_add_series      (PlotScatter    *scatter,
                                           PlotRole        role,
                                           const char     *label,
                                           gboolean        joined);

/* @name: of the point, for the CSV, or NULL. A @hollow marker says: with care. */
void         plot_scatter_append          (PlotScatter    *scatter,
                                           guint           series,
                                           const char     *name,
                                           double          x,
                                           double          y,
                                           gboolean        hollow);

/* Straight on the axes from one point to the other, cut off where the axes end; guides do not widen the axes. */
void         plot_scatter_add_guide       (PlotScatter    *scatter,
                                           double          x0,
                                           double          y0,
                                           double          x1,
                                           double          y1,
                                           const char     *label);

static inline PlotFigure *
plot_scatter_figure (PlotScatter *scatter)
{
  return (PlotFigure *) scatter;
}
