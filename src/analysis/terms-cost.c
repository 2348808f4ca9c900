/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cost over a plane where nothing but the last, dense layer moves, and the loss is nll: the logits are linear in x
 * and y, so with the true class t the loss of an example is
 *
 *   log sum over k of exp (o_k - o_t) = fixed + log (1 + sum over j of exp (a_j + x b_j + y c_j))
 *
 * and a few a, b and c are kept. Of two weights at most two logits move, and those that stay are one, L, the logarithm
 * of the sum of their exponentials:
 *
 *   t stays            o_u - L and o_v - L, fixed: L - o_t
 *   t = u              L - o_u and o_v - o_u                      t = v likewise
 *   both weights of u  o_u - L, fixed: L - o_t; with t = u L - o_u alone
 *
 * An example whose two inputs are 0 has the same loss everywhere. Along directions all logits move: o_k - o_t of all
 * other classes. */

#include "analysis/cost-plane-private.h"

#include "nn/kernels.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const NnNetwork *network;
  float          **values;
  float           *moved[2];  /* rows x n_outputs: what one of x, y adds to the logits; directions only */
} Thread;

/* A logit, or a difference of two: a + x b + y c. */
typedef struct
{
  double a, b, c;
} Line;

static const NnLayer *
get_last (const AnCostJob *job)
{
  return &job->subject->network->layers[job->subject->network->n_layers - 1];
}

static gboolean
applies (const AnCostJob *job)
{
  return job->subject->loss == &nn_nll_loss && get_last (job)->type == &nn_dense_layer &&
         job->first == get_last (job)->index &&
         (job->plane->kind == AN_PLANE_WEIGHTS || job->subject->network->n_outputs > 1);
}

static guint
get_unit (const AnCostJob *job,
          int              which)
{
  const NnLayer *layer = get_last (job);
  gsize          place = job->places[which];

  return (guint) (place < layer->n_weights ? place / layer->n_in : place - layer->n_weights);
}

static gsize
count_terms (const AnCostJob *job)
{
  if (job->plane->kind == AN_PLANE_DIRECTIONS)
    return job->subject->network->n_outputs - 1;
  return get_unit (job, 0) == get_unit (job, 1) ? 1 : 2;
}

static gsize
count (const AnCostJob *job)
{
  return 3 * count_terms (job);
}

static void
thread_free (gpointer user_data)
{
  Thread *thread = user_data;

  an_values_free (thread->network, thread->values);
  g_free (thread->moved[0]);
  g_free (thread->moved[1]);
  g_free (thread);
}

static gpointer
begin (const AnCostJob *job)
{
  const NnNetwork *network = job->subject->network;
  Thread          *thread = g_new0 (Thread, 1);
  gboolean         done;

  thread->network = network;
  thread->values = an_values_new (network, 0, network->n_layers, AN_COST_ROWS);
  done = thread->values != NULL;
  for (int k = 0; k < 2 && job->plane->kind == AN_PLANE_DIRECTIONS; k++)
    {
      thread->moved[k] = g_try_new (float, AN_COST_ROWS * network->n_outputs);
      done = done && thread->moved[k];
    }
  if (done)
    return thread;
  thread_free (thread);
  return NULL;
}

static void
write_difference (float      *numbers,
                  const Line *one,
                  const Line *other)
{
  numbers[0] = (float) (one->a - other->a);
  numbers[1] = (float) (one->b - other->b);
  numbers[2] = (float) (one->c - other->c);
}

/* The logarithm of the sum of the exponentials of the logits that stay; -infinity when none does. */
static double
sum_staying (const float *o,
             gsize        n,
             guint        u,
             guint        v)
{
  double largest = -INFINITY, sum = 0.0;

  for (guint k = 0; k < n; k++)
    if (k != u && k != v && !((double) o[k] <= largest))
      largest = (double) o[k];
  if (isinf (largest))
    return largest;
  for (guint k = 0; k < n; k++)
    if (k != u && k != v)
      sum += exp ((double) o[k] - largest);
  return largest + log (sum);
}

/* One example of two weights. @inputs: what they are multiplied by. */
static void
keep_weights (const AnCostJob *job,
              const float     *o,
              const double     inputs[2],
              gsize            r,
              AnKeeping       *keeping)
{
  guint      u = get_unit (job, 0), v = get_unit (job, 1), label = keeping->labels[r];
  const Line rest = { .a = sum_staying (o, get_last (job)->n_out, u, v) };
  const Line first = { o[u], inputs[0], u == v ? inputs[1] : 0.0 }, second = { o[v], 0.0, inputs[1] };
  float     *numbers = keeping->numbers + r * count (job);

  if (label == u)
    write_difference (numbers, &rest, &first);
  else
    write_difference (numbers, &first, label == v ? &second : &rest);
  if (u != v)
    write_difference (numbers + 3, label == v ? &rest : &second, label == u ? &first : label == v ? &second : &rest);
  if (label != u && label != v)
    keeping->fixed[r] = rest.a - (double) o[label];
}

static double
get_input (const AnCostJob *job,
           int              which,
           const float     *x)
{
  const NnLayer *layer = get_last (job);
  gsize          place = job->places[which];

  return place < layer->n_weights ? (double) x[place % layer->n_in] : 1.0;
}

/* What it is where the two weights are 0, for those that stay what they are. */
static double
loss_at_zero (const float *numbers,
              gsize        n_terms)
{
  double top = 0.0, sum;

  for (gsize j = 0; j < n_terms; j++)
    top = fmax (top, (double) numbers[3 * j]);
  sum = top > 0.0 ? exp (-top) - 1.0 : 0.0;
  for (gsize j = 0; j < n_terms; j++)
    sum += exp ((double) numbers[3 * j] - top);
  return top + log1p (sum);
}

static gboolean
is_blank (const float *numbers,
          gsize        n_terms)
{
  for (gsize j = 0; j < n_terms; j++)
    if (numbers[3 * j + 1] != 0.0f || numbers[3 * j + 2] != 0.0f)
      return FALSE;
  return TRUE;
}

static void
keep_directions (const Thread *thread,
                 const float  *o,
                 gsize         r,
                 AnKeeping    *keeping)
{
  gsize        n = thread->network->n_outputs;
  guint        label = keeping->labels[r];
  const float *b = thread->moved[0] + r * n, *c = thread->moved[1] + r * n;
  const Line   of_label = { o[label], b[label], c[label] };
  float       *numbers = keeping->numbers + r * 3 * (n - 1);

  for (guint k = 0; k < n; k++)
    if (k != label)
      {
        const Line line = { o[k], b[k], c[k] };

        write_difference (numbers, &line, &of_label);
        numbers += 3;
      }
}

static void
move (const AnCostJob *job,
      Thread          *thread,
      int              which,
      gsize            rows)
{
  const NnLayer *layer = get_last (job);

  layer->type->forward (layer, job->directions[which] + layer->offset, thread->values[layer->index],
                        thread->moved[which], rows);
}

static void
keep (const AnCostJob *job,
      gpointer         user_data,
      AnKeeping       *keeping)
{
  Thread        *thread = user_data;
  const NnLayer *layer = get_last (job);
  gboolean       by_weights = job->plane->kind == AN_PLANE_WEIGHTS;
  gsize          n_terms = count_terms (job);

  an_cost_load (job, keeping->first, keeping->rows, thread->values[0], keeping->labels);
  an_values_forward (job, thread->values, 0, layer->index + 1, keeping->rows);
  for (int k = 0; k < 2 && !by_weights; k++)
    move (job, thread, k, keeping->rows);
  for (gsize r = 0; r < keeping->rows; r++)
    {
      const float *o = thread->values[layer->index + 1] + r * layer->n_out;
      const float *x = thread->values[layer->index] + r * layer->n_in;
      const double inputs[2] = { by_weights ? get_input (job, 0, x) : 0.0, by_weights ? get_input (job, 1, x) : 0.0 };
      const float *numbers = keeping->numbers + r * 3 * n_terms;

      if (by_weights)
        keep_weights (job, o, inputs, r, keeping);
      else
        keep_directions (thread, o, r, keeping);
      keeping->varies[r] = !is_blank (numbers, n_terms);
      if (!keeping->varies[r])
        keeping->fixed[r] += loss_at_zero (numbers, n_terms);
    }
}

static void
add (const AnCostJob *job,
     gpointer         user_data,
     const float     *numbers,
     gsize            rows,
     const double     point[2],
     gboolean         slopes,
     AnSlope         *sum)
{
  double sums[3] = { 0.0 };

  nn_kernels ()->terms_loss (numbers, NN_COLUMN, count_terms (job), rows, (float) point[0], (float) point[1], slopes,
                             sums);
  sum->cost += sums[0];
  sum->gradient[0] += sums[1];
  sum->gradient[1] += sums[2];
}

/* Of one example: sum p b b - (sum p b) (sum p b) and so on, where p_j is the share of term j in the sum. */
static void
bend_example (const float  *numbers,
              gsize         n_terms,
              const double  point[2],
              AnHessian    *sum)
{
  double top = 0.0, total, b1 = 0.0, c1 = 0.0, bb = 0.0, bc = 0.0, cc = 0.0;

  for (gsize j = 0; j < n_terms; j++)
    {
      const float *term = numbers + 3 * j * NN_COLUMN;

      top = fmax (top, term[0] + point[0] * term[NN_COLUMN] + point[1] * term[2 * NN_COLUMN]);
    }
  total = exp (-top);
  for (gsize j = 0; j < n_terms; j++)
    {
      const float *term = numbers + 3 * j * NN_COLUMN;
      double       b = term[NN_COLUMN], c = term[2 * NN_COLUMN], e = exp (term[0] + point[0] * b + point[1] * c - top);

      total += e;
      b1 += e * b;
      c1 += e * c;
      bb += e * b * b;
      bc += e * b * c;
      cc += e * c * c;
    }
  sum->xx += bb / total - b1 / total * b1 / total;
  sum->xy += bc / total - b1 / total * c1 / total;
  sum->yy += cc / total - c1 / total * c1 / total;
}

static void
bend (const AnCostJob *job,
      const float     *numbers,
      gsize            rows,
      const double     point[2],
      AnHessian       *sum)
{
  for (gsize r = 0; r < rows; r++)
    bend_example (numbers + r, count_terms (job), point, sum);
}

const AnCostWay an_terms_cost = {
  .block = NN_COLUMN,
  .columns = TRUE,
  .applies = applies,
  .count = count,
  .begin = begin,
  .free = thread_free,
  .keep = keep,
  .add = add,
  .bend = bend,
};
