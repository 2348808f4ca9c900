/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"
#include "widgets/figure-view.h"

/* The Weights page: one picture for each unit of a layer that looks at images, as large as wished, on one scale or
 * each on its own, in order of number or of norm, with the weight under the pointer. */

#define PERCEPT_TYPE_WEIGHTS_PAGE (percept_weights_page_get_type ())
G_DECLARE_FINAL_TYPE (PerceptWeightsPage, percept_weights_page, PERCEPT, WEIGHTS_PAGE, GtkWidget)

/* @session: kept; once, before the page is shown. */
void               percept_weights_page_set_session (PerceptWeightsPage *page,
                                                     PerceptSession     *session);
/* The sheet, for commands that save it. (transfer none) */
PerceptFigureView *percept_weights_page_get_view    (PerceptWeightsPage *page);
