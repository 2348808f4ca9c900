/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"

/* One picture per unit of a layer: incoming weights laid out as the image they look at, zero in the middle of a
 * diverging scale (blue below, red above; color-blind safe), nearest-neighbor at an integer multiple of the pixels.
 * One scale shared by all pictures by default: the largest absolute weight (or its 99.5th percentile over the
 * sheet; saturated beyond), shown by a color bar with numbers. NaN and infinite weights get a pattern of their own,
 * an all-zero sheet says so. */

typedef struct _PlotWeightSheet PlotWeightSheet;

/* @title: "Output units"; @noun: what a unit is called in words ("output unit"). Returns: (transfer full) */
PlotWeightSheet *plot_weight_sheet_new         (const char       *title,
                                                const char       *noun);

/* @weights: @n_units x (@channels x @height x @width), copied; @channels 1 (gray) or 3 (RGB planar, drawn as color
 * around middle gray), others as the sum over channels. @names: @n_units strings under the pictures, or NULL for
 * "#0", "#1" ... */
void             plot_weight_sheet_set_weights (PlotWeightSheet  *sheet,
                                                const float      *weights,
                                                guint             n_units,
                                                guint             channels,
                                                guint             height,
                                                guint             width,
                                                char            **names);

/* A line under a unit's name, e.g. its bias or accuracy; @notes: n_units strings or NULL. */
void             plot_weight_sheet_set_notes   (PlotWeightSheet  *sheet,
                                                char            **notes);

/* Which unit stands at which place: @n indices, copied; NULL: all in order. */
void             plot_weight_sheet_set_order   (PlotWeightSheet  *sheet,
                                                const guint      *order,
                                                guint             n);
void             plot_weight_sheet_set_own_scale (PlotWeightSheet *sheet,
                                                  gboolean         own_scale);

/* Px that a picture's side should have at least (rounded to an integer multiple of its pixels); 0: as large as lets
 * all pictures fit into the figure. */
void             plot_weight_sheet_set_side    (PlotWeightSheet  *sheet,
                                                double            side);

/* A strip chooses its pictures' size by itself: as large as lets all be seen, or else as fills the figure best, in
 * one row or several, and says "12 of 300". The height that it asks for is that of all pictures with the side set
 * when they are few, else of one row. */
void             plot_weight_sheet_set_strip   (PlotWeightSheet  *sheet,
                                                gboolean          strip);

/* The height that all pictures need at @width (for a scrolled view). */
double           plot_weight_sheet_get_height  (PlotWeightSheet  *sheet,
                                                double            width,
                                                const PlotTheme  *theme);

/* The unit under a point in a figure of this size, and the pixel of its picture: FALSE when there is none. */
gboolean         plot_weight_sheet_pick        (PlotWeightSheet  *sheet,
                                                double            width,
                                                double            height,
                                                const PlotTheme  *theme,
                                                double            x,
                                                double            y,
                                                guint            *unit,
                                                guint            *column,
                                                guint            *row);

/* Where @unit's picture stands in a figure of this size: FALSE when it is not shown. */
gboolean         plot_weight_sheet_get_picture (PlotWeightSheet   *sheet,
                                                double             width,
                                                double             height,
                                                const PlotTheme   *theme,
                                                guint              unit,
                                                cairo_rectangle_t *picture);

static inline PlotFigure *
plot_weight_sheet_figure (PlotWeightSheet *sheet)
{
  return (PlotFigure *) sheet;
}
