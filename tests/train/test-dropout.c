/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/scratch.h"
#include "train/checkpoint.h"
#include "train/tiny-run.h"

#include <string.h>

#define LAYERS "network.layers=dense_20_tanh;_dropout_0.5;_dense_3"

static const NnLayer *
dropout_of (TinyRun *run)
{
  return &run->trainer->network->layers[2];
}

/* The units left out of the first @n examples of the last step. */
static guint8 *
get_dropped (TinyRun *run,
             gsize    n)
{
  gsize   n_out = dropout_of (run)->n_out;
  guint8 *dropped = g_new (guint8, n * n_out);

  for (gsize r = 0; r < n; r++)
    g_assert_true (train_trainer_get_dropped (run->trainer, dropout_of (run), r, dropped + r * n_out));
  return dropped;
}

static void
test_same_bits (void)
{
  for (guint threads = 1; threads <= 3; threads++)
    {
      g_autofree char *once = tiny_run_to_end (LAYERS, threads);
      g_autofree char *twice = tiny_run_to_end (LAYERS, threads);
      g_autofree char *other = tiny_run_to_end (LAYERS " seed.dropout=2", threads);
      g_autofree char *without = tiny_run_to_end ("network.layers=dense_20_tanh;_dense_3", threads);

      g_assert_cmpstr (once, ==, twice);
      g_assert_cmpstr (once, !=, other);
      g_assert_cmpstr (once, !=, without);
    }
}

static void
test_none_is_none (void)
{
  g_autofree char *none = tiny_run_to_end ("network.layers=dense_20_tanh;_dropout_0;_dense_3", 2);
  g_autofree char *without = tiny_run_to_end ("network.layers=dense_20_tanh;_dense_3", 2);

  g_assert_cmpstr (none, ==, without);
}

/* The same units whatever the number of threads: what they learn differs by rounding alone. */
static void
test_threads_drop_the_same (void)
{
  g_autoptr (TinyRun) one = tiny_run_new (LAYERS, 12, 1);
  g_autoptr (TinyRun) three = tiny_run_new (LAYERS, 12, 3);

  for (int step = 0; step < 10; step++)
    {
      g_autofree guint8 *a = NULL, *b = NULL;

      tiny_run_advance (one, 1);
      tiny_run_advance (three, 1);
      a = get_dropped (one, 8);
      b = get_dropped (three, 8);
      g_assert_cmpmem (a, 8 * 20, b, 8 * 20);
    }
  for (gsize i = 0; i < one->trainer->network->n_parameters; i++)
    g_assert_cmpfloat_with_epsilon (one->trainer->parameters[i], three->trainer->parameters[i], 1e-4);
}

/* A dropped unit has no say: its outgoing weights and incoming ones do not move in a step with one example. */
static void
test_dropped_units_rest (void)
{
  g_autoptr (TinyRun) run = tiny_run_new (LAYERS " training.optimizer=gd", 12, 1);
  const NnLayer      *first = nn_network_get_layer (run->trainer->network, 1);
  gsize               n = run->trainer->network->n_parameters;
  guint               n_dropped = 0;

  g_assert_true (train_trainer_begin (run->trainer));
  for (int step = 0; step < 10; step++)
    {
      g_autofree float  *before = g_memdup2 (run->trainer->parameters, n * sizeof (float));
      g_autofree guint8 *dropped = NULL;

      train_trainer_advance (run->trainer, 1);
      dropped = get_dropped (run, 1);
      for (guint u = 0; u < 20; u++)
        {
          const float *now = run->trainer->parameters + first->offset + u * first->n_in;
          gboolean     same = memcmp (now, before + first->offset + u * first->n_in, first->n_in * sizeof *now) == 0;

          g_assert_true (same == (dropped[u] != 0));
          n_dropped += dropped[u];
        }
    }
  g_assert_cmpuint (n_dropped, >, 50);
  g_assert_cmpuint (n_dropped, <, 150);
}

static void
test_nothing_to_ask (void)
{
  g_autoptr (TinyRun) run = tiny_run_new (LAYERS, 12, 1);
  guint8              dropped[20];

  g_assert_false (train_trainer_get_dropped (run->trainer, dropout_of (run), 0, dropped)); /* no step yet */
  tiny_run_advance (run, 1);
  g_assert_true (train_trainer_get_dropped (run->trainer, dropout_of (run), 0, dropped));
  g_assert_false (train_trainer_get_dropped (run->trainer, &run->trainer->network->layers[0], 0, dropped));
}

/* Measuring drops nothing. */
static void
test_evaluation (void)
{
  g_autoptr (TinyRun) run = tiny_run_new (LAYERS, 12, 2);
  TrainTally          one, two;

  tiny_run_advance (run, 7);
  g_assert_true (train_trainer_evaluate (run->trainer, TRAIN_PART_VALIDATION, &one));
  tiny_run_advance (run, 0);
  g_assert_true (train_trainer_evaluate (run->trainer, TRAIN_PART_VALIDATION, &two));
  g_assert_cmpfloat (one.loss, ==, two.loss);
}

static void
test_learns (void)
{
  g_autoptr (TinyRun) run = tiny_run_new (LAYERS " training.steps=400", 12, 2);
  TrainTally          tally;

  g_assert_cmpint (tiny_run_advance (run, G_MAXUINT64), ==, TRAIN_FINISHED);
  g_assert_true (train_trainer_evaluate (run->trainer, TRAIN_PART_TEST, &tally));
  g_assert_cmpuint (tally.correct, >, TINY_TEST * 9 / 10);
}

/* A step that was stopped drops the same units when it is made up for. */
static void
test_stop (void)
{
  g_autofree char    *straight = tiny_run_to_end (LAYERS, 2);
  g_autofree char    *hash = NULL;
  g_autoptr (TinyRun) run = tiny_run_new (LAYERS, 12, 2);

  do
    {
      atomic_store (&run->stop, TRUE);
      if (train_trainer_begin (run->trainer))
        g_assert_cmpint (train_trainer_advance (run->trainer, 0), ==, TRAIN_STOPPED);
      atomic_store (&run->stop, FALSE);
    }
  while (tiny_run_advance (run, 1) != TRAIN_FINISHED);
  hash = train_trainer_hash (run->trainer);
  g_assert_cmpstr (hash, ==, straight);
}

/* Saved and read, it goes on to the same bits, and still knows what it left out last. */
static void
test_going_on (Scratch      *scratch,
               gconstpointer data)
{
  g_autofree char        *path = scratch_path (scratch, "run");
  g_autofree char        *straight = tiny_run_to_end (LAYERS, 2);
  g_autofree char        *hash = NULL;
  g_autoptr (TinyRun)     first = tiny_run_new (LAYERS, 12, 2);
  g_autoptr (TinyRun)     second = tiny_run_new (LAYERS, 12, 2);
  g_autoptr (TrainResult) result = NULL;
  g_autoptr (GError)      error = NULL;
  g_autofree guint8      *a = NULL, *b = NULL;

  tiny_run_advance (first, 17);
  result = train_result_glance (first->trainer, "interrupted");
  g_assert_true (train_checkpoint_write (first->trainer, result, path, &error));
  g_assert_true (train_checkpoint_read (second->trainer, path, &error));
  g_assert_no_error (error);
  a = get_dropped (first, 8);
  b = get_dropped (second, 8);
  g_assert_cmpmem (a, 8 * 20, b, 8 * 20);
  tiny_run_advance (second, G_MAXUINT64);
  hash = train_trainer_hash (second->trainer);
  g_assert_cmpstr (hash, ==, straight);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dropout/same-bits", test_same_bits);
  g_test_add_func ("/dropout/none-is-none", test_none_is_none);
  g_test_add_func ("/dropout/threads-drop-the-same", test_threads_drop_the_same);
  g_test_add_func ("/dropout/dropped-units-rest", test_dropped_units_rest);
  g_test_add_func ("/dropout/nothing-to-ask", test_nothing_to_ask);
  g_test_add_func ("/dropout/evaluation", test_evaluation);
  g_test_add_func ("/dropout/learns", test_learns);
  g_test_add_func ("/dropout/stop", test_stop);
  g_test_add ("/dropout/going-on", Scratch, NULL, scratch_set_up, test_going_on, scratch_tear_down);
  return g_test_run ();
}
