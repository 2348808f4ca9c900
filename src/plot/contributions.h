/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"

/* What each output unit listens to: the hidden units with the largest absolute outgoing weights to it, as pictures of
 * their own weights from the pixels (as a weight sheet of all hidden units shows them), each with its number and a
 * bar for its outgoing weight: red pushes the output up, blue down, one scale of length for all bars. Equally strong
 * units stand in the order of their numbers, those whose weight is NaN last. */

#define PLOT_CONTRIBUTIONS_PER_OUTPUT 3

typedef struct _PlotContributions PlotContributions;

/* @title: "Output units"; @note: at the right of it, or NULL. Returns: (transfer full) */
PlotContributions *plot_contributions_new        (const char        *title,
                                                  const char        *note);

/* @hidden: @n_hidden x (@channels x @height x @width); @outgoing: @n_outputs x @n_hidden, row-major; @names:
 * @n_outputs strings, or NULL for "0", "1" ... Copies what it needs: the weights of the hidden units that are
 * shown. */
void               plot_contributions_set        (PlotContributions *contributions,
                                                  const float       *hidden,
                                                  guint              n_hidden,
                                                  guint              channels,
                                                  guint              height,
                                                  guint              width,
                                                  const float       *outgoing,
                                                  guint              n_outputs,
                                                  char             **names);

/* The height that all output units need at @width, px. A lower figure shows as many as it has room for and says
 * "6 of 10". */
double             plot_contributions_get_height (PlotContributions *contributions,
                                                  double             width,
                                                  const PlotTheme   *theme);

/* Where the picture of the hidden unit at @rank (0: the strongest) of @output stands in a figure of this size, and
 * which unit it is: FALSE when it is not shown. */
gboolean           plot_contributions_get_picture (PlotContributions *contributions,
                                                   double             width,
                                                   double             height,
                                                   const PlotTheme   *theme,
                                                   guint              output,
                                                   guint              rank,
                                                   guint             *unit,
                                                   cairo_rectangle_t *picture);

static inline PlotFigure *
plot_contributions_figure (PlotContributions *contributions)
{
  return (PlotFigure *) contributions;
}
