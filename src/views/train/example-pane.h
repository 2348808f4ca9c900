/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"
#include "widgets/figure-view.h"

/* One example on its way through the network and back, with the numbers of every step, folded away at first. Follows
 * the run; costs the worker nothing while it is folded or out of sight. */

#define PERCEPT_TYPE_EXAMPLE_PANE (percept_example_pane_get_type ())
G_DECLARE_FINAL_TYPE (PerceptExamplePane, percept_example_pane, PERCEPT, EXAMPLE_PANE, GtkWidget)

void               percept_example_pane_set_session (PerceptExamplePane *pane,
                                                     PerceptSession     *session);

/* Unfolds, scrolls into sight, and shows the example at @index of the session's dataset if it is one of those that are
 * looked at. */
void               percept_example_pane_show        (PerceptExamplePane *pane,
                                                     guint32             index);

/* "example-steps", a boolean: unfolded or not. Returns: (transfer full) */
GAction           *percept_example_pane_new_action  (PerceptExamplePane *pane);

/* "example", once one was looked at; NULL for another name. (transfer none) */
PerceptFigureView *percept_example_pane_find_view   (PerceptExamplePane *pane,
                                                     const char         *figure);
