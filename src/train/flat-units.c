/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/flat-units.h"

#include <math.h>

#define SHARE 0.99 /* of the examples */

struct _TrainFlatUnits
{
  GArray *layers; /* of guint: places in the network */
  gsize   n;
};

/* An activation that the next one writes over is not to be seen after the pass. */
static gboolean
is_overwritten (const NnNetwork *network,
                guint            l)
{
  const NnLayerType *next = network->layers[l + 1].type;

  return next->in_place && !next->draw;
}

TrainFlatUnits *
train_flat_units_new (const NnNetwork *network)
{
  TrainFlatUnits *units = g_new0 (TrainFlatUnits, 1);
  guint           last = 0;
  gboolean        fed = FALSE; /* by a layer with weights */

  units->layers = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint l = 0; l < network->n_layers; l++)
    if (network->layers[l].number > 0)
      last = l;
  for (guint l = 0; l < last; l++)
    {
      const NnLayer *layer = &network->layers[l];

      fed = fed || layer->number > 0;
      if (!fed || !layer->type->flat || is_overwritten (network, l))
        continue;
      g_array_append_val (units->layers, l);
      units->n += layer->n_out;
    }
  return units;
}

void
train_flat_units_free (TrainFlatUnits *units)
{
  if (!units)
    return;
  g_array_unref (units->layers);
  g_free (units);
}

gsize
train_flat_units_get_n (const TrainFlatUnits *units)
{
  return units->n;
}

static void
count_layer (const NnFlat *flat,
             const float  *y,
             gsize         rows,
             gsize         n,
             guint32      *counts)
{
  const float from = flat->from, to = flat->to;

  for (gsize r = 0; r < rows; r++, y += n)
    if (flat->outside)
      for (gsize i = 0; i < n; i++)
        counts[i] += (y[i] <= from) | (y[i] >= to);
    else
      for (gsize i = 0; i < n; i++)
        counts[i] += (y[i] >= from) & (y[i] <= to);
}

void
train_flat_units_count (const TrainFlatUnits *units,
                        const NnWorkspace    *workspace,
                        gsize                 rows,
                        guint32              *counts)
{
  for (guint i = 0; i < units->layers->len; i++)
    {
      guint          l = g_array_index (units->layers, guint, i);
      const NnLayer *layer = &workspace->network->layers[l];

      count_layer (layer->type->flat, workspace->values[l + 1], rows, layer->n_out, counts);
      counts += layer->n_out;
    }
}

double
train_flat_units_share (const TrainFlatUnits *units,
                        const guint32 *const *counts,
                        guint                 n_parts,
                        gsize                 n)
{
  gsize flat = 0;

  if (units->n == 0 || n == 0)
    return NAN;
  for (gsize i = 0; i < units->n; i++)
    {
      gsize count = 0;

      for (guint k = 0; k < n_parts; k++)
        count += counts[k][i];
      flat += (double) count >= SHARE * (double) n;
    }
  return (double) flat / (double) units->n;
}
