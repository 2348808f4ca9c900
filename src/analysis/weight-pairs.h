/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/cost-plane.h"

/* Which two weights are worth a look: both must move the cost, and together make a valley (an elongated Hessian). */

typedef struct
{
  gsize  parameters[2];
  double score;
  double condition;   /* of the 2 x 2 Hessian */
} AnWeightPair;

/* The best pairs by rule, best first, at most @n (diverse: no parameter twice); empty when all are blank.
 * Deterministic. Looks at a subset of the examples where there are many; well below 0.5 s for 60,000 x 784 -> 10.
 * Errors: G_IO_ERROR_CANCELLED, AN_ERROR_MEMORY. Returns: (transfer full) (element-type AnWeightPair) */
GArray  *an_weight_pairs_suggest (const AnSubject    *subject,
                                  guint               n,
                                  BasePool           *pool,
                                  const atomic_bool  *stop,
                                  GError            **error);

/* FALSE with AN_ERROR_RANGE and the reason when one of the two never moves the cost: its input is 0 in every example
 * ("W1[0,3] looks at pixel (0, 0), which is blank in all 20,000 images: the cost does not depend on it"), its unit is
 * dead, or its layer is unreachable. */
gboolean an_weight_pair_check    (const AnSubject    *subject,
                                  const gsize         parameters[2],
                                  GError            **error);

/* A window that shows the valley around @around: it holds the lowest point nearby and @around, and the cost visibly
 * rises towards its edges (the contours are neither one flat patch nor a cliff). FALSE when stopped. */
gboolean an_window_fit           (AnCostPlane        *cost,
                                  const double        around[2],
                                  double              from[2],
                                  double              to[2]);
