/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/theme.h"

/* Paints the marker of @role, of its own shape (circle, diamond, triangle, square), @size px wide around x, y, in
 * @color with a rim of @rim that sets it off from the curve. */
void plot_marker_draw (cairo_t         *cr,
                       PlotRole         role,
                       double           x,
                       double           y,
                       double           size,
                       const PlotColor *color,
                       const PlotColor *rim);
