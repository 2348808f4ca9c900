/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/landscape.h"

/* What theory says about a racer's rate, in words. */

/* Its rate as a share of the largest that does not run away on a bowl of this @curvature; NaN where there is no such
 * limit: the optimizer scales its steps itself, or nothing bends upwards. */
double percept_rate_share      (const AnRacer     *racer,
                                const AnCurvature *curvature);

/* Why a racer swings or runs away; NULL when there is nothing to say. Returns: (transfer full) */
char  *percept_rate_words      (const AnRacer     *racer,
                                const AnCurvature *curvature);

/* What a curvature without a bowl means: a saddle, a ridge, nothing known; NULL for a bowl. (transfer none) */
const char *
       percept_curvature_words (const AnCurvature *curvature);

/* Why the cost of a full run is not that of the slice, with both numbers at @step; NULL for a slice.
 * Returns: (transfer full) */
char  *percept_full_run_words  (const AnRace      *race,
                                guint              hidden,
                                guint              step);
