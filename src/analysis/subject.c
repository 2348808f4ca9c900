/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/subject.h"

#include "analysis/analysis-error.h"
#include "nn/kernels.h"

#include <glib/gi18n-lib.h>

/* Plain loops in double precision do about this many parameters in two milliseconds. */
#define BLOCK_ROW_PARAMETERS 2000000
#define MAX_ROWS 128

gsize
an_subject_block_rows (const AnSubject *subject)
{
  gsize rows = BLOCK_ROW_PARAMETERS / MAX (subject->network->n_parameters, 1);

  return CLAMP (rows, 1, MIN (MAX_ROWS, MAX (subject->n_examples, 1)));
}

AnBlock *
an_block_new (const AnSubject *subject,
              gsize            max_rows,
              GError         **error)
{
  const NnNetwork *network = subject->network;
  AnBlock         *block = g_new0 (AnBlock, 1);
  gsize            n_in = nn_shape_size (network->input);

  block->subject = subject;
  block->pixels = g_try_new (float, max_rows *n_in);
  block->labels = g_new0 (guint16, max_rows);
  block->values = g_new0 (double *, network->n_layers + 1);
  block->values[0] = an_try_numbers (max_rows * n_in, error);
  for (guint l = 0; l < network->n_layers && block->values[l]; l++)
    block->values[l + 1] = an_try_numbers (max_rows * network->layers[l].n_out, error);
  if (block->pixels && block->values[network->n_layers])
    return block;
  if (error && !*error)
    g_set_error_literal (error, AN_ERROR, AN_ERROR_MEMORY, _("no memory for a block of examples"));
  an_block_free (block);
  return NULL;
}

void
an_block_free (AnBlock *block)
{
  if (!block)
    return;
  for (guint l = 0; l <= block->subject->network->n_layers; l++)
    g_free (block->values[l]);
  g_free (block->values);
  g_free (block->pixels);
  g_free (block->labels);
  g_free (block);
}

void
an_block_load (AnBlock *block,
               gsize    first,
               gsize    rows)
{
  const AnSubject *subject = block->subject;
  gsize            n_in = nn_shape_size (subject->network->input);

  block->first = first;
  block->rows = rows;
  for (gsize r = 0; r < rows; r++)
    {
      guint32 index = subject->indices[first + r];

      nn_kernels ()->expand_bytes (ds_dataset_get_image (subject->dataset, index), block->pixels + r * n_in, n_in,
                                   subject->recipe.scale, subject->recipe.offset);
      block->labels[r] = subject->dataset->labels[index];
    }
  for (gsize i = 0; i < rows * n_in; i++)
    block->values[0][i] = (double) block->pixels[i];
}

void
an_block_forward (AnBlock *block,
                  guint    from)
{
  const NnNetwork *network = block->subject->network;

  for (guint l = from; l < network->n_layers; l++)
    {
      const NnLayer *layer = &network->layers[l];

      layer->type->forward_reference (layer, block->subject->parameters + layer->offset, block->values[l],
                                      block->values[l + 1], block->rows);
    }
}

double
an_block_loss (const AnBlock *block,
               double        *d)
{
  const AnSubject *subject = block->subject;
  const NnNetwork *network = subject->network;

  return subject->loss->reference (block->values[network->n_layers], block->labels, block->rows, network->n_outputs,
                                   an_subject_scale (subject), d);
}
