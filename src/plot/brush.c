/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/brush.h"

#include "base/ink.h"

/* Of the side of an image of handwritten digits, 28 pixels. */
#define RADIUS (1.25f / 28)
#define BLUR   (1.3f / 28)

/* Of images with few pixels: below this a stroke would fall between their middles. */
#define LEAST  0.6f

/* Erasing with the pen's own width would leave rims. */
#define ERASER 2

/* Beyond it nothing is reached, and integers hold what is within. */
#define FAR    1e6f

static float
side_of (guint height,
         guint width)
{
  return (float) MIN (height, width);
}

float
plot_brush_radius (guint    height,
                   guint    width,
                   gboolean eraser)
{
  return MAX (RADIUS * side_of (height, width), LEAST) * (eraser ? ERASER : 1);
}

static gboolean
cover (guint8  *byte,
       float    share,
       gboolean eraser)
{
  float  ink = 255 * (eraser ? 1 - share : share);
  guint8 value = (guint8) (ink + 0.5f);

  if (eraser ? value >= *byte : value <= *byte)
    return FALSE;
  *byte = value;
  return TRUE;
}

static PlotBrushPoint
within_reach (PlotBrushPoint point)
{
  return (PlotBrushPoint) { CLAMP (point.x, -FAR, FAR), CLAMP (point.y, -FAR, FAR) };
}

gboolean
plot_brush_draw (const PlotBrushImage *image,
                 PlotBrushPoint        from,
                 PlotBrushPoint        to,
                 gboolean              eraser)
{
  PlotBrushPoint a = within_reach (from), b = within_reach (to);
  float          radius = plot_brush_radius (image->height, image->width, eraser);
  float          blur = MAX (BLUR * side_of (image->height, image->width), 1);
  BaseInkPiece   piece = base_ink_piece (a.x, a.y, radius, b.x, b.y, radius);
  int            left = MAX (0, (int) floorf (MIN (a.x, b.x) - radius - blur));
  int            right = MIN ((int) image->width - 1, (int) ceilf (MAX (a.x, b.x) + radius + blur));
  int            top = MAX (0, (int) floorf (MIN (a.y, b.y) - radius - blur));
  int            bottom = MIN ((int) image->height - 1, (int) ceilf (MAX (a.y, b.y) + radius + blur));
  gsize          plane = (gsize) image->height * image->width;
  gboolean       changed = FALSE;

  for (int y = top; y <= bottom; y++)
    for (int x = left; x <= right; x++)
      {
        float   share = base_ink_share (base_ink_depth (&piece, (float) x + 0.5f, (float) y + 0.5f), blur);
        guint8 *byte = image->bytes + (gsize) y * image->width + (gsize) x;

        for (guint c = 0; c < image->channels; c++)
          changed |= cover (byte + c * plane, share, eraser);
      }
  return changed;
}
