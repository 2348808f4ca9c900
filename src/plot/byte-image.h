/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

/* An example as a picture, one pixel for each of its own. @bytes: @channels x @height x @width, planar, 0 is the
 * background. Gray is ink dark on light, as on paper, in every color scheme; color is as it is. The surface may be in
 * error. Returns: (transfer full) */
cairo_surface_t *plot_byte_image_new (const guint8 *bytes,
                                      guint         channels,
                                      guint         height,
                                      guint         width);
