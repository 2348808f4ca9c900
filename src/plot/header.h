/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/text.h"

/* The first line of a figure @width px wide, @edge px inside of it: @title at the left, @note (or NULL) faint at the
 * right. A note of several lines is the same in fewer and fewer words: the first line that there is room for is drawn;
 * the last is cut, or left out, where there is too little. */
void plot_header_draw (PlotText        *text,
                       const PlotTheme *theme,
                       const char      *title,
                       const char      *note,
                       double           edge,
                       double           width);
