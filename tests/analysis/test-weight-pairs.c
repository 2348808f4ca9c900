/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analysis-error.h"
#include "analysis/coordinates.h"
#include "analysis/curvature.h"
#include "analysis/loss-surface.h"
#include "analysis/pair-sample.h"
#include "analysis/tiny-subject.h"
#include "analysis/weight-pairs.h"
#include "datasets/digits.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#define N_DIGITS 3000

/* A network that has learned some digits. */
typedef struct
{
  AnSubject  subject;
  NnNetwork *network;
  DsDataset *dataset;
  guint32   *indices;
  double    *parameters;
  BasePool  *pool;
} Trained;

/* Momentum on all digits at once: not the best network, but no fresh one either. */
static void
train (Trained *trained,
       guint    n_steps,
       double   rate)
{
  const NnNetwork         *network = trained->network;
  gsize                    n = network->n_parameters, n_in = nn_shape_size (network->input);
  g_autofree float        *w = g_new (float, n), *g = g_new0 (float, n), *v = g_new0 (float, n);
  g_autoptr (NnWorkspace)  workspace = nn_workspace_new (network, N_DIGITS);
  float                   *slots[NN_OPTIMIZER_MAX_SLOTS] = { v };

  for (gsize i = 0; i < n; i++)
    w[i] = (float) trained->parameters[i];
  for (guint t = 1; t <= n_steps; t++)
    {
      float *d = workspace->deltas[0], *outputs;

      for (gsize i = 0; i < N_DIGITS * n_in; i++)
        workspace->values[0][i] = (float) trained->dataset->pixels[i] / 255.0f;
      outputs = nn_network_forward (network, w, workspace, N_DIGITS);
      nn_nll_loss.forward_backward (outputs, trained->dataset->labels, N_DIGITS, 10, 1.0f / N_DIGITS, d);
      nn_network_backward (network, w, workspace, d, g, FALSE, N_DIGITS);
      nn_momentum_optimizer.step (&(NnHyper) { rate, 0.9, t }, w, g, slots, n);
    }
  for (gsize i = 0; i < n; i++)
    trained->parameters[i] = (double) w[i];
}

static Trained *
trained_new (const char *layers,
             guint       n_steps,
             double      rate)
{
  Trained       *trained = g_new0 (Trained, 1);
  NnInitializer  initializer;
  GError        *error = NULL;
  BaseRng        rng;
  gsize          n;

  trained->dataset = ds_digits_draw (1, 0, N_DIGITS, 2, NULL, NULL, &error);
  g_assert_no_error (error);
  trained->network = nn_network_new ((NnShape) { 1, 28, 28 }, layers, &error);
  g_assert_no_error (error);
  n = trained->network->n_parameters;
  trained->parameters = g_new (double, n);
  nn_initializer_parse ("fan-in", &initializer, NULL);
  base_rng_seed (&rng, 3, BASE_RNG_INIT);
  g_autofree float *fresh = g_new (float, n);
  nn_network_initialize (trained->network, &initializer, 0.0, &rng, fresh);
  for (gsize i = 0; i < n; i++)
    trained->parameters[i] = (double) fresh[i];
  train (trained, n_steps, rate);
  trained->indices = g_new (guint32, N_DIGITS);
  for (guint32 i = 0; i < N_DIGITS; i++)
    trained->indices[i] = i;
  trained->pool = base_pool_new (2);
  trained->subject = (AnSubject) {
    .network = trained->network, .loss = &nn_nll_loss, .parameters = trained->parameters, .dataset = trained->dataset,
    .indices = trained->indices, .n_examples = N_DIGITS, .recipe = { 1.0f / 255, 0.0f },
  };
  return trained;
}

static void
trained_free (Trained *trained)
{
  nn_network_free (trained->network);
  ds_dataset_unref (trained->dataset);
  g_free (trained->indices);
  g_free (trained->parameters);
  base_pool_free (trained->pool);
  g_free (trained);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trained, trained_free)

static GArray *
suggest (const AnSubject *subject,
         guint            n,
         BasePool        *pool)
{
  GError *error = NULL;
  gint64  start = g_get_monotonic_time ();
  GArray *pairs = an_weight_pairs_suggest (subject, n, pool, NULL, &error);

  g_assert_no_error (error);
  g_test_message ("%u suggestions in %.1f ms", pairs->len, (double) (g_get_monotonic_time () - start) / 1000.0);
  for (guint i = 0; i < pairs->len; i++)
    {
      const AnWeightPair *pair = &g_array_index (pairs, AnWeightPair, i);
      g_autofree char    *a = an_coordinate_name (subject->network, pair->parameters[0]);
      g_autofree char    *b = an_coordinate_name (subject->network, pair->parameters[1]);

      g_test_message ("%s, %s: score %.4g, condition %.3g", a, b, pair->score, pair->condition);
    }
  return pairs;
}

/* The rule's own picture of a pair is that of the cost: what the Hessian at the network's place says. */
static void
check_pair (const Trained      *trained,
            const AnWeightPair *pair)
{
  const gsize            *p = pair->parameters;
  AnPlane                 plane = { .kind = AN_PLANE_WEIGHTS, .parameters = { p[0], p[1] } };
  double                  place[2] = { trained->parameters[p[0]], trained->parameters[p[1]] };
  GError                 *error = NULL;
  g_autoptr (AnCostPlane) cost = an_cost_plane_new (&trained->subject, &plane, trained->pool, NULL, &error);
  AnHessian               hessian;
  AnCurvature             curvature;

  g_assert_no_error (error);
  an_weight_pair_check (&trained->subject, p, &error);
  g_assert_no_error (error);
  g_assert_true (an_cost_plane_get_hessian (cost, place, &hessian));
  an_curvature_init (&curvature, &hessian);
  g_test_message ("condition %.3g of the whole, %.3g of the sample", curvature.condition, pair->condition);
  g_assert_cmpfloat (fabs (log (pair->condition / curvature.condition)), <, 0.25);
  g_assert_cmpfloat (curvature.condition, >, 5.0);
  g_assert_cmpfloat (curvature.condition, <, 100.0);
  g_assert_cmpfloat (curvature.eigenvalues[1], >, 0.0);
}

static double
get_lit (const Trained *trained,
         gsize          pixel)
{
  double lit = 0.0;

  for (gsize r = 0; r < N_DIGITS; r++)
    lit += ds_dataset_get_image (trained->dataset, r)[pixel] != 0 ? 1.0 / N_DIGITS : 0.0;
  return lit;
}

static void
check_suggestions (const Trained *trained)
{
  g_autoptr (GArray)     pairs = suggest (&trained->subject, 8, trained->pool);
  g_autoptr (GArray)     fewer = suggest (&trained->subject, 3, trained->pool);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_direct_hash, g_direct_equal);

  g_assert_cmpuint (pairs->len, ==, 8);
  g_assert_cmpuint (fewer->len, ==, 3);
  g_assert_cmpmem (pairs->data, 3 * sizeof (AnWeightPair), fewer->data, 3 * sizeof (AnWeightPair));
  for (guint i = 0; i < pairs->len; i++)
    {
      const AnWeightPair *pair = &g_array_index (pairs, AnWeightPair, i);

      check_pair (trained, pair);
      for (int k = 0; k < 2; k++)
        {
          g_assert_true (g_hash_table_add (seen, GSIZE_TO_POINTER (pair->parameters[k])));
          if (trained->network->n_layers == 1)
            g_assert_cmpfloat (get_lit (trained, pair->parameters[k] % 784), >, 0.02);
        }
    }
}

static void
test_fresh (void)
{
  g_autoptr (Trained) trained = trained_new ("dense 10", 0, 0.1);

  check_suggestions (trained);
}

static void
test_learned (void)
{
  g_autoptr (Trained) trained = trained_new ("dense 10", 40, 0.1);

  check_suggestions (trained);
}

static void
test_hidden (void)
{
  g_autoptr (Trained) trained = trained_new ("dense 12 tanh; dense 10", 30, 0.1);
  g_autoptr (GArray)  pairs = suggest (&trained->subject, 6, trained->pool);

  g_assert_cmpuint (pairs->len, ==, 6);
  for (guint i = 0; i < 2; i++)
    check_pair (trained, &g_array_index (pairs, AnWeightPair, i));
}

/* The same whatever the number of threads, and again. */
static void
test_threads (void)
{
  g_autoptr (Trained)  trained = trained_new ("dense 6 tanh; dense 10", 5, 0.1);
  g_autoptr (BasePool) one = base_pool_new (1);
  g_autoptr (GArray)   pairs = suggest (&trained->subject, 6, trained->pool);
  g_autoptr (GArray)   again = suggest (&trained->subject, 6, trained->pool);
  g_autoptr (GArray)   alone = suggest (&trained->subject, 6, one);

  g_assert_cmpmem (pairs->data, pairs->len * sizeof (AnWeightPair), again->data, again->len * sizeof (AnWeightPair));
  g_assert_cmpmem (pairs->data, pairs->len * sizeof (AnWeightPair), alone->data, alone->len * sizeof (AnWeightPair));
}

/* Second derivatives of each example's loss, in closed form for the logits of nll: p (1 - p), and -p q across. */
static void
test_bends (void)
{
  g_autoptr (Tiny)         tiny = tiny_new ("dense 4", &nn_nll_loss, 50);
  GError                  *error = NULL;
  g_autoptr (AnPairSample) sample = an_pair_sample_new (&tiny->subject, 1000, tiny->pool, NULL, &error);
  double                   same[50], cross[50];
  AnPairBend               bends[] = { { 0, { 1, 1 }, same }, { 0, { 1, 3 }, cross } };

  g_assert_no_error (error);
  g_assert_cmpuint (sample->n, ==, 50);
  g_assert_true (an_pair_sample_bend (sample, bends, 2, tiny->pool, NULL, &error));
  for (gsize r = 0; r < 50; r++)
    {
      const float *o = sample->values[1] + 4 * r, *d = sample->deltas[0] + 4 * r;
      double       p[4], sum = 0.0;

      for (int k = 0; k < 4; k++)
        sum += p[k] = exp ((double) o[k]);
      for (int k = 0; k < 4; k++)
        {
          p[k] /= sum;
          g_assert_cmpfloat_with_epsilon (d[k], p[k] - (k == sample->labels[r]), 1e-5);
        }
      g_assert_cmpfloat_with_epsilon (same[r], p[1] * (1 - p[1]), 2e-3);
      g_assert_cmpfloat_with_epsilon (cross[r], -p[1] * p[3], 2e-3);
    }
}

static void
test_all_blank (void)
{
  g_autoptr (Tiny)   tiny = tiny_new ("dense 4", &nn_nll_loss, 90);
  g_autoptr (GArray) pairs = NULL;

  memset (tiny->dataset->pixels, 0, 90 * 7);
  pairs = suggest (&tiny->subject, 8, tiny->pool);
  g_assert_cmpuint (pairs->len, ==, 0);
}

static void
test_suggestions_stop (void)
{
  g_autoptr (Tiny)   tiny = tiny_new ("dense 4", &nn_nll_loss, 90);
  g_autoptr (GError) error = NULL;
  atomic_bool        stop = TRUE;

  g_assert_null (an_weight_pairs_suggest (&tiny->subject, 8, tiny->pool, &stop, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
expect_check (const Tiny *tiny,
              const char *weights,
              const char *first,
              const char *second)
{
  g_autoptr (GError) error = NULL;
  AnSurfaceSettings  settings;
  gboolean           good;

  g_assert_true (an_surface_parse_weights (weights, tiny->network, &settings, NULL));
  good = an_weight_pair_check (&tiny->subject, settings.plane.parameters, &error);
  if (!first)
    {
      g_assert_no_error (error);
      g_assert_true (good);
      return;
    }
  g_assert_false (good);
  g_assert_error (error, AN_ERROR, AN_ERROR_RANGE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, first));
  g_assert_nonnull (strstr (error->message, second));
}

static void
test_blank_pixel (void)
{
  g_autoptr (Tiny) tiny = tiny_new ("dense 4", &nn_nll_loss, 90);

  expect_check (tiny, "W1[3,1], W1[5,2]", NULL, NULL);
  for (gsize r = 0; r < 90; r++)
    tiny->dataset->pixels[7 * r + 5] = 0;
  expect_check (tiny, "W1[3,1], W1[5,2]", "W1[5,2] looks at the pixel in row 0, column 5", "blank in all 90 images");
  expect_check (tiny, "W1[5,2], W1[3,1]", "W1[5,2]", "does not depend");
  expect_check (tiny, "b1[2], W1[3,1]", NULL, NULL);
  /* lit once is not blank */
  tiny->dataset->pixels[7 * 44 + 5] = 1;
  expect_check (tiny, "W1[3,1], W1[5,2]", NULL, NULL);
  /* and 0 is no blank where the network gets another number for it */
  tiny->dataset->pixels[7 * 44 + 5] = 0;
  tiny->subject.recipe.offset = -0.5f;
  expect_check (tiny, "W1[3,1], W1[5,2]", NULL, NULL);
}

static void
test_dead_units (void)
{
  g_autoptr (Tiny) tiny = tiny_new ("dense 5 relu; dense 4", &nn_nll_loss, 90);
  const NnLayer   *hidden = nn_network_get_layer (tiny->network, 1), *output = nn_network_get_layer (tiny->network, 2);

  /* unit 2 never fires */
  tiny->parameters[hidden->offset + hidden->n_weights + 2] = -1000.0;
  expect_check (tiny, "W1[3,2], W2[1,1]", "W1[3,2] belongs to unit 2, which is dead", "90");
  expect_check (tiny, "b1[2], W2[1,1]", "b1[2] belongs to unit 2", "dead");
  expect_check (tiny, "W2[1,1], W2[2,0]", "W2[2,0] looks at unit 2 of the layer before, which is 0", "90");
  expect_check (tiny, "b2[1], W2[1,0]", NULL, NULL);
  /* nothing of the hidden layer is used */
  for (gsize i = 0; i < output->n_weights; i++)
    tiny->parameters[output->offset + i] = 0.0;
  expect_check (tiny, "W1[3,1], b2[0]", "W1[3,1] lies in layer “dense 5", "layers above it pass nothing on");
  expect_check (tiny, "b2[1], b2[0]", NULL, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/weight-pairs/fresh", test_fresh);
  g_test_add_func ("/weight-pairs/learned", test_learned);
  g_test_add_func ("/weight-pairs/hidden", test_hidden);
  g_test_add_func ("/weight-pairs/threads", test_threads);
  g_test_add_func ("/weight-pairs/bends", test_bends);
  g_test_add_func ("/weight-pairs/all-blank", test_all_blank);
  g_test_add_func ("/weight-pairs/suggestions-stop", test_suggestions_stop);
  g_test_add_func ("/weight-pairs/blank-pixel", test_blank_pixel);
  g_test_add_func ("/weight-pairs/dead-units", test_dead_units);
  return g_test_run ();
}
