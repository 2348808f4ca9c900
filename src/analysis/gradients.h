/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/bug.h"
#include "base/progress.h"
#include "base/thread-pool.h"

/* The gradient of a subject's cost by backpropagation, twice: in double precision through the layers' reference
 * functions, where a bug may be planted, and in float32 through the functions that train. Sums are taken in the order
 * of the shards, so the result depends on the number of threads, never on timing. */

typedef struct
{
  double  cost;       /* double precision, at the parameters themselves */
  double *reference;  /* n_parameters; with the bug, if any */
  double *production; /* the same in float32, never with a bug */
} AnGradients;

/* Goes once through the examples. @bug: NULL for none. @stop may be NULL, is read every few milliseconds; then
 * G_IO_ERROR_CANCELLED. @pool runs one job, no other may run on it. Blocks. Returns: (transfer full) */
AnGradients *an_gradients_compute (const AnSubject    *subject,
                                   const AnBug        *bug,
                                   BasePool           *pool,
                                   const atomic_bool  *stop,
                                   GError            **error);
void         an_gradients_free    (AnGradients        *gradients);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnGradients, an_gradients_free)
