/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/subject.h"
#include "base/progress.h"
#include "base/thread-pool.h"

/* Private to the analyses of units: the subject's examples through its network in float32, as in training, in blocks
 * that each belong to one thread. No more than one block of activations a thread is ever in memory. */

/* Who does the work, and who watches it. */
typedef struct
{
  BasePool          *pool;
  const atomic_bool *stop;       /* NULL: never */
  BaseProgress       progress;   /* NULL: nobody looks; called from the calling thread */
  gpointer           user_data;
} AnUnitWork;

typedef struct
{
  const AnSubject *subject;
  const float     *parameters;   /* the subject's in float32 */
  NnWorkspace     *workspace;    /* values of the layers, once an_unit_block_forward() has run */
  guint16         *labels;       /* of the rows */
  gsize            first;        /* of the subject's examples */
  gsize            rows;
  guint            shard;        /* the blocks of one come one after the other, in order; shards are in order, too */
} AnUnitBlock;

typedef void (*AnUnitBlockFunc) (AnUnitBlock *block,
                                 gpointer     user_data);

/* Expands the block's examples and runs the whole network. Returns: rows x n_outputs, in the workspace */
float   *an_unit_block_forward (AnUnitBlock       *block);

/* Whether row @row of @outputs has its largest value, the first of equal ones, at the row's class; never if one of them
 * is NaN. */
gboolean an_unit_block_is_right (const AnUnitBlock *block,
                                 const float       *outputs,
                                 gsize              row);

/* Calls @func for each block of the examples, from the pool's threads. The blocks depend on the number of threads,
 * never on timing. Errors: AN_ERROR_MEMORY, G_IO_ERROR_CANCELLED. */
gboolean an_unit_pass_run      (const AnSubject   *subject,
                                const AnUnitWork  *work,
                                AnUnitBlockFunc    func,
                                gpointer           user_data,
                                GError           **error);

/* The most rows of a block. */
gsize    an_unit_pass_rows     (const AnSubject   *subject);
