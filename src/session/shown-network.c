/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/shown-network.h"

#include <string.h>

/* References to the weights of one step. */
static gboolean
gather (PerceptShownNetwork *shown,
        PerceptWeightSource *source)
{
  shown->weights = g_new0 (PerceptWeights *, MAX (shown->n_shown, 1));
  for (guint number = 1; number <= shown->n_shown; number++)
    {
      const NnLayer  *layer = nn_network_get_layer (shown->network, number);
      PerceptWeights *weights = percept_weight_source_get (source, number);

      if (!weights || (number > 1 && weights->step != shown->step) || weights->n_units != layer->n_units
          || (gsize) weights->channels * weights->height * weights->width * weights->n_units != layer->n_weights)
        return FALSE;
      shown->step = weights->step;
      shown->weights[number - 1] = percept_weights_ref (weights);
    }
  return shown->n_shown > 0;
}

PerceptShownNetwork *
percept_shown_network_new (PerceptSession      *session,
                           PerceptWeightSource *source,
                           guint                n)
{
  TrainExperiment                *applied = percept_session_get_applied (session);
  g_autoptr (PerceptShownNetwork) shown = NULL;
  const DsShape                  *shape;

  if (!applied)
    return NULL;
  shape = &percept_session_get_data (session)->collection.pool->shape;
  shown = g_new0 (PerceptShownNetwork, 1);
  g_atomic_ref_count_init (&shown->refs);
  shown->network = nn_network_new ((NnShape) { shape->channels, shape->height, shape->width },
                                   train_experiment_get (applied, "network", "layers"), NULL);
  if (!shown->network)
    return NULL;
  shown->n_shown = MIN (n, shown->network->n_with_weights);
  return gather (shown, source) ? g_steal_pointer (&shown) : NULL;
}

PerceptShownNetwork *
percept_shown_network_ref (PerceptShownNetwork *shown)
{
  g_atomic_ref_count_inc (&shown->refs);
  return shown;
}

void
percept_shown_network_unref (PerceptShownNetwork *shown)
{
  if (!shown || !g_atomic_ref_count_dec (&shown->refs))
    return;
  for (guint number = 1; shown->weights && number <= shown->n_shown; number++)
    percept_weights_unref (shown->weights[number - 1]);
  g_clear_pointer (&shown->network, nn_network_free);
  g_free (shown->weights);
  g_free (shown->parameters);
  g_free (shown);
}

/* All weights in one array, as a forward pass takes them. */
static gboolean
assemble (PerceptShownNetwork *shown,
          guint                n)
{
  if (!shown->parameters)
    shown->parameters = g_try_new (float, MAX (shown->network->n_parameters, 1));
  if (!shown->parameters)
    return FALSE;
  for (; shown->n_assembled < n; shown->n_assembled++)
    {
      const NnLayer        *layer = nn_network_get_layer (shown->network, shown->n_assembled + 1);
      const PerceptWeights *weights = shown->weights[shown->n_assembled];
      float                *p = shown->parameters + layer->offset;

      memcpy (p, weights->weights, layer->n_weights * sizeof *p);
      memcpy (p + layer->n_weights, weights->biases, layer->n_biases * sizeof *p);
    }
  return TRUE;
}

NnWorkspace *
percept_shown_network_run (PerceptShownNetwork *shown,
                           const float         *image,
                           guint                n)
{
  const NnNetwork *network = shown->network;
  const NnLayer   *next = nn_network_get_layer (network, n + 1);
  NnWorkspace     *workspace;

  if (!assemble (shown, n))
    return NULL;
  workspace = nn_workspace_new (network, 1);
  if (!workspace)
    return NULL;
  memcpy (workspace->values[0], image, nn_shape_size (network->input) * sizeof *image);
  nn_network_forward_range (network, 0, next ? next->index : network->n_layers, shown->parameters, workspace, 1);
  return workspace;
}
