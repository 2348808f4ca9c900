/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

/* The units by the norm of their weights, sqrt of the sum of squares, largest first.
 * Returns: (transfer full) n_units indices */
guint *percept_units_by_norm (const PerceptWeights *weights);
