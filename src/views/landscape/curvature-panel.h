/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "views/landscape/race-player.h"

#include <gtk/gtk.h>

/* Theory beside practice: how the cost bends at the start, the largest rates that this allows, and how far each racer
 * is from its own. Follows the landscape while the start is dragged. */

#define PERCEPT_TYPE_CURVATURE_PANEL (percept_curvature_panel_get_type ())
G_DECLARE_FINAL_TYPE (PerceptCurvaturePanel, percept_curvature_panel, PERCEPT, CURVATURE_PANEL, GtkWidget)

/* Once; its landscape is the one that is told about. */
void percept_curvature_panel_set_player (PerceptCurvaturePanel *panel,
                                         PerceptRacePlayer     *player);
