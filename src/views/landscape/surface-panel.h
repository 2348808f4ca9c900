/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/landscape.h"
#include "session/landscape.h"

#include <gtk/gtk.h>

/* What surface is shown, what runs on it, and how it is drawn: plain rows. What belongs to the landscape is set there;
 * how it is drawn is asked for here, and the signal "look-changed" says when. */

#define PERCEPT_TYPE_SURFACE_PANEL (percept_surface_panel_get_type ())
G_DECLARE_FINAL_TYPE (PerceptSurfacePanel, percept_surface_panel, PERCEPT, SURFACE_PANEL, GtkWidget)

/* Once. */
void               percept_surface_panel_set_landscape (PerceptSurfacePanel *panel,
                                                        PerceptLandscape    *landscape);

PlotLandscapeStyle percept_surface_panel_get_style     (PerceptSurfacePanel *panel);
PlotLevelKind      percept_surface_panel_get_levels    (PerceptSurfacePanel *panel);
gboolean           percept_surface_panel_has_arrows    (PerceptSurfacePanel *panel);
