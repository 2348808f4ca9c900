/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/theme.h"

#include <gtk/gtk.h>

/* How figures look on this desktop: dark or light, high contrast, the user's font and its size. One object for the
 * process, for the main thread; the application tells it the color scheme, the rest comes from GtkSettings.
 * Signal "changed": every figure has to be painted anew. */

#define PERCEPT_TYPE_FIGURE_STYLE (percept_figure_style_get_type ())
G_DECLARE_FINAL_TYPE (PerceptFigureStyle, percept_figure_style, PERCEPT, FIGURE_STYLE, GObject)

/* (transfer none) */
PerceptFigureStyle *percept_figure_style_get_default (void);

void   percept_figure_style_set_scheme (PerceptFigureStyle *style,
                                        gboolean            dark,
                                        gboolean            high_contrast);

/* Whether the desktop's own font is below 11 pt. */
gboolean percept_figure_style_is_font_small (PerceptFigureStyle *style);

/* Px of body text: the desktop's font, never below 11 pt. */
double percept_figure_style_get_text_size (PerceptFigureStyle *style);

/* Fills @theme for an ordinary window. */
void   percept_figure_style_get_theme  (PerceptFigureStyle *style,
                                        PlotTheme          *theme);
