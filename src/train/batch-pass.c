/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/batch-pass.h"

#include "nn/kernels.h"
#include "nn/nn-error.h"
#include "nn/subnormals.h"
#include "train/flat-units.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A block of expanded pixels should stay in the second-level cache between forward and backward; and since the stop
 * flag is read between blocks, one should take less than 20 ms: six operations a row and parameter. */
#define BLOCK_BYTES (400 * 1024)
#define BLOCK_ROW_PARAMETERS 250000000
#define MIN_BLOCK 16
#define LEAST_BLOCK 4 /* of a network so large that fewer rows would mostly move its gradient through memory */
#define MAX_BLOCK 256
#define FETCHED 1024 /* bytes, after which the processor has seen where it goes */

/* What one shard computes; padded so that no two share a cache line. */
typedef struct
{
  NnWorkspace *workspace;
  guint16     *labels;     /* of a block */
  guint16     *predicted;
  TrainTally   tally;
  guint32     *flat;       /* of each hidden unit: on how many examples it was */
  gboolean     stopped;
  char         padding[64];
} Shard;

struct _TrainBatchPass
{
  const NnNetwork   *network;
  const NnLossType  *loss;
  BasePool          *pool;
  const atomic_bool *stop;
  gsize              block;
  guint              n_shards;
  Shard             *shards;
  float            **gradients;    /* n_shards, or NULL */
  TrainFlatUnits    *flat_units;
  TrainUnitSplit    *split;        /* NULL without gradient */
  gsize              split_rows;   /* of the batch whose gradient is that of the split and the rest of the parts */

  /* of the pass under way */
  const float         *parameters;
  const TrainExamples *examples;
  const DsRecipe      *recipe;
  gboolean             training;
  gboolean             splits;       /* the first layer is divided by units */
  guint64              key;
  guint16             *predicted;    /* of all examples, or NULL */
  float               *losses;       /* the same */
  gsize                n_flat;       /* that many examples are looked at for flat units */
};

static gsize
rows_in_time (const NnNetwork *network)
{
  return MAX (BLOCK_ROW_PARAMETERS / MAX (network->n_parameters, 1), LEAST_BLOCK);
}

static gsize
choose_block (const NnNetwork *network)
{
  gsize row_bytes = nn_shape_size (network->input) * sizeof (float);
  gsize in_cache = BLOCK_BYTES / MAX (row_bytes, 1);

  return MIN (CLAMP (in_cache, MIN_BLOCK, MAX_BLOCK), rows_in_time (network));
}

static gsize
gradient_bytes (const NnNetwork *network)
{
  return MAX ((network->n_parameters * sizeof (float) + 63) / 64 * 64, 64);
}

guint64
train_batch_pass_get_bytes (const NnNetwork *network,
                            guint            n_threads,
                            gboolean         with_gradient)
{
  return n_threads * (nn_workspace_get_bytes (network, choose_block (network)) +
                      (with_gradient ? gradient_bytes (network) : 0)) +
         (with_gradient ? train_unit_split_get_bytes (network, n_threads, rows_in_time (network)) : 0);
}

/* What frozen layers have there is never written again. */
static void
clear_frozen (const NnNetwork *network,
              float           *gradient)
{
  for (guint l = 0; l < network->n_layers; l++)
    if (network->layers[l].frozen)
      memset (gradient + network->layers[l].offset, 0,
              (network->layers[l].n_weights + network->layers[l].n_biases) * sizeof *gradient);
}

static gboolean
allocate (TrainBatchPass *pass,
          gboolean        with_gradient)
{
  for (guint s = 0; s < pass->n_shards; s++)
    {
      Shard *shard = &pass->shards[s];

      shard->workspace = nn_workspace_new (pass->network, pass->block);
      shard->labels = g_new (guint16, pass->block);
      shard->predicted = g_new (guint16, pass->block);
      shard->flat = g_new0 (guint32, MAX (train_flat_units_get_n (pass->flat_units), 1));
      if (with_gradient)
        pass->gradients[s] = aligned_alloc (64, gradient_bytes (pass->network));
      if (!shard->workspace || (with_gradient && !pass->gradients[s]))
        return FALSE;
      if (with_gradient)
        clear_frozen (pass->network, pass->gradients[s]);
    }
  if (with_gradient)
    pass->split = train_unit_split_new (pass->network, pass->n_shards, rows_in_time (pass->network));
  return !with_gradient || pass->split;
}

TrainBatchPass *
train_batch_pass_new (const NnNetwork   *network,
                      const NnLossType  *loss,
                      BasePool          *pool,
                      gboolean           with_gradient,
                      const atomic_bool *stop,
                      GError           **error)
{
  TrainBatchPass *pass = g_new0 (TrainBatchPass, 1);

  pass->network = network;
  pass->loss = loss;
  pass->pool = pool;
  pass->stop = stop;
  pass->block = choose_block (network);
  pass->n_shards = base_pool_get_n_threads (pool);
  pass->shards = g_new0 (Shard, pass->n_shards);
  pass->gradients = g_new0 (float *, pass->n_shards);
  pass->flat_units = train_flat_units_new (network);
  if (allocate (pass, with_gradient))
    return pass;
  g_set_error (error, NN_ERROR, NN_ERROR_MEMORY,
               _("not enough memory for the gradients and activations of %" G_GSIZE_FORMAT " parameters"),
               network->n_parameters);
  train_batch_pass_free (pass);
  return NULL;
}

void
train_batch_pass_free (TrainBatchPass *pass)
{
  if (!pass)
    return;
  for (guint s = 0; s < pass->n_shards; s++)
    {
      nn_workspace_free (pass->shards[s].workspace);
      g_free (pass->shards[s].labels);
      g_free (pass->shards[s].predicted);
      g_free (pass->shards[s].flat);
      free (pass->gradients[s]);
    }
  g_free (pass->shards);
  g_free (pass->gradients);
  train_flat_units_free (pass->flat_units);
  train_unit_split_free (pass->split);
  g_free (pass);
}

/* The next image is anywhere in memory: it is sent for while this one is expanded. */
static void
fetch (const guint8 *image,
       gsize         size)
{
  for (gsize i = 0; i < MIN (size, FETCHED); i += 64)
    __builtin_prefetch (image + i);
}

static void
expand (const TrainBatchPass *pass,
        float                *x,
        gsize                 first,
        gsize                 rows)
{
  const NnKernels     *kernels = nn_kernels ();
  const TrainExamples *examples = pass->examples;
  gsize                size = nn_shape_size (pass->network->input);

  for (gsize r = 0; r < rows; r++)
    {
      if (r + 1 < rows)
        fetch (ds_dataset_get_image (examples->dataset, examples->indices[first + r + 1]), size);
      kernels->expand_bytes (ds_dataset_get_image (examples->dataset, examples->indices[first + r]), x + r * size,
                             size, pass->recipe->scale, pass->recipe->offset);
    }
}

/* Returns: the outputs of the network */
static float *
forward (const TrainBatchPass *pass,
         NnWorkspace          *workspace,
         gsize                 first,
         gsize                 rows)
{
  workspace->masked = FALSE;
  if (pass->training && pass->network->draws)
    nn_workspace_draw (workspace, pass->key, first, rows);
  if (!pass->splits)
    {
      expand (pass, workspace->values[0], first, rows);
      return nn_network_forward (pass->network, pass->parameters, workspace, rows);
    }
  train_unit_split_collect (pass->split, first, rows, workspace->values[1]);
  return nn_network_forward_from (pass->network, 1, pass->parameters, workspace, rows);
}

static void
backward (const TrainBatchPass *pass,
          guint                 s,
          gsize                 first,
          gsize                 rows,
          gboolean              accumulate)
{
  NnWorkspace   *workspace = pass->shards[s].workspace;
  float         *gradient = pass->gradients[s];
  const NnLayer *layer = train_unit_split_get_layer (pass->split);
  const float   *dy;

  if (!pass->splits)
    {
      nn_network_backward_learning (pass->network, pass->parameters, workspace, workspace->deltas[0], gradient,
                                    accumulate, rows);
      return;
    }
  dy = nn_network_backward_above (pass->network, 0, pass->parameters, workspace, workspace->deltas[0], gradient,
                                  accumulate, rows);
  train_unit_split_keep (pass->split, first, rows, dy);
  nn_kernels ()->sum_rows (dy, gradient + layer->offset + layer->n_weights, rows, layer->n_out, accumulate);
}

static void
run_block (const TrainBatchPass *pass,
           guint                 s,
           gsize                 first,
           gsize                 rows,
           gboolean              accumulate)
{
  Shard           *shard = &pass->shards[s];
  const NnNetwork *network = pass->network;
  NnWorkspace     *workspace = shard->workspace;
  float           *d = workspace->deltas[0];
  float           *outputs = forward (pass, workspace, first, rows);

  for (gsize r = 0; r < rows; r++)
    shard->labels[r] = pass->examples->dataset->labels[pass->examples->indices[first + r]];
  if (first < pass->n_flat)
    train_flat_units_count (pass->flat_units, workspace, MIN (rows, pass->n_flat - first), shard->flat);
  shard->tally.n += rows;
  nn_predict (outputs, rows, network->n_outputs, shard->predicted);
  for (gsize r = 0; r < rows; r++)
    shard->tally.correct += shard->predicted[r] == shard->labels[r];
  if (pass->predicted)
    memcpy (pass->predicted + first, shard->predicted, rows * sizeof *shard->predicted);
  if (pass->losses)
    for (gsize r = 0; r < rows; r++)
      pass->losses[first + r] = (float) pass->loss->forward_backward (outputs + r * network->n_outputs,
                                                                      shard->labels + r, 1, network->n_outputs, 1.0f,
                                                                      d);
  shard->tally.loss += pass->loss->forward_backward (outputs, shard->labels, rows, network->n_outputs, 1.0f, d);
  if (pass->training)
    backward (pass, s, first, rows, accumulate);
}

/* The part of the gradient that a pass without rows leaves as it was. */
static void
clear_gradient (const TrainBatchPass *pass,
                guint                 s)
{
  gsize elsewhere = pass->splits ? train_unit_split_get_layer (pass->split)->n_weights : 0;

  memset (pass->gradients[s] + elsewhere, 0, (pass->network->n_parameters - elsewhere) * sizeof (float));
}

static void
run_shard (guint    s,
           guint    n_shards,
           gpointer user_data)
{
  TrainBatchPass *pass = user_data;
  Shard          *shard = &pass->shards[s];
  guint           subnormals = nn_subnormals_flush ();
  gsize           start, end;

  shard->tally = (TrainTally) { 0 };
  shard->stopped = FALSE;
  base_pool_part (pass->examples->n, 1, s, n_shards, &start, &end);
  for (gsize first = start; first < end && !shard->stopped; first += pass->block)
    if (pass->stop && atomic_load_explicit (pass->stop, memory_order_relaxed))
      shard->stopped = TRUE;
    else
      run_block (pass, s, first, MIN (pass->block, end - first), first != start);
  /* A batch smaller than the number of threads leaves shards without rows: their gradient is zero. */
  if (pass->training && start == end)
    clear_gradient (pass, s);
  nn_subnormals_restore (subnormals);
}

/* The first layer, by units. That takes no longer than a block: see rows_in_time(). */
static void
run_units (guint    s,
           guint    n_shards,
           gpointer user_data)
{
  TrainBatchPass *pass = user_data;
  gsize           rows = pass->examples->n;
  guint           subnormals = nn_subnormals_flush ();

  expand (pass, train_unit_split_get_inputs (pass->split, s), 0, rows);
  train_unit_split_forward (pass->split, s, pass->parameters, rows);
  nn_subnormals_restore (subnormals);
}

static gboolean
run (TrainBatchPass      *pass,
     const float         *parameters,
     const TrainExamples *examples,
     const DsRecipe      *recipe,
     gboolean             training,
     guint16             *predicted,
     float               *losses,
     TrainTally          *tally)
{
  gboolean stopped = FALSE;

  pass->parameters = parameters;
  pass->examples = examples;
  pass->recipe = recipe;
  pass->training = training;
  pass->predicted = predicted;
  pass->losses = losses;
  pass->splits = training && pass->split_rows > 0;
  if (pass->splits)
    base_pool_run (pass->pool, run_units, pass);
  base_pool_run (pass->pool, run_shard, pass);
  *tally = (TrainTally) { 0 };
  for (guint s = 0; s < pass->n_shards; s++)
    {
      tally->loss += pass->shards[s].tally.loss;
      tally->correct += pass->shards[s].tally.correct;
      tally->n += pass->shards[s].tally.n;
      stopped = stopped || pass->shards[s].stopped;
    }
  return !stopped;
}

gboolean
train_batch_pass_evaluate (TrainBatchPass      *pass,
                           const float         *parameters,
                           const TrainExamples *examples,
                           const DsRecipe      *recipe,
                           TrainTally          *tally)
{
  return run (pass, parameters, examples, recipe, FALSE, NULL, NULL, tally);
}

gboolean
train_batch_pass_evaluate_flat (TrainBatchPass      *pass,
                                const float         *parameters,
                                const TrainExamples *examples,
                                const DsRecipe      *recipe,
                                TrainTally          *tally,
                                double              *flat)
{
  g_autofree const guint32 **counts = g_new (const guint32 *, pass->n_shards);
  gsize                      n = MIN (examples->n, TRAIN_FLAT_EXAMPLES);
  gboolean                   done;

  for (guint s = 0; s < pass->n_shards; s++)
    {
      counts[s] = pass->shards[s].flat;
      memset (pass->shards[s].flat, 0, train_flat_units_get_n (pass->flat_units) * sizeof (guint32));
    }
  pass->n_flat = n;
  done = run (pass, parameters, examples, recipe, FALSE, NULL, NULL, tally);
  pass->n_flat = 0;
  *flat = done ? train_flat_units_share (pass->flat_units, counts, pass->n_shards, n) : NAN;
  return done;
}

gboolean
train_batch_pass_predict (TrainBatchPass      *pass,
                          const float         *parameters,
                          const TrainExamples *examples,
                          const DsRecipe      *recipe,
                          guint16             *predicted,
                          float               *losses,
                          TrainTally          *tally)
{
  return run (pass, parameters, examples, recipe, FALSE, predicted, losses, tally);
}

gboolean
train_batch_pass_train (TrainBatchPass      *pass,
                        const float         *parameters,
                        const TrainExamples *examples,
                        const DsRecipe      *recipe,
                        guint64              key,
                        TrainTally          *tally)
{
  pass->key = key;
  pass->split_rows = train_unit_split_fits (pass->split, examples->n) ? examples->n : 0;
  return run (pass, parameters, examples, recipe, TRUE, NULL, NULL, tally);
}

const float *const *
train_batch_pass_get_gradients (TrainBatchPass *pass,
                                guint          *n_parts)
{
  *n_parts = pass->n_shards;
  return (const float *const *) pass->gradients;
}

TrainUnitSplit *
train_batch_pass_get_split (TrainBatchPass *pass,
                            gsize          *rows)
{
  *rows = pass->split_rows;
  return *rows > 0 ? pass->split : NULL;
}

double
train_batch_pass_get_gradient_norm (TrainBatchPass *pass)
{
  double squares = pass->split_rows > 0 ? train_unit_split_get_squares (pass->split) : 0.0;
  gsize  first = pass->split_rows > 0 ? train_unit_split_get_layer (pass->split)->n_weights : 0;

  for (gsize i = first; i < pass->network->n_parameters; i++)
    {
      double sum = 0.0;

      for (guint s = 0; s < pass->n_shards; s++)
        sum += (double) pass->gradients[s][i];
      squares += sum * sum;
    }
  return sqrt (squares);
}
