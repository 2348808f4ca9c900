/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loss surface of any network: a layer is linear in each of its parameters, so its output on the grid is
 * y + w t, where y is the output at w = 0 and t what w = 1 adds; from there the layers above go on. Of two layers the
 * lower one's parameter is the outer loop. Float32, as in training; sums in double precision. */

#include "analysis/loss-surface-private.h"

#include "analysis/analysis-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  float  **values;      /* n_layers + 1, each of its own: values[0] the input, values[l + 1] layer l's output */
  float   *untouched[2];/* rows x n_out of the layers touched: output at w = 0, lower layer first */
  double  *slopes[2];   /* the same shape: t */
  double  *input;       /* rows x n_in of a layer touched */
  double  *sums;        /* n[1] x n[0] */
  guint16 *labels;
  guint    n_layers;
} Shard;

static void
shard_free (gpointer user_data)
{
  Shard *shard = user_data;

  for (guint l = 0; l <= shard->n_layers; l++)
    g_free (shard->values[l]);
  g_free (shard->values);
  for (int k = 0; k < 2; k++)
    {
      g_free (shard->untouched[k]);
      g_free (shard->slopes[k]);
    }
  g_free (shard->input);
  g_free (shard->sums);
  g_free (shard->labels);
  g_free (shard);
}

static gboolean
allocate (const AnSurfaceJob *job,
          Shard              *shard)
{
  const NnNetwork     *network = job->subject->network;
  const AnLossSurface *surface = job->surface;
  gsize                widest = AN_SURFACE_ROWS * network->widest;
  gboolean             done = TRUE;

  for (guint l = 0; l <= network->n_layers; l++)
    {
      shard->values[l] = g_try_new (float, widest);
      done = done && shard->values[l];
    }
  for (int k = 0; k < 2; k++)
    {
      shard->untouched[k] = g_try_new (float, widest);
      shard->slopes[k] = g_try_new (double, widest);
      done = done && shard->untouched[k] && shard->slopes[k];
    }
  shard->input = g_try_new (double, widest);
  shard->sums = g_try_new0 (double, (gsize) surface->n[0] * surface->n[1]);
  return done && shard->input && shard->sums;
}

static gpointer
begin (const AnSurfaceJob *job,
       GError            **error)
{
  Shard *shard = g_new0 (Shard, 1);

  shard->n_layers = job->subject->network->n_layers;
  shard->values = g_new0 (float *, shard->n_layers + 1);
  shard->labels = g_new (guint16, AN_SURFACE_ROWS);
  if (allocate (job, shard))
    return shard;
  shard_free (shard);
  g_set_error_literal (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for a block of examples"));
  return NULL;
}

/* Layers @from to @to - 1. */
static void
forward (const AnSurfaceJob *job,
         Shard              *shard,
         guint               from,
         guint               to,
         gsize               rows)
{
  for (guint l = from; l < to; l++)
    {
      const NnLayer *layer = &job->subject->network->layers[l];

      layer->type->forward (layer, job->parameters + layer->offset, shard->values[l], shard->values[l + 1], rows);
    }
}

/* Keeps the output that stands at the layer of parameter @which, and what the parameter adds to it. */
static void
keep (const AnSurfaceJob *job,
      Shard              *shard,
      int                 which,
      int                 slot,
      gsize               rows)
{
  const NnLayer *layer = job->layers[which];
  const float   *x = shard->values[layer->index];

  memcpy (shard->untouched[slot], shard->values[layer->index + 1], rows * layer->n_out * sizeof (float));
  for (gsize i = 0; i < rows * layer->n_in; i++)
    shard->input[i] = (double) x[i];
  memset (shard->slopes[slot], 0, rows * layer->n_out * sizeof (double));
  layer->type->touch_reference (layer, job->places[which], 1.0, shard->input, shard->slopes[slot], rows);
}

static void
touch (const AnSurfaceJob *job,
       Shard              *shard,
       int                 which,
       int                 slot,
       double              value,
       gsize               rows)
{
  const NnLayer *layer = job->layers[which];
  float         *y = shard->values[layer->index + 1];

  for (gsize i = 0; i < rows * layer->n_out; i++)
    {
      double slope = shard->slopes[slot][i];

      /* Where nothing is added an infinite weight is no NaN either. */
      y[i] = slope == 0.0 ? shard->untouched[slot][i] : (float) (shard->untouched[slot][i] + value * slope);
    }
}

static void
add (const AnSurfaceJob *job,
     gpointer            user_data,
     gsize               first,
     gsize               rows)
{
  Shard               *shard = user_data;
  const AnSubject     *subject = job->subject;
  const AnLossSurface *surface = job->surface;
  int                  lower = job->layers[1]->index < job->layers[0]->index ? 1 : 0, upper = 1 - lower;
  guint                low = job->layers[lower]->index, high = job->layers[upper]->index;
  float               *outputs = shard->values[shard->n_layers];

  an_surface_load (job, first, rows, shard->values[0], shard->labels);
  forward (job, shard, 0, low + 1, rows);
  keep (job, shard, lower, 0, rows);
  for (guint i = 0; i < surface->n[lower]; i++)
    {
      touch (job, shard, lower, 0, surface->axes[lower][i], rows);
      forward (job, shard, low + 1, high + 1, rows);
      keep (job, shard, upper, 1, rows);
      for (guint j = 0; j < surface->n[upper] && !an_is_raised (job->stop); j++)
        {
          gsize point = lower == 0 ? (gsize) j * surface->n[0] + i : (gsize) i * surface->n[0] + j;

          touch (job, shard, upper, 1, surface->axes[upper][j], rows);
          forward (job, shard, high + 1, shard->n_layers, rows);
          shard->sums[point] += subject->loss->forward_backward (outputs, shard->labels, rows,
                                                                 subject->network->n_outputs, 1.0f, outputs);
        }
    }
}

static void
finish (const AnSurfaceJob *job,
        gpointer            user_data,
        double             *sums)
{
  const Shard *shard = user_data;

  for (gsize p = 0; p < (gsize) job->surface->n[0] * job->surface->n[1]; p++)
    sums[p] += shard->sums[p];
}

const AnSurfaceWay an_restart_surface = {
  .n_blocks = 1,
  .begin = begin,
  .add = add,
  .finish = finish,
  .free = shard_free,
};
