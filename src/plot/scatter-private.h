/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/scatter.h"

/* The model of a scatter figure; shared by the files scatter*.c alone. */

typedef struct
{
  char    *name;
  double   x, y;
  gboolean hollow;
} PlotScatterPoint;

typedef struct
{
  PlotRole role;
  char    *label;
  gboolean joined;
  GArray  *points; /* of PlotScatterPoint */
} PlotScatterSeries;

typedef struct
{
  double x0, y0, x1, y1;
  char  *label;
} PlotGuide;

struct _PlotScatter
{
  PlotFigure    figure;
  char         *title;
  char         *note;
  char         *x_title;
  char         *y_title;
  char         *empty;
  char         *description;
  PlotScaleKind x_kind, y_kind;
  GPtrArray    *series; /* of PlotScatterSeries */
  GArray       *guides; /* of PlotGuide */
};

void plot_scatter_draw (const PlotFigure *figure,
                        cairo_t          *cr,
                        double            width,
                        double            height,
                        const PlotTheme  *theme);

/* Name and numbers of the point next to @x, @y. */
void plot_scatter_draw_hover (const PlotFigure *figure,
                              cairo_t          *cr,
                              double            width,
                              double            height,
                              const PlotTheme  *theme,
                              double            x,
                              double            y);
