/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/unit-answer.h"

#include "nn/network.h"

#include <math.h>

/* Numbers on their way through the layers; either buffer holds the widest of them. */
typedef struct
{
  const NnNetwork *network;
  double          *values;
  double          *next;
} Walk;

static void
swap (Walk *walk)
{
  double *values = walk->values;

  walk->values = walk->next;
  walk->next = values;
}

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

static gboolean
is_between (const Walk *walk,
            guint       l)
{
  return l < walk->network->n_layers && walk->network->layers[l].number == 0;
}

/* Layer @weights->layer, and what is between it and the next one with weights (in evaluation: dropout passes all). */
static void
pass (Walk                 *walk,
      const PerceptWeights *weights)
{
  const NnLayer *layer = nn_network_get_layer (walk->network, weights->layer);

  for (guint unit = 0; unit < weights->n_units; unit++)
    walk->next[unit] = multiply (weights, unit, walk->values, (guint) layer->n_in) + (double) weights->biases[unit];
  swap (walk);
  for (guint l = layer->index + 1; is_between (walk, l); l++)
    {
      const NnLayer *after = &walk->network->layers[l];

      after->type->forward_reference (after, NULL, walk->values, walk->next, 1);
      swap (walk);
    }
}

/* What comes of z alone: NaN behind an activation that asks for all units, as softmax does. */
static void
activate (PerceptUnitAnswer *answer,
          const Walk        *walk,
          const NnLayer     *layer)
{
  answer->activation = answer->z;
  for (guint l = layer->index + 1; is_between (walk, l); l++)
    {
      NnLayer one = walk->network->layers[l];
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
fill (PerceptUnitAnswer    *answer,
      Walk                 *walk,
      const PerceptWeights *weights,
      guint                 unit)
{
  const NnLayer *layer = nn_network_get_layer (walk->network, weights->layer);

  answer->n = (guint) layer->n_in;
  answer->inputs = g_memdup2 (walk->values, answer->n * sizeof *answer->inputs);
  answer->products = multiply (weights, unit, answer->inputs, answer->n);
  answer->bias = (double) weights->biases[unit];
  answer->z = answer->products + answer->bias;
  activate (answer, walk, layer);
}

/* All watched layers up to @layer, of one step. */
static gboolean
are_there (PerceptWeightSource *source,
           const NnNetwork     *network,
           guint                layer)
{
  guint64 n = 0;
  guint64 step = 0;

  for (guint number = 1; number <= layer; number++)
    {
      const NnLayer        *asked = nn_network_get_layer (network, number);
      const PerceptWeights *weights = percept_weight_source_get (source, number);

      if (asked == NULL || weights == NULL || weights->n_units != asked->n_out
          || (gsize) weights->channels * weights->height * weights->width != asked->n_in
          || (number > 1 && weights->step != step))
        return FALSE;
      step = weights->step;
      if (number < layer)
        n += asked->n_weights;
    }
  return n <= PERCEPT_MOST_ANSWER_WEIGHTS;
}

static NnNetwork *
build_network (PerceptSession     *session,
               PerceptChosenImage *image)
{
  TrainExperiment *applied = percept_session_get_applied (session);
  guint            channels, height, width;

  if (applied == NULL || percept_chosen_image_get_bytes (image, &channels, &height, &width) == NULL)
    return NULL;
  return nn_network_new ((NnShape) { channels, height, width }, train_experiment_get (applied, "network", "layers"),
                         NULL);
}

PerceptUnitAnswer *
percept_unit_answer_new (PerceptSession      *session,
                         PerceptWeightSource *source,
                         PerceptChosenImage  *image,
                         guint                layer,
                         guint                unit)
{
  g_autoptr (NnNetwork) network = build_network (session, image);
  g_autofree float     *pixels = percept_chosen_image_expand (image);
  Walk                  walk = { .network = network };
  PerceptUnitAnswer    *answer;

  if (network == NULL || pixels == NULL || layer == 0 || !are_there (source, network, layer)
      || unit >= percept_weight_source_get (source, layer)->n_units)
    return NULL;
  walk.values = g_new (double, network->widest);
  walk.next = g_new (double, network->widest);
  for (gsize i = 0; i < nn_shape_size (network->input); i++)
    walk.values[i] = (double) pixels[i];
  for (guint number = 1; number < layer; number++)
    pass (&walk, percept_weight_source_get (source, number));
  answer = g_new0 (PerceptUnitAnswer, 1);
  fill (answer, &walk, percept_weight_source_get (source, layer), unit);
  g_free (walk.values);
  g_free (walk.next);
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
