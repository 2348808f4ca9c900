/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/series.h"

#include <cairo.h>

/* Paints @points, @n of them with x not decreasing (NaN in y: a gap), as a line @width px wide with round ends, in
 * the source set on @cr. A point between gaps becomes a dot. Where points are many to a px, the line is painted as
 * the outline of what a pen would cover: stroking each of its thousands of teeth takes ten times as long. */
void plot_stroke_line (cairo_t         *cr,
                       const PlotPoint *points,
                       guint            n,
                       double           width);
