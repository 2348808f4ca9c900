/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/loss-surface.h"
#include "analysis/race-private.h"
#include "analysis/tiny-subject.h"
#include "nn/reference.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#define N_EXAMPLES 203
#define N_STEPS 15

/* A run beside the one that is tested: a plain loop in double precision. */
typedef struct
{
  Tiny    *tiny;
  double  *w;          /* n_parameters, as are the next two */
  double  *gradient;
  double  *slots[NN_OPTIMIZER_MAX_SLOTS];
  double  *x;          /* N_EXAMPLES x input size */
  guint16 *labels;
} Oracle;

static void
oracle_init (Oracle         *oracle,
             Tiny           *tiny,
             const AnPlane  *plane,
             const double    start[2],
             const AnRacer  *racer,
             double          velocity)
{
  gsize n = tiny->network->n_parameters;

  oracle->tiny = tiny;
  oracle->w = g_memdup2 (tiny->parameters, n * sizeof (double));
  oracle->gradient = g_new0 (double, n);
  for (int k = 0; k < 2; k++)
    if (plane->kind == AN_PLANE_WEIGHTS)
      oracle->w[plane->parameters[k]] = start[k];
    else
      for (gsize i = 0; i < n; i++)
        oracle->w[i] += start[k] * plane->directions[k][i];
  for (guint s = 0; s < NN_OPTIMIZER_MAX_SLOTS; s++)
    oracle->slots[s] = g_new0 (double, n);
  for (gsize i = 0; racer->optimizer->has_momentum && i < n; i++)
    oracle->slots[0][i] = velocity;
  oracle->x = g_new (double, N_EXAMPLES * 7);
  oracle->labels = g_new (guint16, N_EXAMPLES);
}

static void
oracle_clear (Oracle *oracle)
{
  g_free (oracle->w);
  g_free (oracle->gradient);
  g_free (oracle->slots[0]);
  g_free (oracle->slots[1]);
  g_free (oracle->x);
  g_free (oracle->labels);
}

/* Cost and gradient of all examples or of @batch. */
static double
oracle_look (Oracle        *oracle,
             const AnBatch *batch)
{
  const AnSubject *subject = &oracle->tiny->subject;
  gsize            n = batch ? batch->n : subject->n_examples;
  double           scale = subject->sum ? (double) subject->n_examples : 1.0, mean;

  for (gsize r = 0; r < n; r++)
    {
      guint32 index = subject->indices[batch ? batch->examples[r] : r];

      oracle->labels[r] = oracle->tiny->dataset->labels[index];
      for (gsize k = 0; k < 7; k++)
        oracle->x[r * 7 + k] = (double) subject->recipe.scale * ds_dataset_get_image (oracle->tiny->dataset, index)[k];
    }
  mean = nn_reference_loss (subject->network, subject->loss, oracle->w, oracle->x, oracle->labels, n,
                            oracle->gradient);
  for (gsize i = 0; i < subject->network->n_parameters; i++)
    oracle->gradient[i] *= scale;
  return scale * mean;
}

static void
oracle_step (Oracle        *oracle,
             const AnRacer *racer,
             guint          number)
{
  const NnNetwork *network = oracle->tiny->network;

  for (guint l = 0; l < network->n_layers; l++)
    {
      const NnLayer *layer = &network->layers[l];
      double        *slots[] = { oracle->slots[0] + layer->offset, oracle->slots[1] + layer->offset };
      NnHyper        hyper = { racer->rate * layer->rate, racer->momentum, number };

      if (!layer->frozen)
        racer->optimizer->step_reference (&hyper, oracle->w + layer->offset, oracle->gradient + layer->offset, slots,
                                          layer->n_weights + layer->n_biases);
    }
}

/* The nearest point of the plane, by the normal equations. */
static void
oracle_project (const Oracle  *oracle,
                const AnPlane *plane,
                double         place[2])
{
  const double *u = plane->directions[0], *v = plane->directions[1];
  double        uu = 0, uv = 0, vv = 0, ud = 0, vd = 0;

  for (gsize i = 0; plane->kind == AN_PLANE_DIRECTIONS && i < oracle->tiny->network->n_parameters; i++)
    {
      double difference = oracle->w[i] - oracle->tiny->parameters[i];

      uu += u[i] * u[i];
      uv += u[i] * v[i];
      vv += v[i] * v[i];
      ud += u[i] * difference;
      vd += v[i] * difference;
    }
  for (int k = 0; k < 2; k++)
    if (plane->kind == AN_PLANE_WEIGHTS)
      place[k] = oracle->w[plane->parameters[k]];
    else
      place[k] = (k == 0 ? vv * ud - uv * vd : uu * vd - uv * ud) / (uu * vv - uv * uv);
}

static AnPlane
plane_of (const Tiny *tiny,
          const char *weights)
{
  AnSurfaceSettings settings;

  g_assert_true (an_surface_parse_weights (weights, tiny->network, &settings, NULL));
  return settings.plane;
}

static void
check_race (const AnRace         *race,
            Tiny                 *tiny,
            const AnPlane        *plane,
            AnCostPlane          *cost,
            const AnRaceSettings *settings)
{
  g_assert_true (race->full_run);
  for (guint r = 0; r < race->n_paths; r++)
    {
      const AnRacePath      *path = &race->paths[r];
      g_auto (AnRaceBatches) batches = { 0 };
      Oracle                 oracle;

      g_assert_true (an_race_batches_init (&batches, settings, N_EXAMPLES, NULL));
      oracle_init (&oracle, tiny, plane, race->start, &path->racer, settings->initial_velocity);
      g_assert_cmpuint (path->n, ==, N_STEPS + 1);
      for (guint t = 0; t < path->n; t++)
        {
          const AnRaceStep *step = &path->steps[t];
          AnBatch           drawn;
          const AnBatch    *batch = an_race_batches_draw (&batches, &drawn);
          double            right = oracle_look (&oracle, NULL), place[2];
          AnSlope           slice;

          if (batch)
            oracle_look (&oracle, batch);
          oracle_project (&oracle, plane, place);
          g_assert_cmpfloat_with_epsilon (step->cost, right, 2e-5 * right);
          for (int k = 0; k < 2; k++)
            {
              g_assert_cmpfloat_with_epsilon (step->w[k], place[k], 1e-4);
              if (plane->kind == AN_PLANE_WEIGHTS)
                {
                  double g = oracle.gradient[plane->parameters[k]];

                  if (path->rates[k] > 0)
                    g_assert_cmpfloat_with_epsilon (step->gradient[k], g, 1e-3 * fabs (g) + 1e-4 * right);
                  g_assert_cmpfloat_with_epsilon (step->slots[0][k], oracle.slots[0][plane->parameters[k]],
                                                  1e-4 * right);
                }
            }
          g_assert_true (an_cost_plane_get_slopes (cost, NULL, &step->w, 1, &slice));
          g_assert_cmpfloat_with_epsilon (step->slice_cost, slice.cost, 1e-9 * slice.cost);
          if (t == 0)
            g_assert_cmpfloat_with_epsilon (step->cost, step->slice_cost, 2e-5 * right);
          oracle_step (&oracle, &path->racer, t + 1);
        }
      oracle_clear (&oracle);
    }
}

static AnRace *
run (Tiny                 *tiny,
     const AnPlane        *plane,
     AnCostPlane          *cost,
     const double          start[2],
     const char           *racers,
     const AnRaceSettings *settings)
{
  GError            *error = NULL;
  g_autoptr (GArray) read = an_racers_parse (racers, &error);
  AnRace            *race;

  g_assert_no_error (error);
  race = an_race_run_full (&tiny->subject, plane, cost, start, (const AnRacer *) (void *) read->data, read->len,
                           settings, tiny->pool, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return race;
}

static AnCostPlane *
cost_of (const Tiny    *tiny,
         const AnPlane *plane)
{
  GError      *error = NULL;
  AnCostPlane *cost = an_cost_plane_new (&tiny->subject, plane, tiny->pool, NULL, &error);

  g_assert_no_error (error);
  return cost;
}

static const char all_racers[] = "gd rate 0.5; momentum rate 0.2 momentum 0.5; nesterov rate 0.1; rmsprop rate 0.01; "
                                 "adam rate 0.05";

static void
test_weights (void)
{
  static const char *const    layers[] = { "dense 4", "dense 5 tanh; dense 4", "dense 5 tanh rate 0.5; dense 4 rate 2",
                                           "dense 5 sigmoid frozen; dense 4" };
  static const AnRaceSettings settings[] = { { .n_steps = N_STEPS },
                                             { .n_steps = N_STEPS, .initial_velocity = 0.1 },
                                             { .n_steps = N_STEPS, .batch = 20, .seed = 5 } };

  for (gsize l = 0; l < G_N_ELEMENTS (layers); l++)
    for (gsize s = 0; s < G_N_ELEMENTS (settings); s++)
      {
        g_autoptr (Tiny)        tiny = tiny_new (layers[l], &nn_nll_loss, N_EXAMPLES);
        AnPlane                 plane = plane_of (tiny, l == 0 ? "W1[1,2], W1[3,2]" : "W1[1,2], W2[3,2]");
        g_autoptr (AnCostPlane) cost = cost_of (tiny, &plane);
        static const double     start[2] = { 1.5, -0.75 };
        g_autoptr (AnRace)      race = run (tiny, &plane, cost, start, all_racers, &settings[s]);

        check_race (race, tiny, &plane, cost, &settings[s]);
        g_assert_cmpfloat (race->paths[0].rates[0], ==, l == 2 ? 0.25 : l == 3 ? 0.0 : 0.5);
        g_assert_cmpfloat (race->paths[0].rates[1], ==, l == 2 ? 1.0 : 0.5);
      }
}

/* The sum's gradient is as many times larger as there are examples: the same run at so much smaller rates. */
static void
test_sum (void)
{
  g_autoptr (Tiny)        tiny = tiny_new ("dense 5 tanh; dense 4", &nn_nll_loss, N_EXAMPLES);
  AnPlane                 plane = plane_of (tiny, "W1[1,2], W2[3,2]");
  static const double     start[2] = { 1.5, -0.75 };
  AnRaceSettings          full = { .n_steps = N_STEPS }, noisy = { .n_steps = N_STEPS, .batch = 20, .seed = 5 };
  g_autoptr (AnCostPlane) cost = NULL;
  g_autoptr (AnRace)      race = NULL, other = NULL;

  tiny->subject.sum = TRUE;
  cost = cost_of (tiny, &plane);
  race = run (tiny, &plane, cost, start, "gd rate 0.002; momentum rate 0.001 momentum 0.5; adam rate 0.05", &full);
  check_race (race, tiny, &plane, cost, &full);
  other = run (tiny, &plane, cost, start, "gd rate 0.002; adam rate 0.05", &noisy);
  check_race (other, tiny, &plane, cost, &noisy);
}

/* Directions of any length and angle: the path is the shadow on their plane. */
static void
test_directions (void)
{
  g_autoptr (Tiny)        tiny = tiny_new ("dense 5 tanh; dense 4", &nn_nll_loss, N_EXAMPLES);
  gsize                   n = tiny->network->n_parameters;
  g_autofree double      *u = g_new (double, n), *v = g_new (double, n);
  AnPlane                 plane = { .kind = AN_PLANE_DIRECTIONS, .directions = { u, v } };
  static const double     start[2] = { 0.5, -0.25 };
  AnRaceSettings          settings = { .n_steps = N_STEPS };
  g_autoptr (AnCostPlane) cost = NULL;
  g_autoptr (AnRace)      race = NULL;
  BaseRng                 rng;

  base_rng_seed (&rng, 9, BASE_RNG_NOISE);
  for (gsize i = 0; i < n; i++)
    {
      u[i] = 0.3 * base_rng_normal (&rng);
      v[i] = 0.5 * u[i] + 0.2 * base_rng_normal (&rng);
    }
  cost = cost_of (tiny, &plane);
  race = run (tiny, &plane, cost, start, all_racers, &settings);
  check_race (race, tiny, &plane, cost, &settings);
  for (guint r = 0; r < race->n_paths; r++)
    for (guint t = 0; t < N_STEPS; t++)
      for (int k = 0; k < 2; k++)
        {
          const AnRaceStep *step = &race->paths[r].steps[t];

          /* of the linear optimizers the shadow moves by the formula, too */
          if (r == 0)
            g_assert_cmpfloat_with_epsilon (step[1].w[k], step->w[k] - 0.5 * step->gradient[k], 1e-6);
          else if (r == 1)
            g_assert_cmpfloat_with_epsilon (step[1].slots[0][k], 0.5 * step->slots[0][k] + 0.2 * step->gradient[k],
                                            1e-6);
          g_assert_cmpint (isnan (race->paths[r].rates[k]), ==, r >= 3);
        }
  g_assert_cmpfloat (race->paths[0].length, >, 0.0);
}

static void
test_divergence (void)
{
  g_autoptr (Tiny)        tiny = tiny_new ("dense 5 relu; dense 4", &nn_squared_loss, N_EXAMPLES);
  AnPlane                 plane = plane_of (tiny, "W1[1,2], W2[3,2]");
  static const double     start[2] = { 1.5, -0.75 };
  AnRaceSettings          settings = { .n_steps = N_STEPS };
  g_autoptr (AnCostPlane) cost = cost_of (tiny, &plane);
  g_autoptr (AnRace)      race = run (tiny, &plane, cost, start, "gd rate 1e15; gd rate 0.01", &settings);

  g_assert_true (race->paths[0].diverged);
  g_assert_cmpuint (race->paths[0].n, <, N_STEPS + 1);
  for (guint t = 0; t < race->paths[0].n; t++)
    g_assert_true (isfinite (race->paths[0].steps[t].cost));
  g_assert_false (race->paths[1].diverged);
  g_assert_cmpuint (race->paths[1].n, ==, N_STEPS + 1);
}

typedef struct
{
  guint  n_calls;
  guint  stop_at;
  double last;
} Watch;

static gboolean
watch (const char *what,
       double      fraction,
       gpointer    user_data)
{
  Watch *w = user_data;

  g_assert_nonnull (what);
  g_assert_cmpfloat (fraction, >=, w->last);
  g_assert_cmpfloat (fraction, <, 1.0);
  w->last = fraction;
  return ++w->n_calls != w->stop_at;
}

static void
test_stopping (void)
{
  g_autoptr (Tiny)        tiny = tiny_new ("dense 4", &nn_nll_loss, N_EXAMPLES);
  AnPlane                 plane = plane_of (tiny, "W1[1,2], W1[3,2]");
  static const double     start[2] = { 1.5, -0.75 };
  AnRaceSettings          settings = { .n_steps = N_STEPS };
  g_autoptr (AnCostPlane) cost = cost_of (tiny, &plane);
  g_autoptr (GArray)      racers = an_racers_parse ("gd rate 1; adam rate 1", NULL);

  for (int round = 0; round < 3; round++)
    {
      atomic_bool        stop = round == 0;
      Watch              w = { .stop_at = round == 1 ? 20 : 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (AnRace) race = an_race_run_full (&tiny->subject, &plane, cost, start,
                                                  (const AnRacer *) (void *) racers->data, racers->len, &settings,
                                                  tiny->pool, &stop, watch, &w, &error);

      if (round == 2)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (w.n_calls, ==, 2 * (N_STEPS + 1 + 1)); /* and once when the slice is asked */
          continue;
        }
      g_assert_null (race);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (w.n_calls, ==, round == 0 ? 1 : 20);
    }
}

static void
test_determinism (void)
{
  g_autoptr (Tiny)        tiny = tiny_new ("dense 5 tanh; dense 4", &nn_nll_loss, N_EXAMPLES);
  AnPlane                 plane = plane_of (tiny, "W1[1,2], W2[3,2]");
  static const double     start[2] = { 1.5, -0.75 };
  AnRaceSettings          settings = { .n_steps = N_STEPS, .batch = 20, .seed = 5 };
  g_autoptr (AnCostPlane) cost = cost_of (tiny, &plane);
  g_autoptr (AnRace)      first = run (tiny, &plane, cost, start, "gd rate 1; gd rate 1", &settings);
  g_autoptr (AnRace)      again = run (tiny, &plane, cost, start, "gd rate 1; gd rate 1", &settings);

  for (guint r = 0; r < 2; r++)
    g_assert_cmpmem (first->paths[0].steps, (N_STEPS + 1) * sizeof (AnRaceStep), again->paths[r].steps,
                     (N_STEPS + 1) * sizeof (AnRaceStep));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race-full/weights", test_weights);
  g_test_add_func ("/race-full/sum", test_sum);
  g_test_add_func ("/race-full/directions", test_directions);
  g_test_add_func ("/race-full/divergence", test_divergence);
  g_test_add_func ("/race-full/stopping", test_stopping);
  g_test_add_func ("/race-full/determinism", test_determinism);
  return g_test_run ();
}
