/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/example-stages.h"

#include <math.h>

static gboolean
is_silent (const NnLayer *layer)
{
  return layer->type->draw != NULL;
}

guint
percept_stages_count (const NnNetwork *network)
{
  return MAX (network->n_with_weights, 1) + 1;
}

const NnLayer *
percept_stages_get_layer (const NnNetwork *network,
                          guint            stage)
{
  return stage == 0 ? NULL : nn_network_get_layer (network, stage);
}

guint
percept_stages_get_values (const NnNetwork *network,
                           guint            stage)
{
  const NnLayer *next = stage + 1 < percept_stages_count (network) ? nn_network_get_layer (network, stage + 1) : NULL;

  if (stage == 0)
    return 0;
  return next ? next->index : network->n_layers;
}

guint
percept_stages_find (const NnNetwork *network,
                     guint            layer)
{
  guint stage = 0;

  for (guint l = 0; l <= layer; l++)
    stage = MAX (stage, network->layers[l].number);
  return stage;
}

/* Layers with a name of their own after @from, up to @to. */
static guint
count_named (const NnNetwork *network,
             guint            from,
             guint            to)
{
  guint n = 0;

  for (guint l = from; l < to; l++)
    n += !is_silent (&network->layers[l]);
  return n;
}

static char *
number_below (guint number)
{
  static const char *const lowered[] = { "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉" };
  g_autofree char *digits = g_strdup_printf ("%u", number);
  GString         *text = g_string_new (NULL);

  for (const char *c = digits; *c; c++)
    g_string_append (text, lowered[*c - '0']);
  return g_string_free (text, FALSE);
}

char *
percept_stages_name (const NnNetwork *network,
                     guint            values)
{
  guint            stage = values > 0 ? percept_stages_find (network, values - 1) : 0;
  const NnLayer   *first = percept_stages_get_layer (network, stage);
  const NnLayer   *next = nn_network_get_layer (network, stage + 1);
  guint            start = first ? first->index : 0;
  guint            n = count_named (network, start, values);
  guint            all = count_named (network, start, next ? next->index : network->n_layers);
  g_autofree char *number = number_below (stage);
  GString         *name;

  if (!next && n == all)
    return g_strdup ("o");
  if (n == 0)
    return g_strdup ("x");
  name = g_string_new (first && n == 1 && all > 1 ? "z" : "h");
  g_string_append (name, number);
  for (guint primes = first ? 2 : 1; primes < n; primes++)
    g_string_append (name, "′");
  return g_string_free (name, FALSE);
}

/* The input of @layer that weighs most on its output @unit. */
static guint
find_heaviest (const AnExampleWalk *walk,
               const NnLayer       *layer,
               guint                unit)
{
  const double *x = walk->values[layer->index];
  const double *w = walk->parameters + layer->offset + unit * layer->n_in;
  guint         best = 0;

  for (gsize i = 1; i < layer->n_in; i++)
    if (fabs (w[i] * x[i]) > fabs (w[best] * x[best]))
      best = (guint) i;
  return best;
}

void
percept_stages_choose (const AnExampleWalk *walk,
                       guint               *units)
{
  const NnNetwork *network = walk->network;
  guint            outputs = percept_stages_count (network) - 1;

  if (units[outputs] >= network->n_outputs)
    units[outputs] = walk->label;
  for (guint stage = outputs; stage-- > 0;)
    {
      const NnLayer *next = percept_stages_get_layer (network, stage + 1);
      gsize          n = next ? next->n_in : network->n_outputs;

      if (units[stage] >= n)
        units[stage] = next ? find_heaviest (walk, next, units[stage + 1]) : units[outputs];
    }
}
