/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/run-figures.h"

#include <gtk/gtk.h>

/* How the network learns, folded away at first: the norm of the gradient and the share of hidden units that learn no
 * more, over the same part of the same axis as the learning curves. */

#define PERCEPT_TYPE_LEARNING_PANE (percept_learning_pane_get_type ())
G_DECLARE_FINAL_TYPE (PerceptLearningPane, percept_learning_pane, PERCEPT, LEARNING_PANE, GtkWidget)

/* @figures: kept; once. */
void     percept_learning_pane_set_figures (PerceptLearningPane *pane,
                                            PerceptRunFigures   *figures);

/* "learning", a boolean: unfolded or not. Returns: (transfer full) */
GAction *percept_learning_pane_new_action  (PerceptLearningPane *pane);
