/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/network.h"
#include "nn/nn-error.h"
#include "nn/numbers.h"
#include "nn/reference.h"

#include <string.h>

#define ROWS 13

static const NnShape input = { 1, 3, 5 };

static NnNetwork *
new_network (const char *layers)
{
  GError    *error = NULL;
  NnNetwork *network = nn_network_new (input, layers, &error);

  g_assert_no_error (error);
  return network;
}

/* The share of dropped units is P, within four standard deviations, and the others make up for it. */
static void
test_share (void)
{
  static const double shares[] = { 0.0, 0.1, 0.25, 0.5, 0.9 };
  const gsize         rows = 4000;

  for (gsize k = 0; k < G_N_ELEMENTS (shares); k++)
    {
      char                  text[G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char      *layers = g_strconcat ("dropout ", g_ascii_dtostr (text, sizeof text, shares[k]), NULL);
      g_autoptr (NnNetwork) network = new_network (layers);
      const NnLayer        *layer = &network->layers[0];
      gsize                 n = rows * layer->n_out;
      g_autofree float     *mask = g_new (float, n);
      gsize                 n_dropped = 0;

      layer->type->draw (layer, 42, 0, mask, rows);
      for (gsize i = 0; i < n; i++)
        {
          n_dropped += mask[i] == 0.0f;
          if (mask[i] != 0.0f)
            g_assert_cmpfloat (mask[i], ==, (float) (1.0 / (1.0 - shares[k])));
        }
      g_assert_cmpfloat_with_epsilon ((double) n_dropped / (double) n, shares[k],
                                      4 * sqrt (shares[k] * (1 - shares[k]) / (double) n) + 1e-12);
    }
}

/* A row's units follow from its place in the batch, however the batch is cut; not from neighbors, other layers or
 * other steps. */
static void
test_place (void)
{
  g_autoptr (NnNetwork) network = new_network ("dropout 0.5; dropout 0.5");
  const NnLayer        *first = &network->layers[0], *second = &network->layers[1];
  gsize                 n = ROWS * first->n_out;
  g_autofree float     *whole = g_new (float, n), *part = g_new (float, n), *other = g_new (float, n);

  first->type->draw (first, 7, 0, whole, ROWS);
  for (gsize r = 0; r < ROWS; r += 3)
    first->type->draw (first, 7, r, part + r * first->n_out, MIN (3, ROWS - r));
  g_assert_cmpmem (whole, n * sizeof *whole, part, n * sizeof *part);
  first->type->draw (first, 8, 0, other, ROWS);
  g_assert_true (memcmp (whole, other, n * sizeof *whole) != 0);
  second->type->draw (second, 7, 0, other, ROWS);
  g_assert_true (memcmp (whole, other, n * sizeof *whole) != 0);
  g_assert_true (memcmp (whole, whole + first->n_out, first->n_out * sizeof *whole) != 0);
}

/* Without a mask it is not there, in both directions. */
static void
test_evaluation (void)
{
  g_autoptr (NnNetwork)   with = new_network ("dropout 0.2; dense 6 tanh; dropout 0.5; dense 4; dropout 0.1");
  g_autoptr (NnNetwork)   without = new_network ("dense 6 tanh; dense 4");
  g_autoptr (NnWorkspace) a = nn_workspace_new (with, ROWS);
  g_autoptr (NnWorkspace) b = nn_workspace_new (without, ROWS);
  g_autofree double      *p = new_numbers (1, with->n_parameters, 0.5);
  g_autofree float       *p_fast = to_floats (p, with->n_parameters);
  g_autofree float       *gradient_a = g_new (float, with->n_parameters);
  g_autofree float       *gradient_b = g_new (float, with->n_parameters);
  gsize                   bytes = ROWS * with->n_outputs * sizeof (float);

  g_assert_true (with->draws && !without->draws);
  g_assert_cmpuint (with->n_parameters, ==, without->n_parameters);
  for (gsize i = 0; i < ROWS * nn_shape_size (input); i++)
    a->values[0][i] = b->values[0][i] = sinf ((float) i);
  nn_network_forward (without, p_fast, b, ROWS);
  g_assert_cmpmem (nn_network_forward (with, p_fast, a, ROWS), bytes, b->values[without->n_layers], bytes);
  for (gsize i = 0; i < ROWS * with->n_outputs; i++)
    a->deltas[0][i] = b->deltas[0][i] = cosf ((float) i);
  nn_network_backward (with, p_fast, a, a->deltas[0], gradient_a, FALSE, ROWS);
  nn_network_backward (without, p_fast, b, b->deltas[0], gradient_b, FALSE, ROWS);
  g_assert_cmpmem (gradient_a, with->n_parameters * sizeof (float), gradient_b, with->n_parameters * sizeof (float));
}

static void
check_gradient (const char *layers)
{
  g_autoptr (NnNetwork)   network = new_network (layers);
  g_autoptr (NnWorkspace) workspace = nn_workspace_new (network, ROWS);
  gsize                   n = network->n_parameters, n_x = ROWS * nn_shape_size (input);
  g_autofree double      *p = new_numbers (1, n, 0.5);
  g_autofree double      *x = new_numbers (2, n_x, 1.0);
  g_autofree double      *gradient = g_new0 (double, n);
  g_autofree float       *p_fast = to_floats (p, n);
  g_autofree float       *x_fast = to_floats (x, n_x);
  g_autofree float       *fast = g_new (float, n);
  double                **masks = g_new0 (double *, network->n_layers + 1);
  guint16                 labels[ROWS];

  for (gsize r = 0; r < ROWS; r++)
    labels[r] = (guint16) (r % network->n_outputs);
  memcpy (workspace->values[0], x_fast, n_x * sizeof *x_fast);
  nn_workspace_draw (workspace, 99, 0, ROWS);
  nn_nll_loss.forward_backward (nn_network_forward (network, p_fast, workspace, ROWS), labels, ROWS,
                                network->n_outputs, 1.0f / ROWS, workspace->deltas[0]);
  nn_network_backward (network, p_fast, workspace, workspace->deltas[0], fast, FALSE, ROWS);
  for (guint l = 0; l < network->n_layers; l++)
    if (workspace->masks[l])
      {
        masks[l] = g_new (double, ROWS * network->layers[l].n_out);
        for (gsize i = 0; i < ROWS * network->layers[l].n_out; i++)
          masks[l][i] = workspace->masks[l][i];
      }
  nn_reference_loss_masked (network, &nn_nll_loss, p, x, labels, ROWS, masks, gradient);
  g_assert_cmpfloat (distance (fast, gradient, n), <, 1e-4);
  for (guint l = 0; l < network->n_layers; l++)
    g_free (masks[l]);
  g_free (masks);
}

/* First, last, behind every kind of neighbor, twice. */
static void
test_gradient (void)
{
  static const char *const networks[] = {
    "dropout 0.3; dense 4", "dense 9; dropout 0.5; dense 4", "dense 9 tanh; dropout 0.5; dense 4",
    "dense 9 relu; dropout 0.5; dropout 0.2; dense 4", "dense 9; dropout 0.5; sigmoid; dense 4",
    "dense 9 softmax; dropout 0.25; dense 4 tanh; dropout 0.5", "dense 9 softplus; dropout 0.4; tanhshrink; dense 4",
  };

  FOR_EACH_KERNEL_SET (set)
    for (gsize k = 0; k < G_N_ELEMENTS (networks); k++)
      check_gradient (networks[k]);
}

static void
test_wrong (void)
{
  static const struct
  {
    const char *layers;
    int         code;
  } wrong[] = {
    { "dropout", NN_ERROR_SYNTAX },       { "dropout 1; dense 4", NN_ERROR_RANGE },
    { "dropout -0.1", NN_ERROR_RANGE },   { "dropout 0.5x", NN_ERROR_RANGE },
    { "dropout nan", NN_ERROR_RANGE },    { "dropout 0.5 frozen", NN_ERROR_SYNTAX },
    { "dropout inf", NN_ERROR_RANGE },    { "dropout 0.5 rate 2", NN_ERROR_SYNTAX },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (wrong); k++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (nn_network_new (input, wrong[k].layers, &error));
      g_assert_error (error, NN_ERROR, wrong[k].code);
      g_assert_nonnull (strstr (error->message, "dropout"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dropout/share", test_share);
  g_test_add_func ("/dropout/place", test_place);
  g_test_add_func ("/dropout/evaluation", test_evaluation);
  g_test_add_func ("/dropout/gradient", test_gradient);
  g_test_add_func ("/dropout/wrong", test_wrong);
  return g_test_run ();
}
