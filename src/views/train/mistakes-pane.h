/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/run-figures.h"
#include "widgets/figure-view.h"

/* What the network gets wrong, folded away at first: which class is taken for which, and the images behind a cell of
 * that matrix, the worst first. Costs the worker nothing while it is folded or out of sight. */

#define PERCEPT_TYPE_MISTAKES_PANE (percept_mistakes_pane_get_type ())
G_DECLARE_FINAL_TYPE (PerceptMistakesPane, percept_mistakes_pane, PERCEPT, MISTAKES_PANE, GtkWidget)

void               percept_mistakes_pane_set_session (PerceptMistakesPane *pane,
                                                      PerceptSession      *session);

/* Signal "example-chosen" (guint index): an image was clicked, the example at this place of the session's dataset. */

/* "mistakes", a boolean: unfolded or not. Returns: (transfer full) */
GAction           *percept_mistakes_pane_new_action (PerceptMistakesPane *pane);

/* "confusion" or "mistakes"; NULL for another name. (transfer none) */
PerceptFigureView *percept_mistakes_pane_find_view   (PerceptMistakesPane *pane,
                                                      const char          *figure);
