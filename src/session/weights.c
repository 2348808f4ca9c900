/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session.h"

PerceptWeights *
percept_weights_ref (PerceptWeights *weights)
{
  g_atomic_ref_count_inc (&weights->refs);
  return weights;
}

void
percept_weights_unref (PerceptWeights *weights)
{
  if (!weights || !g_atomic_ref_count_dec (&weights->refs))
    return;
  g_free (weights->weights);
  g_free (weights->biases);
  g_free (weights->dropped);
  g_free (weights);
}
