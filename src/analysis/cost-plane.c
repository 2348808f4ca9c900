/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/cost-plane.h"

#include "analysis/analysis-error.h"

#include <math.h>
#include <string.h>

/* What one thread needs. */
typedef struct
{
  AnSubject  subject;     /* the cost plane's with parameters of its own */
  double    *parameters;
  double    *gradient;
  double    *deltas[2];   /* rows x the widest layer */
  AnBlock   *block;
  AnSlope   *slopes;      /* n: sums over the shard's examples */
} Shard;

struct _AnCostPlane
{
  const AnSubject   *subject;
  const AnPlane     *plane;
  BasePool          *pool;
  const atomic_bool *stop;
  gsize              max_rows;
  guint              n_shards;
  Shard             *shards;
};

typedef struct
{
  AnCostPlane  *cost;
  const double (*points)[2];
  guint         n;
} Sweep;

static gboolean
shard_init (AnCostPlane *cost,
            Shard       *shard,
            GError     **error)
{
  const NnNetwork *network = cost->subject->network;

  shard->subject = *cost->subject;
  shard->parameters = an_try_numbers (network->n_parameters, error);
  shard->gradient = shard->parameters ? an_try_numbers (network->n_parameters, error) : NULL;
  if (!shard->gradient)
    return FALSE;
  shard->subject.parameters = shard->parameters;
  for (int k = 0; k < 2; k++)
    if (!(shard->deltas[k] = an_try_numbers (cost->max_rows * network->widest, error)))
      return FALSE;
  shard->block = an_block_new (&shard->subject, cost->max_rows, error);
  return shard->block != NULL;
}

AnCostPlane *
an_cost_plane_new (const AnSubject   *subject,
                   const AnPlane     *plane,
                   BasePool          *pool,
                   const atomic_bool *stop,
                   GError           **error)
{
  g_autoptr (AnCostPlane) cost = g_new0 (AnCostPlane, 1);

  cost->subject = subject;
  cost->plane = plane;
  cost->pool = pool;
  cost->stop = stop;
  if (plane->kind == AN_PLANE_ANALYTIC)
    return g_steal_pointer (&cost);
  cost->max_rows = an_subject_block_rows (subject);
  cost->n_shards = base_pool_get_n_threads (pool);
  cost->shards = g_new0 (Shard, cost->n_shards);
  for (guint s = 0; s < cost->n_shards; s++)
    if (!shard_init (cost, &cost->shards[s], error))
      return NULL;
  return g_steal_pointer (&cost);
}

void
an_cost_plane_free (AnCostPlane *cost)
{
  if (!cost)
    return;
  for (guint s = 0; s < cost->n_shards; s++)
    {
      an_block_free (cost->shards[s].block);
      g_free (cost->shards[s].parameters);
      g_free (cost->shards[s].gradient);
      g_free (cost->shards[s].deltas[0]);
      g_free (cost->shards[s].deltas[1]);
    }
  g_free (cost->shards);
  g_free (cost);
}

static void
set_point (const AnCostPlane *cost,
           Shard             *shard,
           const double       point[2])
{
  const AnPlane *plane = cost->plane;
  gsize          n = cost->subject->network->n_parameters;

  memcpy (shard->parameters, cost->subject->parameters, n * sizeof (double));
  for (int k = 0; k < 2; k++)
    if (plane->kind == AN_PLANE_WEIGHTS)
      shard->parameters[plane->parameters[k]] = point[k];
    else
      for (gsize i = 0; i < n; i++)
        shard->parameters[i] += point[k] * plane->directions[k][i];
}

/* The gradient of the block's sum of losses. */
static double
go_back (Shard *shard)
{
  const NnNetwork *network = shard->subject.network;
  AnBlock         *block = shard->block;
  double          *dy = shard->deltas[0], *dx = shard->deltas[1];
  double           loss = an_block_loss (block, dy);

  memset (shard->gradient, 0, network->n_parameters * sizeof (double));
  for (guint l = network->n_layers; l-- > 0;)
    {
      const NnLayer *layer = &network->layers[l];

      layer->type->backward_reference (layer, shard->parameters + layer->offset, block->values[l],
                                       block->values[l + 1], dy, dx, shard->gradient + layer->offset, block->rows);
      dy = dx;
      dx = dy == shard->deltas[0] ? shard->deltas[1] : shard->deltas[0];
    }
  return loss;
}

static void
add_slope (const AnCostPlane *cost,
           Shard             *shard,
           AnSlope           *slope)
{
  const AnPlane *plane = cost->plane;

  slope->cost += go_back (shard);
  for (int k = 0; k < 2; k++)
    if (plane->kind == AN_PLANE_WEIGHTS)
      slope->gradient[k] += shard->gradient[plane->parameters[k]];
    else
      for (gsize i = 0; i < shard->subject.network->n_parameters; i++)
        slope->gradient[k] += plane->directions[k][i] * shard->gradient[i];
}

static void
run_shard (guint    s,
           guint    n_shards,
           gpointer user_data)
{
  const Sweep       *sweep = user_data;
  const AnCostPlane *cost = sweep->cost;
  Shard             *shard = &cost->shards[s];
  gsize              start, end;

  base_pool_part (shard->subject.n_examples, 1, s, n_shards, &start, &end);
  for (gsize first = start; first < end; first += cost->max_rows)
    {
      an_block_load (shard->block, first, MIN (cost->max_rows, end - first));
      for (guint k = 0; k < sweep->n && !an_is_raised (cost->stop); k++)
        {
          set_point (cost, shard, sweep->points[k]);
          an_block_forward (shard->block, 0);
          add_slope (cost, shard, &shard->slopes[k]);
        }
    }
}

static void
get_analytic (const AnAnalyticSurface *surface,
              const double           (*points)[2],
              guint                    n,
              AnSlope                 *slopes)
{
  for (guint k = 0; k < n; k++)
    {
      slopes[k].cost = surface->value (points[k][0], points[k][1]);
      surface->gradient (points[k][0], points[k][1], slopes[k].gradient);
    }
}

/* What the sum of the losses over @n examples is multiplied by. */
static double
get_scale (const AnCostPlane *cost,
           gsize              n)
{
  return cost->subject->sum ? (double) cost->subject->n_examples / (double) n : 1.0 / (double) n;
}

gboolean
an_cost_plane_get_slopes (AnCostPlane   *cost,
                          const AnBatch *batch,
                          const double (*points)[2],
                          guint          n,
                          AnSlope       *slopes)
{
  Sweep               sweep = { cost, points, n };
  g_autofree guint32 *indices = NULL;
  double              scale;

  memset (slopes, 0, n * sizeof *slopes);
  if (cost->plane->kind == AN_PLANE_ANALYTIC)
    {
      get_analytic (cost->plane->analytic, points, n, slopes);
      return !an_is_raised (cost->stop);
    }
  indices = batch ? g_new (guint32, batch->n) : NULL;
  for (gsize i = 0; batch && i < batch->n; i++)
    indices[i] = cost->subject->indices[batch->examples[i]];
  for (guint s = 0; s < cost->n_shards; s++)
    {
      Shard *shard = &cost->shards[s];

      shard->subject.indices = batch ? indices : cost->subject->indices;
      shard->subject.n_examples = batch ? batch->n : cost->subject->n_examples;
      shard->slopes = g_new0 (AnSlope, n);
    }
  base_pool_run (cost->pool, run_shard, &sweep);
  for (guint s = 0; s < cost->n_shards; s++)
    for (guint k = 0; k < n; k++)
      {
        slopes[k].cost += cost->shards[s].slopes[k].cost;
        for (int i = 0; i < 2; i++)
          slopes[k].gradient[i] += cost->shards[s].slopes[k].gradient[i];
      }
  scale = get_scale (cost, cost->shards[0].subject.n_examples);
  for (guint k = 0; k < n; k++)
    {
      double of_gradient = scale / an_subject_scale (&cost->shards[0].subject);

      slopes[k].cost *= scale;
      slopes[k].gradient[0] *= of_gradient;
      slopes[k].gradient[1] *= of_gradient;
    }
  for (guint s = 0; s < cost->n_shards; s++)
    g_clear_pointer (&cost->shards[s].slopes, g_free);
  return !an_is_raised (cost->stop);
}

/* How far apart the points of a difference are: a small step for a logit. */
static double
get_step (const AnCostPlane *cost,
          int                which)
{
  double square = 0.0;

  if (cost->plane->kind != AN_PLANE_DIRECTIONS)
    return 0.02;
  for (gsize i = 0; i < cost->subject->network->n_parameters; i++)
    square += cost->plane->directions[which][i] * cost->plane->directions[which][i];
  return square > 0.0 ? 0.02 / sqrt (square) : 0.02;
}

/* Derivative of the gradient along x and along y: central differences at h and 2h, their error of order h^2 taken out
 * (Richardson 1911). */
static gboolean
difference (AnCostPlane  *cost,
            const double  point[2],
            double        derivative[2][2])
{
  static const double places[] = { -2.0, -1.0, 1.0, 2.0 };
  double              points[8][2];
  AnSlope             slopes[8];

  for (int k = 0; k < 8; k++)
    {
      points[k][0] = point[0] + (k < 4 ? places[k] * get_step (cost, 0) : 0.0);
      points[k][1] = point[1] + (k < 4 ? 0.0 : places[k - 4] * get_step (cost, 1));
    }
  if (!an_cost_plane_get_slopes (cost, NULL, (const double (*)[2]) points, 8, slopes))
    return FALSE;
  for (int along = 0; along < 2; along++)
    for (int i = 0; i < 2; i++)
      {
        const AnSlope *s = slopes + 4 * along;
        double         h = (points[4 * along + 3][along] - points[4 * along][along]) / 4.0;

        derivative[along][i] = (8.0 * (s[2].gradient[i] - s[1].gradient[i]) - (s[3].gradient[i] - s[0].gradient[i])) /
                               (12.0 * h);
      }
  return TRUE;
}

gboolean
an_cost_plane_get_hessian (AnCostPlane  *cost,
                           const double  point[2],
                           AnHessian    *hessian)
{
  const AnAnalyticSurface *analytic = cost->plane->kind == AN_PLANE_ANALYTIC ? cost->plane->analytic : NULL;
  double                   derivative[2][2], second[3];

  if (analytic)
    {
      analytic->hessian (point[0], point[1], second);
      *hessian = (AnHessian) { second[0], second[1], second[2] };
      return !an_is_raised (cost->stop);
    }
  if (!difference (cost, point, derivative))
    return FALSE;
  *hessian = (AnHessian) { derivative[0][0], (derivative[0][1] + derivative[1][0]) / 2.0, derivative[1][1] };
  return TRUE;
}
