/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/text.h"
#include "plot/weight-matrix.h"
#include "plot/weight-picture.h"

/* The model of a matrix and its layout in px; shared by the files weight-matrix*.c alone. */

struct _PlotWeightMatrix
{
  PlotFigure        figure;
  char             *title;
  char             *unit_noun;
  char             *input_noun;
  float            *weights;     /* n_units x n_inputs */
  guint             n_units, n_inputs;
  char            **unit_names;  /* or NULL */
  char            **input_names;
  guint            *order;       /* NULL: all */
  guint             n_order;
  guint             selected;
  gboolean          own_scale;
  double            scale;       /* where the colors saturate; 0: all weights are zero, or not finite */
  gsize             not_finite;
  gboolean          any_finite;
  PlotWeightColors  colors;
  cairo_surface_t **bands;       /* pictures of some rows each, NULL until they are first seen; */
  guint             n_bands;
  guint             band_cells;  /* of so many cells in a row */
};

typedef struct
{
  double   edge, line;
  double   left, top;   /* of the picture */
  double   width, row;  /* of the picture, and of one row */
  guint    rows;
  guint    cells;       /* side by side in a row: one for each input, or for each px where there are more inputs */
  gboolean names;       /* of units */
  guint    name_step;   /* each how manyeth input has its name above it; 0: none */
} PlotMatrixLayout;

guint plot_matrix_rows       (const PlotWeightMatrix *matrix);
guint plot_matrix_unit_at    (const PlotWeightMatrix *matrix,
                              guint                   row);

/* Returns: (transfer full) */
char *plot_matrix_name_unit  (const PlotWeightMatrix *matrix,
                              guint                   unit);
char *plot_matrix_name_input (const PlotWeightMatrix *matrix,
                              guint                   input);

/* What stands at the row of @unit: its name, and its own scale if it has one, "#3 ±0.42". Returns: (transfer full) */
char *plot_matrix_label      (const PlotWeightMatrix *matrix,
                              guint                   unit);

const float *
      plot_matrix_row        (const PlotWeightMatrix *matrix,
                              guint                   unit);

void  plot_matrix_lay_out    (const PlotWeightMatrix *matrix,
                              PlotMatrixLayout       *layout,
                              PlotText               *text,
                              double                  width);

/* The pictures no longer show the weights. */
void  plot_matrix_drop_bands (PlotWeightMatrix       *matrix);

/* "colors from −0.42 to +0.42 · 3 weights are not finite": without the colors where a @bar explains them, and of what
 * is seen in @layout, unless that is NULL. NULL: no weights. Returns: (transfer full) */
char *plot_matrix_note       (const PlotWeightMatrix *matrix,
                              const PlotMatrixLayout *layout,
                              gboolean                bar);

void  plot_matrix_draw       (const PlotFigure       *figure,
                              cairo_t                *cr,
                              double                  width,
                              double                  height,
                              const PlotTheme        *theme);
void  plot_matrix_draw_hover (const PlotFigure       *figure,
                              cairo_t                *cr,
                              double                  width,
                              double                  height,
                              const PlotTheme        *theme,
                              double                  x,
                              double                  y);
