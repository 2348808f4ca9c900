/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"

/* The weights between two layers as one picture, a row for each unit, a column for each input, colored as a weight
 * sheet is: for layers that look at no images. Names stand at rows and columns where there is room. Where there are
 * more inputs than pixels, each pixel shows the strongest of those that fall on it, and the picture says so. */

typedef struct _PlotWeightMatrix PlotWeightMatrix;

/* @title: "Output units"; @unit_noun, @input_noun: what rows and columns are called in words ("output unit", "hidden
 * unit"). Returns: (transfer full) */
PlotWeightMatrix *plot_weight_matrix_new          (const char        *title,
                                                   const char        *unit_noun,
                                                   const char        *input_noun);

/* @weights: @n_units x @n_inputs, copied; @unit_names, @input_names: NULL-terminated or NULL for "#0", "#1" … */
void              plot_weight_matrix_set_weights  (PlotWeightMatrix  *matrix,
                                                   const float       *weights,
                                                   guint              n_units,
                                                   guint              n_inputs,
                                                   char             **unit_names,
                                                   char             **input_names);
/* The rows that are shown, from the top: @n units, copied; NULL: all in order. */
void              plot_weight_matrix_set_order    (PlotWeightMatrix  *matrix,
                                                   const guint       *order,
                                                   guint              n);
/* A row that stands out; PLOT_NO_UNIT (weight-sheet.h): none. */
void              plot_weight_matrix_set_selected (PlotWeightMatrix  *matrix,
                                                   guint              unit);
/* Each row with a scale of its own. */
void              plot_weight_matrix_set_own_scale (PlotWeightMatrix *matrix,
                                                    gboolean          own_scale);
/* Px that all rows need at @width. */
double            plot_weight_matrix_get_height   (PlotWeightMatrix  *matrix,
                                                   double             width,
                                                   const PlotTheme   *theme);
/* What is under a point of a figure of this size: FALSE when there is no weight. */
gboolean          plot_weight_matrix_pick         (PlotWeightMatrix  *matrix,
                                                   double             width,
                                                   double             height,
                                                   const PlotTheme   *theme,
                                                   double             x,
                                                   double             y,
                                                   guint             *unit,
                                                   guint             *input);

/* The unit @down rows below @unit, the nearest there is; the first for PLOT_NO_UNIT. Returns: PLOT_NO_UNIT when there
 * is none at all */
guint             plot_weight_matrix_get_neighbor (PlotWeightMatrix      *matrix,
                                                   guint                  unit,
                                                   int                    down);

/* Where the row of @unit is at @width: FALSE when it is not shown. */
gboolean          plot_weight_matrix_get_row      (PlotWeightMatrix      *matrix,
                                                   double                 width,
                                                   const PlotTheme       *theme,
                                                   guint                  unit,
                                                   cairo_rectangle_t     *row);

/* "hidden unit #17 → output unit 3 · weight 0.42", of a weight that exists. Returns: (transfer full) */
char             *plot_weight_matrix_describe_weight (const PlotWeightMatrix *matrix,
                                                      guint                   unit,
                                                      guint                   input);

static inline PlotFigure *
plot_weight_matrix_figure (PlotWeightMatrix *matrix)
{
  return (PlotFigure *) matrix;
}
