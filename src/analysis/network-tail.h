/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/cost-plane-private.h"

/* The layers of a network from one of them on, some of whose parameters may move over the plane: their loss, forward
 * and backward in float32 as in training. For one thread. */

typedef struct
{
  const AnCostJob *job;
  guint            from;        /* n_layers: nothing but the loss */
  gsize            offset;      /* of their first parameter */
  float          **values;      /* values[from]: rows x n_in, filled by the caller */
  float           *d;           /* the gradient of the sum of losses there, the same shape; one of @deltas */
  float           *parameters;  /* theirs, at the point */
  float           *gradient;    /* theirs */
  float           *deltas[2];
} AnTail;

/* Room for @rows. NULL when there is no memory. Returns: (transfer full) */
AnTail *an_tail_new  (const AnCostJob *job,
                      guint            from,
                      gsize            rows);
void    an_tail_free (AnTail          *tail);

/* From tail->values[from] on with the parameters of @point: adds the sum of the losses to sum->cost. With @slopes, also
 * adds to sum->gradient what comes through parameters of these layers, and leaves tail->d. */
void    an_tail_run  (AnTail          *tail,
                      const guint16   *labels,
                      gsize            rows,
                      const double     point[2],
                      gboolean         slopes,
                      AnSlope         *sum);
