/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "nn/network.h"

/* Hidden units that learn no more: those whose activation is flat (NnFlat) on 99 % or more of the examples measured, so
 * that what comes back from the layers above does not reach their weights. A ReLU unit is then dead, one of tanh or
 * sigmoid saturated. Counted beside a forward pass, on its first TRAIN_FLAT_EXAMPLES examples: one comparison a unit
 * and example. Immutable once made. */

#define TRAIN_FLAT_EXAMPLES 1000

typedef struct _TrainFlatUnits TrainFlatUnits;

/* Of every activation between two layers with weights that can be flat. @network: not copied. Returns: (transfer
 * full) */
TrainFlatUnits *train_flat_units_new   (const NnNetwork      *network);
void            train_flat_units_free  (TrainFlatUnits       *units);

/* How many units there are, which may be 0. */
gsize           train_flat_units_get_n (const TrainFlatUnits *units);

/* After a forward pass in @workspace: to @counts (one for each unit) is added on how many of the first @rows rows it is
 * flat. */
void            train_flat_units_count (const TrainFlatUnits *units,
                                        const NnWorkspace    *workspace,
                                        gsize                 rows,
                                        guint32              *counts);

/* The share of units, 0..1, that the @n_parts arrays @counts call flat after @n examples; NaN without units or
 * examples. */
double          train_flat_units_share (const TrainFlatUnits *units,
                                        const guint32 *const *counts,
                                        guint                 n_parts,
                                        gsize                 n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainFlatUnits, train_flat_units_free)
