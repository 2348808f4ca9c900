/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/batch-order.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NO_ROUND G_MAXUINT64

/* The examples of one class, in the order of the round that is under way. */
typedef struct
{
  guint32 *sorted;
  guint32 *shuffled;
  gsize    n;
  guint64  round;     /* that @shuffled is of, or NO_ROUND */
} ClassDeck;

struct _TrainBatchOrder
{
  const TrainData *data;
  gsize            size;
  guint64          seed;
  guint64          position;
  guint32         *indices;      /* of the epoch; of a balanced order, those peeked at */

  BaseRng          epoch_rng;
  BaseRng          rng;

  guint            n_decks;      /* 0: not balanced */
  ClassDeck       *decks;
};

static void
start_epoch (TrainBatchOrder *order)
{
  const DsSplit *split = &order->data->split;

  order->epoch_rng = order->rng;
  order->position = 0;
  memcpy (order->indices, split->train, split->n_train * sizeof *order->indices);
  /* The full batch needs no order: the same sums in the same order in every step. */
  if (order->size < split->n_train)
    base_rng_shuffle (&order->rng, order->indices, split->n_train);
}

static gboolean
check_size (const TrainBatchOrder *order,
            GError               **error)
{
  gsize n_train = order->data->split.n_train;

  if (order->size <= n_train)
    return TRUE;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH,
               _("training.batch = %" G_GSIZE_FORMAT " is more than the %" G_GSIZE_FORMAT
                 " training examples; a smaller number or “full” is needed"),
               order->size, n_train);
  return FALSE;
}

/* Sorts the training examples by class; each class needs at least one. */
static gboolean
fill_decks (TrainBatchOrder *order,
            const char      *batch,
            GError         **error)
{
  const DsDataset  *pool = order->data->collection.pool;
  const DsSplit    *split = &order->data->split;
  g_autofree gsize *counts = ds_dataset_count_classes (pool, split->train, split->n_train);

  order->n_decks = pool->n_classes;
  order->decks = g_new0 (ClassDeck, order->n_decks);
  for (guint c = 0; c < order->n_decks; c++)
    {
      if (counts[c] == 0)
        {
          g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH,
                       _("training.batch = %s: the class “%s” has no training example; more training examples or a "
                         "batch that is not balanced (a number, or “full”) is needed"),
                       batch, pool->class_names[c]);
          return FALSE;
        }
      order->decks[c].sorted = g_new (guint32, counts[c]);
      order->decks[c].shuffled = g_new (guint32, counts[c]);
      order->decks[c].round = NO_ROUND;
    }
  for (gsize i = 0; i < split->n_train; i++)
    {
      ClassDeck *deck = &order->decks[pool->labels[split->train[i]]];

      deck->sorted[deck->n++] = split->train[i];
    }
  return TRUE;
}

static gboolean
make_balanced (TrainBatchOrder *order,
               const char      *batch,
               guint64          per_class,
               GError         **error)
{
  if (!fill_decks (order, batch, error))
    return FALSE;
  order->size = per_class * order->n_decks;
  if (!check_size (order, error))
    return FALSE;
  order->indices = g_new (guint32, order->size);
  return TRUE;
}

static gboolean
make_plain (TrainBatchOrder *order,
            gsize            size,
            GError         **error)
{
  order->size = size;
  if (!check_size (order, error))
    return FALSE;
  order->indices = g_new (guint32, order->data->split.n_train);
  start_epoch (order);
  return TRUE;
}

TrainBatchOrder *
train_batch_order_new (const TrainData *data,
                       const char      *batch,
                       guint64          seed,
                       GError         **error)
{
  g_autoptr (TrainBatchOrder) order = g_new0 (TrainBatchOrder, 1);
  guint64                     number = g_ascii_strtoull (batch, NULL, 10);
  gboolean                    made;

  order->data = data;
  order->seed = seed;
  base_rng_seed (&order->rng, seed, BASE_RNG_BATCH);
  order->epoch_rng = order->rng;
  if (g_str_has_suffix (batch, "/class"))
    made = make_balanced (order, batch, number, error);
  else
    made = make_plain (order, g_str_equal (batch, "full") ? data->split.n_train : number, error);
  return made ? g_steal_pointer (&order) : NULL;
}

void
train_batch_order_free (TrainBatchOrder *order)
{
  if (!order)
    return;
  for (guint c = 0; order->decks && c < order->n_decks; c++)
    {
      g_free (order->decks[c].sorted);
      g_free (order->decks[c].shuffled);
    }
  g_free (order->decks);
  g_free (order->indices);
  g_free (order);
}

gsize
train_batch_order_get_size (const TrainBatchOrder *order)
{
  return order->size;
}

guint64
train_batch_order_count_steps (const TrainBatchOrder *order,
                               guint64                epochs)
{
  guint64 n_train = order->data->split.n_train;

  if (order->n_decks > 0)
    return (epochs * n_train + order->size - 1) / order->size;
  return epochs * ((n_train + order->size - 1) / order->size);
}

/* The order of a round follows from seed, class and round alone, so that a place in the stream is one number. */
static guint32
draw (TrainBatchOrder *order,
      guint            c,
      guint64          number)
{
  ClassDeck *deck = &order->decks[c];
  guint64    round = number / deck->n;

  if (deck->round != round)
    {
      BaseRng rng;

      base_rng_seed (&rng, base_rng_hash (base_rng_hash (order->seed) + c) + round, BASE_RNG_BATCH);
      memcpy (deck->shuffled, deck->sorted, deck->n * sizeof *deck->shuffled);
      base_rng_shuffle (&rng, deck->shuffled, deck->n);
      deck->round = round;
    }
  return deck->shuffled[number % deck->n];
}

TrainExamples
train_batch_order_peek (TrainBatchOrder *order,
                        gsize            wanted)
{
  const DsDataset *pool = order->data->collection.pool;

  if (order->n_decks == 0)
    return (TrainExamples) { pool, order->indices + order->position,
                             MIN (wanted, order->data->split.n_train - order->position) };
  wanted = MIN (wanted, order->size);
  for (gsize i = 0; i < wanted; i++)
    order->indices[i] = draw (order, (guint) ((order->position + i) % order->n_decks),
                              (order->position + i) / order->n_decks);
  return (TrainExamples) { pool, order->indices, wanted };
}

void
train_batch_order_take (TrainBatchOrder *order,
                        gsize            n)
{
  order->position += n;
  if (order->n_decks == 0 && order->position >= order->data->split.n_train)
    start_epoch (order);
}

TrainBatchPlace
train_batch_order_get_place (const TrainBatchOrder *order)
{
  return (TrainBatchPlace) { order->epoch_rng, order->position };
}

gboolean
train_batch_order_has_place (const TrainBatchOrder *order,
                             const TrainBatchPlace *place)
{
  return order->n_decks > 0 || place->position < order->data->split.n_train;
}

void
train_batch_order_set_place (TrainBatchOrder       *order,
                             const TrainBatchPlace *place)
{
  if (order->n_decks == 0)
    {
      order->rng = place->epoch_rng;
      start_epoch (order);
    }
  order->position = place->position;
}
