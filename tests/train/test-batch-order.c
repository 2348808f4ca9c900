/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/scratch.h"
#include "train/checkpoint.h"
#include "train/tiny-run.h"

#include <string.h>

#define N_CLASSES 3

/* Training examples of the classes 0, 1, 2: so many of each, every one with an image of its own. */
static TrainData *
new_data (gsize zeros,
          gsize ones,
          gsize twos)
{
  const gsize counts[N_CLASSES] = { zeros, ones, twos };
  TrainData  *data = g_new0 (TrainData, 1);
  DsDataset  *pool = ds_dataset_new ((DsShape) { 1, 1, 2 }, zeros + ones + twos, N_CLASSES, "test", NULL);
  gsize       n = 0;

  g_atomic_ref_count_init (&data->refs);
  data->key = g_strdup ("test");
  data->collection.pool = pool;
  data->split.train = g_new (guint32, pool->n_examples);
  for (guint c = 0; c < N_CLASSES; c++)
    for (gsize i = 0; i < counts[c]; i++)
      pool->labels[n++] = (guint16) c;
  for (gsize i = 0; i < n; i++)
    data->split.train[i] = (guint32) i;
  data->split.n_train = n;
  return data;
}

static TrainBatchOrder *
new_order (const TrainData *data,
           const char      *batch,
           guint64          seed)
{
  GError          *error = NULL;
  TrainBatchOrder *order = train_batch_order_new (data, batch, seed, &error);

  g_assert_no_error (error);
  return order;
}

/* Takes @n batches; the indices of all, one after the other. */
static GArray *
take_batches (TrainBatchOrder *order,
              guint            n)
{
  GArray *taken = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint k = 0; k < n; k++)
    {
      TrainExamples next = train_batch_order_peek (order, train_batch_order_get_size (order));

      g_array_append_vals (taken, next.indices, (guint) next.n);
      train_batch_order_take (order, next.n);
    }
  return taken;
}

static void
check_balance (const TrainData *data,
               TrainExamples    batch,
               gsize            per_class)
{
  gsize counts[N_CLASSES] = { 0 };

  g_assert_cmpuint (batch.n, ==, per_class * N_CLASSES);
  for (gsize i = 0; i < batch.n; i++)
    counts[data->collection.pool->labels[batch.indices[i]]]++;
  for (guint c = 0; c < N_CLASSES; c++)
    g_assert_cmpuint (counts[c], ==, per_class);
}

/* Every batch has so many of each class, however few there are; within a class all come equally often. */
static void
test_balanced (void)
{
  g_autoptr (TrainData)       data = new_data (40, 7, 1);
  g_autoptr (TrainBatchOrder) order = new_order (data, "5/class", 1);
  guint                       seen[48] = { 0 };

  for (guint k = 0; k < 56; k++) /* 280 of each class: 7 rounds of the zeros, 40 of the ones */
    {
      TrainExamples next = train_batch_order_peek (order, train_batch_order_get_size (order));

      check_balance (data, next, 5);
      for (gsize i = 0; i < next.n; i++)
        seen[next.indices[i]]++;
      train_batch_order_take (order, next.n);
    }
  for (guint i = 0; i < 48; i++)
    g_assert_cmpuint (seen[i], ==, i < 40 ? 7 : i < 47 ? 40 : 280);
}

/* In one round every example of a class comes once, in another order than in the next. */
static void
test_rounds (void)
{
  g_autoptr (TrainData)       data = new_data (20, 20, 20);
  g_autoptr (TrainBatchOrder) order = new_order (data, "4/class", 1);
  g_autoptr (GArray)          first = take_batches (order, 5);
  g_autoptr (GArray)          second = take_batches (order, 5);
  guint                       seen[60] = { 0 };

  g_assert_cmpuint (first->len, ==, 60);
  for (guint i = 0; i < 60; i++)
    seen[g_array_index (first, guint32, i)]++;
  for (guint i = 0; i < 60; i++)
    g_assert_cmpuint (seen[i], ==, 1);
  g_assert_true (memcmp (first->data, second->data, 60 * sizeof (guint32)) != 0);
}

/* Also after steps with single examples. */
static void
test_balanced_after_single_examples (void)
{
  g_autoptr (TrainData)       data = new_data (9, 8, 7);
  g_autoptr (TrainBatchOrder) order = new_order (data, "2/class", 1);

  for (int k = 0; k < 100; k++)
    {
      g_assert_cmpuint (train_batch_order_peek (order, 1).n, ==, 1);
      train_batch_order_take (order, 1);
      check_balance (data, train_batch_order_peek (order, 6), 2);
      train_batch_order_take (order, k % 7);
    }
}

/* Put at a place of before, it gives the same examples again. */
static void
test_place (void)
{
  static const char *const    batches[] = { "2/class", "7", "full", "24" };
  g_autoptr (TrainData)       data = new_data (9, 8, 7);

  for (gsize i = 0; i < G_N_ELEMENTS (batches); i++)
    for (guint n = 0; n < 20; n++)
      {
        g_autoptr (TrainBatchOrder) order = new_order (data, batches[i], 3);
        g_autoptr (TrainBatchOrder) other = new_order (data, batches[i], 3);
        g_autoptr (GArray)          skipped = take_batches (order, n);
        TrainBatchPlace             place = train_batch_order_get_place (order);
        g_autoptr (GArray)          next = take_batches (order, 9);
        g_autoptr (GArray)          again = NULL;

        g_assert_true (train_batch_order_has_place (other, &place));
        train_batch_order_set_place (other, &place);
        again = take_batches (other, 9);
        g_assert_cmpmem (next->data, next->len * sizeof (guint32), again->data, again->len * sizeof (guint32));
      }
}

static void
test_seed (void)
{
  static const char *const batches[] = { "2/class", "7" };
  g_autoptr (TrainData)    data = new_data (9, 8, 7);

  for (gsize i = 0; i < G_N_ELEMENTS (batches); i++)
    {
      g_autoptr (TrainBatchOrder) one = new_order (data, batches[i], 1);
      g_autoptr (TrainBatchOrder) two = new_order (data, batches[i], 2);
      g_autoptr (GArray)          a = take_batches (one, 3);
      g_autoptr (GArray)          b = take_batches (two, 3);

      g_assert_true (memcmp (a->data, b->data, a->len * sizeof (guint32)) != 0);
    }
}

/* 24 examples: batches of 7 make four steps an epoch, the last of three; balanced ones of 6 make four, of 9 eight in
 * three epochs. */
static void
test_epochs (void)
{
  g_autoptr (TrainData)       data = new_data (9, 8, 7);
  g_autoptr (TrainBatchOrder) mini = new_order (data, "7", 1);
  g_autoptr (TrainBatchOrder) full = new_order (data, "full", 1);
  g_autoptr (TrainBatchOrder) two = new_order (data, "2/class", 1);
  g_autoptr (TrainBatchOrder) three = new_order (data, "3/class", 1);
  g_autoptr (GArray)          taken = take_batches (mini, 3);

  g_assert_cmpuint (train_batch_order_peek (mini, 7).n, ==, 3);
  g_assert_cmpuint (train_batch_order_count_steps (mini, 3), ==, 12);
  g_assert_cmpuint (train_batch_order_count_steps (full, 3), ==, 3);
  g_assert_cmpuint (train_batch_order_count_steps (two, 3), ==, 12);
  g_assert_cmpuint (train_batch_order_count_steps (three, 3), ==, 8);
}

static void
check_refused (const TrainData *data,
               const char      *batch,
               const char      *told)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (train_batch_order_new (data, batch, 1, &error));
  g_assert_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH);
  if (!strstr (error->message, told))
    g_error ("“%s” does not say “%s”", error->message, told);
}

static void
test_refused (void)
{
  g_autoptr (TrainData) data = new_data (9, 8, 7);
  g_autoptr (TrainData) without = new_data (9, 0, 7);

  check_refused (without, "2/class", "the class “1” has no training example");
  check_refused (data, "9/class", "27 is more than the 24");
  check_refused (data, "25", "25 is more than the 24");
  check_refused (data, "1000000000/class", "24");
}

/* Balanced training: to the end with the same bits, saved or not, and epochs by the examples seen. */
static void
test_training (Scratch      *scratch,
               gconstpointer data)
{
  const char             *settings = "training.batch=4/class training.epochs=3";
  g_autofree char        *path = scratch_path (scratch, "run");
  g_autofree char        *straight = tiny_run_to_end (settings, 2);
  g_autofree char        *again = tiny_run_to_end (settings, 2);
  g_autofree char        *hash = NULL;
  g_autoptr (TinyRun)     first = tiny_run_new (settings, 12, 2);
  g_autoptr (TinyRun)     second = tiny_run_new (settings, 12, 2);
  g_autoptr (TrainResult) result = NULL;
  g_autoptr (GError)      error = NULL;

  g_assert_cmpstr (straight, ==, again);
  g_assert_cmpuint (first->trainer->total_steps, ==, 13); /* 150 examples, 12 at a time */
  tiny_run_advance (first, 6);
  g_assert_cmpfloat (train_trainer_get_epoch (first->trainer), ==, 72 / 50.0);
  result = train_result_glance (first->trainer, "interrupted");
  g_assert_true (train_checkpoint_write (first->trainer, result, path, &error));
  g_assert_true (train_checkpoint_read (second->trainer, path, &error));
  g_assert_cmpint (tiny_run_advance (second, G_MAXUINT64), ==, TRAIN_FINISHED);
  hash = train_trainer_hash (second->trainer);
  g_assert_cmpstr (hash, ==, straight);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch-order/balanced", test_balanced);
  g_test_add_func ("/batch-order/rounds", test_rounds);
  g_test_add_func ("/batch-order/balanced-after-single-examples", test_balanced_after_single_examples);
  g_test_add_func ("/batch-order/place", test_place);
  g_test_add_func ("/batch-order/seed", test_seed);
  g_test_add_func ("/batch-order/epochs", test_epochs);
  g_test_add_func ("/batch-order/refused", test_refused);
  g_test_add ("/batch-order/training", Scratch, NULL, scratch_set_up, test_training, scratch_tear_down);
  return g_test_run ();
}
