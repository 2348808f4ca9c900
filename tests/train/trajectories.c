/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trajectories FOLDER: trains each case for 50 steps and writes FOLDER/CASE.safetensors with all that another
 * implementation needs to do the same and to compare: images, labels, the batches of each step, and the parameters
 * before and after. Called by test-torch.py. */

#include "formats/safetensors.h"
#include "train/trainer.h"

#include <stdlib.h>

#define STEPS 50
#define N_EXAMPLES 300
#define SIDE 18
#define N_CLASSES 10

static const struct
{
  const char *name, *text;
} cases[] = {
  { "tanh-adam-l2", "[network]\nlayers = dense 31 tanh; dense 10\n"
                    "[training]\noptimizer = adam\nrate = 0.001\nl2 = 0.001\nbatch = 37\n" },
  { "relu-momentum", "[network]\nlayers = dense 40 relu; dense 23 relu; dense 10\n"
                     "[training]\noptimizer = momentum\nrate = 0.01\nmomentum = 0.9\nbatch = 50\n" },
  { "softmax-full-batch", "[network]\nlayers = dense 10\n"
                          "[training]\noptimizer = gd\nrate = 0.05\nbatch = full\n" },
  { "sigmoid-rmsprop", "[network]\nlayers = dense 25 sigmoid; dense 10\n"
                       "[training]\noptimizer = rmsprop\nrate = 0.0005\nbatch = 6/class\n" },
  { "tanh-nesterov-l1", "[network]\nlayers = dense 20 tanh; dense 10\n"
                        "[training]\noptimizer = nesterov\nrate = 0.01\nmomentum = 0.8\nl1 = 0.0001\nbatch = 20\n" },
  { "squared-sum", "[network]\nlayers = dense 15 tanh; dense 10\n"
                   "[training]\noptimizer = gd\nloss = squared\nreduction = sum\nrate = 0.0001\nbatch = 64\n" },
};

/* Noise of bytes, brighter in a band of rows of its own for each class. */
static TrainData *
new_data (void)
{
  TrainData *data = g_new0 (TrainData, 1);
  DsDataset *pool = ds_dataset_new ((DsShape) { 1, SIDE, SIDE }, N_EXAMPLES, N_CLASSES, "noise", NULL);
  BaseRng    rng;

  base_rng_seed (&rng, 1, BASE_RNG_NOISE);
  g_atomic_ref_count_init (&data->refs);
  data->key = g_strdup ("noise");
  data->collection.pool = pool;
  data->recipe = (DsRecipe) { .scale = 1.0f / 255.0f };
  data->split.train = g_new (guint32, N_EXAMPLES);
  data->split.n_train = N_EXAMPLES;
  for (guint32 i = 0; i < N_EXAMPLES; i++)
    {
      data->split.train[i] = i;
      pool->labels[i] = (guint16) (i % N_CLASSES);
      for (gsize p = 0; p < SIDE * SIDE; p++)
        pool->pixels[i * SIDE * SIDE + p] = (guint8) (base_rng_below (&rng, 128) +
                                                      (p / 33 == pool->labels[i] ? 100 : 0));
    }
  return data;
}

static void
add_data (FmtSafetensors  *file,
          const TrainData *data,
          float           *x,
          guint64         *labels)
{
  const gsize size = SIDE * SIDE;

  for (gsize i = 0; i < N_EXAMPLES * size; i++)
    x[i] = data->recipe.scale * data->collection.pool->pixels[i];
  for (gsize i = 0; i < N_EXAMPLES; i++)
    labels[i] = data->collection.pool->labels[i];
  fmt_safetensors_add (file, "x", FMT_F32, 2, (const gsize[]) { N_EXAMPLES, size }, x);
  fmt_safetensors_add (file, "labels", FMT_U64, 1, (const gsize[]) { N_EXAMPLES }, labels);
}

static void
add_settings (FmtSafetensors  *file,
              TrainExperiment *experiment)
{
  static const char *const keys[][2] = {
    { "network", "layers" },     { "training", "optimizer" }, { "training", "rate" }, { "training", "momentum" },
    { "training", "reduction" }, { "training", "loss" },      { "training", "l1" },   { "training", "l2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    fmt_safetensors_set_metadata (file, keys[i][1], train_experiment_get (experiment, keys[i][0], keys[i][1]));
}

static void
train (TrainTrainer *trainer,
       GArray       *batches)
{
  for (int step = 0; step < STEPS; step++)
    {
      TrainExamples next = train_batch_order_peek (trainer->order, trainer->batch);
      guint64       n = next.n;

      g_array_append_val (batches, n);
      for (gsize i = 0; i < next.n; i++)
        {
          guint64 index = next.indices[i];

          g_array_append_val (batches, index);
        }
      g_assert_cmpint (train_trainer_advance (trainer, 0), ==, TRAIN_ADVANCED);
    }
}

static void
write_case (const char *folder,
            const char *name,
            const char *text)
{
  g_autoptr (TrainExperiment) experiment = train_experiment_parse (text, name, NULL, NULL);
  g_autoptr (TrainData)       data = new_data ();
  g_autoptr (BasePool)        pool = base_pool_new (2);
  g_autoptr (TrainTrainer)    trainer = train_trainer_new (experiment, data, pool, NULL, NULL);
  g_autoptr (FmtSafetensors)  file = fmt_safetensors_new ();
  g_autoptr (GArray)          batches = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autofree char            *path = g_strdup_printf ("%s/%s.safetensors", folder, name);
  g_autofree float           *x = g_new (float, N_EXAMPLES * SIDE * SIDE);
  g_autofree guint64         *labels = g_new (guint64, N_EXAMPLES);
  g_autofree float           *before = NULL;
  gsize                       n = trainer->network->n_parameters;

  before = g_memdup2 (trainer->parameters, n * sizeof *before);
  train (trainer, batches);
  add_data (file, data, x, labels);
  add_settings (file, experiment);
  fmt_safetensors_add (file, "before", FMT_F32, 1, &n, before);
  fmt_safetensors_add (file, "after", FMT_F32, 1, &n, trainer->parameters);
  fmt_safetensors_add (file, "batches", FMT_U64, 1, (const gsize[]) { batches->len }, batches->data);
  g_assert_true (fmt_safetensors_write (file, path, NULL));
}

int
main (int    argc,
      char **argv)
{
  if (argc != 2)
    return EXIT_FAILURE;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    write_case (argv[1], cases[i].name, cases[i].text);
  return EXIT_SUCCESS;
}
