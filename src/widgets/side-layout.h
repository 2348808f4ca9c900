/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Two children: what is looked at, and beside it a column of controls, which is as high as the first and scrolls by
 * itself if it is a GtkScrolledWindow with propagate-natural-height. Where there is no room for both, the second stands
 * below the first, with all of its natural height. */

#define PERCEPT_TYPE_SIDE_LAYOUT (percept_side_layout_get_type ())
G_DECLARE_FINAL_TYPE (PerceptSideLayout, percept_side_layout, PERCEPT, SIDE_LAYOUT, GtkLayoutManager)

/* @least_width: px of the first child beside the other; @side_width: px of the other, unless it needs more; @spacing:
 * px between them. Returns: (transfer full) */
GtkLayoutManager *percept_side_layout_new (int least_width,
                                           int side_width,
                                           int spacing);
