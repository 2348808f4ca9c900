/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/unit-facts.h"

#include "analysis/hidden-layer.h"

#include <math.h>

PerceptUnitFacts *
percept_unit_facts_ref (PerceptUnitFacts *facts)
{
  g_atomic_ref_count_inc (&facts->refs);
  return facts;
}

void
percept_unit_facts_unref (PerceptUnitFacts *facts)
{
  if (!facts || !g_atomic_ref_count_dec (&facts->refs))
    return;
  an_unit_examples_free (facts->examples);
  g_free (facts->twins);
  g_free (facts->outgoing);
  g_array_unref (facts->norms);
  g_free (facts);
}

static void
append_norm (GArray        *norms,
             const NnLayer *layer,
             guint          unit,
             guint64        step,
             const float   *parameters)
{
  gsize           n = layer->n_weights / layer->n_units;
  const float    *w = parameters + layer->offset + unit * n;
  PerceptUnitNorm norm = { step, 0.0 };

  for (gsize i = 0; i < n; i++)
    norm.norm += (double) w[i] * (double) w[i];
  norm.norm = sqrt (norm.norm);
  g_array_append_val (norms, norm);
}

/* The run's rungs before the network, and the network itself. */
static GArray *
find_norms (const PerceptModel *model,
            const NnLayer      *layer,
            guint               unit)
{
  GArray *norms = g_array_new (FALSE, FALSE, sizeof (PerceptUnitNorm));

  for (guint i = 0; i < model->rungs->len; i++)
    {
      const TrainRung *rung = g_ptr_array_index (model->rungs, i);

      if (rung->step < model->step)
        append_norm (norms, layer, unit, rung->step, rung->parameters);
    }
  append_norm (norms, layer, unit, model->step, model->parameters);
  return norms;
}

/* Dense layers have outputs x inputs: a column. */
static void
find_outgoing (PerceptUnitFacts *facts,
               const NnNetwork  *network,
               const NnLayer    *layer,
               const float      *parameters)
{
  const NnLayer *next = layer->number < network->n_with_weights ? an_hidden_layer_next (network, layer) : NULL;

  if (!next || next->n_in != layer->n_units || next->n_weights != next->n_in * next->n_units)
    return;
  facts->n_outgoing = next->n_units;
  facts->outgoing = g_new (float, next->n_units);
  for (guint u = 0; u < next->n_units; u++)
    facts->outgoing[u] = parameters[next->offset + u * next->n_in + facts->unit];
  facts->to_classes = an_hidden_layer_is_last (network, layer);
}

/* Places among the sample become those in its part. */
static void
place_list (AnUnitExampleList *list,
            const guint32     *places)
{
  for (guint i = 0; i < list->n_images; i++)
    list->images[i].place = places[list->images[i].place];
}

static void
place_examples (AnUnitExamples *examples,
                const guint32  *places)
{
  place_list (&examples->most, places);
  place_list (&examples->least, places);
  place_list (&examples->nearest, places);
}

PerceptUnitFacts *
unit_facts_find (const ModelSubject *model,
                 guint               number,
                 guint               unit,
                 BasePool           *pool,
                 const atomic_bool  *stop,
                 BaseProgress        progress,
                 gpointer            user_data,
                 GError            **error)
{
  AnUnitExamples   *examples = an_unit_examples_run (&model->subject, number, unit, pool, stop, progress, user_data,
                                                     error);
  const float      *parameters = model->model->parameters;
  const NnLayer    *layer;
  PerceptUnitFacts *facts;

  if (!examples)
    return NULL;
  if (model->places)
    place_examples (examples, model->places);
  layer = nn_network_get_layer (model->network, number);
  facts = g_new0 (PerceptUnitFacts, 1);
  g_atomic_ref_count_init (&facts->refs);
  facts->layer = number;
  facts->unit = unit;
  facts->step = model->model->step;
  facts->bias = layer->n_biases > unit ? (double) parameters[layer->offset + layer->n_weights + unit] : 0.0;
  facts->examples = examples;
  facts->part = TRAIN_PART_TRAIN;
  facts->twins = an_unit_twins_find (layer, parameters, unit);
  facts->norms = find_norms (model->model, layer, unit);
  find_outgoing (facts, model->network, layer, parameters);
  return facts;
}
