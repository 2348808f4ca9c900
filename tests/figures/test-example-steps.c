/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/example-steps.h"

#include <math.h>
#include <string.h>

#define N_IN 3

static const guint8 bytes[N_IN] = { 255, 0, 51 };

typedef struct
{
  NnNetwork      *network;
  AnExampleWalk  *walk;
  PerceptStepRule rule;
  guint           units[8];
} Case;

/* Parameters 0.1, −0.2, 0.3, −0.4 … in the order of the network's. */
static void
case_init (Case             *c,
           const char       *layers,
           const NnLossType *loss,
           guint             label)
{
  g_autofree float *parameters = NULL;
  GError           *error = NULL;

  c->network = nn_network_new ((NnShape) { 1, 1, N_IN }, layers, &error);
  g_assert_no_error (error);
  parameters = g_new (float, MAX (c->network->n_parameters, 1));
  for (gsize i = 0; i < c->network->n_parameters; i++)
    parameters[i] = (i % 2 ? -0.1f : 0.1f) * (float) (i + 1);
  c->walk = an_example_walk_new (c->network, loss, parameters, bytes, (DsRecipe) { 1.0f / 255, 0 }, label, &error);
  g_assert_no_error (error);
  c->rule = (PerceptStepRule) { .optimizer = &nn_gd_optimizer, .rate = 0.5 };
  for (guint s = 0; s < G_N_ELEMENTS (c->units); s++)
    c->units[s] = PERCEPT_ANY_UNIT;
}

static void
case_clear (Case *c)
{
  an_example_walk_free (c->walk);
  nn_network_free (c->network);
}

static void
write_lines (Case   *c,
             GArray *lines)
{
  percept_stages_choose (c->walk, c->units);
  percept_example_steps_forward (c->walk, c->units, lines);
  percept_example_steps_backward (c->walk, c->units, &c->rule, lines);
}

/* The line with this formula, which has to be there once. */
static const PlotWalkLine *
find_line (GArray     *lines,
           const char *formula)
{
  const PlotWalkLine *found = NULL;
  GString            *all = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const PlotWalkLine *line = &g_array_index (lines, PlotWalkLine, i);

      g_string_append_printf (all, "%s\n", line->formula);
      if (g_str_equal (line->formula, formula))
        {
          g_assert_null (found);
          found = line;
        }
    }
  if (!found)
    g_error ("no line “%s” among\n%s", formula, all->str);
  g_string_free (all, TRUE);
  return found;
}

static void
assert_line (GArray     *lines,
             const char *formula,
             const char *values,
             double      result)
{
  const PlotWalkLine *line = find_line (lines, formula);

  g_assert_cmpstr (line->values, ==, values);
  g_assert_cmpfloat_with_epsilon (line->result, result, 1e-6);
}

/* x = 1, 0, 0.2; W1 is 2 x 3: 0.1 −0.2 0.3; −0.4 0.5 −0.6; b1 = 0.7 −0.8; W2: 0.9 −1; 1.1 −1.2; b2 = 1.3 −1.4. All
 * numbers by hand. */
static void
test_one_hidden_layer (void)
{
  g_autoptr (PlotWalkContent) content = plot_walk_content_new ();
  GArray                     *lines = content->forward;
  double                      h0 = tanh (0.86), h1 = tanh (-1.32);
  double                      o0 = 0.9 * h0 - h1 + 1.3, o1 = 1.1 * h0 - 1.2 * h1 - 1.4;
  double                      p1 = exp (o1) / (exp (o0) + exp (o1)), d1 = p1 - 1, d0 = -d1;
  double                      dh0 = 0.9 * d0 + 1.1 * d1;
  Case                        c;

  case_init (&c, "dense 2 tanh; dense 2", &nn_nll_loss, 1);
  c.units[1] = 0;
  write_lines (&c, lines);
  assert_line (lines, "z₁[0] = Σᵢ W1[i,0] x[i] + b1[0]", "0.160 + 0.700", 0.86);
  assert_line (lines, "h₁[0] = tanh(z₁[0])", "tanh(0.860)", h0);
  g_assert_cmpfloat_with_epsilon (find_line (lines, "o[1] = Σᵢ W2[i,1] h₁[i] + b2[1]")->result, o1, 1e-6);
  g_assert_cmpfloat_with_epsilon (find_line (lines, "p[1] = exp(o[1]) / Σₖ exp(o[k])")->result, p1, 1e-6);
  g_assert_cmpfloat_with_epsilon (find_line (lines, "C = −log p[1]")->result, -log (p1), 1e-6);
  g_assert_cmpfloat_with_epsilon (find_line (lines, "∂C/∂o[1] = p[1] − 1")->result, d1, 1e-6);
  g_assert_cmpfloat_with_epsilon (find_line (lines, "∂C/∂W2[0,1] = ∂C/∂o[1] · h₁[0]")->result, d1 * h0, 1e-6);
  g_assert_cmpfloat_with_epsilon (find_line (lines, "ΔW2[0,1] = −α ∂C/∂W2[0,1]")->result, -0.5 * d1 * h0, 1e-6);
  g_assert_cmpfloat_with_epsilon (find_line (lines, "∂C/∂h₁[0] = Σₖ W2[0,k] ∂C/∂o[k]")->result, dh0, 1e-6);
  g_assert_cmpfloat_with_epsilon (find_line (lines, "∂C/∂z₁[0] = ∂C/∂h₁[0] · tanh′(z₁[0])")->result,
                                  dh0 * (1 - h0 * h0), 1e-6);
  /* The brightest pixel weighs less than its neighbor only where the weight says so: 0.1 · 1 against 0.3 · 0.2. */
  g_assert_cmpuint (c.units[0], ==, 0);
  g_assert_cmpfloat_with_epsilon (find_line (lines, "∂C/∂W1[0,0] = ∂C/∂z₁[0] · x[0]")->result,
                                  dh0 * (1 - h0 * h0), 1e-6);
  case_clear (&c);
}

/* A negative number behind an operator stands in parentheses. */
static void
test_without_hidden_layer (void)
{
  g_autoptr (PlotWalkContent) content = plot_walk_content_new ();
  GArray                     *lines = content->forward;
  Case                        c;

  case_init (&c, "dense 2", &nn_squared_loss, 0);
  c.units[1] = 1;
  write_lines (&c, lines);
  /* W1[1]: −0.4, 0.5, −0.6; b1: −0.8: o = −0.52 − 0.8 */
  assert_line (lines, "o[1] = Σᵢ W1[i,1] x[i] + b1[1]", "−0.520 + (−0.800)", -1.32);
  assert_line (lines, "C = Σₖ (o[k] − y[k])²", "(−1.320 − 0)² + 0.020", 1.32 * 1.32 + 0.14 * 0.14);
  assert_line (lines, "∂C/∂o[1] = 2 (o[1] − y[1])", "2 · (−1.320 − 0)", -2.64);
  assert_line (lines, "∂C/∂W1[0,1] = ∂C/∂o[1] · x[0]", "−2.640 · 1.000", -2.64);
  assert_line (lines, "ΔW1[0,1] = −α ∂C/∂W1[0,1]", "−0.500 · (−2.640)", 1.32);
  case_clear (&c);
}

/* Penalties belong to the step; other optimizers make a step of their own; a frozen layer makes none. */
static void
test_steps (void)
{
  g_autoptr (PlotWalkContent) penalized = plot_walk_content_new ();
  g_autoptr (PlotWalkContent) adam = plot_walk_content_new ();
  g_autoptr (PlotWalkContent) frozen = plot_walk_content_new ();
  Case                        c;

  case_init (&c, "dense 2 rate 0.5", &nn_squared_loss, 0);
  c.units[1] = 1;
  c.rule.l1 = 0.01;
  c.rule.l2 = 0.1;
  write_lines (&c, penalized->forward);
  /* W1[0,1] = −0.4: −0.25 (−2.64 + 2 · 0.1 · −0.4 − 0.01) */
  assert_line (penalized->forward, "ΔW1[0,1] = −α (∂C/∂W1[0,1] + 2 λ₂ W1[0,1] + λ₁ sign(W1[0,1]))",
               "−0.250 · ((−2.640) + 2 · 0.100 · (−0.400) + (−0.010))", -0.25 * (-2.64 - 0.08 - 0.01));
  c.rule.optimizer = &nn_adam_optimizer;
  write_lines (&c, adam->forward);
  for (guint i = 0; i < adam->forward->len; i++)
    g_assert_false (g_str_has_prefix (g_array_index (adam->forward, PlotWalkLine, i).formula, "Δ"));
  g_assert_nonnull (strstr (g_array_index (adam->forward, PlotWalkLine, adam->forward->len - 1).formula, "Adam"));
  case_clear (&c);

  case_init (&c, "dense 2 frozen", &nn_squared_loss, 0);
  c.units[0] = 0;
  write_lines (&c, frozen->forward);
  g_assert_true (isnan (find_line (frozen->forward, "ΔW1[0,0] = 0: this layer is frozen")->result));
  case_clear (&c);
}

/* Each pass of every activation holds what the walk has: names and numbers belong to the same units. */
static void
test_every_activation (void)
{
  for (gsize i = 0; nn_layer_types[i]; i++)
    {
      g_autoptr (PlotWalkContent) content = plot_walk_content_new ();
      g_autofree char            *layers = NULL;
      gboolean                    found = FALSE;
      Case                        c;

      if (!nn_layer_types[i]->title)
        continue;
      layers = g_strdup_printf ("%s; dense 5 %s; dropout 0.5; %s; dense 4 %s", nn_layer_types[i]->name,
                                nn_layer_types[i]->name, nn_layer_types[i]->name, nn_layer_types[i]->name);
      case_init (&c, layers, &nn_nll_loss, 3);
      write_lines (&c, content->forward);
      for (guint l = 0; l < content->forward->len; l++)
        {
          const PlotWalkLine *line = &g_array_index (content->forward, PlotWalkLine, l);
          g_autofree char    *start = g_strdup_printf ("h₁′[%u] = ", c.units[1]);

          if (!g_str_has_prefix (line->formula, start))
            continue;
          found = TRUE;
          g_assert_cmpfloat (line->result, ==, c.walk->values[5][c.units[1]]);
        }
      g_assert_true (found);
      case_clear (&c);
    }
}

static void
assert_names (const char *layers,
              const char *expected)
{
  GString *names = g_string_new (NULL);
  Case     c;

  case_init (&c, layers, &nn_nll_loss, 0);
  for (guint v = 0; v <= c.network->n_layers; v++)
    {
      g_autofree char *name = percept_stages_name (c.network, v);

      g_string_append_printf (names, v == 0 ? "%s" : " %s", name);
    }
  g_assert_cmpstr (names->str, ==, expected);
  g_string_free (names, TRUE);
  case_clear (&c);
}

static void
test_names (void)
{
  assert_names ("dense 2", "x o");
  assert_names ("dense 5; dense 2 tanh", "x h₁ z₂ o");
  assert_names ("dropout 0.2; dense 5 tanh; dropout 0.5; dense 2", "x x z₁ h₁ h₁ o");
  assert_names ("relu; dense 5 tanh; sigmoid; dense 4 relu; dense 2", "x h₀ z₁ h₁ h₁′ z₂ h₂ o");
  assert_names ("softmax", "x o");
}

/* Without any word of choice: the true class, and back from it what weighs most. */
static void
test_choice (void)
{
  Case c;

  case_init (&c, "dense 2 tanh; dense 2", &nn_nll_loss, 1);
  percept_stages_choose (c.walk, c.units);
  g_assert_cmpuint (c.units[2], ==, 1);
  /* |−1.2 tanh (−1.32)| > |1.1 tanh 0.86| */
  g_assert_cmpuint (c.units[1], ==, 1);
  /* |−0.4 · 1| > |−0.6 · 0.2| */
  g_assert_cmpuint (c.units[0], ==, 0);
  /* What was chosen stays; what does not exist is chosen anew. */
  c.units[1] = 0;
  c.units[0] = 77;
  percept_stages_choose (c.walk, c.units);
  g_assert_cmpuint (c.units[1], ==, 0);
  g_assert_cmpuint (c.units[0], ==, 0);
  case_clear (&c);
}

/* What a probability lacks to 1 is not rounded away. */
static void
test_sure_answer (void)
{
  g_autoptr (PlotWalkContent) content = plot_walk_content_new ();
  static const float          parameters[] = { 10, 0, 0, 0, 0, 0, 0, 0 };
  GError                     *error = NULL;
  Case                        c;

  case_init (&c, "dense 2", &nn_nll_loss, 0);
  an_example_walk_free (c.walk);
  c.walk = an_example_walk_new (c.network, &nn_nll_loss, parameters, bytes, (DsRecipe) { 1.0f / 255, 0 }, 0, &error);
  g_assert_no_error (error);
  write_lines (&c, content->forward);
  assert_line (content->forward, "C = −log p[0]", "−log (1 − 4.5·10⁻⁵)", log1p (exp (-10)));
  assert_line (content->forward, "∂C/∂o[0] = p[0] − 1", "(1 − 4.5·10⁻⁵) − 1", -4.5398e-5);
  case_clear (&c);
}

/* A class as good as impossible: no infinity, no NaN in the lines. */
static void
test_far_outputs (void)
{
  g_autoptr (PlotWalkContent) content = plot_walk_content_new ();
  static const float          parameters[] = { 9000, 0, 0, -9000, 0, 0, 0, 0 };
  GError                     *error = NULL;
  Case                        c;

  case_init (&c, "dense 2", &nn_nll_loss, 1);
  an_example_walk_free (c.walk);
  c.walk = an_example_walk_new (c.network, &nn_nll_loss, parameters, bytes, (DsRecipe) { 1.0f / 255, 0 }, 1, &error);
  g_assert_no_error (error);
  write_lines (&c, content->forward);
  assert_line (content->forward, "C = −log p[1]", "9 000 − (−9 000)", 18000);
  assert_line (content->forward, "∂C/∂o[1] = p[1] − 1", "0 − 1", -1);
  case_clear (&c);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/example-steps/one-hidden-layer", test_one_hidden_layer);
  g_test_add_func ("/example-steps/without-hidden-layer", test_without_hidden_layer);
  g_test_add_func ("/example-steps/steps", test_steps);
  g_test_add_func ("/example-steps/every-activation", test_every_activation);
  g_test_add_func ("/example-steps/names", test_names);
  g_test_add_func ("/example-steps/choice", test_choice);
  g_test_add_func ("/example-steps/sure-answer", test_sure_answer);
  g_test_add_func ("/example-steps/far-outputs", test_far_outputs);
  return g_test_run ();
}
