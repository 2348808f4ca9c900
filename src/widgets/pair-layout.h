/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Children side by side with equal widths where each gets at least a given width, else one under the other. */

#define PERCEPT_TYPE_PAIR_LAYOUT (percept_pair_layout_get_type ())
G_DECLARE_FINAL_TYPE (PerceptPairLayout, percept_pair_layout, PERCEPT, PAIR_LAYOUT, GtkLayoutManager)

/* @least_width: px of a child beside another; @spacing: px between them. Returns: (transfer full) */
GtkLayoutManager *percept_pair_layout_new (int least_width,
                                           int spacing);
