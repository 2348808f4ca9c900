/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/bug.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gsize
n_outputs (const AnBlock *block)
{
  return block->rows * block->subject->network->n_outputs;
}

static gboolean
has_several_examples (const AnSubject *subject)
{
  return subject->n_examples > 1;
}

static void
turn_sign (const AnBlock *block,
           double        *d)
{
  for (gsize i = 0; i < n_outputs (block); i++)
    d[i] = -d[i];
}

static const AnBug wrong_sign = {
  .name = "wrong-sign",
  .title = N_("Wrong sign"),
  .about = N_("Target minus output instead of output minus target: every gradient points uphill."),
  .outputs = turn_sign,
};

static void
confuse_mean_and_sum (const AnBlock *block,
                      double        *d)
{
  const AnSubject *subject = block->subject;
  double           factor = (double) subject->n_examples;

  for (gsize i = 0; i < n_outputs (block); i++)
    d[i] *= subject->sum ? 1.0 / factor : factor;
}

static const AnBug missing_factor = {
  .name = "missing-factor",
  .title = N_("Missing factor 1/n"),
  .about = N_("The cost is a mean and the gradient a sum, or the other way round: the direction is right, the length "
              "is not, and an angle cannot see it."),
  .applies = has_several_examples,
  .outputs = confuse_mean_and_sum,
};

static gboolean
has_derivatives (const AnSubject *subject)
{
  gboolean weights_before = FALSE;

  for (guint l = 0; l < subject->network->n_layers; l++)
    {
      const NnLayer *layer = &subject->network->layers[l];

      weights_before = weights_before || layer->number > 0;
      /* What is random in training (dropout) is the identity here. */
      if (weights_before && layer->number == 0 && layer->type != &nn_identity_layer && !layer->type->draw)
        return TRUE;
    }
  return FALSE;
}

static const AnBug missing_derivative = {
  .name = "missing-derivative",
  .title = N_("Missing derivative of the activation"),
  .about = N_("On the way back the derivative of the activation is left out: only what lies behind it stays right."),
  .applies = has_derivatives,
  .skips_derivatives = TRUE,
};

static gboolean
has_real_matrix (const AnSubject *subject)
{
  for (guint l = 0; l < subject->network->n_layers; l++)
    if (subject->network->layers[l].number > 0 && subject->network->layers[l].n_units > 1 &&
        subject->network->layers[l].n_weights > subject->network->layers[l].n_units)
      return TRUE;
  return FALSE;
}

/* units x inputs, filled with its transpose inputs x units as it lies in memory. */
static void
transpose (const NnLayer *layer,
           double        *dp)
{
  gsize              n_units = layer->n_units;
  gsize              n_inputs = layer->n_weights / n_units;
  g_autofree double *right = g_memdup2 (dp, layer->n_weights * sizeof *dp);

  for (gsize unit = 0; unit < n_units; unit++)
    for (gsize input = 0; input < n_inputs; input++)
      dp[input * n_units + unit] = right[unit * n_inputs + input];
}

static const AnBug transposed_product = {
  .name = "transposed-product",
  .title = N_("Transposed product"),
  .about = N_("The product for the weights is taken the other way round: the right numbers at the wrong places."),
  .applies = has_real_matrix,
  .parameters = transpose,
};

static gboolean
has_biases_and_examples (const AnSubject *subject)
{
  gsize n_biases = 0;

  for (guint l = 0; l < subject->network->n_layers; l++)
    n_biases += subject->network->layers[l].n_biases;
  return n_biases > 0 && subject->n_examples > 1;
}

static void
keep_last_example (const AnBlock *block,
                   const NnLayer *layer,
                   const double  *dy,
                   double        *db)
{
  if (block->first + block->rows != block->subject->n_examples)
    return;
  dy += (block->rows - 1) * layer->n_out;
  for (gsize o = 0; o < layer->n_out; o++)
    db[o / (layer->n_out / layer->n_biases)] += dy[o];
}

static const AnBug stale_bias = {
  .name = "stale-bias",
  .title = N_("Stale bias"),
  .about = N_("The gradient of the biases is not added up over the examples: the last one alone decides."),
  .applies = has_biases_and_examples,
  .biases = keep_last_example,
};

static void
drop_last_example (const AnBlock *block,
                   double        *d)
{
  gsize classes = block->subject->network->n_outputs;

  if (block->first + block->rows == block->subject->n_examples)
    memset (d + (block->rows - 1) * classes, 0, classes * sizeof *d);
}

static const AnBug lost_example = {
  .name = "lost-example",
  .title = N_("Lost example"),
  .about = N_("The loop ends one example too early: nearly right, and that is the hardest to find."),
  .outputs = drop_last_example,
};

const AnBug *const an_bugs[] = {
  &wrong_sign,
  &missing_factor,
  &missing_derivative,
  &transposed_product,
  &stale_bias,
  &lost_example,
  NULL,
};

const AnBug *
an_bug_find (const char *name)
{
  for (gsize i = 0; an_bugs[i]; i++)
    if (g_str_equal (an_bugs[i]->name, name))
      return an_bugs[i];
  return NULL;
}

gboolean
an_bug_applies (const AnBug     *bug,
                const AnSubject *subject)
{
  return !bug->applies || bug->applies (subject);
}
