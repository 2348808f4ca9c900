/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/network-tail.h"

#include "nn/kernels.h"

#include <string.h>

static gsize
find_offset (const NnNetwork *network,
             guint            from)
{
  for (guint l = from; l < network->n_layers; l++)
    if (network->layers[l].number > 0)
      return network->layers[l].offset;
  return network->n_parameters;
}

static gboolean
moves (const AnTail *tail,
       guint         l)
{
  return tail->job->moves[0][l] || tail->job->moves[1][l];
}

AnTail *
an_tail_new (const AnCostJob *job,
             guint            from,
             gsize            rows)
{
  const NnNetwork *network = job->subject->network;
  AnTail          *tail = g_new0 (AnTail, 1);
  gsize            offset = find_offset (network, from), n = network->n_parameters - offset;

  *tail = (AnTail) { .job = job, .from = from, .offset = offset };
  tail->values = an_values_new (network, from, network->n_layers, rows);
  tail->parameters = g_try_new (float, MAX (n, 1));
  tail->gradient = g_try_new (float, MAX (n, 1));
  for (int k = 0; k < 2; k++)
    tail->deltas[k] = g_try_new (float, rows * network->widest);
  if (tail->values && tail->parameters && tail->gradient && tail->deltas[0] && tail->deltas[1])
    {
      memcpy (tail->parameters, job->parameters + offset, n * sizeof (float));
      return tail;
    }
  an_tail_free (tail);
  return NULL;
}

void
an_tail_free (AnTail *tail)
{
  if (!tail)
    return;
  an_values_free (tail->job->subject->network, tail->values);
  g_free (tail->parameters);
  g_free (tail->gradient);
  g_free (tail->deltas[0]);
  g_free (tail->deltas[1]);
  g_free (tail);
}

static void
move_layer (AnTail        *tail,
            const NnLayer *layer,
            const double   point[2])
{
  const AnCostJob *job = tail->job;
  float           *p = tail->parameters + layer->offset - tail->offset;
  gsize            n = layer->n_weights + layer->n_biases;

  if (job->plane->kind == AN_PLANE_WEIGHTS)
    {
      for (int k = 0; k < 2; k++)
        if (job->layers[k] == layer)
          p[job->places[k]] = (float) point[k];
      return;
    }
  memcpy (p, job->parameters + layer->offset, n * sizeof *p);
  for (int k = 0; k < 2; k++)
    {
      const float *direction = job->directions[k] + layer->offset;

      if (job->moves[k][layer->index])
        nn_kernels ()->add_multiple (p, direction, (float) point[k], n);
    }
}

/* What the layer's parameters have to do with the slope. */
static void
add_layer (const AnTail  *tail,
           const NnLayer *layer,
           double         gradient[2])
{
  const AnCostJob *job = tail->job;
  const float     *dp = tail->gradient + layer->offset - tail->offset;

  for (int k = 0; k < 2; k++)
    {
      if (!job->moves[k][layer->index])
        continue;
      if (job->plane->kind == AN_PLANE_WEIGHTS)
        gradient[k] += (double) dp[job->places[k]];
      else
        gradient[k] += nn_kernels ()->dot (dp, job->directions[k] + layer->offset, layer->n_weights + layer->n_biases);
    }
}

static void
go_back (AnTail *tail,
         gsize   rows,
         double  gradient[2])
{
  const NnNetwork *network = tail->job->subject->network;
  float           *dy = tail->deltas[0];

  for (guint l = network->n_layers; l-- > tail->from;)
    {
      const NnLayer *layer = &network->layers[l];
      float         *dx = layer->type->in_place ? dy : dy == tail->deltas[0] ? tail->deltas[1] : tail->deltas[0];
      float         *dp = moves (tail, l) ? tail->gradient + layer->offset - tail->offset : NULL;

      layer->type->backward (layer, tail->parameters + layer->offset - tail->offset, tail->values[l],
                             tail->values[l + 1], dy, dx, dp, FALSE, rows);
      if (dp)
        add_layer (tail, layer, gradient);
      dy = dx;
    }
  tail->d = dy;
}

void
an_tail_run (AnTail        *tail,
             const guint16 *labels,
             gsize          rows,
             const double   point[2],
             gboolean       slopes,
             AnSlope       *sum)
{
  const AnSubject *subject = tail->job->subject;
  const NnNetwork *network = subject->network;

  for (guint l = tail->from; l < network->n_layers; l++)
    {
      const NnLayer *layer = &network->layers[l];

      if (moves (tail, l))
        move_layer (tail, layer, point);
      layer->type->forward (layer, tail->parameters + layer->offset - tail->offset, tail->values[l],
                            tail->values[l + 1], rows);
    }
  sum->cost += subject->loss->forward_backward (tail->values[network->n_layers], labels, rows, network->n_outputs,
                                                1.0f, tail->deltas[0]);
  if (slopes)
    go_back (tail, rows, sum->gradient);
}
