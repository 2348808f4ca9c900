/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/brush.h"

#include <gtk/gtk.h>

/* What a pad to draw in shows beside its image. */

/* Where the image lies, in px; @zoom px for each of its pixels. */
typedef struct
{
  double x, y, width, height;
  double zoom;
} PerceptPadPlace;

/* Between the pixels, where these are large; seen on paper and on ink. */
void percept_pad_paint_grid  (const PerceptPadPlace *place,
                              cairo_t               *cr);
/* In the middle of the empty pad, in the font of @widget; not at all where they have no room. */
void percept_pad_paint_words (const PerceptPadPlace *place,
                              cairo_t               *cr,
                              GtkWidget             *widget,
                              const char            *words,
                              gboolean               on_black);
/* Where a pen is, as wide as its stroke would be, an eraser's in dashes; seen on paper and on ink. @point: in pixels of
 * @image */
void percept_pad_paint_ring  (const PerceptPadPlace *place,
                              cairo_t               *cr,
                              const PlotBrushImage  *image,
                              PlotBrushPoint         point,
                              gboolean               eraser);
