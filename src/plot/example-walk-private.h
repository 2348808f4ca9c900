/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/example-walk.h"
#include "plot/text.h"

/* Rows of text between lines that take more than one. */
#define PLOT_WALK_GAP 0.2

/* The model of a walk and its layout in px; shared by the files example-walk*.c alone. */

struct _PlotExampleWalk
{
  PlotFigure       figure;
  PlotWalkContent *content; /* NULL: nothing to show */
  guint            focused; /* stage */
};

/* The cells of the image or of a hidden layer, and those of their gradients under them. */
typedef struct
{
  double x, y;              /* of the first cell */
  double gradient_y;
  double zoom;              /* px per cell: an integer, or 1 / integer */
  guint  columns, rows;
  guint  n;                 /* cells in use */
  double width, height;     /* of the cells */
  double room;              /* px that captions may take */
  gboolean first;           /* in its row: nothing stands before it */
} PlotWalkPlace;

typedef struct
{
  double         width, height;
  double         line, edge;
  double         top;            /* of the first captions */
  double         picture;        /* height of the room for pictures */
  PlotWalkPlace *places;         /* 1 + n_layers */
  struct
  {
    double   x, y;               /* of the heading */
    double   row_height;
    double   width;
    double   name, bar, value;   /* px of the columns; the gradient takes the rest */
    guint    n_rows;
    guint   *classes;            /* n_rows, ascending */
    gboolean first;
  } classes;
  double         lines_top;
  double         column;         /* px of a column of lines */
  gboolean       two_columns;
  double         formula;        /* px from a formula to its values; 0: they stand under it */
} PlotWalkLayout;

void   plot_walk_lay_out      (const PlotExampleWalk *walk,
                               PlotText              *text,
                               double                 width,
                               PlotWalkLayout        *layout);
void   plot_walk_layout_clear (PlotWalkLayout        *layout);

/* The next words of @string that find room in @width; moves @string behind them. Returns: (transfer full), NULL at the
 * end. */
char  *plot_walk_next_row     (PlotText              *text,
                               const char           **string,
                               double                 width);

/* Px that a column with these lines takes, its heading included. */
double plot_walk_column_height (const PlotWalkLayout *layout,
                               PlotText              *text,
                               GArray                *lines);

void   plot_walk_draw         (const PlotFigure      *figure,
                               cairo_t               *cr,
                               double                 width,
                               double                 height,
                               const PlotTheme       *theme);
