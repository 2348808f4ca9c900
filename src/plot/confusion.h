/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"

/* Which class is taken for which: a square of counts, one row for each true class, one column for each answer. The
 * right answers stand on the diagonal in gray, the others in the color of the part that they were counted on, the
 * darker the more of a row they are. */

typedef struct _PlotConfusion PlotConfusion;

/* @title: "What is taken for what"; @role: the part. Returns: (transfer full) */
PlotConfusion *plot_confusion_new    (const char          *title,
                                      PlotRole             role);

/* @counts: @n x @n, row by row, copied; @names: @n strings, copied. What is selected stays, where there is such a
 * cell. */
void           plot_confusion_set    (PlotConfusion       *confusion,
                                      const gsize         *counts,
                                      guint                n,
                                      char               **names);

/* Frames a cell; @truth of -1: none. */
void           plot_confusion_select (PlotConfusion       *confusion,
                                      int                  truth,
                                      int                  answer);

/* The cell under a point in a figure of this size: FALSE when there is none. */
gboolean       plot_confusion_pick   (const PlotConfusion *confusion,
                                      double               width,
                                      double               height,
                                      const PlotTheme     *theme,
                                      double               x,
                                      double               y,
                                      guint               *truth,
                                      guint               *answer);

static inline PlotFigure *
plot_confusion_figure (PlotConfusion *confusion)
{
  return (PlotFigure *) confusion;
}
