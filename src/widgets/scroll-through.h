/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* A scrolled window inside of another: while all of its child is seen, the wheel and two fingers are left to the outer
 * one, which GTK 4.8 would not do. */
void percept_scroll_through_add   (GtkScrolledWindow *window);

/* A control in a page that scrolls: the wheel does not change its value on the way. */
void percept_scroll_through_leave (GtkWidget         *control);
