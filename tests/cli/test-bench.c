/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/bench-dense.h"
#include "cli/bench-race.h"
#include "cli/bench-sheet.h"
#include "cli/call.h"
#include "nn/reference.h"

#include <string.h>

#define UNMEASURED "evaluate = 1000000000\nsteps = 1000000000\n"
#define ADAM \
  "[network]\nlayers = dense 7 tanh; dense 3\n[training]\noptimizer = adam\nrate = 0.01\nbatch = 12\n" UNMEASURED
#define MOMENTUM "[network]\nlayers = dense 5 relu; dense 3\n[training]\nrate = 0.1\nbatch = 12\n" UNMEASURED
#define FULL "[network]\nlayers = dense 3\n[training]\nrate = 0.1\nbatch = full\n" UNMEASURED

static double *
expand (TrainTrainer  *trainer,
        const guint32 *indices,
        gsize          n,
        guint16       *labels)
{
  const DsDataset *pool = trainer->data->collection.pool;
  gsize            size = ds_shape_size (pool->shape);
  double          *x = g_new (double, n * size);

  for (gsize r = 0; r < n; r++)
    {
      labels[r] = pool->labels[indices[r]];
      for (gsize i = 0; i < size; i++)
        x[r * size + i] = trainer->data->recipe.scale * ds_dataset_get_image (pool, indices[r])[i];
    }
  return x;
}

/* The mean cost of these examples, and with @gradient its gradient. */
static double
cost (TrainTrainer  *trainer,
      const double  *p,
      const guint32 *indices,
      gsize          n,
      double        *gradient)
{
  g_autofree guint16 *labels = g_new (guint16, n);
  g_autofree double  *x = expand (trainer, indices, n, labels);

  return nn_reference_loss (trainer->network, trainer->loss, p, x, labels, n, gradient);
}

/* What the case's check should be after one run, all in double precision. */
static double
expected_check (TrainTrainer *trainer,
                guint         n_steps)
{
  gsize              n = trainer->network->n_parameters;
  gsize              n_train = trainer->data->split.n_train;
  NnHyper            hyper = trainer->hyper;
  g_autofree double *p = g_new (double, n);
  g_autofree double *gradient = g_new (double, n);
  g_autofree double *memory = g_new0 (double, 2 * n);
  double *const      slots[2] = { memory, memory + n };
  const guint32     *order = train_batch_order_peek (trainer->order, n_train).indices;

  g_assert_cmpuint (n_steps * trainer->batch, <=, n_train); /* one order of the examples is enough */
  for (gsize i = 0; i < n; i++)
    p[i] = trainer->parameters[i];
  for (guint s = 0; s < n_steps; s++)
    {
      cost (trainer, p, order + s * trainer->batch, trainer->batch, gradient);
      hyper.step++;
      trainer->optimizer->step_reference (&hyper, p, gradient, slots, n);
    }
  return cost (trainer, p, trainer->data->split.train, n_train, NULL);
}

static void
check_case (const char *settings,
            gsize       n_drawn,
            const char *unit,
            guint       n_units,
            guint       n_steps)
{
  const CliBenchDense  dense = { { 1, 5, 5 }, 3, 36, n_drawn, settings };
  const CliBenchCase   bench = { .name = "small", .unit = unit, .n_units = n_units, .data = &dense };
  g_autoptr (BasePool) pool = base_pool_new (2);
  GError              *error = NULL;
  double               first = 0.0;

  for (int round = 0; round < 2; round++)
    {
      TrainTrainer *trainer = cli_bench_dense_prepare (&bench, pool, &error);
      double        expected, check;

      g_assert_no_error (error);
      expected = expected_check (trainer, n_steps);
      g_assert_true (cli_bench_dense_run (&bench, trainer, &error));
      check = cli_bench_dense_check (trainer);
      g_assert_cmpfloat_with_epsilon (check, expected, 1e-5 * expected);
      g_assert_cmpuint (trainer->step, ==, n_steps);
      g_assert_true (round == 0 || check == first);
      first = check;
      cli_bench_dense_free (trainer);
    }
}

/* What the figures come from is what the double-precision reference computes from the same data. */
static void
test_checks (void)
{
  check_case (ADAM, 60, "step", 5, 5);
  check_case (MOMENTUM, 0, "epoch", 1, 3);
  check_case (FULL, 0, "step", 1, 1);
}

/* The mean of the grid, and each of its points by the whole network in double precision. */
static void
test_surface (void)
{
  const CliBenchSurface surface = { { { 1, 5, 5 }, 3, 90, 0, FULL }, "W1[11,2], W1[12,2]", "6x5", "-7:2, 0:7" };
  const CliBenchCase    bench = { .name = "small", .unit = "point", .n_units = 30, .data = &surface };
  g_autoptr (BasePool)  pool = base_pool_new (2);
  GError               *error = NULL;
  CliBenchSurfaceState *state = cli_bench_surface_prepare (&bench, pool, &error);
  TrainTrainer         *trainer;
  double                expected = 0.0;

  g_assert_no_error (error);
  trainer = state->trainer;
  for (int round = 0; round < 2; round++)
    g_assert_true (cli_bench_surface_run (&bench, state, &error));
  for (guint j = 0; j < 5; j++)
    for (guint i = 0; i < 6; i++)
      {
        g_autofree double *p = g_memdup2 (state->parameters, trainer->network->n_parameters * sizeof *p);

        p[2 * 25 + 11] = -7.0 + 9.0 * i / 5;
        p[2 * 25 + 12] = 7.0 * j / 4;
        expected += cost (trainer, p, trainer->data->split.train, 90, NULL) / 30;
      }
  g_assert_cmpfloat_with_epsilon (cli_bench_surface_check (state), expected, 1e-5 * expected);
  cli_bench_surface_free (state);
}

/* What the racer's step would be in double precision all along, with the cost where it ends. */
static double
expected_end (TrainTrainer  *trainer,
              const AnPlane *plane,
              const AnRacer *racer,
              const double   start[2],
              guint          n_steps)
{
  gsize              n = trainer->network->n_parameters, n_train = trainer->data->split.n_train;
  g_autofree double *p = g_new (double, n);
  g_autofree double *gradient = g_new (double, n);
  NnHyper            hyper = { .rate = racer->rate, .momentum = racer->momentum };
  double             w[2] = { start[0], start[1] }, memory[2][2] = { { 0 } };
  double *const      slots[2] = { memory[0], memory[1] };

  for (gsize i = 0; i < n; i++)
    p[i] = (double) trainer->parameters[i];
  for (guint step = 0;; step++)
    {
      double found, g[2];

      for (int k = 0; k < 2; k++)
        p[plane->parameters[k]] = w[k];
      found = cost (trainer, p, trainer->data->split.train, n_train, gradient);
      if (step == n_steps)
        return found;
      for (int k = 0; k < 2; k++)
        g[k] = gradient[plane->parameters[k]];
      hyper.step = step + 1;
      racer->optimizer->step_reference (&hyper, w, g, slots, 2);
    }
}

/* All optimizers of the registry: the mean cost where they end. */
static void
test_race (void)
{
  const CliBenchRace   race = { { { { 1, 5, 5 }, 3, 90, 0, FULL }, "W1[11,2], W1[12,1]", "6x5", "-7:2, 0:7" },
                                "gd rate 0.9; momentum rate 0.5 momentum 0.9; nesterov rate 0.5 momentum 0.9; "
                                "rmsprop rate 0.1; adam rate 0.2",
                                { -3.0, 2.0 }, 12 };
  const CliBenchCase   bench = { .name = "small", .unit = "race", .n_units = 1, .data = &race };
  g_autoptr (BasePool) pool = base_pool_new (2);
  GError              *error = NULL;
  CliBenchRaceState   *state = cli_bench_race_prepare (&bench, pool, &error);
  double               expected = 0.0;

  g_assert_no_error (error);
  for (int round = 0; round < 2; round++)
    g_assert_true (cli_bench_race_run (&bench, state, &error));
  g_assert_cmpuint (state->racers->len, ==, 5);
  for (guint r = 0; r < 5; r++)
    expected += expected_end (state->surface->trainer, &state->surface->settings.plane,
                              &g_array_index (state->racers, AnRacer, r), race.start, race.n_steps) / 5.0;
  g_assert_cmpfloat_with_epsilon (cli_bench_race_check (state), expected, 1e-5 * expected);
  cli_bench_race_free (state);
}

/* Every byte comes about equally often; draws are images that exist. */
static void
test_data (void)
{
  const CliBenchDense  dense = { { 1, 9, 9 }, 3, 500, 40, FULL };
  const CliBenchCase   bench = { .name = "small", .unit = "step", .n_units = 1, .data = &dense };
  g_autoptr (BasePool) pool = base_pool_new (1);
  TrainTrainer        *trainer = cli_bench_dense_prepare (&bench, pool, NULL);
  const DsDataset     *images = trainer->data->collection.pool;
  gsize                counts[256] = { 0 };

  for (gsize i = 0; i < 500 * 81; i++)
    counts[images->pixels[i]]++;
  for (int i = 0; i < 256; i++)
    g_assert_cmpuint (counts[i], >, 80); /* 158 expected */
  for (gsize i = 0; i < 40; i++)
    g_assert_cmpuint (trainer->data->split.train[i], <, 500);
  cli_bench_dense_free (trainer);
}

static void
test_diverging (void)
{
  const CliBenchDense dense = { { 1, 5, 5 }, 3, 36, 0, "[network]\nlayers = dense 9; dense 9; dense 3\n[training]\n"
                                "loss = squared\nrate = 1e6\n" UNMEASURED "batch = full\n" };
  const CliBenchCase   bench = { .name = "small", .unit = "step", .n_units = 100, .data = &dense };
  g_autoptr (BasePool) pool = base_pool_new (1);
  g_autoptr (GError)   error = NULL;
  TrainTrainer        *trainer = cli_bench_dense_prepare (&bench, pool, NULL);

  g_assert_false (cli_bench_dense_run (&bench, trainer, &error));
  g_assert_error (error, TRAIN_ERROR, TRAIN_ERROR_DIVERGED);
  g_assert_nonnull (strstr (error->message, "small"));
  cli_bench_dense_free (trainer);
}

/* NULL: it trains nothing. */
static const CliBenchDense *
get_dense (const CliBenchCase *bench)
{
  if (bench->prepare == cli_bench_race_prepare)
    return &((const CliBenchRace *) bench->data)->surface.dense;
  if (bench->prepare == cli_bench_surface_prepare)
    return &((const CliBenchSurface *) bench->data)->dense;
  return bench->prepare == cli_bench_dense_prepare ? bench->data : NULL;
}

static void
test_registry (void)
{
  g_autoptr (BasePool) pool = base_pool_new (1);

  for (gsize i = 0; cli_bench_cases[i]; i++)
    {
      const CliBenchDense        *dense = get_dense (cli_bench_cases[i]);
      g_autoptr (TrainExperiment) experiment = NULL;

      if (dense)
        experiment = train_experiment_parse (dense->settings, "bench", NULL, NULL);
      g_assert_true (!dense || experiment);
      for (gsize k = 0; k < i; k++)
        g_assert_cmpstr (cli_bench_cases[k]->name, !=, cli_bench_cases[i]->name);
    }
}

/* The same each time, and another picture where it is scrolled. */
static void
test_sheet (void)
{
  const CliBenchSheet  sheet = { 40, 8, 160, 90 }, whole = { 40, 8, 160, 2000 };
  const CliBenchCase   bench = { .name = "small", .unit = "frame", .n_units = 3, .data = &sheet };
  const CliBenchCase   at_once = { .name = "whole", .unit = "frame", .n_units = 1, .data = &whole };
  const CliBenchCase   still = { .name = "still", .unit = "frame", .n_units = 1, .data = &sheet };
  g_autoptr (BasePool) pool = base_pool_new (1);
  const CliBenchCase  *cases[] = { &bench, &still, &at_once };
  double               checks[3];

  for (int i = 0; i < 3; i++)
    {
      gpointer state = cli_bench_sheet_prepare (cases[i], pool, NULL);

      for (int round = 0; round < 2; round++)
        {
          g_assert_true (cli_bench_sheet_run (cases[i], state, NULL));
          g_assert_true (round == 0 || cli_bench_sheet_check (state) == checks[i]);
          checks[i] = cli_bench_sheet_check (state);
        }
      cli_bench_sheet_free (state);
    }
  /* Something is painted, scrolling has moved it, and a sheet that fits is mostly background. */
  g_assert_cmpfloat (checks[0], >, 100);
  g_assert_cmpfloat (checks[0], !=, checks[1]);
  g_assert_cmpfloat (checks[2], >, checks[0]);
}

static void
test_json (void)
{
  g_autoptr (Call)       done = call ("bench", "mlp-1024-30-6-b180-adam", "--json", NULL);
  g_autoptr (JsonParser) parser = NULL;
  JsonObject            *object;

  call_check (done, 0, NULL);
  object = call_json (done, &parser);
  g_assert_cmpstr (json_object_get_string_member (object, "case"), ==, "mlp-1024-30-6-b180-adam");
  g_assert_cmpstr (json_object_get_string_member (object, "unit"), ==, "step");
  g_assert_cmpfloat (json_object_get_double_member (object, "min_ms"), >, 0);
  g_assert_cmpfloat (json_object_get_double_member (object, "median_ms"), >=,
                     json_object_get_double_member (object, "min_ms"));
  g_assert_cmpint (json_object_get_int_member (object, "runs"), >, 10);
  g_assert_cmpint (json_object_get_int_member (object, "threads"), ==, 2);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "check"), 0.98, 0.01);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bench/checks", test_checks);
  g_test_add_func ("/bench/surface", test_surface);
  g_test_add_func ("/bench/race", test_race);
  g_test_add_func ("/bench/sheet", test_sheet);
  g_test_add_func ("/bench/data", test_data);
  g_test_add_func ("/bench/diverging", test_diverging);
  g_test_add_func ("/bench/registry", test_registry);
  g_test_add_func ("/bench/json", test_json);
  return g_test_run ();
}
