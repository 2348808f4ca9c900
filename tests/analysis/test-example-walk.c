/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analysis-error.h"
#include "analysis/example-walk.h"
#include "nn/numbers.h"
#include "nn/reference.h"

#define N_IN  12
#define LABEL 2

static const NnShape  input = { 1, 3, 4 };
static const DsRecipe recipe = { 2.0f / 255, -0.75f };
static const guint8   bytes[N_IN] = { 0, 255, 17, 130, 99, 1, 250, 64, 32, 200, 5, 77 };

typedef struct
{
  NnNetwork        *network;
  const NnLossType *loss;
  double           *parameters;
  float            *fast;
  AnExampleWalk    *walk;
} Case;

static void
case_init (Case             *c,
           const char       *layers,
           const NnLossType *loss)
{
  GError *error = NULL;

  c->network = nn_network_new (input, layers, &error);
  g_assert_no_error (error);
  c->loss = loss;
  c->parameters = new_numbers (3, c->network->n_parameters, 0.5);
  c->fast = to_floats (c->parameters, c->network->n_parameters);
  c->walk = an_example_walk_new (c->network, loss, c->fast, bytes, recipe, LABEL, &error);
  g_assert_no_error (error);
}

static void
case_clear (Case *c)
{
  an_example_walk_free (c->walk);
  nn_network_free (c->network);
  g_free (c->parameters);
  g_free (c->fast);
}

/* What the network says from layer @from on, when that layer takes in @x. */
static double
cost_from (const Case   *c,
           guint         from,
           const double *x)
{
  gsize              widest = MAX (c->network->widest, N_IN);
  g_autofree double *here = g_new0 (double, widest);
  g_autofree double *next = g_new0 (double, widest);
  guint16            label = LABEL;

  memcpy (here, x, (from == 0 ? N_IN : c->network->layers[from - 1].n_out) * sizeof *x);
  for (guint l = from; l < c->network->n_layers; l++)
    {
      const NnLayer *layer = &c->network->layers[l];
      double        *swap = here;

      layer->type->forward_reference (layer, c->parameters + layer->offset, here, next, 1);
      here = next;
      next = swap;
    }
  return c->loss->reference (here, &label, 1, c->network->n_outputs, 1.0, NULL);
}

/* The gradient at every stage against central differences from there on. */
static void
check_stages (const Case *c,
              const char *layers)
{
  const double h = 1e-6;

  for (guint s = 0; s <= c->network->n_layers; s++)
    {
      gsize              n = s == 0 ? N_IN : c->network->layers[s - 1].n_out;
      g_autofree double *x = g_memdup2 (c->walk->values[s], n * sizeof *x);

      for (gsize i = 0; i < n; i++)
        {
          double kept = x[i], above, difference, gradient = c->walk->gradients[s][i];

          x[i] = kept + h;
          above = cost_from (c, s, x);
          x[i] = kept - h;
          difference = (above - cost_from (c, s, x)) / (2 * h);
          x[i] = kept;
          if (!(fabs (difference - gradient) < 1e-7 + 1e-6 * fabs (gradient)))
            g_error ("“%s”, %s: stage %u, unit %" G_GSIZE_FORMAT ": gradient %g, difference %g", layers,
                     c->loss->name, s, i, gradient, difference);
        }
    }
}

static void
check_parameters (const Case *c)
{
  gsize              n = c->network->n_parameters;
  g_autofree double *gradient = g_new0 (double, MAX (n, 1));
  guint16            label = LABEL;
  double             cost;

  cost = nn_reference_loss (c->network, c->loss, c->parameters, c->walk->values[0], &label, 1, gradient);
  g_assert_cmpfloat_with_epsilon (c->walk->cost, cost, 1e-12);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpfloat_with_epsilon (c->walk->gradient[i], gradient[i], 1e-12);
      g_assert_cmpfloat (c->walk->parameters[i], ==, c->parameters[i]);
    }
}

static void
check (const char *layers)
{
  for (gsize i = 0; nn_loss_types[i]; i++)
    {
      Case c;

      case_init (&c, layers, nn_loss_types[i]);
      check_parameters (&c);
      check_stages (&c, layers);
      case_clear (&c);
    }
}

static void
test_every_activation (void)
{
  for (gsize i = 0; nn_layer_types[i]; i++)
    {
      const char      *name = nn_layer_types[i]->name;
      g_autofree char *within = g_strdup_printf ("dense 7 %s; dense 4", name);
      g_autofree char *around = g_strdup_printf ("%s; dense 5 %s; dropout 0.5; dense 4 %s", name, name, name);

      if (nn_layer_types[i]->title == NULL)
        continue;
      check (within);
      check (around);
    }
}

static void
test_without_hidden_layer (void)
{
  check ("dense 4");
  check ("dense 9 tanh; dense 8 relu; dense 7 sigmoid; dense 6 softplus; dense 4");
}

/* The input is what training sees, and dropout lets everything pass. */
static void
test_input_and_dropout (void)
{
  Case c;

  case_init (&c, "dense 6 tanh; dropout 0.9; dense 4", &nn_nll_loss);
  for (gsize i = 0; i < N_IN; i++)
    g_assert_cmpfloat_with_epsilon (c.walk->values[0][i], bytes[i] * 2.0 / 255 - 0.75, 1e-6);
  for (gsize i = 0; i < 6; i++)
    {
      g_assert_cmpfloat (c.walk->values[3][i], ==, c.walk->values[2][i]);
      g_assert_cmpfloat (c.walk->gradients[3][i], ==, c.walk->gradients[2][i]);
    }
  case_clear (&c);
}

static void
test_probabilities (void)
{
  Case   c;
  double sum = 0;

  case_init (&c, "dense 4", &nn_nll_loss);
  for (guint k = 0; k < 4; k++)
    sum += c.walk->probabilities[k];
  g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (c.walk->cost, -log (c.walk->probabilities[LABEL]), 1e-12);
  g_assert_cmpfloat_with_epsilon (c.walk->gradients[1][LABEL], c.walk->probabilities[LABEL] - 1, 1e-12);
  case_clear (&c);
  case_init (&c, "dense 4", &nn_squared_loss);
  g_assert_null (c.walk->probabilities);
  case_clear (&c);
}

/* Softmax and softmin mix their units, the others do not; where they do not, dC/dx = dC/dy * derivative. */
static void
test_derivatives (void)
{
  for (gsize i = 0; nn_layer_types[i]; i++)
    {
      const char      *name = nn_layer_types[i]->name;
      g_autofree char *layers = g_strdup_printf ("dense 7 %s; dense 4", name);
      const NnLayer   *layer;
      Case             c;

      if (nn_layer_types[i]->title == NULL)
        continue;
      case_init (&c, layers, &nn_nll_loss);
      layer = &c.network->layers[1];
      g_assert_cmpint (an_layer_is_elementwise (layer), ==, !g_str_has_prefix (name, "softm"));
      for (gsize unit = 0; an_layer_is_elementwise (layer) && unit < 7; unit++)
        g_assert_cmpfloat_with_epsilon (c.walk->gradients[1][unit],
                                        c.walk->gradients[2][unit]
                                          * an_example_walk_get_derivative (c.walk, layer, unit), 1e-12);
      case_clear (&c);
    }
}

static void
test_class_out_of_range (void)
{
  GError *error = NULL;
  Case    c;

  case_init (&c, "dense 4", &nn_nll_loss);
  g_assert_null (an_example_walk_new (c.network, c.loss, c.fast, bytes, recipe, 4, &error));
  g_assert_error (error, AN_ERROR, AN_ERROR_RANGE);
  g_error_free (error);
  case_clear (&c);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/example-walk/every-activation", test_every_activation);
  g_test_add_func ("/example-walk/without-hidden-layer", test_without_hidden_layer);
  g_test_add_func ("/example-walk/input-and-dropout", test_input_and_dropout);
  g_test_add_func ("/example-walk/probabilities", test_probabilities);
  g_test_add_func ("/example-walk/derivatives", test_derivatives);
  g_test_add_func ("/example-walk/class-out-of-range", test_class_out_of_range);
  return g_test_run ();
}
