/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"

/* Figures side by side as one, for a file that shows cost and accuracy together. It keeps its members. Its CSV is
 * theirs, one after the other with an empty line between. Returns: (transfer full) */
PlotFigure *plot_row_new (PlotFigure *const *members,
                          guint              n_members);
