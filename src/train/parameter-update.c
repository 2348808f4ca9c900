/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/parameter-update.h"

#include "nn/kernels.h"
#include "nn/subnormals.h"

#include <math.h>
#include <string.h>

#define MAX_PARTS 64
#define SWEEP 2048 /* floats: the gathered gradient stays in the first-level cache */

/* Parameters from @from on: what their sums of gradients need. */
typedef struct
{
  const TrainParameterUpdate *update;
  const NnHyper              *hyper;
  const float                *parts[MAX_PARTS];
  guint                       n_parts;
  gboolean                    penalized;
} Sweep;

/* @n parameters from @from; their gradients are @skip numbers into the parts. Returns: the sum of the squared changes,
 * if they are wanted. */
static double
sweep_some (const Sweep *sweep,
            gsize        from,
            gsize        skip,
            gsize        n)
{
  const TrainParameterUpdate *update = sweep->update;
  const float                *parts[MAX_PARTS];
  float                      *slots[NN_OPTIMIZER_MAX_SLOTS] = { NULL };
  float                       g[SWEEP], before[SWEEP];
  float                      *w = update->parameters + from;
  double                      squares = 0.0;

  for (guint k = 0; k < sweep->n_parts; k++)
    parts[k] = sweep->parts[k] + skip;
  for (guint s = 0; s < update->optimizer->n_slots; s++)
    slots[s] = update->slots[s] + from;
  nn_kernels ()->gather_gradient (parts, sweep->n_parts, w, g, n, update->scale,
                                  sweep->penalized ? update->decay : 0.0f, sweep->penalized ? update->pull : 0.0f);
  if (update->wants_change)
    memcpy (before, w, n * sizeof *w);
  update->optimizer->step (sweep->hyper, w, g, slots, n);
  for (gsize i = 0; update->wants_change && i < n; i++)
    squares += ((double) w[i] - before[i]) * ((double) w[i] - before[i]);
  return squares;
}

static void
sweep_all (const Sweep *sweep,
           guint        shard,
           gsize        from,
           gsize        n)
{
  double squares = 0.0;

  for (gsize i = 0; i < n; i += SWEEP)
    squares += sweep_some (sweep, from + i, i, MIN (SWEEP, n - i));
  if (sweep->update->wants_change)
    sweep->update->changes[shard] += squares;
}

/* The shard's part of @n parameters from @offset. */
static void
run_range (const TrainParameterUpdate *update,
           const NnHyper              *hyper,
           guint                       shard,
           guint                       n_shards,
           gsize                       offset,
           gsize                       n,
           gboolean                    penalized)
{
  Sweep sweep = { .update = update, .hyper = hyper, .n_parts = update->n_parts, .penalized = penalized };
  gsize start, end;

  base_pool_part (n, 16, shard, n_shards, &start, &end);
  for (guint k = 0; k < update->n_parts; k++)
    sweep.parts[k] = update->gradients[k] + offset + start;
  sweep_all (&sweep, shard, offset + start, end - start);
}

/* The weights of the shard's units. */
static void
run_units (const TrainParameterUpdate *update,
           const NnHyper              *hyper,
           guint                       shard)
{
  const NnLayer *layer = train_unit_split_get_layer (update->split);
  Sweep          sweep = { .update = update, .hyper = hyper, .n_parts = 1, .penalized = TRUE };
  TrainUnits     units;

  train_unit_split_rewind (update->split, shard, update->split_rows);
  while (train_unit_split_next (update->split, shard, &units))
    {
      sweep.parts[0] = units.gradient;
      sweep_all (&sweep, shard, layer->offset + units.first * layer->n_in, units.n * layer->n_in);
    }
}

static void
run_shard (guint    shard,
           guint    n_shards,
           gpointer user_data)
{
  const TrainParameterUpdate *update = user_data;
  guint                       subnormals = nn_subnormals_flush ();

  for (guint l = 0; l < update->network->n_layers; l++)
    {
      const NnLayer *layer = &update->network->layers[l];
      NnHyper        hyper = update->hyper;

      if (layer->frozen)
        continue;
      hyper.rate *= layer->rate;
      if (update->split && layer == train_unit_split_get_layer (update->split))
        run_units (update, &hyper, shard);
      else
        run_range (update, &hyper, shard, n_shards, layer->offset, layer->n_weights, TRUE);
      run_range (update, &hyper, shard, n_shards, layer->offset + layer->n_weights, layer->n_biases, FALSE);
    }
  nn_subnormals_restore (subnormals);
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
