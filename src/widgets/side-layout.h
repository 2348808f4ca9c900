/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Three children: what is looked at, what stands below it, and controls. Where there is room, the controls are a column
 * beside the first, as high as that is, which scrolls by itself if it is a GtkScrolledWindow with
 * propagate-natural-height, and the second stands below both. Else all stand one below the other, the controls last,
 * with all of their natural height. */

#define PERCEPT_TYPE_SIDE_LAYOUT (percept_side_layout_get_type ())
G_DECLARE_FINAL_TYPE (PerceptSideLayout, percept_side_layout, PERCEPT, SIDE_LAYOUT, GtkLayoutManager)

/* @least_width: px of the first child beside the controls; @side_width: px of those, unless they need more; @spacing:
 * px between children. Returns: (transfer full) */
GtkLayoutManager *percept_side_layout_new (int least_width,
                                           int side_width,
                                           int spacing);
