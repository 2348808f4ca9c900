/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Gives @control the accessible @name, and with it the buttons that it consists of (a drop-down, a split button):
 * GTK shows those to screen readers as controls of their own. Icons within it are left out: they say nothing more. */
void percept_control_set_name   (GtkWidget  *control,
                                 const char *name);

/* Takes the icons within @widget away from screen readers, before it is first shown. */
void percept_control_hide_icons (GtkWidget  *widget);
