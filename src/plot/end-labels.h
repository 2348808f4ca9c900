/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Places the labels at the ends of curves: each beside its last point, moved up or down as little as possible so
 * that none touches another or leaves the plot. */

typedef struct
{
  double   x, width; /* left edge and width, px; given */
  double   center;   /* y: wanted when given, placed on return */
  gboolean shown;    /* FALSE on return: there was no room */
} PlotEndLabel;

/* @labels: @n of them, the most important first; all @height px high, to stay within @top..@bottom. */
void plot_end_labels_place (PlotEndLabel *labels,
                            guint         n,
                            double        height,
                            double        top,
                            double        bottom);
