/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/unit-ranking.h"
#include "session/session.h"

/* The units by the norm of their weights, sqrt of the sum of squares, largest first.
 * Returns: (transfer full) n_units indices */
guint *percept_units_by_norm (const PerceptWeights *weights);

/* The units by their number, and as @ranking has them for class @c, best first.
 * Returns: (transfer full) n_units indices */
guint *percept_units_by_number  (guint                n_units);
guint *percept_units_by_ranking (const AnUnitRanking *ranking,
                                 guint                c);

/* What the ranking says of each unit, to stand below its picture: "37 ↑ 4 ↓", so many
 * votes as promoter and as inhibitor; "+0.42". Returns: (transfer full)
 * n_units, NULL-terminated */
char **percept_units_ranking_notes (const AnUnitRanking *ranking,
                                    guint                c);
