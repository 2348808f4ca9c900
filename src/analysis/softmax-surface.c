/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loss surface of two parameters of the last, dense layer under nll. The loss of an example with the true class t
 * is log F, F = sum over k of exp (o_k - o_t), and on the grid only the touched o_u and o_v change: by weight times
 * input. So each F is a product of a column's and a row's number and something constant (m: any shift):
 *
 *   t neither      F = (1 + c + exp (o_u - o_t)) * 1 + exp (o_v - o_t)
 *   t = u          F = exp (m - o_u) * (r + exp (o_v - m)) + 1             t = v likewise
 *   u = v, not t   F = exp (o_u - o_t) * exp (what v's adds) + 1 + c
 *   u = v = t      F = r exp (m - o_u) * exp (- what v's adds) + 1
 *
 * F = a_i y_j + z_j: n[0] + n[1] exponentials an example, and a multiply-add and a multiplication a point, for the sum
 * of logarithms is the logarithm of the product, kept as mantissa and exponent: one logarithm for each point of the
 * grid. In double precision F - 1 keeps as much of a small loss as log-sum-exp does. An example whose F may leave the
 * range of the product is computed point by point with log-sum-exp. One whose two inputs are 0 adds the same to every
 * point. */

#include "analysis/loss-surface-private.h"

#include "nn/kernels.h"

#include <math.h>

/* One example: logits with the two parameters at 0, and what they are multiplied by. */
typedef struct
{
  const float *o;
  gsize        n;
  guint        label;
  guint        units[2];
  double       inputs[2];
} Example;

typedef struct
{
  NnWorkspace *workspace;
  guint16     *labels;
  double      *product;   /* n[1] x n[0], as are the next two */
  gint64      *exponents;
  double      *sums;      /* of examples out of range */
  double       constant;  /* of those with blank inputs */
  double      *a;         /* NN_N_FACTORS x n[0] */
  double      *y;         /* n[1] x NN_N_FACTORS, as is the next */
  double      *z;
  double      *lines[2];  /* n[1]: y and z of one example */
  guint        n_factors; /* waiting in a, y and z */
} Shard;

static gboolean
applies (const AnCostJob *job)
{
  return job->plane->kind == AN_PLANE_WEIGHTS && job->subject->loss == &nn_nll_loss &&
         job->layers[0] == job->layers[1] && job->layers[0]->type == &nn_dense_layer &&
         job->layers[0]->index + 1 == job->subject->network->n_layers;
}

static void
shard_free (gpointer user_data)
{
  Shard *shard = user_data;

  nn_workspace_free (shard->workspace);
  g_free (shard->labels);
  g_free (shard->product);
  g_free (shard->exponents);
  g_free (shard->sums);
  g_free (shard->a);
  g_free (shard->y);
  g_free (shard->z);
  g_free (shard->lines[0]);
  g_free (shard->lines[1]);
  g_free (shard);
}

static gpointer
begin (const AnSurfaceJob *job)
{
  const guint *n = job->surface->n;
  gsize        points = (gsize) n[0] * n[1];
  Shard       *shard = g_new0 (Shard, 1);

  shard->workspace = nn_workspace_new (job->cost.subject->network, AN_COST_ROWS);
  shard->labels = g_new (guint16, AN_COST_ROWS);
  shard->product = g_try_new (double, points);
  shard->exponents = g_try_new0 (gint64, points);
  shard->sums = g_try_new0 (double, points);
  shard->a = g_new (double, NN_N_FACTORS * n[0]);
  shard->y = g_new (double, NN_N_FACTORS * n[1]);
  shard->z = g_new (double, NN_N_FACTORS * n[1]);
  shard->lines[0] = g_new (double, n[1]);
  shard->lines[1] = g_new (double, n[1]);
  if (shard->workspace && shard->product && shard->exponents && shard->sums)
    {
      for (gsize p = 0; p < points; p++)
        shard->product[p] = 1.0;
      return shard;
    }
  shard_free (shard);
  return NULL;
}

/* The largest logit that is not touched, -infinity when there is none. */
static double
find_largest (const Example *e)
{
  double largest = -INFINITY;

  for (guint k = 0; k < e->n; k++)
    if (k != e->units[0] && k != e->units[1] && !(e->o[k] <= largest))
      largest = (double) e->o[k];
  return largest;
}

/* Sum over those of exp (o_k - shift), the true class left out if @without_label. */
static double
sum_others (const Example *e,
            double         shift,
            gboolean       without_label)
{
  double sum = 0.0;

  for (guint k = 0; k < e->n; k++)
    if (k != e->units[0] && k != e->units[1] && !(without_label && k == e->label))
      sum += exp ((double) e->o[k] - shift);
  return sum;
}

/* numbers[i] = start + exp (sign * (o + axis[i] * input - shift)) */
static void
fill (double       *numbers,
      const double *axis,
      guint         n,
      double        input,
      double        o,
      double        shift,
      double        sign,
      double        start)
{
  for (guint i = 0; i < n; i++)
    numbers[i] = start + exp (sign * (o + axis[i] * input - shift));
}

static void
fill_line (double *line,
           guint   n,
           double  value)
{
  for (guint i = 0; i < n; i++)
    line[i] = value;
}

/* Of two units the first is the true one. */
static void
fill_true_first (const AnLossSurface *surface,
                 const Example       *e,
                 double              *a,
                 double              *y)
{
  double largest = find_largest (e);
  double shift = isfinite (largest) ? largest : (double) e->o[e->units[1]];

  fill (a, surface->axes[0], surface->n[0], e->inputs[0], e->o[e->units[0]], shift, -1.0, 0.0);
  fill (y, surface->axes[1], surface->n[1], e->inputs[1], e->o[e->units[1]], shift, 1.0,
        sum_others (e, shift, FALSE));
}

static void
fill_true_second (const AnLossSurface *surface,
                  const Example       *e,
                  double              *a,
                  double              *y)
{
  double largest = find_largest (e);
  double shift = isfinite (largest) ? largest : (double) e->o[e->units[0]];

  fill (a, surface->axes[0], surface->n[0], e->inputs[0], e->o[e->units[0]], shift, 1.0,
        sum_others (e, shift, FALSE));
  fill (y, surface->axes[1], surface->n[1], e->inputs[1], e->o[e->units[1]], shift, -1.0, 0.0);
}

static void
fill_same_unit (const AnLossSurface *surface,
                const Example       *e,
                double              *a,
                double              *y)
{
  gboolean is_true = e->label == e->units[0];
  double   largest = is_true ? find_largest (e) : (double) e->o[e->label];
  double   shift = isfinite (largest) ? largest : 0.0, sign = is_true ? -1.0 : 1.0;
  double   factor = is_true ? sum_others (e, shift, FALSE) : 1.0;

  fill (a, surface->axes[0], surface->n[0], e->inputs[0], e->o[e->units[0]], shift, sign, 0.0);
  for (guint i = 0; is_true && i < surface->n[0]; i++)
    a[i] *= factor;
  fill (y, surface->axes[1], surface->n[1], e->inputs[1], 0.0, 0.0, sign, 0.0);
}

/* a (n[0]), y and z (n[1]): the example's F = a y + z. */
static void
fill_factors (const AnLossSurface *surface,
              const Example       *e,
              double              *a,
              double              *y,
              double              *z)
{
  double label = (double) e->o[e->label];

  fill_line (z, surface->n[1], 1.0);
  if (e->units[0] == e->units[1])
    {
      fill_same_unit (surface, e, a, y);
      if (e->label != e->units[0])
        fill_line (z, surface->n[1], 1.0 + sum_others (e, label, TRUE));
    }
  else if (e->label == e->units[0])
    fill_true_first (surface, e, a, y);
  else if (e->label == e->units[1])
    fill_true_second (surface, e, a, y);
  else
    {
      fill (a, surface->axes[0], surface->n[0], e->inputs[0], e->o[e->units[0]], label, 1.0,
            1.0 + sum_others (e, label, TRUE));
      fill_line (y, surface->n[1], 1.0);
      fill (z, surface->axes[1], surface->n[1], e->inputs[1], e->o[e->units[1]], label, 1.0, 0.0);
    }
}

static double
sum (const double *numbers,
     guint         n)
{
  double sum = 0.0;

  for (guint i = 0; i < n; i++)
    sum += numbers[i];
  return sum;
}

/* The sums bound the largest, and NaN stays in them. */
static gboolean
is_in_range (const AnLossSurface *surface,
             const double        *a,
             const double        *y,
             const double        *z)
{
  return sum (a, surface->n[0]) * sum (y, surface->n[1]) + sum (z, surface->n[1]) <= NN_MAX_FACTOR;
}

static void
multiply (const AnSurfaceJob *job,
          Shard              *shard)
{
  const guint *n = job->surface->n;

  for (gsize j = 0; j < n[1]; j++)
    nn_kernels ()->multiply_factors (shard->product + j * n[0], shard->exponents + j * n[0], shard->a,
                                     shard->y + j * NN_N_FACTORS, shard->z + j * NN_N_FACTORS, n[0]);
  shard->n_factors = 0;
}

/* The example's loss with the two weights @first and @second; @largest and @others as find_largest() and sum_others()
 * say. */
static double
loss_at (const Example *e,
         double         largest,
         double         others,
         double         first,
         double         second)
{
  gboolean same = e->units[0] == e->units[1];
  double   o[2] = { (double) e->o[e->units[0]] + first * e->inputs[0],
                    (double) e->o[e->units[1]] + second * e->inputs[1] };
  double   label, top, total;

  if (same)
    {
      o[0] += second * e->inputs[1];
      o[1] = -INFINITY;
    }
  label = e->label == e->units[0] ? o[0] : e->label == e->units[1] ? o[1] : (double) e->o[e->label];
  top = MAX (MAX (largest, o[0]), o[1]);
  total = exp (o[0] - top) + (same ? 0.0 : exp (o[1] - top));
  if (others > 0.0 || isnan (others))
    total += others * exp (largest - top);
  return top - label + log (total);
}

static void
add_by_points (const AnSurfaceJob *job,
               Shard              *shard,
               const Example      *e)
{
  const AnLossSurface *surface = job->surface;
  double               largest = find_largest (e);
  double               others = isinf (largest) && largest < 0 ? 0.0 : sum_others (e, largest, FALSE);

  for (gsize j = 0; j < surface->n[1]; j++)
    for (gsize i = 0; i < surface->n[0]; i++)
      shard->sums[j * surface->n[0] + i] += loss_at (e, largest, others, surface->axes[0][i], surface->axes[1][j]);
}

static void
add_blank (Shard         *shard,
           const Example *e)
{
  double largest = find_largest (e);
  double others = isinf (largest) && largest < 0 ? 0.0 : sum_others (e, largest, FALSE);

  shard->constant += loss_at (e, largest, others, 0.0, 0.0);
}

static void
add_example (const AnSurfaceJob *job,
             Shard              *shard,
             const Example      *e)
{
  const AnLossSurface *surface = job->surface;
  double              *a = shard->a + shard->n_factors * surface->n[0];

  if (e->inputs[0] == 0.0 && e->inputs[1] == 0.0)
    {
      add_blank (shard, e);
      return;
    }
  fill_factors (surface, e, a, shard->lines[0], shard->lines[1]);
  if (!is_in_range (surface, a, shard->lines[0], shard->lines[1]))
    {
      add_by_points (job, shard, e);
      return;
    }
  for (gsize j = 0; j < surface->n[1]; j++)
    {
      shard->y[j * NN_N_FACTORS + shard->n_factors] = shard->lines[0][j];
      shard->z[j * NN_N_FACTORS + shard->n_factors] = shard->lines[1][j];
    }
  if (++shard->n_factors == NN_N_FACTORS)
    multiply (job, shard);
}

static void
add (const AnSurfaceJob *job,
     gpointer            user_data,
     gsize               first,
     gsize               rows)
{
  Shard         *shard = user_data;
  const NnLayer *layer = job->cost.layers[0];
  const float   *x = shard->workspace->values[layer->index];
  const float   *outputs;

  an_cost_load (&job->cost, first, rows, shard->workspace->values[0], shard->labels);
  outputs = nn_network_forward (job->cost.subject->network, job->cost.parameters, shard->workspace, rows);
  for (gsize r = 0; r < rows && !an_is_raised (job->cost.stop); r++)
    {
      Example e = { .o = outputs + r * layer->n_out, .n = layer->n_out, .label = shard->labels[r] };

      for (int k = 0; k < 2; k++)
        {
          gboolean is_bias = job->cost.places[k] >= layer->n_weights;

          e.units[k] = (guint) (is_bias ? job->cost.places[k] - layer->n_weights : job->cost.places[k] / layer->n_in);
          e.inputs[k] = is_bias ? 1.0 : (double) x[r * layer->n_in + job->cost.places[k] % layer->n_in];
        }
      add_example (job, shard, &e);
    }
}

/* What waits goes in with factors of 1. */
static void
finish (const AnSurfaceJob *job,
        gpointer            user_data,
        double             *sums)
{
  Shard       *shard = user_data;
  const guint *n = job->surface->n;

  while (shard->n_factors > 0 && shard->n_factors < NN_N_FACTORS)
    {
      fill_line (shard->a + shard->n_factors * n[0], n[0], 0.0);
      for (gsize j = 0; j < n[1]; j++)
        {
          shard->y[j * NN_N_FACTORS + shard->n_factors] = 0.0;
          shard->z[j * NN_N_FACTORS + shard->n_factors] = 1.0;
        }
      shard->n_factors++;
    }
  if (shard->n_factors > 0)
    multiply (job, shard);
  for (gsize p = 0; p < (gsize) n[0] * n[1]; p++)
    sums[p] += shard->sums[p] + shard->constant + (double) shard->exponents[p] * G_LN2 + log (shard->product[p]);
}

const AnSurfaceWay an_softmax_surface = {
  .applies = applies,
  .begin = begin,
  .add = add,
  .finish = finish,
  .free = shard_free,
};
