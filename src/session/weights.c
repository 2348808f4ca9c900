/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session.h"

#include <string.h>

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

PerceptWeights *
percept_weights_cut (const PerceptLayerInfo *layer,
                     const float            *parameters,
                     guint64                 step)
{
  gsize           n_weights = layer->n_parameters - layer->n_units;
  const float    *p = parameters + layer->offset;
  PerceptWeights *weights = g_new0 (PerceptWeights, 1);

  g_atomic_ref_count_init (&weights->refs);
  weights->layer = layer->layer;
  weights->step = step;
  weights->n_units = layer->n_units;
  weights->channels = layer->channels;
  weights->height = layer->height;
  weights->width = layer->width;
  weights->weights = g_try_new (float, n_weights);
  weights->biases = g_try_new (float, layer->n_units);
  if (!weights->weights || !weights->biases)
    {
      percept_weights_unref (weights);
      return NULL;
    }
  memcpy (weights->weights, p, n_weights * sizeof (float));
  memcpy (weights->biases, p + n_weights, layer->n_units * sizeof (float));
  return weights;
}
