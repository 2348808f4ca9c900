/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/colormap.h"

/* The picture of one unit's incoming weights, the same in every figure: zero in the middle of a diverging scale,
 * nearest neighbor at an integer multiple of its pixels. Shown are 3 planes (@channels is 3: color around middle
 * gray) or 1 (weights of any other number of channels are summed). */

typedef struct
{
  PlotColormap map;
  PlotColor    negative, zero, positive; /* of the theme that @map was made for */
} PlotWeightColors;

/* Makes @colors (zeroed at first) those of @theme. Returns: whether they have changed. */
gboolean         plot_weight_colors_update (PlotWeightColors       *colors,
                                            const PlotTheme        *theme);

guint            plot_weight_planes        (guint                   channels);

/* @weights: @n_units x @channels x @pixels; @sums: @n_units x @pixels, not overlapping. */
void             plot_weight_sum_channels  (const float            *weights,
                                            guint                   n_units,
                                            guint                   channels,
                                            gsize                   pixels,
                                            float                  *sums);

/* @values: @planes x @height x @width; at +-@scale the colors saturate (0: all is zero). One pixel per weight, or
 * 2 x 2 where there is a pattern for what is not finite. The surface may be in error. Returns: (transfer full) */
cairo_surface_t *plot_weight_picture_new   (const float            *values,
                                            guint                   planes,
                                            guint                   height,
                                            guint                   width,
                                            double                  scale,
                                            const PlotWeightColors *colors);

/* Paints @picture, and a hairline around it, at @zoom px per weight: @width x @height px from @x, @y. */
void             plot_weight_picture_show  (cairo_surface_t        *picture,
                                            cairo_t                *cr,
                                            double                  x,
                                            double                  y,
                                            double                  width,
                                            double                  height,
                                            double                  zoom,
                                            const PlotTheme        *theme);

/* The same without the hairline. */
void             plot_weight_picture_fill  (cairo_surface_t        *picture,
                                            cairo_t                *cr,
                                            double                  x,
                                            double                  y,
                                            double                  width,
                                            double                  height,
                                            double                  zoom);

/* Paints an image into a rectangle. */
void             plot_weight_fill          (cairo_t                *cr,
                                            cairo_surface_t        *image,
                                            double                  x,
                                            double                  y,
                                            double                  width,
                                            double                  height,
                                            cairo_filter_t          filter);

void             plot_weight_frame         (cairo_t                *cr,
                                            double                  x,
                                            double                  y,
                                            double                  width,
                                            double                  height,
                                            const PlotTheme        *theme);

/* Zooms are integers, or 1 / integer for pictures that are larger than their place. */

/* The largest at which @width x @height weights stand within @room_width x @room_height px. */
double           plot_weight_zoom_within   (guint                   width,
                                            guint                   height,
                                            double                  room_width,
                                            double                  room_height);

/* The smallest integer one at which the longer side has @side px or more. */
double           plot_weight_zoom_for_side (guint                   width,
                                            guint                   height,
                                            double                  side);

/* The next smaller one. */
double           plot_weight_zoom_below    (double                  zoom);
