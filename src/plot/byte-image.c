/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/byte-image.h"

cairo_surface_t *
plot_byte_image_new (const guint8 *bytes,
                     guint         channels,
                     guint         height,
                     guint         width)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  guint8          *data = cairo_image_surface_get_data (surface);
  gsize            plane = (gsize) height * width;

  if (data == NULL)
    return surface;
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        gsize    i = (gsize) y * width + x;
        guint32 *pixel = (guint32 *) (gpointer) (data + y * cairo_image_surface_get_stride (surface)) + x;

        if (channels == 3)
          *pixel = (guint32) bytes[i] << 16 | (guint32) bytes[plane + i] << 8 | bytes[2 * plane + i];
        else
          *pixel = (255u - bytes[i]) * 0x010101u;
      }
  cairo_surface_mark_dirty (surface);
  return surface;
}
