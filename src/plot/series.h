/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/scale.h"

/* The points of one curve, and their thinning to the width of a figure. Points only ever come at the end; extremes
 * of blocks of points are kept as they come, so that thinning a million points looks at a few thousand. */

typedef struct
{
  double x, y;
} PlotPoint;

typedef struct
{
  GArray  *points;    /* of PlotPoint; x finite and not decreasing, y anything */
  GArray  *blocks;    /* of the extremes of each run of points, see series.c */
  double   low, high; /* of finite y; +infinity and -infinity when there is none */
  double   positive;  /* the lowest positive y; +infinity when there is none */
  gboolean whole;     /* every x is an integer */
} PlotSeries;

void     plot_series_init   (PlotSeries      *series);
void     plot_series_clear  (PlotSeries      *series);
void     plot_series_finish (PlotSeries      *series);

/* @copy is initialized. */
void     plot_series_copy   (const PlotSeries *series,
                             PlotSeries       *copy);

void     plot_series_append (PlotSeries      *series,
                             const double    *x,
                             const double    *y,
                             gsize            n);

/* The last point at or before @x (infinity: of all) that the axis can show; NULL when there is none. */
const PlotPoint *
         plot_series_last   (const PlotSeries *series,
                             const PlotScale  *y_scale,
                             double            x);

/* The point at or next before @x; NULL when there is none. */
const PlotPoint *
         plot_series_before (const PlotSeries *series,
                             double            x);

/* Widens @low..@high by the finite (for a logarithmic axis positive) values of the curve between @from and @to, where
 * its line comes in and goes out included. */
void     plot_series_extend (const PlotSeries *series,
                             PlotScaleKind     kind,
                             double            from,
                             double            to,
                             double           *low,
                             double           *high);

/* Sets @thin (of PlotPoint) to the curve in px: x 0..@width from the left, y 0..@height from the top; NaN in y: a
 * gap. Where the axis shows a part of the curve, its line ends at the edges. Of each px column only its first, lowest,
 * highest and last point remain, which paints the same line (Jugel et al., "M4: A Visualization-Oriented Time Series
 * Data Aggregation", VLDB 2014). */
void     plot_series_thin   (const PlotSeries *series,
                             const PlotScale  *x_scale,
                             const PlotScale  *y_scale,
                             double            width,
                             double            height,
                             GArray           *thin);
