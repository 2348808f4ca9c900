/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/rng.h"
#include "train/data.h"

/* Which training examples come next. Full: all of them, in the order of the split. A number: each epoch is all of them
 * in a random order, and its last batch may be smaller. N/class: an endless stream in which the classes take turns, so
 * that any N x classes examples in a row hold N of each; a class that has been gone through is shuffled anew and begins
 * again, sooner where it has fewer examples. The same seed gives the same order. */

typedef struct _TrainBatchOrder TrainBatchOrder;

/* Where an order stands: enough, with experiment and data, to go on with the same examples. */
typedef struct
{
  BaseRng epoch_rng;  /* before the shuffle of this epoch; N/class has no use for it */
  guint64 position;   /* in the epoch, or in the stream */
} TrainBatchPlace;

/* @batch: as in training.batch, and found right by the key table; @seed: seed.batch. TRAIN_ERROR_MISMATCH when there
 * are fewer examples than a batch needs, or none of a class that must be in each. @data must outlive the order.
 * Returns: (transfer full) */
TrainBatchOrder *train_batch_order_new         (const TrainData        *data,
                                                const char             *batch,
                                                guint64                 seed,
                                                GError                **error);
void             train_batch_order_free        (TrainBatchOrder        *order);

/* Examples of a step; the last one of an epoch may have fewer. */
gsize            train_batch_order_get_size    (const TrainBatchOrder  *order);

/* Steps in which @epochs times as many examples are seen as there are. */
guint64          train_batch_order_count_steps (const TrainBatchOrder  *order,
                                                guint64                 epochs);

/* The next @wanted examples (1 or more), fewer at the end of an epoch; the same ones until train_batch_order_take().
 * Valid until then. */
TrainExamples    train_batch_order_peek        (TrainBatchOrder        *order,
                                                gsize                   wanted);
/* The first @n of those have been used. */
void             train_batch_order_take        (TrainBatchOrder        *order,
                                                gsize                   n);

TrainBatchPlace  train_batch_order_get_place   (const TrainBatchOrder  *order);
/* Whether @place can be one of this order. */
gboolean         train_batch_order_has_place   (const TrainBatchOrder  *order,
                                                const TrainBatchPlace  *place);
void             train_batch_order_set_place   (TrainBatchOrder        *order,
                                                const TrainBatchPlace  *place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainBatchOrder, train_batch_order_free)
