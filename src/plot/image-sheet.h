/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"

/* Examples as images, side by side, each with a line under it: what it is, what the network says. Gray (ink dark on
 * light in every color scheme) or RGB, nearest neighbor at an integer multiple of their pixels. */

typedef struct _PlotImageSheet PlotImageSheet;

/* Px that an image's side has at least. Returns: (transfer full) */
PlotImageSheet *plot_image_sheet_new        (double               side);

/* @images: @n images of @channels x @height x @width bytes (planar, 0 is the background), copied; @captions: @n
 * strings, copied. @title, @note: the first line. */
void            plot_image_sheet_set        (PlotImageSheet      *sheet,
                                             const char          *title,
                                             const char          *note,
                                             const guint8 *const *images,
                                             guint                n,
                                             guint                channels,
                                             guint                height,
                                             guint                width,
                                             char               **captions);

/* Px that all of them need at @width. */
double          plot_image_sheet_get_height (PlotImageSheet      *sheet,
                                             double               width,
                                             const PlotTheme     *theme);

/* The image under a point in a figure @width px wide: FALSE when there is none. */
gboolean        plot_image_sheet_pick       (PlotImageSheet      *sheet,
                                             double               width,
                                             const PlotTheme     *theme,
                                             double               x,
                                             double               y,
                                             guint               *image);

static inline PlotFigure *
plot_image_sheet_figure (PlotImageSheet *sheet)
{
  return (PlotFigure *) sheet;
}
