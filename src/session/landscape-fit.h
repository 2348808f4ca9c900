/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/landscape-ground.h"
#include "session/landscape-settings.h"

/* Private to session/: what a view leaves open is found on the ground: the window around the valley, a start that makes
 * the way down worth watching, and learning rates that suit the curvature. */

/* Settles all that @view leaves open. On a formula, its own. FALSE when stopped. */
gboolean landscape_view_settle (PerceptLandscapeView *view,
                                const Ground         *ground);

/* Leaves nothing open: the window, start and racers that @formula comes with. */
void     landscape_view_settle_by_formula (PerceptLandscapeView    *view,
                                           const AnAnalyticSurface *formula);
