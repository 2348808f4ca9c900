/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/example-steps.h"

#include "plot/number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  const AnExampleWalk   *walk;
  const guint           *units;
  const PerceptStepRule *rule;
  GArray                *lines;
} Pen;

/* A loss in lines. */
typedef struct
{
  const NnLossType *loss;
  void            (*forward)  (const Pen *pen, guint unit);
  void            (*backward) (const Pen *pen, guint unit);
} LossWords;

G_GNUC_PRINTF (1, 2)
static char *
words (const char *format,
       ...)
{
  va_list arguments;
  char   *text;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return text;
}

/* As it stands behind another operator. Returns: (transfer full) */
static char *
factor (double value)
{
  g_autofree char *number = plot_number_value (value);

  if (value >= 0 && !strstr (number, "·"))
    return g_steal_pointer (&number);
  return words ("(%s)", number);
}

static void
append (const Pen *pen,
        char      *formula,
        char      *values,
        double     result)
{
  plot_walk_content_append (pen->lines, formula, values, result);
}

/* A probability that would be rounded to 1 by what it lacks, which is what counts: "(1 − 5.8·10⁻⁷)". */
static char *
probability (const Pen *pen,
             guint      unit)
{
  double           p = pen->walk->probabilities[unit], others = 0;
  g_autofree char *lacking = NULL;

  if (p < 0.99)
    return plot_number_value (p);
  for (gsize k = 0; k < pen->walk->network->n_outputs; k++)
    others += k == unit ? 0 : pen->walk->probabilities[k];
  lacking = plot_number_value (others);
  return words ("(1 − %s)", lacking);
}

static guint
outputs_stage (const Pen *pen)
{
  return percept_stages_count (pen->walk->network) - 1;
}

/* Negative log-likelihood */

static double
log_sum (const Pen *pen)
{
  return pen->walk->cost + pen->walk->values[pen->walk->network->n_layers][pen->walk->label];
}

static void
append_probability (const Pen *pen,
                    guint      unit)
{
  g_autofree char *o = plot_number_value (pen->walk->values[pen->walk->network->n_layers][unit]);
  g_autofree char *sum = plot_number_value (log_sum (pen));

  append (pen, words ("p[%u] = exp(o[%u]) / Σₖ exp(o[k])", unit, unit), words ("exp(%s) / exp(%s)", o, sum),
          pen->walk->probabilities[unit]);
}

static void
nll_forward (const Pen *pen,
             guint      unit)
{
  guint            label = pen->walk->label;
  g_autofree char *p = probability (pen, label);
  g_autofree char *sum = plot_number_value (log_sum (pen));
  g_autofree char *o = factor (pen->walk->values[pen->walk->network->n_layers][label]);

  append_probability (pen, unit);
  if (unit != label)
    append_probability (pen, label);
  /* A probability too small for a number still has a logarithm. */
  append (pen, words ("C = −log p[%u]", label),
          pen->walk->probabilities[label] > 0 ? words ("−log %s", p) : words ("%s − %s", sum, o), pen->walk->cost);
}

static void
nll_backward (const Pen *pen,
              guint      unit)
{
  double           p = pen->walk->probabilities[unit];
  int              target = unit == pen->walk->label;
  g_autofree char *number = probability (pen, unit);

  append (pen, words ("∂C/∂o[%u] = p[%u] − %d", unit, unit, target), words ("%s − %d", number, target), p - target);
}

/* Squared error */

static void
squared_forward (const Pen *pen,
                 guint      unit)
{
  int              target = unit == pen->walk->label;
  double           o = pen->walk->values[pen->walk->network->n_layers][unit];
  double           own = (o - target) * (o - target);
  g_autofree char *output = plot_number_value (o);
  g_autofree char *others = plot_number_value (pen->walk->cost - own);

  append (pen, words (_("y[%u] = 1 for the true class, y[k] = 0 for the others"), pen->walk->label), NULL, NAN);
  append (pen, words ("C = Σₖ (o[k] − y[k])²"), words ("(%s − %d)² + %s", output, target, others), pen->walk->cost);
}

static void
squared_backward (const Pen *pen,
                  guint      unit)
{
  int              target = unit == pen->walk->label;
  double           o = pen->walk->values[pen->walk->network->n_layers][unit];
  g_autofree char *output = plot_number_value (o);

  append (pen, words ("∂C/∂o[%u] = 2 (o[%u] − y[%u])", unit, unit, unit), words ("2 · (%s − %d)", output, target),
          2 * (o - target));
}

/* A loss that has no words here yet */

static void
any_forward (const Pen *pen,
             guint      unit)
{
  append (pen, words ("C = %s(o, %u)", pen->walk->loss->name, pen->walk->label), NULL, pen->walk->cost);
}

static void
any_backward (const Pen *pen,
              guint      unit)
{
  append (pen, words ("∂C/∂o[%u]", unit), NULL, pen->walk->gradients[pen->walk->network->n_layers][unit]);
}

static const LossWords loss_words[] = {
  { &nn_nll_loss, nll_forward, nll_backward },
  { &nn_squared_loss, squared_forward, squared_backward },
  { NULL, any_forward, any_backward },
};

static const LossWords *
find_loss_words (const NnLossType *loss)
{
  const LossWords *row = loss_words;

  while (row->loss && row->loss != loss)
    row++;
  return row;
}

/* Layers */

static void
sum_forward (const Pen     *pen,
             const NnLayer *layer,
             const char    *in,
             const char    *out,
             guint          unit)
{
  double           y = pen->walk->values[layer->index + 1][unit];
  double           b = pen->walk->parameters[layer->offset + layer->n_weights + unit];
  g_autofree char *sum = plot_number_value (y - b);
  g_autofree char *bias = factor (b);

  append (pen, words ("%s[%u] = Σᵢ W%u[i,%u] %s[i] + b%u[%u]", out, unit, layer->number, unit, in, layer->number, unit),
          words ("%s + %s", sum, bias), y);
}

static void
activation_forward (const Pen     *pen,
                    const NnLayer *layer,
                    const char    *in,
                    const char    *out,
                    guint          unit)
{
  const char      *name = _(layer->type->title);
  g_autofree char *x = plot_number_value (pen->walk->values[layer->index][unit]);
  double           y = pen->walk->values[layer->index + 1][unit];

  if (an_layer_is_elementwise (layer))
    append (pen, words ("%s[%u] = %s(%s[%u])", out, unit, name, in, unit), words ("%s(%s)", name, x), y);
  else
    append (pen, words ("%s[%u] = %s(%s)[%u]", out, unit, name, in, unit), NULL, y);
}

void
percept_example_steps_forward (const AnExampleWalk *walk,
                               const guint         *units,
                               GArray              *lines)
{
  const NnNetwork *network = walk->network;
  Pen              pen = { walk, units, NULL, lines };

  for (guint l = 0; l < network->n_layers; l++)
    {
      const NnLayer   *layer = &network->layers[l];
      g_autofree char *in = percept_stages_name (network, l);
      g_autofree char *out = percept_stages_name (network, l + 1);
      guint            unit = units[percept_stages_find (network, l)];

      if (layer->type->draw)
        append (&pen, words (_("%s: drops units in training alone, here %s stays as it is"), layer->text, in), NULL,
                NAN);
      else if (layer->number > 0)
        sum_forward (&pen, layer, in, out, unit);
      else
        activation_forward (&pen, layer, in, out, unit);
    }
  find_loss_words (walk->loss)->forward (&pen, units[outputs_stage (&pen)]);
}

static void
activation_backward (const Pen     *pen,
                     const NnLayer *layer,
                     const char    *in,
                     const char    *out,
                     guint          unit)
{
  const char      *name = _(layer->type->title);
  double           dx = pen->walk->gradients[layer->index][unit];
  g_autofree char *dy = plot_number_value (pen->walk->gradients[layer->index + 1][unit]);
  g_autofree char *slope = factor (an_example_walk_get_derivative (pen->walk, layer, unit));

  if (an_layer_is_elementwise (layer))
    append (pen, words ("∂C/∂%s[%u] = ∂C/∂%s[%u] · %s′(%s[%u])", in, unit, out, unit, name, in, unit),
            words ("%s · %s", dy, slope), dx);
  else
    append (pen, words ("∂C/∂%s[%u] = Σₖ ∂C/∂%s[k] · ∂%s[k]/∂%s[%u]", in, unit, out, out, in, unit), NULL, dx);
}

/* The step of gradient descent, penalties included as training has them: l1 |w| + l2 w² are added to the cost. */
static void
append_descent (const Pen     *pen,
                const NnLayer *layer,
                const char    *weight,
                double         w,
                double         gradient)
{
  const PerceptStepRule *rule = pen->rule;
  double                 rate = rule->rate * layer->rate, sum = gradient;
  gboolean               penalized = rule->l1 > 0 || rule->l2 > 0;
  g_autofree char       *alpha = plot_number_value (rate);
  g_autofree char       *first = factor (gradient);
  GString               *formula = g_string_new (NULL), *values = g_string_new (first);

  g_string_printf (formula, "∂C/∂%s", weight);
  if (rule->l2 > 0)
    {
      g_autofree char *lambda = plot_number_value (rule->l2), *number = factor (w);

      sum += 2 * rule->l2 * w;
      g_string_append_printf (formula, " + 2 λ₂ %s", weight);
      g_string_append_printf (values, " + 2 · %s · %s", lambda, number);
    }
  if (rule->l1 > 0)
    {
      double           pull = rule->l1 * ((w > 0) - (w < 0));
      g_autofree char *number = factor (pull);

      sum += pull;
      g_string_append_printf (formula, " + λ₁ sign(%s)", weight);
      g_string_append_printf (values, " + %s", number);
    }
  append (pen, words (penalized ? "Δ%s = −α (%s)" : "Δ%s = −α %s", weight, formula->str),
          words (penalized ? "−%s · (%s)" : "−%s · %s", alpha, values->str), -rate * sum);
  g_string_free (formula, TRUE);
  g_string_free (values, TRUE);
}

static void
weight_backward (const Pen     *pen,
                 const NnLayer *layer,
                 const char    *in,
                 const char    *out,
                 guint          from,
                 guint          unit)
{
  gsize            place = layer->offset + unit * layer->n_in + from;
  double           dy = pen->walk->gradients[layer->index + 1][unit];
  double           gradient = pen->walk->gradient[place];
  g_autofree char *weight = words ("W%u[%u,%u]", layer->number, from, unit);
  g_autofree char *number = plot_number_value (dy);
  g_autofree char *x = factor (pen->walk->values[layer->index][from]);

  append (pen, words ("∂C/∂%s = ∂C/∂%s[%u] · %s[%u]", weight, out, unit, in, from), words ("%s · %s", number, x),
          gradient);
  append (pen, words ("∂C/∂b%u[%u] = ∂C/∂%s[%u]", layer->number, unit, out, unit), NULL, dy);
  if (layer->frozen)
    append (pen, words (_("Δ%s = 0: this layer is frozen"), weight), NULL, NAN);
  else if (pen->rule->optimizer == &nn_gd_optimizer)
    append_descent (pen, layer, weight, pen->walk->parameters[place], gradient);
  append (pen, words ("∂C/∂%s[%u] = Σₖ W%u[%u,k] ∂C/∂%s[k]", in, from, layer->number, from, out), NULL,
          pen->walk->gradients[layer->index][from]);
}

/* @formula, to be broken into rows between its assignments alone. Returns: (transfer full) */
static char *
hold_together (const char *formula)
{
  GString *text = g_string_new (NULL);

  for (const char *c = formula; *c; c++)
    if (*c != ' ' || (c > formula && (c[-1] == ';' || c[-1] == ' ')))
      g_string_append_c (text, *c);
    else
      g_string_append (text, "\302\240");
  return g_string_free (text, FALSE);
}

/* What becomes of the gradient of a weight. */
static void
append_rule (const Pen *pen)
{
  const NnOptimizerType *optimizer = pen->rule->optimizer;
  g_autofree char       *formula = hold_together (optimizer->formula);

  append (pen, words (_("In training g is the mean of ∂C/∂w over a batch; then %s makes the step: %s"),
                      _(optimizer->title), formula), NULL, NAN);
}

void
percept_example_steps_backward (const AnExampleWalk   *walk,
                                const guint           *units,
                                const PerceptStepRule *rule,
                                GArray                *lines)
{
  const NnNetwork *network = walk->network;
  Pen              pen = { walk, units, rule, lines };

  find_loss_words (walk->loss)->backward (&pen, units[outputs_stage (&pen)]);
  for (guint l = network->n_layers; l-- > 0;)
    {
      const NnLayer   *layer = &network->layers[l];
      g_autofree char *in = percept_stages_name (network, l);
      g_autofree char *out = percept_stages_name (network, l + 1);
      guint            stage = percept_stages_find (network, l);

      if (layer->number > 0)
        weight_backward (&pen, layer, in, out, units[stage - 1], units[stage]);
      else if (!layer->type->draw)
        activation_backward (&pen, layer, in, out, units[stage]);
    }
  if (network->n_with_weights > 0)
    append_rule (&pen);
}
