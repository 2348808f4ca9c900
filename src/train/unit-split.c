/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/unit-split.h"

#include "base/thread-pool.h"
#include "nn/kernels.h"

#include <stdlib.h>
#include <string.h>

#define INPUT_BYTES (768 * 1024) /* they should stay in the second-level cache */
#define LEAST_UNITS 8            /* for a thread: it expands all inputs for them, which takes as long as two units do */
#define MOST_ROWS 8              /* for a unit: with more, its gradient is the least of the work */
#define UNITS_AT_ONCE 6          /* as many rows as the kernels' products have in a tile */

/* What one thread has; padded so that no two share a cache line. */
typedef struct
{
  float *memory;
  float *inputs;      /* rows x n_in */
  float *outputs;     /* rows x its units */
  float *gradient;    /* UNITS_AT_ONCE x n_in */
  gsize  first;       /* unit */
  gsize  n;
  gsize  done;        /* units that next() has given */
  gsize  rows;        /* of the batch that next() is at */
  double squares;
  char   padding[64];
} Share;

struct _TrainUnitSplit
{
  const NnLayer *layer;
  gsize          max_rows;
  float         *deltas;     /* max_rows x n_out */
  guint          n_shares;
  Share         *shares;
};

static gsize
count_rows (const NnNetwork *network,
            guint            n_shards,
            gsize            most_rows)
{
  const NnLayer *layer = &network->layers[0];

  if (!layer->type->forward_units || layer->frozen || layer->n_out < LEAST_UNITS * n_shards)
    return 0;
  return MIN (MIN (MOST_ROWS * layer->n_out, most_rows), INPUT_BYTES / sizeof (float) / layer->n_in);
}

/* Each array starts at a multiple of 64 bytes. */
static gsize
pad (gsize n)
{
  return (n + 15) / 16 * 16;
}

static gsize
count_share (const NnLayer *layer,
             gsize          n_units,
             gsize          max_rows)
{
  return pad (max_rows * layer->n_in) + pad (max_rows * n_units) + pad (UNITS_AT_ONCE * layer->n_in);
}

guint64
train_unit_split_get_bytes (const NnNetwork *network,
                            guint            n_shards,
                            gsize            most_rows)
{
  const NnLayer *layer = &network->layers[0];
  gsize          max_rows = count_rows (network, n_shards, most_rows);

  if (max_rows == 0)
    return 0;
  return sizeof (float) * (n_shards * count_share (layer, (layer->n_out + n_shards - 1) / n_shards, max_rows) +
                           pad (max_rows * layer->n_out));
}

static gboolean
allocate_share (TrainUnitSplit *split,
                guint           s)
{
  const NnLayer *layer = split->layer;
  Share         *share = &split->shares[s];
  gsize          end;

  base_pool_part (layer->n_out, 1, s, split->n_shares, &share->first, &end);
  share->n = end - share->first;
  share->memory = aligned_alloc (64, count_share (layer, share->n, split->max_rows) * sizeof (float));
  if (!share->memory)
    return FALSE;
  share->inputs = share->memory;
  share->outputs = share->inputs + pad (split->max_rows * layer->n_in);
  share->gradient = share->outputs + pad (split->max_rows * share->n);
  return TRUE;
}

TrainUnitSplit *
train_unit_split_new (const NnNetwork *network,
                      guint            n_shards,
                      gsize            most_rows)
{
  TrainUnitSplit *split = g_new0 (TrainUnitSplit, 1);
  gboolean        allocated;

  split->layer = &network->layers[0];
  split->max_rows = count_rows (network, n_shards, most_rows);
  split->n_shares = n_shards;
  split->shares = g_new0 (Share, n_shards);
  if (split->max_rows == 0)
    return split;
  split->deltas = aligned_alloc (64, pad (split->max_rows * split->layer->n_out) * sizeof (float));
  allocated = split->deltas != NULL;
  for (guint s = 0; allocated && s < n_shards; s++)
    allocated = allocate_share (split, s);
  if (allocated)
    return split;
  train_unit_split_free (split);
  return NULL;
}

void
train_unit_split_free (TrainUnitSplit *split)
{
  if (!split)
    return;
  for (guint s = 0; s < split->n_shares; s++)
    free (split->shares[s].memory);
  free (split->deltas);
  g_free (split->shares);
  g_free (split);
}

gboolean
train_unit_split_fits (const TrainUnitSplit *split,
                       gsize                 rows)
{
  return rows > 0 && rows <= split->max_rows;
}

const NnLayer *
train_unit_split_get_layer (const TrainUnitSplit *split)
{
  return split->layer;
}

float *
train_unit_split_get_inputs (TrainUnitSplit *split,
                             guint           shard)
{
  return split->shares[shard].inputs;
}

void
train_unit_split_forward (TrainUnitSplit *split,
                          guint           shard,
                          const float    *parameters,
                          gsize           rows)
{
  const NnLayer *layer = split->layer;
  const Share   *share = &split->shares[shard];

  layer->type->forward_units (layer, parameters + layer->offset, share->inputs, share->outputs, share->first, share->n,
                              rows);
}

void
train_unit_split_collect (const TrainUnitSplit *split,
                          gsize                 first,
                          gsize                 rows,
                          float                *y)
{
  for (guint s = 0; s < split->n_shares; s++)
    {
      const Share *share = &split->shares[s];

      for (gsize r = 0; r < rows; r++)
        memcpy (y + r * split->layer->n_out + share->first, share->outputs + (first + r) * share->n,
                share->n * sizeof *y);
    }
}

void
train_unit_split_keep (TrainUnitSplit *split,
                       gsize           first,
                       gsize           rows,
                       const float    *dy)
{
  memcpy (split->deltas + first * split->layer->n_out, dy, rows * split->layer->n_out * sizeof *dy);
}

void
train_unit_split_rewind (TrainUnitSplit *split,
                         guint           shard,
                         gsize           rows)
{
  Share *share = &split->shares[shard];

  share->rows = rows;
  share->done = 0;
  share->squares = 0.0;
}

gboolean
train_unit_split_next (TrainUnitSplit *split,
                       guint           shard,
                       TrainUnits     *units)
{
  const NnLayer *layer = split->layer;
  Share         *share = &split->shares[shard];

  units->first = share->first + share->done;
  units->n = MIN (UNITS_AT_ONCE, share->n - share->done);
  units->gradient = share->gradient;
  if (units->n == 0)
    return FALSE;
  layer->type->backward_units (layer, share->inputs, split->deltas + units->first, layer->n_out, share->gradient,
                               units->n, share->rows);
  share->squares += nn_kernels ()->sum_squares (share->gradient, units->n * layer->n_in);
  share->done += units->n;
  return TRUE;
}

double
train_unit_split_get_squares (const TrainUnitSplit *split)
{
  double sum = 0.0;

  for (guint s = 0; s < split->n_shares; s++)
    sum += split->shares[s].squares;
  return sum;
}
