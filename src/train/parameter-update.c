/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/parameter-update.h"

#include "nn/kernels.h"

#include <math.h>
#include <string.h>

#define MAX_PARTS 64
#define SWEEP 2048 /* floats: the gathered gradient stays in the first-level cache */

/* Returns: the sum of the squared changes, if they are wanted. */
static double
sweep (const TrainParameterUpdate *update,
       const NnHyper              *hyper,
       gsize                       from,
       gsize                       n,
       gboolean                    penalized)
{
  const float *parts[MAX_PARTS];
  float       *slots[NN_OPTIMIZER_MAX_SLOTS] = { NULL };
  float        g[SWEEP], before[SWEEP];
  float       *w = update->parameters + from;
  double       squares = 0.0;

  for (guint k = 0; k < update->n_parts; k++)
    parts[k] = update->gradients[k] + from;
  for (guint s = 0; s < update->optimizer->n_slots; s++)
    slots[s] = update->slots[s] + from;
  nn_kernels ()->gather_gradient (parts, update->n_parts, w, g, n, update->scale, penalized ? update->decay : 0.0f,
                                  penalized ? update->pull : 0.0f);
  if (update->wants_change)
    memcpy (before, w, n * sizeof *w);
  update->optimizer->step (hyper, w, g, slots, n);
  for (gsize i = 0; update->wants_change && i < n; i++)
    squares += ((double) w[i] - before[i]) * ((double) w[i] - before[i]);
  return squares;
}

static void
run_range (const TrainParameterUpdate *update,
           const NnHyper              *hyper,
           guint                       shard,
           guint                       n_shards,
           gsize                       offset,
           gsize                       n,
           gboolean                    penalized)
{
  gsize  start, end;
  double squares = 0.0;

  base_pool_part (n, 16, shard, n_shards, &start, &end);
  for (gsize i = start; i < end; i += SWEEP)
    squares += sweep (update, hyper, offset + i, MIN (SWEEP, end - i), penalized);
  if (update->wants_change)
    update->changes[shard] += squares;
}

static void
run_shard (guint    shard,
           guint    n_shards,
           gpointer user_data)
{
  const TrainParameterUpdate *update = user_data;

  for (guint l = 0; l < update->network->n_layers; l++)
    {
      const NnLayer *layer = &update->network->layers[l];
      NnHyper        hyper = update->hyper;

      if (layer->frozen)
        continue;
      hyper.rate *= layer->rate;
      run_range (update, &hyper, shard, n_shards, layer->offset, layer->n_weights, TRUE);
      run_range (update, &hyper, shard, n_shards, layer->offset + layer->n_weights, layer->n_biases, FALSE);
    }
}

double
train_parameter_update_run (TrainParameterUpdate *update,
                            BasePool             *pool)
{
  double changes[MAX_PARTS] = { 0.0 };
  double sum = 0.0;

  update->changes = changes;
  base_pool_run (pool, run_shard, update);
  for (guint s = 0; s < base_pool_get_n_threads (pool); s++)
    sum += changes[s];
  return sqrt (sum);
}
