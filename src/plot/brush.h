/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A soft round pen, and an eraser, that work on an image of bytes: channels x height x width, planar, 0 is the
 * background, 255 ink. Coordinates are pixels; the first pixel's middle is at (0.5, 0.5). A pen never takes ink away,
 * an eraser never adds any, and what is covered twice, by the same stroke or another, is as if it had been covered
 * once: strokes have no spots where their pieces meet. On color it draws white, in the bytes' sense. Any thread. */

typedef struct
{
  float x, y;
} PlotBrushPoint;

typedef struct
{
  guint8  *bytes;
  guint    channels, height, width;
} PlotBrushImage;

/* Half the width of its strokes: of @height x @width pixels as much as the pen of handwritten digits is of theirs
 * (2.5 of 28 pixels), an eraser's twice that. */
float    plot_brush_radius (guint                 height,
                            guint                 width,
                            gboolean              eraser);

/* Draws, or erases, from @from to @to, which may be one and the same place; either may be outside of the image.
 * Returns: whether a byte has changed */
gboolean plot_brush_draw   (const PlotBrushImage *image,
                            PlotBrushPoint        from,
                            PlotBrushPoint        to,
                            gboolean              eraser);
