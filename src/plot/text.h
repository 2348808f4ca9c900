/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/theme.h"

/* All text of figures. Shaped lines are remembered per thread, because the same labels come back ten times a second
 * and shaping costs more than painting. */

typedef enum
{
  PLOT_TEXT_PLAIN,
  PLOT_TEXT_BOLD,
  PLOT_TEXT_TITLE, /* bold, a little larger */
  PLOT_TEXT_DIGIT, /* bold, half as large again: the name of a digit unit */
  PLOT_N_TEXT_STYLES,
} PlotTextStyle;

typedef struct _PlotText PlotText;

/* Text in the font of @theme, for painting on @cr (or NULL: only to measure). Valid until the next call in this
 * thread. Returns: (transfer none) */
PlotText *plot_text_begin       (const PlotTheme  *theme,
                                 cairo_t          *cr);

/* Px from line to line. */
double    plot_text_line_height (PlotText         *text,
                                 PlotTextStyle     style);

/* Width of @string in px; cut to @max_width with an ellipsis (0: never cut). */
double    plot_text_width       (PlotText         *text,
                                 PlotTextStyle     style,
                                 const char       *string,
                                 double            max_width);

/* Paints one line. @x, @y: the place in the line's box that @align_x, @align_y name: 0 left or top, 1 right or
 * bottom. Direction follows the text itself; the place does not. */
void      plot_text_show        (PlotText         *text,
                                 PlotTextStyle     style,
                                 const char       *string,
                                 double            x,
                                 double            y,
                                 double            align_x,
                                 double            align_y,
                                 double            max_width,
                                 const PlotColor  *color);

/* The same on a box of the background, so that no line cuts it. */
void      plot_text_show_over   (PlotText         *text,
                                 PlotTextStyle     style,
                                 const char       *string,
                                 double            x,
                                 double            y,
                                 double            align_x,
                                 double            align_y,
                                 const PlotColor  *color,
                                 const PlotColor  *background);

/* Makes every digit a 0, so that room measured for a number does not tremble while its value changes. */
void      plot_text_level_digits (char             *string);

/* "@words @number"; behind right-to-left words the number is isolated, or its groups of digits would trade places.
 * Returns: (transfer full) */
char     *plot_text_join_number  (const char       *words,
                                  const char       *number);
