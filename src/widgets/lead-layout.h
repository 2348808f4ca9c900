/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Two children: one that leads, as wide as it would like to be, and beside it one that takes what is left. Where that
 * would be too little, the second stands below the first, which is then as high as it would like to be (beside the
 * other it may be less: one that scrolls); what is left over goes to the second. A hidden child takes no room; a single
 * one is the second. */

#define PERCEPT_TYPE_LEAD_LAYOUT (percept_lead_layout_get_type ())
G_DECLARE_FINAL_TYPE (PerceptLeadLayout, percept_lead_layout, PERCEPT, LEAD_LAYOUT, GtkLayoutManager)

/* @least_width: px of the second child beside the first; @spacing: px between them. Returns: (transfer full) */
GtkLayoutManager *percept_lead_layout_new (int least_width,
                                           int spacing);
