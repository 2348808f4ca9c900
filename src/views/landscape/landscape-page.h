/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "views/landscape/race-player.h"

#include <gtk/gtk.h>

/* The landscape under the network: the cost over two of its weights (or another plane), optimizers that race on it from
 * a start that the hand drags, and what the curvature there says about their rates. The network is asked for when the
 * page is seen, not before. */

#define PERCEPT_TYPE_LANDSCAPE_PAGE (percept_landscape_page_get_type ())
G_DECLARE_FINAL_TYPE (PerceptLandscapePage, percept_landscape_page, PERCEPT, LANDSCAPE_PAGE, GtkWidget)

/* Once. */
void               percept_landscape_page_set_session   (PerceptLandscapePage *page,
                                                         PerceptSession       *session);

/* As by hand: "W1[199,2], W1[200,2]", or "suggest". */
gboolean           percept_landscape_page_choose_weights (PerceptLandscapePage *page,
                                                          const char           *text,
                                                          GError              **error);

/* (transfer none), both there as long as the page is; the landscape has no model before the page was first seen. */
PerceptLandscape  *percept_landscape_page_get_landscape (PerceptLandscapePage *page);
PerceptRacePlayer *percept_landscape_page_get_player    (PerceptLandscapePage *page);

/* The views that show a figure, the landscape first. Returns: (transfer full) (element-type PerceptFigureView) */
GPtrArray         *percept_landscape_page_get_views     (PerceptLandscapePage *page);
