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

/* The same for racer @i of a race, 0 to PLOT_N_RACERS - 1, in its color in @theme: circle, square, triangle, diamond,
 * triangle upside down, cross, bar, hourglass, star. */
void plot_racer_marker_draw (cairo_t         *cr,
                             guint            i,
                             double           x,
                             double           y,
                             double           size,
                             const PlotTheme *theme);

/* The color of racer @i in @theme. */
const PlotColor *
     plot_racer_color       (const PlotTheme *theme,
                             guint            i);
