/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/example-walk.h"

#include "analysis/analysis-error.h"
#include "nn/kernels.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static gsize
stage_size (const NnNetwork *network,
            guint            stage)
{
  return stage == 0 ? nn_shape_size (network->input) : network->layers[stage - 1].n_out;
}

/* Everything that a walk keeps, zeroed. */
static gboolean
make_room (AnExampleWalk *walk,
           GError       **error)
{
  const NnNetwork *network = walk->network;

  walk->n_stages = network->n_layers + 1;
  walk->values = g_new0 (double *, walk->n_stages);
  walk->gradients = g_new0 (double *, walk->n_stages);
  for (guint s = 0; s < walk->n_stages; s++)
    {
      walk->values[s] = an_try_numbers (stage_size (network, s), error);
      if (!walk->values[s] || !(walk->gradients[s] = an_try_numbers (stage_size (network, s), error)))
        return FALSE;
    }
  walk->parameters = an_try_numbers (network->n_parameters, error);
  walk->gradient = walk->parameters ? an_try_numbers (network->n_parameters, error) : NULL;
  return walk->gradient != NULL;
}

static gboolean
take_input (AnExampleWalk *walk,
            const guint8  *bytes,
            DsRecipe       recipe,
            GError       **error)
{
  gsize             n = stage_size (walk->network, 0);
  g_autofree float *pixels = g_try_new (float, n);

  if (!pixels)
    {
      g_set_error (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for the %" G_GSIZE_FORMAT " inputs of an example"),
                   n);
      return FALSE;
    }
  nn_kernels ()->expand_bytes (bytes, pixels, n, recipe.scale, recipe.offset);
  for (gsize i = 0; i < n; i++)
    walk->values[0][i] = (double) pixels[i];
  return TRUE;
}

static void
go_forward (AnExampleWalk *walk)
{
  for (guint l = 0; l < walk->network->n_layers; l++)
    {
      const NnLayer *layer = &walk->network->layers[l];

      layer->type->forward_reference (layer, walk->parameters + layer->offset, walk->values[l], walk->values[l + 1],
                                      1);
    }
}

/* Shifted by the largest output, as everywhere. */
static void
take_softmax (AnExampleWalk *walk)
{
  const double *o = walk->values[walk->network->n_layers];
  gsize         n = walk->network->n_outputs;
  double        shift = o[0], sum = 0.0;

  walk->probabilities = g_new (double, n);
  for (gsize k = 1; k < n; k++)
    shift = fmax (shift, o[k]);
  for (gsize k = 0; k < n; k++)
    sum += walk->probabilities[k] = exp (o[k] - shift);
  for (gsize k = 0; k < n; k++)
    walk->probabilities[k] /= sum;
}

static void
go_back (AnExampleWalk *walk)
{
  for (guint l = walk->network->n_layers; l-- > 0;)
    {
      const NnLayer *layer = &walk->network->layers[l];

      layer->type->backward_reference (layer, walk->parameters + layer->offset, walk->values[l], walk->values[l + 1],
                                       walk->gradients[l + 1], walk->gradients[l], walk->gradient + layer->offset, 1);
    }
}

AnExampleWalk *
an_example_walk_new (const NnNetwork  *network,
                     const NnLossType *loss,
                     const float      *parameters,
                     const guint8     *bytes,
                     DsRecipe          recipe,
                     guint             label,
                     GError          **error)
{
  g_autoptr (AnExampleWalk) walk = g_new0 (AnExampleWalk, 1);
  guint16                   label16 = (guint16) label;

  walk->network = network;
  walk->loss = loss;
  walk->label = label;
  if (label >= network->n_outputs)
    {
      g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                   _("an example of class %u for a network of %" G_GSIZE_FORMAT " outputs; a class from 0 to %"
                     G_GSIZE_FORMAT " is needed"),
                   label, network->n_outputs, network->n_outputs - 1);
      return NULL;
    }
  if (!make_room (walk, error) || !take_input (walk, bytes, recipe, error))
    return NULL;
  for (gsize i = 0; i < network->n_parameters; i++)
    walk->parameters[i] = (double) parameters[i];
  go_forward (walk);
  if (loss == &nn_nll_loss)
    take_softmax (walk);
  walk->cost = loss->reference (walk->values[network->n_layers], &label16, 1, network->n_outputs, 1.0,
                                walk->gradients[network->n_layers]);
  go_back (walk);
  return g_steal_pointer (&walk);
}

void
an_example_walk_free (AnExampleWalk *walk)
{
  if (!walk)
    return;
  for (guint s = 0; s < walk->n_stages; s++)
    {
      g_free (walk->values[s]);
      g_free (walk->gradients[s]);
    }
  g_free (walk->values);
  g_free (walk->gradients);
  g_free (walk->parameters);
  g_free (walk->gradient);
  g_free (walk->probabilities);
  g_free (walk);
}

/* The way back of a gradient that is 1 at this unit and 0 elsewhere: no layer has to tell its derivative twice. */
double
an_example_walk_get_derivative (const AnExampleWalk *walk,
                                const NnLayer       *layer,
                                gsize                unit)
{
  guint              l = layer->index;
  g_autofree double *dy = g_try_new0 (double, layer->n_out);
  g_autofree double *dx = g_try_new0 (double, layer->n_in);

  g_return_val_if_fail (layer->number == 0 && unit < layer->n_out, NAN);
  if (!dy || !dx)
    return NAN;
  dy[unit] = 1.0;
  layer->type->backward_reference (layer, NULL, walk->values[l], walk->values[l + 1], dy, dx, NULL, 1);
  return dx[unit];
}

/* Tried on two units where no derivative vanishes. */
gboolean
an_layer_is_elementwise (const NnLayer *layer)
{
  NnLayer      pair = *layer;
  const double x[] = { 1.0, 1.5 };
  const double dy[] = { 1.0, 0.0 };
  double       y[2], dx[2];

  pair.in = pair.out = (NnShape) { 1, 1, 2 };
  pair.n_in = pair.n_out = 2;
  layer->type->forward_reference (&pair, NULL, x, y, 1);
  layer->type->backward_reference (&pair, NULL, x, y, dy, dx, NULL, 1);
  return dx[1] == 0.0;
}
