/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/unit-pass.h"

#include "analysis/analysis-error.h"
#include "nn/kernels.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A float32 product takes so many in a few milliseconds. */
#define BLOCK_ROW_PARAMETERS 50000000
#define MAX_ROWS 64

/* Blocks that a thread takes before all wait for each other and progress is told. */
#define N_BLOCKS 16

typedef struct
{
  const AnSubject  *subject;
  const AnUnitWork *work;
  AnUnitBlockFunc   func;
  gpointer          user_data;
  float            *parameters;
  guint             n_shards;
  AnUnitBlock      *blocks;      /* n_shards */
  gsize             rows;        /* of a block */
  gsize             round;
} Pass;

gsize
an_unit_pass_rows (const AnSubject *subject)
{
  gsize rows = BLOCK_ROW_PARAMETERS / MAX (subject->network->n_parameters, 1);

  return CLAMP (rows, 1, MIN (MAX_ROWS, MAX (subject->n_examples, 1)));
}

float *
an_unit_block_forward (AnUnitBlock *block)
{
  const AnSubject *subject = block->subject;
  gsize            n_in = nn_shape_size (subject->network->input);

  for (gsize r = 0; r < block->rows; r++)
    nn_kernels ()->expand_bytes (ds_dataset_get_image (subject->dataset, subject->indices[block->first + r]),
                                 block->workspace->values[0] + r * n_in, n_in, subject->recipe.scale,
                                 subject->recipe.offset);
  return nn_network_forward (subject->network, block->parameters, block->workspace, block->rows);
}

gboolean
an_unit_block_is_right (const AnUnitBlock *block,
                        const float       *outputs,
                        gsize              row)
{
  gsize   n = block->subject->network->n_outputs;
  guint16 predicted;

  outputs += row * n;
  for (gsize k = 0; k < n; k++)
    if (isnan (outputs[k]))
      return FALSE;
  nn_predict (outputs, 1, n, &predicted);
  return predicted == block->labels[row];
}

static void
run_block (const Pass  *pass,
           AnUnitBlock *block,
           gsize        first,
           gsize        end)
{
  block->first = first;
  block->rows = MIN (pass->rows, end - first);
  for (gsize r = 0; r < block->rows; r++)
    block->labels[r] = pass->subject->dataset->labels[pass->subject->indices[first + r]];
  pass->func (block, pass->user_data);
}

static void
run_shard (guint    s,
           guint    n_shards,
           gpointer user_data)
{
  Pass *pass = user_data;
  gsize start, end, per_round = N_BLOCKS * pass->rows;

  base_pool_part (pass->subject->n_examples, pass->rows, s, n_shards, &start, &end);
  start += pass->round * per_round;
  end = MIN (end, start + per_round);
  for (gsize first = start; first < end && !an_is_raised (pass->work->stop); first += pass->rows)
    run_block (pass, &pass->blocks[s], first, end);
}

static gboolean
run_rounds (Pass    *pass,
            GError **error)
{
  const AnUnitWork *work = pass->work;
  gsize             per_round = N_BLOCKS * pass->rows, longest = 0, n_rounds;

  for (guint s = 0; s < pass->n_shards; s++)
    {
      gsize start, end;

      base_pool_part (pass->subject->n_examples, pass->rows, s, pass->n_shards, &start, &end);
      longest = MAX (longest, end - start);
    }
  n_rounds = (longest + per_round - 1) / per_round;
  for (pass->round = 0; pass->round < n_rounds; pass->round++)
    {
      base_pool_run (work->pool, run_shard, pass);
      if (an_is_raised (work->stop) ||
          (work->progress && !work->progress (NULL, (double) (pass->round + 1) / (double) n_rounds, work->user_data)))
        return an_set_stopped (error);
    }
  return TRUE;
}

static gboolean
begin (Pass    *pass,
       GError **error)
{
  const NnNetwork *network = pass->subject->network;
  gboolean         done;

  pass->parameters = g_try_new (float, MAX (network->n_parameters, 1));
  done = pass->parameters != NULL;
  for (gsize i = 0; done && i < network->n_parameters; i++)
    pass->parameters[i] = (float) pass->subject->parameters[i];
  for (guint s = 0; s < pass->n_shards && done; s++)
    {
      AnUnitBlock *block = &pass->blocks[s];

      *block = (AnUnitBlock) { .subject = pass->subject, .parameters = pass->parameters, .shard = s };
      block->workspace = nn_workspace_new (network, pass->rows);
      block->labels = g_new (guint16, pass->rows);
      done = block->workspace != NULL;
    }
  if (!done)
    g_set_error_literal (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for a block of examples"));
  return done;
}

static void
clear (Pass *pass)
{
  for (guint s = 0; s < pass->n_shards; s++)
    {
      nn_workspace_free (pass->blocks[s].workspace);
      g_free (pass->blocks[s].labels);
    }
  g_free (pass->blocks);
  g_free (pass->parameters);
}

gboolean
an_unit_pass_run (const AnSubject  *subject,
                  const AnUnitWork *work,
                  AnUnitBlockFunc   func,
                  gpointer          user_data,
                  GError          **error)
{
  Pass     pass = { .subject = subject, .work = work, .func = func, .user_data = user_data };
  gboolean done;

  pass.n_shards = base_pool_get_n_threads (work->pool);
  pass.rows = an_unit_pass_rows (subject);
  pass.blocks = g_new0 (AnUnitBlock, pass.n_shards);
  done = begin (&pass, error) && run_rounds (&pass, error);
  clear (&pass);
  return done;
}
