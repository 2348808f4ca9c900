/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/subject.h"
#include "base/progress.h"
#include "base/thread-pool.h"

/* The cost at C(w + offset e_i) for chosen parameters i and offsets, in double precision through the reference
 * functions. The examples go through once: a block runs forward, then for every parameter and offset only what lies
 * behind the touched layer runs again. */

typedef struct
{
  gsize    n_coordinates;
  guint    n_offsets;
  double  *costs;     /* n_coordinates x n_offsets */
  guint32 *kinks;     /* the same: how many pre-activations (of all examples) changed sides of a kink, against C(w) */
} AnDifferences;

/* @coordinates: places in the parameters; @offsets: @n_offsets numbers, any sign. @progress: from the calling thread;
 * FALSE stops, as does @stop (may be NULL; read every few milliseconds); then G_IO_ERROR_CANCELLED. @pool runs one
 * job, no other may run on it. Blocks. Returns: (transfer full) */
AnDifferences *an_differences_compute (const AnSubject    *subject,
                                       const gsize        *coordinates,
                                       gsize               n_coordinates,
                                       const double       *offsets,
                                       guint               n_offsets,
                                       BasePool           *pool,
                                       const atomic_bool  *stop,
                                       BaseProgress        progress,
                                       gpointer            user_data,
                                       GError            **error);
void           an_differences_free    (AnDifferences      *differences);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnDifferences, an_differences_free)
