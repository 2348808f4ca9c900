/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/curvature.h"
#include "session/landscape-ground.h"
#include "session/landscape-settings.h"

/* Private to session/: what a view leaves open is found on the ground: the window around the valley, a start that makes
 * the way down worth watching, and learning rates that suit the curvature. */

/* Settles all that @view leaves open. On a formula, its own. FALSE when stopped. */
gboolean landscape_view_settle (PerceptLandscapeView *view,
                                const Ground         *ground);

/* At the start, and where the cost bends most of: the start, where the network stands (on a formula the middle of the
 * window), and halfway between. A rate must bear all of it. FALSE when stopped. */
gboolean landscape_view_measure_curvature (const PerceptLandscapeView *view,
                                           const Ground               *ground,
                                           AnCurvature                *at_start,
                                           AnCurvature                *steepest);

/* Leaves nothing open: the window, start and racers that @formula comes with. */
void     landscape_view_settle_by_formula (PerceptLandscapeView    *view,
                                           const AnAnalyticSurface *formula);
