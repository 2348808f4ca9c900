/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* For a @control that pops something up (a menu button, a split button, a drop-down): its tooltip stays away while
 * the popover is open, which it would cover. */
void percept_popup_control_hush (GtkWidget *control);

/* The same for every such control within @widget, as made from a .ui file. */
void percept_popup_control_hush_all (GtkWidget *widget);
