/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/figure-view.h"

/* The commands of a figure: "figure.copy", "figure.copy-numbers", "figure.save" (PNG, SVG, PDF or CSV). */

void       percept_figure_menu_install (GtkWidgetClass    *widget_class);

/* A popover for @view, parented to it, empty. Returns: (transfer none) */
GtkWidget *percept_figure_menu_new     (PerceptFigureView *view);

/* Fills it with what can be done with the figure that @view has, which is not NULL. */
void       percept_figure_menu_update  (GtkPopoverMenu    *popover,
                                        PerceptFigureView *view);
