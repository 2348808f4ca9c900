/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/run-figures.h"
#include "session/session.h"
#include "views/weights/image-pane.h"
#include "views/weights/moment-slider.h"
#include "views/weights/units-view.h"
#include "widgets/figure-view.h"

/* The Weights page: all units of a layer, or the network as a diagram; one unit large beside them once it was chosen,
 * and a slider through the moments of the run below, for all of them.
 *
 * Signals:
 *   "shown"     percept_weights_page_get_shown() is another
 *   "answered"  the image pane says what the network now answers */

#define PERCEPT_TYPE_WEIGHTS_PAGE (percept_weights_page_get_type ())
G_DECLARE_FINAL_TYPE (PerceptWeightsPage, percept_weights_page, PERCEPT, WEIGHTS_PAGE, GtkWidget)

/* @session, @figures: kept; once, before the page is shown. */
void                 percept_weights_page_set_session (PerceptWeightsPage *page,
                                                       PerceptSession     *session,
                                                       PerceptRunFigures  *figures);
/* "units" or "network"; FALSE when it is neither. */
gboolean             percept_weights_page_show        (PerceptWeightsPage *page,
                                                       const char         *name);
const char          *percept_weights_page_get_shown   (PerceptWeightsPage *page);
/* What is shown, for commands that save it, and the diagram at any time. (transfer none) */
PerceptFigureView   *percept_weights_page_get_view    (PerceptWeightsPage *page);
PerceptFigureView   *percept_weights_page_get_diagram (PerceptWeightsPage *page);
/* @view shows the diagram to a room: it is followed there; NULL: no longer. */
void                 percept_weights_page_set_presented (PerceptWeightsPage *page,
                                                       PerceptFigureView   *view);

/* Shows @unit of @layer (from 1) large; layer 0: none is. FALSE: there is no such unit. */
gboolean             percept_weights_page_show_unit   (PerceptWeightsPage *page,
                                                       guint               layer,
                                                       guint               unit);
/* FALSE: none is shown large. */
gboolean             percept_weights_page_get_unit    (PerceptWeightsPage *page,
                                                       guint              *layer,
                                                       guint              *unit);
/* Whether the unit that is shown large has all of the page; without one this asks for nothing. */
void                 percept_weights_page_set_whole   (PerceptWeightsPage *page,
                                                       gboolean            whole);
gboolean             percept_weights_page_get_whole   (PerceptWeightsPage *page);

/* (transfer none), all of them; NULL before the session is set. */
PerceptUnitsView    *percept_weights_page_get_units   (PerceptWeightsPage *page);
PerceptMomentSlider *percept_weights_page_get_moments (PerceptWeightsPage *page);
PerceptWeightSource *percept_weights_page_get_source  (PerceptWeightsPage *page);
PerceptUnitStudy    *percept_weights_page_get_study   (PerceptWeightsPage *page);
PerceptChosenImage  *percept_weights_page_get_image   (PerceptWeightsPage *page);
PerceptImagePane    *percept_weights_page_get_image_pane (PerceptWeightsPage *page);
