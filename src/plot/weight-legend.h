/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/text.h"
#include "plot/weight-picture.h"

/* What the colors of weights mean: "−0.42 [   0   ] +0.42". */

typedef struct
{
  const PlotWeightColors *colors; /* brought up to date with the theme */
  guint                   planes; /* 3: of color weights, from black to white */
  const char             *low, *high;
  double                  bar;    /* px of its length, and px between it and the numbers */
  double                  edge;
} PlotWeightLegend;

/* Px that it takes. */
double plot_weight_legend_extent (const PlotWeightLegend *legend,
                                  PlotText               *text);

/* Its right end at @right, the middle of its height at @middle. */
void   plot_weight_legend_draw   (const PlotWeightLegend *legend,
                                  cairo_t                *cr,
                                  PlotText               *text,
                                  double                  right,
                                  double                  middle,
                                  const PlotTheme        *theme);
