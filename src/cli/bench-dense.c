/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/bench-dense.h"

#include "base/rng.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* No step of a case is the last, and none is measured. */
#define UNMEASURED "evaluate = 1000000000\nsteps = 1000000000\n"
#define MLP(hidden) "[network]\nlayers = dense " hidden " tanh; dense 6\n[training]\noptimizer = adam\nrate = 0.001\n"

static void
fill (DsDataset *dataset)
{
  gsize   n = dataset->n_examples * ds_shape_size (dataset->shape);
  BaseRng rng;

  base_rng_seed (&rng, 1, BASE_RNG_NOISE);
  for (gsize i = 0; i < n; i += sizeof (guint64))
    {
      guint64 bits = base_rng_next (&rng);

      memcpy (dataset->pixels + i, &bits, MIN (sizeof bits, n - i));
    }
  for (gsize i = 0; i < dataset->n_examples; i++)
    dataset->labels[i] = (guint16) base_rng_below (&rng, dataset->n_classes);
}

static TrainData *
new_data (const CliBenchDense *dense,
          GError             **error)
{
  g_autoptr (TrainData) data = g_new0 (TrainData, 1);
  DsSplit              *split = &data->split;
  BaseRng               rng;

  g_atomic_ref_count_init (&data->refs);
  data->key = g_strdup ("bench");
  data->recipe = (DsRecipe) { .scale = 1.0f / 255.0f };
  data->collection.pool =
    ds_dataset_new (dense->shape, dense->n_images, dense->n_classes, _("random bytes"), error);
  if (!data->collection.pool)
    return NULL;
  fill (data->collection.pool);
  split->n_train = dense->n_drawn > 0 ? dense->n_drawn : dense->n_images;
  split->train = g_new (guint32, split->n_train);
  base_rng_seed (&rng, 1, BASE_RNG_SPLIT);
  for (gsize i = 0; i < split->n_train; i++)
    split->train[i] = dense->n_drawn > 0 ? base_rng_below (&rng, (guint32) dense->n_images) : (guint32) i;
  return g_steal_pointer (&data);
}

gpointer
cli_bench_dense_prepare (const CliBenchCase *bench,
                         BasePool           *pool,
                         GError            **error)
{
  const CliBenchDense        *dense = bench->data;
  g_autoptr (TrainExperiment) experiment = train_experiment_parse (dense->settings, bench->name, NULL, error);
  g_autoptr (TrainData)       data = experiment ? new_data (dense, error) : NULL;
  TrainTrainer               *trainer = data ? train_trainer_new (experiment, data, pool, NULL, error) : NULL;

  if (trainer)
    train_trainer_begin (trainer);
  return trainer;
}

gboolean
cli_bench_dense_run (const CliBenchCase *bench,
                     gpointer            state,
                     GError            **error)
{
  TrainTrainer *trainer = state;
  gsize         per_epoch = (trainer->data->split.n_train + trainer->batch - 1) / trainer->batch;
  gsize         n = bench->n_units * (g_str_equal (bench->unit, "epoch") ? per_epoch : 1);

  for (gsize i = 0; i < n; i++)
    if (train_trainer_advance (trainer, 0) != TRAIN_ADVANCED)
      {
        g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_DIVERGED, _("%s: the cost became infinite"), bench->name);
        return FALSE;
      }
  return TRUE;
}

double
cli_bench_dense_check (gpointer state)
{
  TrainTally tally;

  return train_trainer_evaluate (state, TRAIN_PART_TRAIN, &tally) ? tally.loss / (double) tally.n : NAN;
}

void
cli_bench_dense_free (gpointer state)
{
  train_trainer_free (state);
}

#define DENSE_CASE \
  .prepare = cli_bench_dense_prepare, .run = cli_bench_dense_run, .check = cli_bench_dense_check, \
  .free = cli_bench_dense_free

const CliBenchCase cli_bench_softmax_fullbatch = {
  .name = "softmax-fullbatch",
  .unit = "step",
  .n_units = 1,
  .n_runs = 41,
  .data = &(const CliBenchDense) {
    .shape = { 1, 28, 28 },
    .n_classes = 10,
    .n_images = 60000,
    .settings = "[network]\nlayers = dense 10\n"
                "[training]\noptimizer = momentum\nrate = 0.01\nbatch = full\n" UNMEASURED,
  },
  DENSE_CASE,
};

/* Fifty batches' worth of draws, shuffled again whenever they are used up. */
const CliBenchCase cli_bench_mlp_1024 = {
  .name = "mlp-1024-30-6-b180-adam",
  .unit = "step",
  .n_units = 100,
  .n_runs = 41,
  .data = &(const CliBenchDense) {
    .shape = { 1, 32, 32 },
    .n_classes = 6,
    .n_images = 500,
    .n_drawn = 50 * 180,
    .settings = MLP ("30") "batch = 180\n" UNMEASURED,
  },
  DENSE_CASE,
};

const CliBenchCase cli_bench_mlp_2352 = {
  .name = "mlp-2352-70-6-b60-adam",
  .unit = "step",
  .n_units = 100,
  .n_runs = 41,
  .data = &(const CliBenchDense) {
    .shape = { 3, 28, 28 },
    .n_classes = 6,
    .n_images = 500,
    .n_drawn = 50 * 60,
    .settings = MLP ("70") "batch = 60\n" UNMEASURED,
  },
  DENSE_CASE,
};

const CliBenchCase cli_bench_mlp_3600 = {
  .name = "mlp-3600-300-6-b50-adam",
  .unit = "step",
  .n_units = 20,
  .n_runs = 41,
  .data = &(const CliBenchDense) {
    .shape = { 1, 60, 60 },
    .n_classes = 6,
    .n_images = 500,
    .n_drawn = 50 * 50,
    .settings = MLP ("300") "batch = 50\n" UNMEASURED,
  },
  DENSE_CASE,
};

const CliBenchCase cli_bench_mnist_mlp_epoch = {
  .name = "mnist-mlp-epoch",
  .unit = "epoch",
  .n_units = 1,
  .n_runs = 5,
  .data = &(const CliBenchDense) {
    .shape = { 1, 28, 28 },
    .n_classes = 10,
    .n_images = 60000,
    .settings = "[network]\nlayers = dense 300 relu; dense 10\n"
                "[training]\noptimizer = momentum\nrate = 0.01\nbatch = 50\n" UNMEASURED,
  },
  DENSE_CASE,
};
