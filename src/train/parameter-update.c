/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/parameter-update.h"

#include "nn/kernels.h"

#define MAX_PARTS 64
#define SWEEP 2048 /* floats: the gathered gradient stays in the first-level cache */

static void
sweep (const TrainParameterUpdate *update,
       const NnHyper              *hyper,
       gsize                       from,
       gsize                       n,
       gboolean                    penalized)
{
  const float *parts[MAX_PARTS];
  float       *slots[NN_OPTIMIZER_MAX_SLOTS] = { NULL };
  float        g[SWEEP];

  for (guint k = 0; k < update->n_parts; k++)
    parts[k] = update->gradients[k] + from;
  for (guint s = 0; s < update->optimizer->n_slots; s++)
    slots[s] = update->slots[s] + from;
  nn_kernels ()->gather_gradient (parts, update->n_parts, update->parameters + from, g, n, update->scale,
                                  penalized ? update->decay : 0.0f, penalized ? update->pull : 0.0f);
  update->optimizer->step (hyper, update->parameters + from, g, slots, n);
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
  gsize start, end;

  base_pool_part (n, 16, shard, n_shards, &start, &end);
  for (gsize i = start; i < end; i += SWEEP)
    sweep (update, hyper, offset + i, MIN (SWEEP, end - i), penalized);
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

void
train_parameter_update_run (TrainParameterUpdate *update,
                            BasePool             *pool)
{
  base_pool_run (pool, run_shard, update);
}
