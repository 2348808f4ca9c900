/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/gradients.h"

#include "analysis/analysis-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What one shard needs. */
typedef struct
{
  AnBlock     *block;
  double      *deltas[2]; /* rows x the widest layer */
  double      *biases;    /* those of one layer, put aside */
  double      *reference;
  NnWorkspace *workspace;
  float       *production;
  double       cost;
} Shard;

typedef struct
{
  const AnSubject   *subject;
  const AnBug       *bug;
  const atomic_bool *stop;
  float             *parameters; /* the subject's in float32 */
  gsize              max_rows;
  guint              n_shards;
  Shard             *shards;
} Job;

static gboolean
prepare_shard (Job     *job,
               Shard   *shard,
               GError **error)
{
  const NnNetwork *network = job->subject->network;

  shard->block = an_block_new (job->subject, job->max_rows, error);
  if (!shard->block)
    return FALSE;
  for (int i = 0; i < 2; i++)
    if (!(shard->deltas[i] = an_try_numbers (job->max_rows * network->widest, error)))
      return FALSE;
  shard->reference = an_try_numbers (network->n_parameters, error);
  shard->biases = shard->reference ? an_try_numbers (network->widest, error) : NULL;
  if (!shard->biases)
    return FALSE;
  shard->workspace = nn_workspace_new (network, job->max_rows);
  shard->production = g_try_new0 (float, MAX (network->n_parameters, 1));
  if (shard->workspace && shard->production)
    return TRUE;
  g_set_error (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for the gradient of %" G_GSIZE_FORMAT " parameters"),
               network->n_parameters);
  return FALSE;
}

static void
clear_job (Job *job)
{
  for (guint s = 0; s < job->n_shards; s++)
    {
      Shard *shard = &job->shards[s];

      an_block_free (shard->block);
      g_free (shard->deltas[0]);
      g_free (shard->deltas[1]);
      g_free (shard->biases);
      g_free (shard->reference);
      nn_workspace_free (shard->workspace);
      g_free (shard->production);
    }
  g_free (job->shards);
  g_free (job->parameters);
}

static void
add_biases (const Job     *job,
            Shard         *shard,
            const NnLayer *layer,
            const double  *dy)
{
  double *db = shard->reference + layer->offset + layer->n_weights;

  memcpy (db, shard->biases, layer->n_biases * sizeof *db);
  job->bug->biases (shard->block, layer, dy, db);
}

/* The way back in double precision, the bug in it. */
static void
back_reference (const Job *job,
                Shard     *shard)
{
  const NnNetwork *network = job->subject->network;
  AnBlock         *block = shard->block;
  double          *dy = shard->deltas[0], *dx = shard->deltas[1];

  shard->cost += an_block_loss (block, dy);
  if (job->bug && job->bug->outputs)
    job->bug->outputs (block, dy);
  for (guint l = network->n_layers; l-- > 0;)
    {
      const NnLayer *layer = &network->layers[l];
      double        *dp = shard->reference + layer->offset;
      gboolean       spoil_biases = job->bug && job->bug->biases && layer->n_biases > 0;

      if (job->bug && job->bug->skips_derivatives && layer->number == 0)
        continue;
      if (spoil_biases)
        memcpy (shard->biases, dp + layer->n_weights, layer->n_biases * sizeof *dp);
      layer->type->backward_reference (layer, job->subject->parameters + layer->offset, block->values[l],
                                       block->values[l + 1], dy, dx, dp, block->rows);
      if (spoil_biases)
        add_biases (job, shard, layer, dy);
      dy = dx;
      dx = dy == shard->deltas[0] ? shard->deltas[1] : shard->deltas[0];
    }
}

/* Forward and back as training does it. */
static void
run_production (const Job *job,
                Shard     *shard,
                gboolean   accumulate)
{
  const AnSubject *subject = job->subject;
  const NnNetwork *network = subject->network;
  NnWorkspace     *workspace = shard->workspace;
  gsize            rows = shard->block->rows;
  float           *d = workspace->deltas[0];
  float           *outputs;

  memcpy (workspace->values[0], shard->block->pixels, rows * nn_shape_size (network->input) * sizeof *d);
  outputs = nn_network_forward (network, job->parameters, workspace, rows);
  subject->loss->forward_backward (outputs, shard->block->labels, rows, network->n_outputs, 1.0f, d);
  nn_network_backward (network, job->parameters, workspace, d, shard->production, accumulate, rows);
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
  for (gsize first = start; first < end && !an_is_raised (job->stop); first += job->max_rows)
    {
      an_block_load (shard->block, first, MIN (job->max_rows, end - first));
      an_block_forward (shard->block, 0);
      back_reference (job, shard);
      run_production (job, shard, first != start);
    }
}

static void
add_shards (const Job   *job,
            AnGradients *gradients)
{
  const NnNetwork *network = job->subject->network;
  double           scale = an_subject_scale (job->subject);

  for (guint s = 0; s < job->n_shards; s++)
    {
      gradients->cost += scale * job->shards[s].cost;
      for (gsize i = 0; i < network->n_parameters; i++)
        {
          gradients->reference[i] += job->shards[s].reference[i];
          gradients->production[i] += scale * (double) job->shards[s].production[i];
        }
    }
  for (guint l = 0; job->bug && job->bug->parameters && l < network->n_layers; l++)
    if (network->layers[l].number > 0)
      job->bug->parameters (&network->layers[l], gradients->reference + network->layers[l].offset);
}

static gboolean
run (Job         *job,
     BasePool    *pool,
     AnGradients *gradients,
     GError     **error)
{
  const NnNetwork *network = job->subject->network;

  for (guint s = 0; s < job->n_shards; s++)
    if (!prepare_shard (job, &job->shards[s], error))
      return FALSE;
  gradients->reference = an_try_numbers (network->n_parameters, error);
  gradients->production = gradients->reference ? an_try_numbers (network->n_parameters, error) : NULL;
  if (!gradients->production)
    return FALSE;
  base_pool_run (pool, run_shard, job);
  if (an_is_raised (job->stop))
    return an_set_stopped (error);
  add_shards (job, gradients);
  return TRUE;
}

AnGradients *
an_gradients_compute (const AnSubject   *subject,
                      const AnBug       *bug,
                      BasePool          *pool,
                      const atomic_bool *stop,
                      GError           **error)
{
  g_autoptr (AnGradients) gradients = g_new0 (AnGradients, 1);
  Job                     job = { .subject = subject, .bug = bug, .stop = stop };
  gboolean                done;

  job.max_rows = an_subject_block_rows (subject);
  job.n_shards = base_pool_get_n_threads (pool);
  job.shards = g_new0 (Shard, job.n_shards);
  job.parameters = g_new (float, MAX (subject->network->n_parameters, 1));
  for (gsize i = 0; i < subject->network->n_parameters; i++)
    job.parameters[i] = (float) subject->parameters[i];
  done = run (&job, pool, gradients, error);
  clear_job (&job);
  return done ? g_steal_pointer (&gradients) : NULL;
}

void
an_gradients_free (AnGradients *gradients)
{
  if (!gradients)
    return;
  g_free (gradients->reference);
  g_free (gradients->production);
  g_free (gradients);
}
