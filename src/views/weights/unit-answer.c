/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/unit-answer.h"

#include "session/shown-network.h"

#include <math.h>

static double
multiply (const PerceptWeights *weights,
          guint                 unit,
          const double         *inputs,
          guint                 n)
{
  const float *w = weights->weights + (gsize) unit * n;
  double       sum = 0;

  for (guint i = 0; i < n; i++)
    sum += (double) w[i] * inputs[i];
  return sum;
}

/* What comes of z alone: NaN behind an activation that asks for all units, as softmax does. */
static void
activate (PerceptUnitAnswer *answer,
          const NnNetwork   *network,
          const NnLayer     *layer)
{
  answer->activation = answer->z;
  for (guint l = layer->index + 1; l < network->n_layers && network->layers[l].number == 0; l++)
    {
      NnLayer one = network->layers[l];
      double  x = answer->activation;

      one.in = one.out = (NnShape) { 1, 1, 1 };
      one.n_in = one.n_out = 1;
      if (one.type->elementwise)
        one.type->forward_reference (&one, NULL, &x, &answer->activation, 1);
      else
        answer->activation = NAN;
      if (one.type->title != NULL)
        answer->function = one.type->name;
    }
}

static void
fill (PerceptUnitAnswer   *answer,
      PerceptShownNetwork *shown,
      const float         *inputs,
      guint                unit)
{
  const NnLayer        *layer = nn_network_get_layer (shown->network, shown->n_shown);
  const PerceptWeights *weights = shown->weights[shown->n_shown - 1];

  answer->n = (guint) layer->n_in;
  answer->inputs = g_new (double, answer->n);
  for (guint i = 0; i < answer->n; i++)
    answer->inputs[i] = (double) inputs[i];
  answer->products = multiply (weights, unit, answer->inputs, answer->n);
  answer->bias = (double) weights->biases[unit];
  answer->z = answer->products + answer->bias;
  activate (answer, shown->network, layer);
}

/* In a frame: layers each of whose units looks at all of the one below, and not too many weights. */
static gboolean
is_quick (const PerceptShownNetwork *shown)
{
  guint64 n = 0;

  for (guint number = 1; number <= shown->n_shown; number++)
    {
      const NnLayer *layer = nn_network_get_layer (shown->network, number);

      if (layer->n_units != layer->n_out || layer->n_weights != layer->n_units * layer->n_in)
        return FALSE;
      if (number < shown->n_shown)
        n += layer->n_weights;
    }
  return n <= PERCEPT_MOST_ANSWER_WEIGHTS;
}

/* Whether @image is one as the network takes. */
static gboolean
fits (const NnNetwork    *network,
      PerceptChosenImage *image)
{
  NnShape shape;

  return percept_chosen_image_get_bytes (image, &shape.channels, &shape.height, &shape.width) != NULL
         && shape.channels == network->input.channels && shape.height == network->input.height
         && shape.width == network->input.width;
}

PerceptUnitAnswer *
percept_unit_answer_new (PerceptSession      *session,
                         PerceptWeightSource *source,
                         PerceptChosenImage  *image,
                         guint                layer,
                         guint                unit)
{
  g_autoptr (PerceptShownNetwork) shown = layer > 0 ? percept_shown_network_new (session, source, layer) : NULL;
  g_autoptr (NnWorkspace)         workspace = NULL;
  g_autofree float               *pixels = percept_chosen_image_expand (image);
  PerceptUnitAnswer              *answer;

  if (shown == NULL || shown->n_shown != layer || pixels == NULL || !fits (shown->network, image)
      || !is_quick (shown) || unit >= shown->weights[layer - 1]->n_units)
    return NULL;
  workspace = percept_shown_network_run (shown, pixels, layer - 1);
  if (workspace == NULL)
    return NULL;
  answer = g_new0 (PerceptUnitAnswer, 1);
  fill (answer, shown, workspace->values[nn_network_get_layer (shown->network, layer)->index], unit);
  return answer;
}

void
percept_unit_answer_free (PerceptUnitAnswer *answer)
{
  if (answer == NULL)
    return;
  g_free (answer->inputs);
  g_free (answer);
}
