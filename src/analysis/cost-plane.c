/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/cost-plane-private.h"

#include "analysis/analysis-error.h"
#include "analysis/kept-examples.h"
#include "base/memory.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define STAYS G_MAXUINT32 /* the place of an example of whose loss nothing moves */

/* In the order in which they are asked; the last one can do all. */
static const AnCostWay *const ways[] = { &an_terms_cost, &an_units_cost, &an_restart_cost };

/* What one thread has. */
typedef struct
{
  gpointer  thread;  /* of the way */
  AnKept    kept;    /* of the shard's examples those that move */
  AnKept    drawn;   /* the shard's part of a batch */
  float    *numbers; /* of the examples that are being taken in */
  double    fixed;   /* the sum over its examples of what does not move */
  AnSlope  *sums;
  AnHessian bend;
} Shard;

struct _AnCostPlane
{
  AnCostJob        job;
  BasePool        *pool;
  const AnCostWay *way;     /* NULL: an analytic surface */
  guint            n_shards;
  Shard           *shards;
  guint32         *places;  /* of each example in its shard's kept ones */
  double          *fixed;   /* of each example */
};

/* One call of the pool. */
typedef struct
{
  AnCostPlane   *cost;
  const AnBatch *batch;
  const double (*points)[2];
  guint          n;
  gboolean       slopes;
} Sweep;

static Shard *
find_shard (const AnCostPlane *cost,
            gsize              example)
{
  return &cost->shards[example / AN_COST_ROWS % cost->n_shards];
}

static gboolean
set_no_memory (gsize    n_examples,
               GError **error)
{
  g_set_error (error, AN_ERROR, AN_ERROR_MEMORY,
               _("no memory for the cost of %" G_GSIZE_FORMAT " examples over a plane; fewer examples need less"),
               n_examples);
  return FALSE;
}

static gboolean
shard_init (AnCostPlane *cost,
            Shard       *shard,
            gsize        n_examples)
{
  const AnCostWay *way = cost->way;
  gsize            n_numbers = way->count (&cost->job);

  shard->kept = (AnKept) { .n_numbers = n_numbers, .block = way->block, .columns = way->columns };
  shard->drawn = shard->kept;
  shard->thread = way->begin (&cost->job);
  shard->numbers = g_try_malloc_n (AN_COST_ROWS, MAX (n_numbers, 1) * sizeof (float));
  return shard->thread && shard->numbers && an_kept_reserve (&shard->kept, n_examples);
}

static void
shard_clear (const AnCostPlane *cost,
             Shard             *shard)
{
  if (shard->thread)
    cost->way->free (shard->thread);
  an_kept_clear (&shard->kept);
  an_kept_clear (&shard->drawn);
  g_free (shard->numbers);
  g_free (shard->sums);
}

/* Takes in the shard's examples. */
static void
keep_shard (guint    s,
            guint    n_shards,
            gpointer user_data)
{
  AnCostPlane *cost = user_data;
  Shard       *shard = &cost->shards[s];
  gsize        n = cost->job.subject->n_examples;
  guint16      labels[AN_COST_ROWS];
  double       fixed[AN_COST_ROWS];
  gboolean     varies[AN_COST_ROWS];

  for (gsize first = s * AN_COST_ROWS; first < n && !an_is_raised (cost->job.stop); first += n_shards * AN_COST_ROWS)
    {
      AnKeeping keeping = { first, MIN (AN_COST_ROWS, n - first), labels, shard->numbers, fixed, varies };

      for (gsize r = 0; r < keeping.rows; r++)
        {
          fixed[r] = 0.0;
          varies[r] = TRUE;
        }
      cost->way->keep (&cost->job, shard->thread, &keeping);
      for (gsize r = 0; r < keeping.rows; r++)
        {
          cost->fixed[first + r] = fixed[r];
          shard->fixed += fixed[r];
          cost->places[first + r] = varies[r] ? (guint32) shard->kept.n : STAYS;
          if (varies[r])
            an_kept_append (&shard->kept, shard->numbers + r * shard->kept.n_numbers);
        }
    }
  an_kept_shrink (&shard->kept);
  g_clear_pointer (&shard->numbers, g_free);
}

static gboolean
keep_examples (AnCostPlane *cost,
               GError     **error)
{
  gsize n = cost->job.subject->n_examples;
  gsize most = ((n + AN_COST_ROWS - 1) / AN_COST_ROWS + cost->n_shards - 1) / cost->n_shards * AN_COST_ROWS;

  if (n >= STAYS || n * cost->way->count (&cost->job) > base_memory_available () / sizeof (float))
    return set_no_memory (n, error);
  cost->places = g_try_new (guint32, n);
  cost->fixed = g_try_new (double, n);
  if (!cost->places || !cost->fixed)
    return set_no_memory (n, error);
  for (guint s = 0; s < cost->n_shards; s++)
    if (!shard_init (cost, &cost->shards[s], most))
      return set_no_memory (n, error);
  base_pool_run (cost->pool, keep_shard, cost);
  return an_is_raised (cost->job.stop) ? an_set_stopped (error) : TRUE;
}

AnCostPlane *
an_cost_plane_new (const AnSubject   *subject,
                   const AnPlane     *plane,
                   BasePool          *pool,
                   const atomic_bool *stop,
                   GError           **error)
{
  g_autoptr (AnCostPlane) cost = g_new0 (AnCostPlane, 1);

  cost->job = (AnCostJob) { .subject = subject, .plane = plane, .stop = stop };
  cost->pool = pool;
  if (plane->kind == AN_PLANE_ANALYTIC)
    return g_steal_pointer (&cost);
  if (!an_cost_job_init (&cost->job, error))
    return NULL;
  for (gsize w = G_N_ELEMENTS (ways); w-- > 0;)
    if (ways[w]->applies (&cost->job))
      cost->way = ways[w];
  cost->n_shards = base_pool_get_n_threads (pool);
  cost->shards = g_new0 (Shard, cost->n_shards);
  return keep_examples (cost, error) ? g_steal_pointer (&cost) : NULL;
}

void
an_cost_plane_free (AnCostPlane *cost)
{
  if (!cost)
    return;
  for (guint s = 0; s < cost->n_shards; s++)
    shard_clear (cost, &cost->shards[s]);
  an_cost_job_clear (&cost->job);
  g_free (cost->shards);
  g_free (cost->places);
  g_free (cost->fixed);
  g_free (cost);
}

/* Collects the shard's part of the batch. Returns the sum of what does not move. */
static double
draw (const AnCostPlane *cost,
      const AnBatch     *batch,
      guint              s,
      AnKept            *drawn)
{
  double fixed = 0.0;
  gsize  start, end;

  base_pool_part (batch->n, 1, s, cost->n_shards, &start, &end);
  for (gsize i = start; i < end; i++)
    {
      guint32 example = batch->examples[i];

      fixed += cost->fixed[example];
      if (cost->places[example] != STAYS)
        an_kept_copy (drawn, &find_shard (cost, example)->kept, cost->places[example]);
    }
  return fixed;
}

static void
sweep_shard (guint    s,
             guint    n_shards,
             gpointer user_data)
{
  const Sweep       *sweep = user_data;
  const AnCostPlane *cost = sweep->cost;
  Shard             *shard = &cost->shards[s];
  const AnKept      *kept = sweep->batch ? &shard->drawn : &shard->kept;
  double             fixed = sweep->batch ? draw (cost, sweep->batch, s, &shard->drawn) : shard->fixed;

  for (guint k = 0; k < sweep->n; k++)
    shard->sums[k] = (AnSlope) { .cost = fixed };
  for (gsize first = 0; first < kept->n; first += kept->block)
    {
      gsize        rows;
      const float *numbers = an_kept_get_block (kept, first, &rows);

      for (guint k = 0; k < sweep->n && !an_is_raised (cost->job.stop); k++)
        cost->way->add (&cost->job, shard->thread, numbers, rows, sweep->points[k], sweep->slopes, &shard->sums[k]);
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

/* Room for what the shards find. Nothing is assumed: a batch may be as large as it likes. */
static gboolean
make_room (const Sweep *sweep)
{
  AnCostPlane *cost = sweep->cost;

  for (guint s = 0; s < cost->n_shards; s++)
    {
      Shard *shard = &cost->shards[s];

      shard->sums = g_renew (AnSlope, shard->sums, sweep->n);
      if (sweep->batch && !an_kept_reserve (&shard->drawn, sweep->batch->n / cost->n_shards + 1))
        return FALSE;
    }
  return TRUE;
}

/* What the sum of the losses over @n examples is multiplied by. */
static double
get_scale (const AnSubject *subject,
           gsize            n)
{
  return subject->sum ? (double) subject->n_examples / (double) n : 1.0 / (double) n;
}

static void
add_shards (const Sweep *sweep,
            AnSlope     *slopes)
{
  const AnCostPlane *cost = sweep->cost;
  const AnSubject   *subject = cost->job.subject;
  double             scale = get_scale (subject, sweep->batch ? sweep->batch->n : subject->n_examples);

  for (guint k = 0; k < sweep->n; k++)
    {
      AnSlope sum = { 0.0 };

      for (guint s = 0; s < cost->n_shards; s++)
        {
          sum.cost += cost->shards[s].sums[k].cost;
          for (int i = 0; i < 2; i++)
            sum.gradient[i] += cost->shards[s].sums[k].gradient[i];
        }
      slopes[k] = (AnSlope) { scale * sum.cost, { scale * sum.gradient[0], scale * sum.gradient[1] } };
    }
}

static gboolean
run_sweep (Sweep   *sweep,
           AnSlope *slopes)
{
  AnCostPlane *cost = sweep->cost;

  if (!cost->way)
    get_analytic (cost->job.plane->analytic, sweep->points, sweep->n, slopes);
  else
    {
      if (!make_room (sweep))
        return FALSE;
      base_pool_run (cost->pool, sweep_shard, sweep);
      add_shards (sweep, slopes);
    }
  return !an_is_raised (cost->job.stop);
}

gboolean
an_cost_plane_get_slopes (AnCostPlane   *cost,
                          const AnBatch *batch,
                          const double (*points)[2],
                          guint          n,
                          AnSlope       *slopes)
{
  Sweep sweep = { cost, batch, points, n, TRUE };

  return run_sweep (&sweep, slopes);
}

gboolean
an_cost_plane_get_costs (AnCostPlane  *cost,
                         const double (*points)[2],
                         guint         n,
                         AnSlope      *slopes)
{
  Sweep sweep = { cost, NULL, points, n, FALSE };

  return run_sweep (&sweep, slopes);
}

gboolean
an_cost_plane_explain (const AnCostPlane *cost,
                       GError           **error)
{
  return an_is_raised (cost->job.stop) ? an_set_stopped (error) : set_no_memory (cost->job.subject->n_examples, error);
}

static void
bend_shard (guint    s,
            guint    n_shards,
            gpointer user_data)
{
  const Sweep       *sweep = user_data;
  const AnCostPlane *cost = sweep->cost;
  Shard             *shard = &cost->shards[s];

  shard->bend = (AnHessian) { 0.0 };
  for (gsize first = 0; first < shard->kept.n && !an_is_raised (cost->job.stop); first += shard->kept.block)
    {
      gsize        rows;
      const float *numbers = an_kept_get_block (&shard->kept, first, &rows);

      cost->way->bend (&cost->job, numbers, rows, sweep->points[0], &shard->bend);
    }
}

static void
add_bends (AnCostPlane  *cost,
           const double  point[2],
           AnHessian    *hessian)
{
  const double points[1][2] = { { point[0], point[1] } };
  Sweep        sweep = { .cost = cost, .points = points, .n = 1 };
  double       scale = an_subject_scale (cost->job.subject);

  base_pool_run (cost->pool, bend_shard, &sweep);
  *hessian = (AnHessian) { 0.0 };
  for (guint s = 0; s < cost->n_shards; s++)
    {
      hessian->xx += scale * cost->shards[s].bend.xx;
      hessian->xy += scale * cost->shards[s].bend.xy;
      hessian->yy += scale * cost->shards[s].bend.yy;
    }
}

/* How far apart the points of a difference are: a small step for a logit. */
static double
get_step (const AnCostPlane *cost,
          int                which)
{
  double square = 0.0;

  if (cost->job.plane->kind != AN_PLANE_DIRECTIONS)
    return 0.02;
  for (gsize i = 0; i < cost->job.subject->network->n_parameters; i++)
    square += cost->job.plane->directions[which][i] * cost->job.plane->directions[which][i];
  return square > 0.0 ? 0.02 / sqrt (square) : 0.02;
}

/* The gradient's central differences at h and 2h, their error of order h^2 taken out (Richardson 1911). */
static gboolean
difference (AnCostPlane  *cost,
            const double  point[2],
            AnHessian    *hessian)
{
  static const double places[] = { -2.0, -1.0, 1.0, 2.0 };
  double              points[8][2], along[2][2];
  AnSlope             slopes[8];

  for (int k = 0; k < 8; k++)
    {
      points[k][0] = point[0] + (k < 4 ? places[k] * get_step (cost, 0) : 0.0);
      points[k][1] = point[1] + (k < 4 ? 0.0 : places[k - 4] * get_step (cost, 1));
    }
  if (!an_cost_plane_get_slopes (cost, NULL, (const double (*)[2]) points, 8, slopes))
    return FALSE;
  for (int k = 0; k < 2; k++)
    for (int i = 0; i < 2; i++)
      {
        const AnSlope *s = slopes + 4 * k;
        double         h = (points[4 * k + 3][k] - points[4 * k][k]) / 4.0;

        along[k][i] = (8.0 * (s[2].gradient[i] - s[1].gradient[i]) - (s[3].gradient[i] - s[0].gradient[i])) /
                      (12.0 * h);
      }
  *hessian = (AnHessian) { along[0][0], (along[0][1] + along[1][0]) / 2.0, along[1][1] };
  return TRUE;
}

gboolean
an_cost_plane_get_hessian (AnCostPlane  *cost,
                           const double  point[2],
                           AnHessian    *hessian)
{
  double second[3];

  if (cost->way && !cost->way->bend)
    return difference (cost, point, hessian);
  if (cost->way)
    add_bends (cost, point, hessian);
  else
    {
      cost->job.plane->analytic->hessian (point[0], point[1], second);
      *hessian = (AnHessian) { second[0], second[1], second[2] };
    }
  return !an_is_raised (cost->job.stop);
}
