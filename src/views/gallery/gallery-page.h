/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* The welcome gallery: a card for each bundled experiment, one for one's own digits, and the newest runs. A click
 * activates the window's actions (win.experiment, win.open-data, win.open-path, win.resume). */

#define PERCEPT_TYPE_GALLERY_PAGE (percept_gallery_page_get_type ())
G_DECLARE_FINAL_TYPE (PerceptGalleryPage, percept_gallery_page, PERCEPT, GALLERY_PAGE, GtkWidget)
