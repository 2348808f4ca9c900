/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/reference.h"
#include "train/tiny-run.h"

#include <math.h>

/* The weights of the first layer, each exactly once. */
static void
gather_split (TrainUnitSplit *split,
              gsize           rows,
              guint           n_shards,
              double         *gradient)
{
  const NnLayer *layer = train_unit_split_get_layer (split);
  TrainUnits     units;
  gsize          next = 0;

  for (guint s = 0; s < n_shards; s++)
    for (train_unit_split_rewind (split, s, rows); train_unit_split_next (split, s, &units); next += units.n)
      {
        g_assert_cmpuint (units.first, ==, next);
        for (gsize i = 0; i < units.n * layer->n_in; i++)
          gradient[units.first * layer->n_in + i] = units.gradient[i];
      }
  g_assert_cmpuint (next, ==, layer->n_out);
}

/* Sums the parts of the gradient. */
static double *
gather (TrainBatchPass  *pass,
        const NnNetwork *network)
{
  guint                n_parts;
  const float *const  *parts = train_batch_pass_get_gradients (pass, &n_parts);
  double              *sum = g_new0 (double, network->n_parameters);
  gsize                rows;
  TrainUnitSplit      *split = train_batch_pass_get_split (pass, &rows);

  for (guint k = 0; k < n_parts; k++)
    for (gsize i = split ? network->layers[0].n_weights : 0; i < network->n_parameters; i++)
      sum[i] += parts[k][i];
  if (split)
    gather_split (split, rows, n_parts, sum);
  return sum;
}

static double
length (const double *x,
        gsize         n)
{
  double squares = 0.0;

  for (gsize i = 0; i < n; i++)
    squares += x[i] * x[i];
  return sqrt (squares);
}

static double
oracle (TinyRun             *run,
        const TrainExamples *examples,
        double              *gradient)
{
  gsize                size = TINY_WIDTH * TINY_HEIGHT;
  const NnNetwork     *network = run->trainer->network;
  g_autofree double   *x = g_new0 (double, MAX (examples->n, 1) * size);
  g_autofree guint16  *labels = g_new0 (guint16, MAX (examples->n, 1));
  g_autofree double   *p = g_new0 (double, network->n_parameters);
  double               mean;

  for (gsize i = 0; i < network->n_parameters; i++)
    p[i] = run->trainer->parameters[i];
  for (gsize r = 0; r < examples->n; r++)
    {
      const guint8 *image = ds_dataset_get_image (examples->dataset, examples->indices[r]);

      labels[r] = examples->dataset->labels[examples->indices[r]];
      for (gsize k = 0; k < size; k++)
        x[r * size + k] = image[k] / 255.0;
    }
  mean = nn_reference_loss (network, run->trainer->loss, p, x, labels, examples->n, gradient);
  for (gsize i = 0; i < network->n_parameters; i++)
    gradient[i] *= (double) examples->n;
  for (guint l = 0; l < network->n_layers; l++)
    for (gsize i = 0; network->layers[l].frozen && i < network->layers[l].n_weights + network->layers[l].n_biases; i++)
      gradient[network->layers[l].offset + i] = 0.0;
  return mean * (double) examples->n;
}

/* One, two, three and more threads than rows, one batch after the other through the same pass. */
static void
check_threads (const char *settings,
               guint       most_split) /* with more threads, no batch is divided by units */
{
  static const guint threads[] = { 1, 2, 3, 16 };
  static const gsize sizes[] = { TINY_TRAIN, 1, 2, 7, TINY_TRAIN };

  for (gsize t = 0; t < G_N_ELEMENTS (threads); t++)
    {
      g_autoptr (TinyRun) run = tiny_run_new (settings, TINY_VALIDATION, threads[t]);
      TrainTrainer       *trainer = run->trainer;
      const gsize         n = trainer->network->n_parameters;

      for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
        {
          TrainExamples      examples = train_data_get_part (run->data, TRAIN_PART_TRAIN);
          TrainTally         tally, evaluated;
          g_autofree double *expected = g_new0 (double, n);
          g_autofree double *gradient = NULL;
          double             loss;
          gsize              rows;

          examples.n = sizes[s];
          loss = oracle (run, &examples, expected);
          g_assert_true (train_batch_pass_train (trainer->pass, trainer->parameters, &examples, &run->data->recipe,
                                                  1, &tally));
          g_assert_true ((train_batch_pass_get_split (trainer->pass, &rows) != NULL) == (threads[t] <= most_split));
          gradient = gather (trainer->pass, trainer->network);
          g_assert_cmpfloat_with_epsilon (train_batch_pass_get_gradient_norm (trainer->pass), length (gradient, n),
                                          1e-9 * length (gradient, n));
          g_assert_cmpuint (tally.n, ==, sizes[s]);
          g_assert_cmpfloat_with_epsilon (tally.loss, loss, 1e-5 * loss);
          for (gsize i = 0; i < n; i++)
            g_assert_cmpfloat_with_epsilon (gradient[i], expected[i], 1e-5 * (double) sizes[s]);
          g_assert_true (train_batch_pass_evaluate (trainer->pass, trainer->parameters, &examples, &run->data->recipe,
                                                    &evaluated));
          g_assert_cmpfloat (evaluated.loss, ==, tally.loss);
          g_assert_cmpuint (evaluated.correct, ==, tally.correct);
        }
    }
}

static void
test_same_for_all_threads (void)
{
  check_threads ("network.layers=dense_8_tanh_frozen;_dense_5_relu;_dense_3", 0);
  check_threads ("network.layers=dropout_0;_dense_16;_dense_3", 0);
  check_threads ("network.layers=dense_29_tanh;_dense_3", 3);
  check_threads ("network.layers=dense_24_relu;_dense_5_tanh_frozen;_dense_3_rate_0.5", 3);
  check_threads ("network.layers=dense_128", 16);
}

/* More examples than a block holds. */
static void
test_many_blocks (void)
{
  g_autoptr (TinyRun)   run = tiny_run_new (NULL, 0, 2);
  g_autofree guint32   *indices = g_new (guint32, 1001);
  TrainExamples         one = { run->data->collection.pool, indices, 1 };
  TrainExamples         all = { run->data->collection.pool, indices, 1001 };
  TrainTally            tally;
  double                loss = 0;
  gsize                 correct = 0;
  g_autofree double    *sum = g_new0 (double, run->trainer->network->n_parameters);
  g_autofree double    *gradient = NULL;

  for (guint32 i = 0; i < 1001; i++)
    indices[i] = i % TINY_TRAIN;
  for (gsize i = 0; i < 1001; i++, one.indices++)
    {
      g_autofree double *of_one = NULL;

      g_assert_true (train_batch_pass_train (run->trainer->pass, run->trainer->parameters, &one, &run->data->recipe,
                                              1, &tally));
      of_one = gather (run->trainer->pass, run->trainer->network);
      for (gsize k = 0; k < run->trainer->network->n_parameters; k++)
        sum[k] += of_one[k];
      loss += tally.loss;
      correct += tally.correct;
    }
  g_assert_true (train_batch_pass_train (run->trainer->pass, run->trainer->parameters, &all, &run->data->recipe,
                                          1, &tally));
  gradient = gather (run->trainer->pass, run->trainer->network);
  g_assert_cmpuint (tally.n, ==, 1001);
  g_assert_cmpuint (tally.correct, ==, correct);
  g_assert_cmpfloat_with_epsilon (tally.loss, loss, 1e-5 * loss);
  for (gsize k = 0; k < run->trainer->network->n_parameters; k++)
    g_assert_cmpfloat_with_epsilon (gradient[k], sum[k], 1e-2);
}

static void
test_nothing (void)
{
  g_autoptr (TinyRun) run = tiny_run_new (NULL, 0, 2);
  TrainExamples       none = train_data_get_part (run->data, TRAIN_PART_VALIDATION);
  TrainTally          tally = { 1, 1, 1 };

  g_assert_cmpuint (none.n, ==, 0);
  g_assert_true (train_batch_pass_evaluate (run->trainer->pass, run->trainer->parameters, &none, &run->data->recipe,
                                            &tally));
  g_assert_cmpuint (tally.n, ==, 0);
  g_assert_cmpfloat (tally.loss, ==, 0.0);
}

static void
test_predict (void)
{
  for (guint threads = 1; threads <= 3; threads++)
    {
      g_autoptr (TinyRun) run = tiny_run_new (NULL, TINY_VALIDATION, threads);
      TrainExamples       test = train_data_get_part (run->data, TRAIN_PART_TEST);
      guint16             predicted[TINY_TEST];
      float               losses[TINY_TEST];
      double              sum = 0.0;
      TrainTally          tally;
      gsize               correct = 0;

      tiny_run_advance (run, 30);
      g_assert_true (train_batch_pass_predict (run->trainer->pass, run->trainer->parameters, &test,
                                               &run->data->recipe, predicted, losses, &tally));
      for (gsize i = 0; i < test.n; i++)
        sum += losses[i];
      g_assert_cmpfloat_with_epsilon (sum, tally.loss, 1e-4);
      for (gsize i = 0; i < test.n; i++)
        correct += predicted[i] == test.dataset->labels[test.indices[i]];
      g_assert_cmpuint (correct, ==, tally.correct);
      g_assert_cmpuint (correct, >, TINY_TEST / 2);
    }
}

static void
test_stop (void)
{
  g_autoptr (TinyRun) run = tiny_run_new (NULL, TINY_VALIDATION, 2);
  TrainExamples       examples = train_data_get_part (run->data, TRAIN_PART_TRAIN);
  TrainTally          tally;

  atomic_store (&run->stop, TRUE);
  g_assert_false (train_batch_pass_evaluate (run->trainer->pass, run->trainer->parameters, &examples,
                                             &run->data->recipe, &tally));
  g_assert_false (train_batch_pass_train (run->trainer->pass, run->trainer->parameters, &examples,
                                          &run->data->recipe, 1, &tally));
  atomic_store (&run->stop, FALSE);
  g_assert_true (train_batch_pass_train (run->trainer->pass, run->trainer->parameters, &examples,
                                         &run->data->recipe, 1, &tally));
  g_assert_cmpuint (tally.n, ==, TINY_TRAIN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch-pass/same-for-all-threads", test_same_for_all_threads);
  g_test_add_func ("/batch-pass/many-blocks", test_many_blocks);
  g_test_add_func ("/batch-pass/nothing", test_nothing);
  g_test_add_func ("/batch-pass/predict", test_predict);
  g_test_add_func ("/batch-pass/stop", test_stop);
  return g_test_run ();
}
