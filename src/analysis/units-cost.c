/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cost over two weights of which the lower one, or both, belong to a dense layer that is followed by activations of
 * single numbers and then by a dense layer, the next. Such a weight moves the activation a of one unit, and that adds a
 * multiple of one column of the next layer's weights to its output:
 *
 *   z = z' + W[:,u] a_u + W[:,v] a_v      both weights in the lower layer; z' is without the two units
 *   z = z' + W[:,u] a_u + y h e_o         the other weight goes from unit h to output o of the next layer
 *   z = z' + W[:,u] a_u                   the other one is further up
 *
 * Where the next layer is the last and the loss is nll, one kernel does the rest, an example a lane; otherwise the
 * layers above go on. Of an example z' is kept and what a_u and a_v follow from. */

#include "analysis/network-tail.h"

#include "nn/kernels.h"

#include <string.h>

typedef enum
{
  SAME_UNIT,
  OTHER_UNIT,
  NEXT_LAYER,
  ABOVE,
} Other;

/* Where the two weights are; [0] is the lower one of them, then the other. */
typedef struct
{
  int            which[2];  /* 0 is x, 1 is y */
  const NnLayer *lower;
  const NnLayer *next;
  guint          units[2];  /* outputs of their own layers */
  gsize          inputs[2]; /* to their own layers; G_MAXSIZE for a bias */
  Other          other;
} Places;

/* After the z' of each output of the next layer, in this order. */
enum
{
  LABEL,
  SUM_0,   /* of the lower weight's unit without that weight, and without the other's if it is the same unit */
  INPUT_0,
  SUM_1,   /* the other unit's, if there is another */
  INPUT_1, /* what the other weight is multiplied by; 0 where it is further up or h is the lower weight's unit */
  N_MORE,
};

/* The activation of a unit in a block, and its derivative. */
typedef struct
{
  float a[NN_COLUMN];
  float slope[NN_COLUMN];
} Activation;

typedef struct
{
  const AnCostJob *job;
  Places           places;
  float          **values;     /* up to the next layer's output */
  float           *w[2];       /* z = z' + w[0] a[0] + w[1] a[1]; n_out of the next layer each */
  float           *v[2];       /* dz/d(weight i) = v[i] times something of the example */
  float          **chain;      /* a unit's numbers on their way through the activations: NN_COLUMN each */
  Activation       units[2];
  float            d[2][NN_COLUMN];
  guint16          labels[NN_COLUMN];
  float           *single;     /* a block for one example */
  AnTail          *tail;       /* NULL: the kernel does it */
} Thread;

static void
find_place (const NnLayer *layer,
            gsize          place,
            guint         *unit,
            gsize         *input)
{
  gboolean is_bias = place >= layer->n_weights;

  *unit = (guint) (is_bias ? place - layer->n_weights : place / layer->n_in);
  *input = is_bias ? G_MAXSIZE : place % layer->n_in;
}

static const NnLayer *
find_next (const AnCostJob *job,
           const NnLayer   *lower)
{
  const NnNetwork *network = job->subject->network;

  for (guint l = lower->index + 1; l < network->n_layers; l++)
    {
      const NnLayer *layer = &network->layers[l];

      if (layer->type == &nn_dense_layer)
        return layer;
      if (!layer->type->elementwise)
        return NULL;
    }
  return NULL;
}

static gboolean
find_places (const AnCostJob *job,
             Places          *p)
{
  if (job->plane->kind != AN_PLANE_WEIGHTS)
    return FALSE;
  p->which[0] = job->layers[1]->index < job->layers[0]->index ? 1 : 0;
  p->which[1] = 1 - p->which[0];
  p->lower = job->layers[p->which[0]];
  p->next = p->lower->type == &nn_dense_layer ? find_next (job, p->lower) : NULL;
  if (!p->next)
    return FALSE;
  for (int i = 0; i < 2; i++)
    find_place (job->layers[p->which[i]], job->places[p->which[i]], &p->units[i], &p->inputs[i]);
  if (job->layers[p->which[1]] == p->lower)
    p->other = p->units[0] == p->units[1] ? SAME_UNIT : OTHER_UNIT;
  else
    p->other = job->layers[p->which[1]] == p->next ? NEXT_LAYER : ABOVE;
  return TRUE;
}

static gboolean
applies (const AnCostJob *job)
{
  Places places;

  return find_places (job, &places);
}

static gsize
count (const AnCostJob *job)
{
  Places places;

  return find_places (job, &places) ? places.next->n_out + N_MORE : 0;
}

/* Activations between the two layers. */
static guint
count_chain (const Places *p)
{
  return p->next->index - p->lower->index - 1;
}

static void
thread_free (gpointer user_data)
{
  Thread *thread = user_data;

  an_values_free (thread->job->subject->network, thread->values);
  for (guint c = 0; thread->chain && c <= count_chain (&thread->places); c++)
    g_free (thread->chain[c]);
  g_free (thread->chain);
  for (int i = 0; i < 2; i++)
    {
      g_free (thread->w[i]);
      g_free (thread->v[i]);
    }
  g_free (thread->single);
  an_tail_free (thread->tail);
  g_free (thread);
}

static void
copy_column (const Thread *thread,
             guint         unit,
             float        *column)
{
  const NnLayer *next = thread->places.next;
  const float   *weights = thread->job->parameters + next->offset;

  for (guint k = 0; k < next->n_out; k++)
    column[k] = weights[k * next->n_in + unit];
}

/* What does not depend on the point. */
static void
set_columns (Thread *thread)
{
  const Places *p = &thread->places;

  copy_column (thread, p->units[0], thread->w[0]);
  copy_column (thread, p->units[0], thread->v[0]);
  if (p->other == SAME_UNIT)
    copy_column (thread, p->units[0], thread->v[1]);
  else if (p->other == OTHER_UNIT)
    for (int i = 0; i < 2; i++)
      copy_column (thread, p->units[1], i == 0 ? thread->w[1] : thread->v[1]);
  else if (p->other == NEXT_LAYER)
    thread->v[1][p->units[1]] = 1.0f;
}

static gpointer
begin (const AnCostJob *job)
{
  const NnNetwork *network = job->subject->network;
  Thread          *thread = g_new0 (Thread, 1);
  const Places    *p = &thread->places;
  gboolean         by_kernel, done;

  thread->job = job;
  find_places (job, &thread->places);
  by_kernel = p->next->index + 1 == network->n_layers && job->subject->loss == &nn_nll_loss;
  thread->values = an_values_new (network, 0, p->next->index + 1, AN_COST_ROWS);
  thread->tail = by_kernel ? NULL : an_tail_new (job, p->next->index + 1, NN_COLUMN);
  thread->single = g_try_new0 (float, NN_COLUMN * count (job));
  done = thread->values && thread->single && (by_kernel || thread->tail);
  thread->chain = g_new0 (float *, count_chain (p) + 1);
  for (guint c = 0; c <= count_chain (p); c++)
    thread->chain[c] = g_new (float, NN_COLUMN);
  for (int i = 0; i < 2; i++)
    {
      thread->w[i] = g_new0 (float, p->next->n_out);
      thread->v[i] = g_new0 (float, p->next->n_out);
    }
  if (done)
    {
      set_columns (thread);
      return thread;
    }
  thread_free (thread);
  return NULL;
}

/* The weight of the next layer that moves belongs to the unit that the lower weight moves. */
static gboolean
is_chained (const Places *p)
{
  return p->other == NEXT_LAYER && p->inputs[1] == p->units[0];
}

/* Fills in what of the lower layer's output is needed, and takes the units out of its activations. */
static void
keep_sums (Thread    *thread,
           gsize      r,
           float     *numbers)
{
  const Places *p = &thread->places;
  const float  *x = thread->values[p->lower->index] + r * p->lower->n_in;
  const float  *y = thread->values[p->lower->index + 1] + r * p->lower->n_out;
  float        *a = thread->values[p->next->index] + r * p->next->n_in;

  numbers[SUM_0] = y[p->units[0]];
  numbers[INPUT_0] = p->inputs[0] == G_MAXSIZE ? 1.0f : x[p->inputs[0]];
  numbers[SUM_1] = numbers[INPUT_1] = 0.0f;
  if (p->other == SAME_UNIT || p->other == OTHER_UNIT)
    {
      numbers[SUM_1] = y[p->units[1]];
      numbers[INPUT_1] = p->inputs[1] == G_MAXSIZE ? 1.0f : x[p->inputs[1]];
    }
  else if (p->other == NEXT_LAYER && !is_chained (p))
    numbers[INPUT_1] = p->inputs[1] == G_MAXSIZE ? 1.0f : a[p->inputs[1]];
  a[p->units[0]] = 0.0f;
  if (p->other == OTHER_UNIT)
    a[p->units[1]] = 0.0f;
}

/* A unit's activations and their derivatives, from chain[0] on. */
static void
activate (Thread     *thread,
          Activation *unit,
          gsize       rows)
{
  const Places    *p = &thread->places;
  const NnNetwork *network = thread->job->subject->network;
  guint            n = count_chain (p);

  for (guint c = 0; c < n; c++)
    {
      NnLayer single = network->layers[p->lower->index + 1 + c];

      single.n_in = single.n_out = 1;
      single.type->forward (&single, NULL, thread->chain[c], thread->chain[c + 1], rows);
    }
  memcpy (unit->a, thread->chain[n], rows * sizeof (float));
  for (gsize r = 0; r < rows; r++)
    unit->slope[r] = 1.0f;
  for (guint c = n; c-- > 0;)
    {
      NnLayer single = network->layers[p->lower->index + 1 + c];
      float  *dx = single.type->in_place ? unit->slope : thread->d[0];

      single.n_in = single.n_out = 1;
      single.type->backward (&single, NULL, thread->chain[c], thread->chain[c + 1], unit->slope, dx, NULL, FALSE,
                             rows);
      if (dx != unit->slope)
        memcpy (unit->slope, dx, rows * sizeof (float));
    }
}

static const float *
get_column (const Thread *thread,
            const float  *numbers,
            int           which)
{
  return numbers + (thread->places.next->n_out + (gsize) which) * NN_COLUMN;
}

/* The units at the point. Returns what the other weight's column of z is multiplied by. */
static const float *
move_units (Thread       *thread,
            const float  *numbers,
            gsize         rows,
            const double  point[2])
{
  const Places *p = &thread->places;
  const float  *input = get_column (thread, numbers, INPUT_1);
  float         first = (float) point[p->which[0]], second = (float) point[p->which[1]];

  memcpy (thread->chain[0], get_column (thread, numbers, SUM_0), rows * sizeof (float));
  nn_kernels ()->add_multiple (thread->chain[0], get_column (thread, numbers, INPUT_0), first, rows);
  if (p->other == SAME_UNIT)
    nn_kernels ()->add_multiple (thread->chain[0], input, second, rows);
  activate (thread, &thread->units[0], rows);
  if (p->other == OTHER_UNIT)
    {
      memcpy (thread->chain[0], get_column (thread, numbers, SUM_1), rows * sizeof (float));
      nn_kernels ()->add_multiple (thread->chain[0], input, second, rows);
      activate (thread, &thread->units[1], rows);
      return thread->units[1].a;
    }
  if (p->other != NEXT_LAYER)
    return thread->units[0].a;
  thread->w[1][p->units[1]] = second;
  if (is_chained (p))
    thread->v[0][p->units[1]] = second;
  return is_chained (p) ? thread->units[0].a : input;
}

/* Into tail->values, row by row, and the slopes of what comes out into thread->d. */
static void
run_tail (Thread             *thread,
          const float        *numbers,
          gsize               rows,
          const float *const  a[2],
          const double        point[2],
          gboolean            slopes,
          AnSlope            *sum)
{
  gsize        n = thread->places.next->n_out;
  float       *z = thread->tail->values[thread->tail->from];
  const float *labels = get_column (thread, numbers, LABEL);

  for (gsize r = 0; r < rows; r++)
    {
      thread->labels[r] = (guint16) labels[r];
      for (gsize k = 0; k < n; k++)
        z[r * n + k] = numbers[k * NN_COLUMN + r] + thread->w[0][k] * a[0][r] + thread->w[1][k] * a[1][r];
    }
  an_tail_run (thread->tail, thread->labels, rows, point, slopes, sum);
  for (int i = 0; i < 2 && slopes; i++)
    for (gsize r = 0; r < rows; r++)
      {
        float d = 0.0f;

        for (gsize k = 0; k < n; k++)
          d += thread->tail->d[r * n + k] * thread->v[i][k];
        thread->d[i][r] = d;
      }
}

/* From thread->d to the slopes of the two weights. */
static void
add_slopes (const Thread *thread,
            const float  *numbers,
            gsize         rows,
            const float  *second,
            AnSlope      *sum)
{
  const Places     *p = &thread->places;
  const Activation *other = &thread->units[p->other == OTHER_UNIT ? 1 : 0];
  double            slopes[2] = { 0.0 };

  for (gsize r = 0; r < rows; r++)
    {
      float factor = p->other == NEXT_LAYER ? second[r] : other->slope[r] * get_column (thread, numbers, INPUT_1)[r];

      slopes[0] += (double) (thread->d[0][r] * thread->units[0].slope[r] * get_column (thread, numbers, INPUT_0)[r]);
      slopes[1] += (double) (thread->d[1][r] * factor);
    }
  for (int i = 0; i < 2; i++)
    sum->gradient[p->which[i]] += slopes[i];
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
  Thread      *thread = user_data;
  const float *second = move_units (thread, numbers, rows, point);
  const float *a[2] = { thread->units[0].a, second }, *w[2] = { thread->w[0], thread->w[1] };
  const float *v[2] = { thread->v[0], thread->v[1] };
  float       *d[2] = { thread->d[0], thread->d[1] };

  if (thread->tail)
    run_tail (thread, numbers, rows, a, point, slopes, sum);
  else
    sum->cost += nn_kernels ()->units_loss (numbers, NN_COLUMN, thread->places.next->n_out, rows, w, a, v,
                                            slopes ? d : NULL);
  if (slopes)
    add_slopes (thread, numbers, rows, second, sum);
}

/* The loss of one example whose inputs are 0. */
static double
find_fixed (Thread      *thread,
            const float *numbers)
{
  static const double zero[2];
  AnSlope             sum = { 0.0 };

  for (gsize c = 0; c < thread->places.next->n_out + N_MORE; c++)
    thread->single[c * NN_COLUMN] = numbers[c];
  add (thread->job, thread, thread->single, 1, zero, FALSE, &sum);
  return sum.cost;
}

static void
keep (const AnCostJob *job,
      gpointer         user_data,
      AnKeeping       *keeping)
{
  Thread       *thread = user_data;
  const Places *p = &thread->places;
  gsize         n = p->next->n_out, step = n + N_MORE;

  an_cost_load (job, keeping->first, keeping->rows, thread->values[0], keeping->labels);
  an_values_forward (job, thread->values, 0, p->next->index, keeping->rows);
  for (gsize r = 0; r < keeping->rows; r++)
    keep_sums (thread, r, keeping->numbers + r * step + n);
  an_values_forward (job, thread->values, p->next->index, p->next->index + 1, keeping->rows);
  for (gsize r = 0; r < keeping->rows; r++)
    {
      float *numbers = keeping->numbers + r * step, *more = numbers + n;

      memcpy (numbers, thread->values[p->next->index + 1] + r * n, n * sizeof (float));
      more[LABEL] = (float) keeping->labels[r];
      keeping->varies[r] = p->other == NEXT_LAYER || p->other == ABOVE || more[INPUT_0] != 0.0f ||
                           more[INPUT_1] != 0.0f;
      if (!keeping->varies[r])
        keeping->fixed[r] = find_fixed (thread, numbers);
    }
}

const AnCostWay an_units_cost = {
  .block = NN_COLUMN,
  .columns = TRUE,
  .applies = applies,
  .count = count,
  .begin = begin,
  .free = thread_free,
  .keep = keep,
  .add = add,
};
