/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/network.h"
#include "nn/nn-error.h"
#include "nn/numbers.h"
#include "nn/reference.h"

#include <string.h>

#define ROWS 17

static const NnShape input = { 1, 3, 5 };

static NnNetwork *
new_network (const char *layers)
{
  GError    *error = NULL;
  NnNetwork *network = nn_network_new (input, layers, &error);

  g_assert_no_error (error);
  return network;
}

/* The gradient by the fast way, its rows in blocks of at most @block. */
static float *
fast_gradient (const NnNetwork  *network,
               const NnLossType *loss,
               const float      *p,
               const float      *x,
               const guint16    *labels,
               gsize             block)
{
  g_autoptr (NnWorkspace) workspace = nn_workspace_new (network, block);
  const gsize             n_in = nn_shape_size (network->input);
  float                  *gradient = g_new (float, network->n_parameters);

  for (gsize first = 0; first < ROWS; first += block)
    {
      gsize  rows = MIN (block, ROWS - first);
      float *outputs;

      memcpy (workspace->values[0], x + first * n_in, rows * n_in * sizeof *x);
      outputs = nn_network_forward (network, p, workspace, rows);
      loss->forward_backward (outputs, labels + first, rows, network->n_outputs, 1.0f / ROWS, workspace->deltas[0]);
      nn_network_backward (network, p, workspace, workspace->deltas[0], gradient, first > 0, rows);
    }
  return gradient;
}

static void
check_gradient (const char       *layers,
                const NnLossType *loss)
{
  g_autoptr (NnNetwork) network = new_network (layers);
  gsize                 n = network->n_parameters;
  g_autofree double    *p = new_numbers (1, n, 0.5);
  g_autofree double    *x = new_numbers (2, ROWS * nn_shape_size (input), 1.0);
  g_autofree double    *gradient = g_new0 (double, n);
  g_autofree float     *p_fast = to_floats (p, n);
  g_autofree float     *x_fast = to_floats (x, ROWS * nn_shape_size (input));
  guint16               labels[ROWS];

  for (gsize r = 0; r < ROWS; r++)
    labels[r] = (guint16) (r % network->n_outputs);
  nn_reference_loss (network, loss, p, x, labels, ROWS, gradient);
  for (gsize block = 1; block <= ROWS + 5; block += 4)
    {
      g_autofree float *fast = fast_gradient (network, loss, p_fast, x_fast, labels, block);
      double            d = distance (fast, gradient, n);

      if (!(d < 1e-4))
        g_error ("“%s”, %s, %s, blocks of %" G_GSIZE_FORMAT ": relative error %g", layers, loss->name,
                 nn_kernels ()->name, block, d);
    }
}

/* Two and three layers of each activation, activations first, last and one upon the other. */
static void
test_gradient (void)
{
  static const char *const patterns[] = {
    "dense 4", "dense 7 %s; dense 4", "dense 9 %s; dense 5 %s; dense 4", "%s; dense 4", "dense 6 %s; dense 4 %s",
    "dense 6 sigmoid; %s; dense 4", "dense 6 %s; sigmoid; dense 4", "dense 6 tanh; %s; dense 4",
    "sigmoid; %s; dense 4", "dense 6 softplus; %s; dense 4", "dense 6 %s; softplus; dense 4",
    "dense 6 tanhshrink; %s; %s; dense 4",
  };

  FOR_EACH_KERNEL_SET (set)
    for (gsize l = 0; nn_loss_types[l]; l++)
      for (gsize k = 0; k < G_N_ELEMENTS (patterns); k++)
        for (gsize t = 0; nn_layer_types[t]; t++)
          {
            g_auto (GStrv)   parts = g_strsplit (patterns[k], "%s", -1);
            g_autofree char *layers = g_strjoinv (nn_layer_types[t]->name, parts);

            if (nn_layer_types[t]->title)
              check_gradient (layers, nn_loss_types[l]);
          }
}

/* What training needs of the gradient is the same; the places of frozen layers are left alone. */
static void
test_backward_learning (void)
{
  static const char *const networks[] = {
    "dense 6 tanh; dense 5 relu; dense 4", "dense 6 tanh frozen; dense 5 relu; dense 4",
    "dense 6 tanh; dense 5 frozen; dense 4", "dense 6 tanh; dense 5 relu; dense 4 frozen",
    "tanh; dense 6 tanh frozen; relu; dense 5 frozen; dense 4", "dense 6 frozen; dense 4 frozen",
  };

  for (gsize k = 0; k < G_N_ELEMENTS (networks); k++)
    {
      g_autoptr (NnNetwork)   network = new_network (networks[k]);
      g_autoptr (NnWorkspace) workspace = nn_workspace_new (network, ROWS);
      gsize                   n = network->n_parameters;
      g_autofree double      *p = new_numbers (1, n, 0.5);
      g_autofree float       *p_fast = to_floats (p, n);
      g_autofree float       *all = g_new (float, n);
      g_autofree float       *learned = g_new (float, n);
      float                  *gradients[] = { all, learned };

      for (int learning = 0; learning < 2; learning++)
        {
          for (gsize i = 0; i < ROWS * nn_shape_size (input); i++)
            workspace->values[0][i] = sinf ((float) i);
          nn_network_forward (network, p_fast, workspace, ROWS);
          for (gsize i = 0; i < ROWS * network->n_outputs; i++)
            workspace->deltas[0][i] = cosf ((float) i);
          for (gsize i = 0; i < n; i++)
            gradients[learning][i] = 77.0f;
          (learning ? nn_network_backward_learning : nn_network_backward) (
            network, p_fast, workspace, workspace->deltas[0], gradients[learning], FALSE, ROWS);
        }
      for (guint l = 0; l < network->n_layers; l++)
        for (gsize i = 0; i < network->layers[l].n_weights + network->layers[l].n_biases; i++)
          g_assert_cmpfloat (gradients[1][network->layers[l].offset + i], ==,
                             network->layers[l].frozen ? 77.0f : gradients[0][network->layers[l].offset + i]);
    }
}

/* nn_reference_loss() itself against differences, through all kinds of layers. */
static void
test_reference_against_differences (void)
{
  const double          h = 1e-6;
  g_autoptr (NnNetwork) network = new_network ("dense 5 tanh; dense 4 sigmoid; dense 6 relu; dense 3");
  gsize                 n = network->n_parameters;
  g_autofree double    *p = new_numbers (3, n, 0.7);
  g_autofree double    *x = new_numbers (4, 4 * nn_shape_size (input), 1.0);
  g_autofree double    *gradient = g_new0 (double, n);
  const guint16         labels[4] = { 0, 1, 2, 1 };

  nn_reference_loss (network, &nn_nll_loss, p, x, labels, 4, gradient);
  for (gsize i = 0; i < n; i++)
    {
      double kept = p[i], high, low;

      p[i] = kept + h;
      high = nn_reference_loss (network, &nn_nll_loss, p, x, labels, 4, NULL);
      p[i] = kept - h;
      low = nn_reference_loss (network, &nn_nll_loss, p, x, labels, 4, NULL);
      p[i] = kept;
      g_assert_cmpfloat_with_epsilon (gradient[i], (high - low) / (2 * h), 1e-8);
    }
}

/* A forward pass must leave the input alone, so that it can be made again. */
static void
test_forward_twice (void)
{
  static const char *const networks[] = { "dense 4", "tanh; dense 4", "sigmoid", "tanh; sigmoid; dense 3",
                                            "softmax", "softplus; softmin", "tanhshrink; dense 3 softmax" };

  for (gsize k = 0; k < G_N_ELEMENTS (networks); k++)
    {
      g_autoptr (NnNetwork)   network = new_network (networks[k]);
      g_autoptr (NnWorkspace) workspace = nn_workspace_new (network, 2);
      g_autofree double      *p = new_numbers (5, network->n_parameters, 1.0);
      g_autofree float       *p_fast = to_floats (p, network->n_parameters);
      gsize                   bytes = 2 * network->n_outputs * sizeof (float);
      g_autofree float       *first = NULL;

      for (gsize i = 0; i < 2 * nn_shape_size (input); i++)
        workspace->values[0][i] = (float) i / 30.0f;
      first = g_memdup2 (nn_network_forward (network, p_fast, workspace, 2), bytes);
      g_assert_cmpmem (nn_network_forward (network, p_fast, workspace, 2), bytes, first, bytes);
    }
}

static void
test_structure (void)
{
  g_autoptr (NnNetwork) network = new_network (" dense 7 tanh ;dense\t4  relu;; dense 3;");

  g_assert_cmpuint (network->n_layers, ==, 5);
  g_assert_cmpuint (network->n_with_weights, ==, 3);
  g_assert_cmpuint (network->n_outputs, ==, 3);
  g_assert_cmpuint (network->widest, ==, 15);
  g_assert_cmpuint (network->n_parameters, ==, 15 * 7 + 7 + 7 * 4 + 4 + 4 * 3 + 3);
  g_assert_cmpuint (nn_network_get_layer (network, 2)->offset, ==, 15 * 7 + 7);
  g_assert_cmpuint (nn_network_get_layer (network, 2)->in.width, ==, 7);
  g_assert_cmpuint (nn_network_get_layer (network, 1)->in.height, ==, 3);
  g_assert_null (nn_network_get_layer (network, 0));
  g_assert_null (nn_network_get_layer (network, 4));
}

static void
test_learning (void)
{
  g_autoptr (NnNetwork) network = new_network ("dense 7 tanh rate 0.25; dense 6 rate 1e3; dense 5 frozen; "
                                               "dense 4 softmax frozen; dense 3 rate 0; dense 2 relu");
  static const double   rates[] = { 0.25, 1000, 1, 1, 0, 1 };

  g_assert_cmpuint (network->n_layers, ==, 9);
  g_assert_cmpstr (network->layers[1].type->name, ==, "tanh");
  g_assert_cmpstr (network->layers[5].type->name, ==, "softmax");
  for (guint number = 1; number <= 6; number++)
    {
      const NnLayer *layer = nn_network_get_layer (network, number);

      g_assert_cmpfloat (layer->rate, ==, rates[number - 1]);
      g_assert_cmpint (layer->frozen, ==, number == 3 || number == 4);
    }
}

static void
test_initialize (void)
{
  g_autoptr (NnNetwork) network = new_network ("dense 50 tanh; dense 3");
  g_autofree float     *p = g_new (float, network->n_parameters);
  g_autofree float     *again = g_new (float, network->n_parameters);
  const NnInitializer   fan_in = { NN_INIT_FAN_IN };
  const NnLayer        *layers[] = { nn_network_get_layer (network, 1), nn_network_get_layer (network, 2) };
  BaseRng               rng;

  base_rng_seed (&rng, 3, BASE_RNG_INIT);
  nn_network_initialize (network, &fan_in, 0.25, &rng, p);
  base_rng_seed (&rng, 3, BASE_RNG_INIT);
  nn_network_initialize (network, &fan_in, 0.25, &rng, again);
  g_assert_cmpmem (p, network->n_parameters * sizeof *p, again, network->n_parameters * sizeof *p);
  for (int l = 0; l < 2; l++)
    {
      double bound = 1 / sqrt (layers[l]->n_in), most = 0;

      for (gsize i = 0; i < layers[l]->n_weights; i++)
        most = MAX (most, fabsf (p[layers[l]->offset + i]));
      g_assert_cmpfloat (most, <=, bound);
      g_assert_cmpfloat (most, >, 0.9 * bound);
      for (gsize i = 0; i < layers[l]->n_biases; i++)
        g_assert_cmpfloat (p[layers[l]->offset + layers[l]->n_weights + i], ==, 0.25f);
    }
}

static void
test_wrong_layers (void)
{
  static const struct
  {
    const char *layers;
    int         code;   /* NnError */
    const char *told; /* part of the message */
  } wrong[] = {
    { "", NN_ERROR_SYNTAX, "no layers" },
    { ";;", NN_ERROR_SYNTAX, "no layers" },
    { "  ; ", NN_ERROR_SYNTAX, "no layers" },
    { "dense", NN_ERROR_SYNTAX, "“dense”" },
    { "foo 3", NN_ERROR_SYNTAX, "“foo” is no layer" },
    { "dense 10 foo", NN_ERROR_SYNTAX, "dense 10 foo" },
    { "dense 10 dense", NN_ERROR_SYNTAX, "dense 10 dense" },
    { "dense 10 foo", NN_ERROR_SYNTAX, "sigmoid, softmax, softmin, tanhshrink, softshrink, softplus)" },
    { "dense 10 tanh relu", NN_ERROR_SYNTAX, "dense 10 tanh relu" },
    { "tanh 3", NN_ERROR_SYNTAX, "tanh 3" },
    { "dense 10 frozen tanh", NN_ERROR_SYNTAX, "and then perhaps “rate R” or “frozen”" },
    { "dense 10 frozen rate 1", NN_ERROR_SYNTAX, "dense 10 frozen rate 1" },
    { "dense 10 tanh frozen frozen", NN_ERROR_SYNTAX, "dense 10 tanh frozen frozen" },
    { "dense 10 rate", NN_ERROR_SYNTAX, "dense 10 rate" },
    { "dense 10 rate 1 2", NN_ERROR_SYNTAX, "dense 10 rate 1 2" },
    { "dense rate 1", NN_ERROR_RANGE, "“rate” units" },
    { "tanh frozen", NN_ERROR_SYNTAX, "tanh frozen" },
    { "dense 3; tanh rate 1", NN_ERROR_SYNTAX, "tanh rate 1" },
    { "dense 10 rate x", NN_ERROR_RANGE, "“rate x”" },
    { "dense 10 rate 1x", NN_ERROR_RANGE, "“rate 1x”" },
    { "dense 10 rate -0.1", NN_ERROR_RANGE, "from 0 to 1000" },
    { "dense 10 tanh rate 1000.1", NN_ERROR_RANGE, "from 0 to 1000" },
    { "dense 10 rate nan", NN_ERROR_RANGE, "“rate nan”" },
    { "dense 10 rate inf", NN_ERROR_RANGE, "“rate inf”" },
    { "dense 0", NN_ERROR_RANGE, "“0” units" },
    { "dense -3", NN_ERROR_RANGE, "“-3” units" },
    { "dense 1.5", NN_ERROR_RANGE, "“1.5” units" },
    { "dense ten", NN_ERROR_RANGE, "“ten” units" },
    { "dense 1000000000", NN_ERROR_RANGE, "1000000" },
    { "dense 99999999999999999999999", NN_ERROR_RANGE, "1000000" },
    { "dense 3; dense x; dense 4", NN_ERROR_RANGE, "dense x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) check_error = NULL;

      g_assert_null (nn_network_new (input, wrong[i].layers, &error));
      g_assert_error (error, NN_ERROR, wrong[i].code);
      if (!strstr (error->message, wrong[i].told))
        g_error ("“%s” does not say “%s”", error->message, wrong[i].told);
      g_assert_false (nn_network_check_text (wrong[i].layers, &check_error));
      g_assert_error (check_error, NN_ERROR, wrong[i].code);
    }
}

/* The text of a layer is cut somewhere, but never within a character. */
static void
test_messages_are_utf8 (void)
{
  for (gsize n = 1; n < 70; n++)
    {
      g_autoptr (GError)  error = NULL;
      g_autoptr (GString) layers = g_string_new ("dense ");

      for (gsize i = 0; i < n; i++)
        g_string_append (layers, i % 3 == 0 ? "x" : "é");
      g_assert_null (nn_network_new (input, layers->str, &error));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_many_layers (void)
{
  g_autoptr (GString) layers = g_string_new (NULL);
  g_autoptr (GError)  error = NULL;

  for (int i = 0; i < 1000; i++)
    g_string_append (layers, "dense 2;");
  g_assert_null (nn_network_new (input, layers->str, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_RANGE);
}

/* 10^12 weights: told with the number of bytes, before anything is allocated. */
static void
test_too_big_for_memory (void)
{
  g_autoptr (GError) error = NULL;
  gint64             start = g_get_monotonic_time ();

  g_assert_null (nn_network_new (input, "dense 1000000; dense 1000000", &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_MEMORY);
  g_assert_true (g_regex_match_simple ("needs [0-9]{13} bytes", error->message, 0, 0));
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC / 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/networks/gradient", test_gradient);
  g_test_add_func ("/networks/backward-learning", test_backward_learning);
  g_test_add_func ("/networks/reference-against-differences", test_reference_against_differences);
  g_test_add_func ("/networks/forward-twice", test_forward_twice);
  g_test_add_func ("/networks/structure", test_structure);
  g_test_add_func ("/networks/learning", test_learning);
  g_test_add_func ("/networks/initialize", test_initialize);
  g_test_add_func ("/networks/wrong-layers", test_wrong_layers);
  g_test_add_func ("/networks/messages-are-utf8", test_messages_are_utf8);
  g_test_add_func ("/networks/many-layers", test_many_layers);
  g_test_add_func ("/networks/too-big-for-memory", test_too_big_for_memory);
  return g_test_run ();
}
