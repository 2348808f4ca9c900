/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  double left, top, right, bottom; /* px */
} PlotFrame;

/* Cuts the line from x0, y0 to x1, y1 (@ends) off at the edges of @frame (Liang and Barsky 1984). FALSE: nothing of it
 * is inside, or an end is not finite. */
gboolean plot_cut_line (const PlotFrame *frame,
                        double           ends[4]);
