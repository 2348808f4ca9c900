/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "datasets/dataset.h"
#include "datasets/recipe.h"
#include "nn/loss.h"
#include "nn/network.h"

#include <stdatomic.h>

/* What an analysis looks at: a cost as a function of the parameters, C(w) = the mean (or sum) of the loss over some
 * examples, penalty excluded, dropout off. Nothing is owned or copied; it must outlive the analysis, which never
 * changes it. */

typedef struct
{
  const NnNetwork  *network;
  const NnLossType *loss;
  const double     *parameters;  /* n_parameters */
  const DsDataset  *dataset;
  const guint32    *indices;     /* n_examples of the dataset's, in range */
  gsize             n_examples;  /* 1 or more */
  DsRecipe          recipe;
  gboolean          sum;         /* C is the sum over the examples, not their mean */
} AnSubject;

/* What C multiplies the sum of the losses by. */
static inline double
an_subject_scale (const AnSubject *subject)
{
  return subject->sum ? 1.0 : 1.0 / (double) subject->n_examples;
}

/* How many examples go through the network at once, so that one pass takes a few milliseconds in double precision. */
gsize an_subject_block_rows (const AnSubject *subject);

/* Some rows on their way through the network in double precision, layer by layer through the reference functions.
 * For one thread. */
typedef struct
{
  const AnSubject *subject;
  gsize            first;     /* of the subject's examples */
  gsize            rows;
  float           *pixels;    /* rows x input size: what training would see, */
  double         **values;    /* n_layers + 1: values[0] the same in double, values[l + 1] layer l's output */
  guint16         *labels;
} AnBlock;

/* Room for @max_rows. NULL with AN_ERROR_MEMORY. Returns: (transfer full) */
AnBlock *an_block_new     (const AnSubject  *subject,
                           gsize             max_rows,
                           GError          **error);
void     an_block_free    (AnBlock          *block);

/* Expands examples @first .. @first + @rows - 1. */
void     an_block_load    (AnBlock          *block,
                           gsize             first,
                           gsize             rows);

/* Runs layers @from .. n_layers - 1 with the subject's parameters on values[@from]. */
void     an_block_forward (AnBlock          *block,
                           guint             from);

/* Sum of the rows' losses; with @d (rows x n_outputs) its gradient times the subject's scale. */
double   an_block_loss    (const AnBlock    *block,
                           double           *d);

/* Reads a stop flag that may be NULL. */
static inline gboolean
an_is_raised (const atomic_bool *stop)
{
  return stop && atomic_load_explicit (stop, memory_order_relaxed);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnBlock, an_block_free)
