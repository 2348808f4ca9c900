/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "nn/network.h"

/* The first layer of a network in training, divided among the threads by its units instead of by rows: each thread
 * has all examples of the batch and some of the units, whose outputs it makes, whose gradient it has whole, a few
 * units at a time and still in the cache when the optimizer wants it, and whose weights no other processor writes. So
 * neither gradients nor weights travel between processors or, for the gradient, to memory; what travels are the
 * units' outputs and their gradients.
 *
 * A step: each thread expands all inputs and calls forward(); when all have, collect() and keep() for its rows; when
 * all have, next() until it has had all its units. */

typedef struct _TrainUnitSplit TrainUnitSplit;

/* Consecutive units of the layer and the gradient of their weights, summed over the batch. */
typedef struct
{
  gsize        first;
  gsize        n;
  const float *gradient;
} TrainUnits;

/* For batches of up to @most_rows. What no batch fits is still a split. Returns: (transfer full), NULL when there is
 * no memory for it */
TrainUnitSplit *train_unit_split_new         (const NnNetwork      *network,
                                              guint                 n_shards,
                                              gsize                 most_rows);
void            train_unit_split_free        (TrainUnitSplit       *split);
/* What it takes, but for some kilobytes. */
guint64         train_unit_split_get_bytes   (const NnNetwork      *network,
                                              guint                 n_shards,
                                              gsize                 most_rows);

/* Whether a batch of @rows should go this way: the first layer can and does learn, and its inputs stay in the cache. */
gboolean        train_unit_split_fits        (const TrainUnitSplit *split,
                                              gsize                 rows);

const NnLayer  *train_unit_split_get_layer   (const TrainUnitSplit *split);

/* Where @shard's thread puts the inputs (rows x n_in). */
float          *train_unit_split_get_inputs  (TrainUnitSplit       *split,
                                              guint                 shard);
/* The outputs of the shard's units for all @rows. */
void            train_unit_split_forward     (TrainUnitSplit       *split,
                                              guint                 shard,
                                              const float          *parameters,
                                              gsize                 rows);
/* All units' outputs for @rows from @first into @y (rows x n_out). Any thread. */
void            train_unit_split_collect     (const TrainUnitSplit *split,
                                              gsize                 first,
                                              gsize                 rows,
                                              float                *y);
/* Keeps @dy, the gradient of these outputs. Any thread. */
void            train_unit_split_keep        (TrainUnitSplit       *split,
                                              gsize                 first,
                                              gsize                 rows,
                                              const float          *dy);
/* Begins the shard's units anew for a batch of @rows. */
void            train_unit_split_rewind      (TrainUnitSplit       *split,
                                              guint                 shard,
                                              gsize                 rows);
/* The next of the shard's units. FALSE when there are none left. */
gboolean        train_unit_split_next        (TrainUnitSplit       *split,
                                              guint                 shard,
                                              TrainUnits           *units);
/* Of all gradients that next() gave since the shards were rewound. */
double          train_unit_split_get_squares (const TrainUnitSplit *split);
