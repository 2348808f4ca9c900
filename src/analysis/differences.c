/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/differences.h"

#include "analysis/analysis-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  AnBlock *base;       /* with the subject's parameters */
  AnBlock *touched;    /* with one of them changed, from its layer on */
  double  *parameters; /* of a layer that must run again as a whole; NULL where none must */
  double  *costs;
  guint32 *kinks;
} Shard;

typedef struct
{
  const AnSubject   *subject;
  const gsize       *coordinates;
  gsize              n_coordinates;
  const double      *offsets;
  guint              n_offsets;
  const atomic_bool *stop;
  atomic_bool        given_up; /* by the progress function */
  BaseProgress       progress;
  gpointer           user_data;
  gsize              max_rows;
  guint             *layers;   /* n_coordinates: the layer of each */
  guint              n_shards;
  Shard             *shards;
} Job;

static guint
layer_of (const NnNetwork *network,
          gsize            parameter)
{
  guint found = 0;

  for (guint l = 0; l < network->n_layers; l++)
    if (network->layers[l].offset <= parameter && network->layers[l].number > 0)
      found = l;
  return found;
}

static gboolean
prepare_shard (Job     *job,
               Shard   *shard,
               GError **error)
{
  gsize n = job->n_coordinates * job->n_offsets;

  shard->base = an_block_new (job->subject, job->max_rows, error);
  shard->touched = shard->base ? an_block_new (job->subject, job->max_rows, error) : NULL;
  shard->costs = shard->touched ? an_try_numbers (n, error) : NULL;
  if (!shard->costs)
    return FALSE;
  for (gsize c = 0; c < job->n_coordinates && !shard->parameters; c++)
    if (!job->subject->network->layers[job->layers[c]].type->touch_reference &&
        !(shard->parameters = an_try_numbers (job->subject->network->n_parameters, error)))
      return FALSE;
  if (shard->parameters)
    memcpy (shard->parameters, job->subject->parameters, job->subject->network->n_parameters * sizeof (double));
  shard->kinks = g_try_new0 (guint32, MAX (n, 1));
  if (shard->kinks)
    return TRUE;
  g_set_error_literal (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for the finite differences"));
  return FALSE;
}

static void
clear_job (Job *job)
{
  for (guint s = 0; s < job->n_shards; s++)
    {
      an_block_free (job->shards[s].base);
      an_block_free (job->shards[s].touched);
      g_free (job->shards[s].parameters);
      g_free (job->shards[s].costs);
      g_free (job->shards[s].kinks);
    }
  g_free (job->shards);
  g_free (job->layers);
}

/* How many of the layer's inputs lie on another side of a kink than they did. */
static guint32
count_kinks (const NnLayer *layer,
             const double  *before,
             const double  *after,
             gsize          rows)
{
  guint32 n = 0;

  for (guint k = 0; k < layer->type->n_kinks; k++)
    for (gsize i = 0; i < rows * layer->n_in; i++)
      n += (before[i] > layer->type->kinks[k]) != (after[i] > layer->type->kinks[k]);
  return n;
}

/* The touched layer's output with one parameter changed. */
static void
touch (const Job     *job,
       Shard         *shard,
       const NnLayer *layer,
       guint          l,
       gsize          parameter,
       double         offset)
{
  double *y = shard->touched->values[l + 1];
  gsize   rows = shard->base->rows;

  if (layer->type->touch_reference)
    {
      memcpy (y, shard->base->values[l + 1], rows * layer->n_out * sizeof *y);
      layer->type->touch_reference (layer, parameter - layer->offset, offset, shard->base->values[l], y, rows);
      return;
    }
  shard->parameters[parameter] = job->subject->parameters[parameter] + offset;
  layer->type->forward_reference (layer, shard->parameters + layer->offset, shard->base->values[l], y, rows);
  shard->parameters[parameter] = job->subject->parameters[parameter];
}

static void
add_cost (const Job *job,
          Shard     *shard,
          gsize      coordinate,
          guint      offset)
{
  const NnNetwork *network = job->subject->network;
  guint            l = job->layers[coordinate];
  gsize            place = coordinate * job->n_offsets + offset;
  AnBlock         *touched = shard->touched;

  touch (job, shard, &network->layers[l], l, job->coordinates[coordinate], job->offsets[offset]);
  an_block_forward (touched, l + 1);
  for (guint k = l + 1; k < network->n_layers; k++)
    shard->kinks[place] += count_kinks (&network->layers[k], shard->base->values[k], touched->values[k],
                                        touched->rows);
  shard->costs[place] += an_block_loss (touched, NULL);
}

static gboolean
goes_on (Job    *job,
         guint   s,
         double  done)
{
  if (s == 0 && job->progress && !job->progress (NULL, done, job->user_data))
    atomic_store_explicit (&job->given_up, TRUE, memory_order_relaxed);
  return !an_is_raised (job->stop) && !an_is_raised (&job->given_up);
}

static void
run_shard (guint    s,
           guint    n_shards,
           gpointer user_data)
{
  Job   *job = user_data;
  Shard *shard = &job->shards[s];
  gsize  start, end;

  base_pool_part (job->subject->n_examples, 1, s, n_shards, &start, &end);
  for (gsize first = start; first < end; first += job->max_rows)
    {
      gsize  rows = MIN (job->max_rows, end - first);
      double blocks = (double) (end - start) / (double) rows;

      an_block_load (shard->base, first, rows);
      an_block_forward (shard->base, 0);
      memcpy (shard->touched->labels, shard->base->labels, rows * sizeof (guint16));
      shard->touched->rows = rows;
      for (gsize c = 0; c < job->n_coordinates; c++)
        {
          double done = (double) (first - start) / (double) (end - start) +
                        (double) c / (double) job->n_coordinates / blocks;

          for (guint o = 0; o < job->n_offsets; o++)
            {
              if (!goes_on (job, s, done))
                return;
              add_cost (job, shard, c, o);
            }
        }
    }
}

static void
add_shards (const Job     *job,
            AnDifferences *differences)
{
  gsize  n = job->n_coordinates * job->n_offsets;
  double scale = an_subject_scale (job->subject);

  for (gsize i = 0; i < n; i++)
    {
      double sum = 0.0;

      for (guint s = 0; s < job->n_shards; s++)
        {
          sum += job->shards[s].costs[i];
          differences->kinks[i] += job->shards[s].kinks[i];
        }
      differences->costs[i] = scale * sum;
    }
}

static gboolean
run (Job           *job,
     BasePool      *pool,
     AnDifferences *differences,
     GError       **error)
{
  gsize n = job->n_coordinates * job->n_offsets;

  for (guint s = 0; s < job->n_shards; s++)
    if (!prepare_shard (job, &job->shards[s], error))
      return FALSE;
  differences->costs = an_try_numbers (n, error);
  if (!differences->costs)
    return FALSE;
  differences->kinks = g_new0 (guint32, MAX (n, 1));
  base_pool_run (pool, run_shard, job);
  if (an_is_raised (job->stop) || an_is_raised (&job->given_up))
    return an_set_stopped (error);
  add_shards (job, differences);
  return TRUE;
}

AnDifferences *
an_differences_compute (const AnSubject   *subject,
                        const gsize       *coordinates,
                        gsize              n_coordinates,
                        const double      *offsets,
                        guint              n_offsets,
                        BasePool          *pool,
                        const atomic_bool *stop,
                        BaseProgress       progress,
                        gpointer           user_data,
                        GError           **error)
{
  g_autoptr (AnDifferences) differences = g_new0 (AnDifferences, 1);
  Job                       job = { subject, coordinates, n_coordinates, offsets, n_offsets, stop };
  gboolean                  done;

  differences->n_coordinates = n_coordinates;
  differences->n_offsets = n_offsets;
  job.progress = progress;
  job.user_data = user_data;
  job.max_rows = an_subject_block_rows (subject);
  job.layers = g_new (guint, MAX (n_coordinates, 1));
  for (gsize c = 0; c < n_coordinates; c++)
    job.layers[c] = layer_of (subject->network, coordinates[c]);
  job.n_shards = base_pool_get_n_threads (pool);
  job.shards = g_new0 (Shard, job.n_shards);
  done = run (&job, pool, differences, error);
  clear_job (&job);
  return done ? g_steal_pointer (&differences) : NULL;
}

void
an_differences_free (AnDifferences *differences)
{
  if (!differences)
    return;
  g_free (differences->costs);
  g_free (differences->kinks);
  g_free (differences);
}
