/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* A card around a figure's view, as the pages have them; @view: kept. To hide the view, hide its card. */
GtkWidget *percept_figure_card_new (GtkWidget *view);
