/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cost over any plane: a layer is linear in its parameters, so the output of the lowest layer that moves is
 * z + x s + y t, where s and t are what the layer makes of the directions alone. From there the network goes on with
 * the parameters of the point. */

#include "analysis/network-tail.h"

#include "nn/kernels.h"

#include <string.h>

typedef struct
{
  const NnNetwork *network;
  float          **values;      /* up to the output of the lowest layer */
  float           *directions[2]; /* weights: 1 at the parameter, 0 at all others of the lowest layer */
  float           *moved;       /* rows x n_out */
  guint16         *labels;
  AnTail          *tail;        /* the layers above */
} Thread;

static const NnLayer *
get_lowest (const AnCostJob *job)
{
  return &job->subject->network->layers[job->first];
}

static gboolean
applies (const AnCostJob *job)
{
  return TRUE;
}

/* What is kept of the lowest layer: its output, and what x and y add to it. */
static guint
count_parts (const AnCostJob *job)
{
  return 1u + (job->moves[0][job->first] ? 1u : 0u) + (job->moves[1][job->first] ? 1u : 0u);
}

/* The label stands last. */
static gsize
count (const AnCostJob *job)
{
  return count_parts (job) * get_lowest (job)->n_out + 1;
}

static void
thread_free (gpointer user_data)
{
  Thread *thread = user_data;

  an_values_free (thread->network, thread->values);
  g_free (thread->directions[0]);
  g_free (thread->directions[1]);
  g_free (thread->moved);
  g_free (thread->labels);
  an_tail_free (thread->tail);
  g_free (thread);
}

static gboolean
set_direction (const AnCostJob *job,
               Thread          *thread,
               int              which)
{
  const NnLayer *lowest = get_lowest (job);

  if (job->plane->kind == AN_PLANE_DIRECTIONS || !job->moves[which][job->first])
    return TRUE;
  thread->directions[which] = g_try_new0 (float, lowest->n_weights + lowest->n_biases);
  if (thread->directions[which])
    thread->directions[which][job->places[which]] = 1.0f;
  return thread->directions[which] != NULL;
}

static gpointer
begin (const AnCostJob *job)
{
  Thread *thread = g_new0 (Thread, 1);

  thread->network = job->subject->network;
  thread->values = an_values_new (thread->network, 0, job->first + 1, AN_COST_ROWS);
  thread->moved = g_try_new (float, AN_COST_ROWS * get_lowest (job)->n_out);
  thread->labels = g_new (guint16, AN_COST_ROWS);
  thread->tail = an_tail_new (job, job->first + 1, AN_COST_ROWS);
  if (thread->values && thread->moved && thread->tail && set_direction (job, thread, 0) &&
      set_direction (job, thread, 1))
    return thread;
  thread_free (thread);
  return NULL;
}

static void
write_part (const AnCostJob *job,
            const float     *y,
            guint            part,
            AnKeeping       *keeping)
{
  gsize n = get_lowest (job)->n_out;

  for (gsize r = 0; r < keeping->rows; r++)
    memcpy (keeping->numbers + r * count (job) + part * n, y + r * n, n * sizeof *y);
}

static void
keep (const AnCostJob *job,
      gpointer         user_data,
      AnKeeping       *keeping)
{
  Thread        *thread = user_data;
  const NnLayer *lowest = get_lowest (job);
  guint          part = 0;

  an_cost_load (job, keeping->first, keeping->rows, thread->values[0], keeping->labels);
  an_values_forward (job, thread->values, 0, job->first + 1, keeping->rows);
  write_part (job, thread->values[job->first + 1], part++, keeping);
  for (int k = 0; k < 2; k++)
    if (job->moves[k][job->first])
      {
        const float *direction = thread->directions[k] ? thread->directions[k] : job->directions[k] + lowest->offset;

        lowest->type->forward (lowest, direction, thread->values[job->first], thread->moved, keeping->rows);
        write_part (job, thread->moved, part++, keeping);
      }
  for (gsize r = 0; r < keeping->rows; r++)
    keeping->numbers[(r + 1) * count (job) - 1] = (float) keeping->labels[r];
}

/* The lowest layer's output at the point. */
static void
move (const AnCostJob *job,
      const float     *numbers,
      const double     point[2],
      float           *y)
{
  gsize        n = get_lowest (job)->n_out;
  const float *part = numbers + n;

  memcpy (y, numbers, n * sizeof *y);
  for (int k = 0; k < 2; k++)
    if (job->moves[k][job->first])
      {
        nn_kernels ()->add_multiple (y, part, (float) point[k], n);
        part += n;
      }
}

/* What comes through the lowest layer's output. */
static void
add_lowest (const AnCostJob *job,
            const float     *numbers,
            const float     *d,
            double           gradient[2])
{
  gsize        n = get_lowest (job)->n_out;
  const float *part = numbers + n;

  for (int k = 0; k < 2; k++)
    if (job->moves[k][job->first])
      {
        gradient[k] += nn_kernels ()->dot (d, part, n);
        part += n;
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
  Thread *thread = user_data;
  AnTail *tail = thread->tail;
  gsize   n = get_lowest (job)->n_out, step = count (job);

  for (gsize r = 0; r < rows; r++)
    {
      move (job, numbers + r * step, point, tail->values[tail->from] + r * n);
      thread->labels[r] = (guint16) numbers[(r + 1) * step - 1];
    }
  an_tail_run (tail, thread->labels, rows, point, slopes, sum);
  for (gsize r = 0; slopes && r < rows; r++)
    add_lowest (job, numbers + r * step, tail->d + r * n, sum->gradient);
}

const AnCostWay an_restart_cost = {
  .block = AN_COST_ROWS,
  .columns = FALSE,
  .applies = applies,
  .count = count,
  .begin = begin,
  .free = thread_free,
  .keep = keep,
  .add = add,
};
