/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/subject.h"
#include "base/thread-pool.h"

/* Some of a subject's examples, drawn evenly over all of them, after one way through the network and back: enough to
 * tell how the cost bends along any two weights of a dense layer. For such a weight moves nothing but the output of its
 * unit, z_u = sum of w_i x_i, so the second derivative along w_i and w_j is the mean of x_i x_j times that of an
 * example's loss along z_u (and z_v, where the units are two). Float32, as in training. */

typedef struct
{
  const AnSubject *subject;
  gsize            n;           /* examples in the sample */
  float           *parameters;
  float          **values;      /* n_layers + 1: values[0] the input, values[l + 1] layer l's output; n rows each */
  float          **deltas;      /* n_layers: the gradient of each example's own loss along layer l's output */
  guint16         *labels;
} AnPairSample;

/* At most @max_examples, fewer of a large network. @pool runs the job, NULL: the calling thread does. Errors:
 * AN_ERROR_MEMORY, G_IO_ERROR_CANCELLED. Returns: (transfer full) */
AnPairSample *an_pair_sample_new  (const AnSubject     *subject,
                                   gsize                max_examples,
                                   BasePool            *pool,
                                   const atomic_bool   *stop,
                                   GError             **error);
void          an_pair_sample_free (AnPairSample        *sample);

/* Two units of one layer, or one twice, and what comes out: how each example's loss bends along their outputs. */
typedef struct
{
  guint   layer;                /* place in the network */
  guint   units[2];
  double *second;               /* n: by central differences */
} AnPairBend;

/* Fills @second of @n_bends. Errors: as above. */
gboolean      an_pair_sample_bend (const AnPairSample  *sample,
                                   AnPairBend          *bends,
                                   guint                n_bends,
                                   BasePool            *pool,
                                   const atomic_bool   *stop,
                                   GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnPairSample, an_pair_sample_free)
