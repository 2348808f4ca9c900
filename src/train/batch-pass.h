/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/thread-pool.h"
#include "nn/loss.h"
#include "nn/network.h"
#include "train/data.h"
#include "train/unit-split.h"

#include <stdatomic.h>

/* The one way examples go through a network: expanded block by block from bytes, forward, loss and, for training,
 * backward, each shard of the pool on a fixed part of the rows. Sums are added in the order of the shards, so the
 * result depends on the number of threads, never on timing. */

typedef struct
{
  double loss;     /* sum over the examples */
  gsize  correct;
  gsize  n;
} TrainTally;

typedef struct _TrainBatchPass TrainBatchPass;

/* Allocates for every thread of @pool the workspace and, if @with_gradient, a gradient. None of the arguments is
 * copied; they must outlive the pass. @stop: raised from any thread, makes a pass give up within one block.
 * NN_ERROR_MEMORY when there is not enough. Returns: (transfer full) */
TrainBatchPass *train_batch_pass_new      (const NnNetwork      *network,
                                           const NnLossType     *loss,
                                           BasePool             *pool,
                                           gboolean              with_gradient,
                                           const atomic_bool    *stop,
                                           GError              **error);
/* What such a pass takes, but for some kilobytes. */
guint64         train_batch_pass_get_bytes (const NnNetwork     *network,
                                            guint                n_threads,
                                            gboolean             with_gradient);
void            train_batch_pass_free     (TrainBatchPass       *pass);

/* Loss and correct answers of @examples. FALSE when it was stopped: @tally is then void. */
gboolean        train_batch_pass_evaluate (TrainBatchPass       *pass,
                                           const float          *parameters,
                                           const TrainExamples  *examples,
                                           const DsRecipe       *recipe,
                                           TrainTally           *tally);

/* The same, and in @flat the share of hidden units that are flat on these examples, see flat-units.h. */
gboolean        train_batch_pass_evaluate_flat (TrainBatchPass      *pass,
                                                const float         *parameters,
                                                const TrainExamples *examples,
                                                const DsRecipe      *recipe,
                                                TrainTally          *tally,
                                                double              *flat);

/* The same as train_batch_pass_evaluate(), and the predicted class and the loss of each example into @predicted and
 * @losses (each examples->n). */
gboolean        train_batch_pass_predict  (TrainBatchPass       *pass,
                                           const float          *parameters,
                                           const TrainExamples  *examples,
                                           const DsRecipe       *recipe,
                                           guint16              *predicted,
                                           float                *losses,
                                           TrainTally           *tally);

/* Like train_batch_pass_evaluate(), with gradients of the summed loss, one part a shard: see
 * train_batch_pass_get_gradients(); for the weights of the first layer perhaps otherwise, see
 * train_batch_pass_get_split(). @key: from which layers that drop units draw; one key gives the same units whatever
 * the number of threads. */
gboolean        train_batch_pass_train    (TrainBatchPass       *pass,
                                           const float          *parameters,
                                           const TrainExamples  *examples,
                                           const DsRecipe       *recipe,
                                           guint64               key,
                                           TrainTally           *tally);

/* The parts of the last gradient: @n_parts arrays of n_parameters, to be added in this order; zero in frozen
 * layers. */
const float *const *train_batch_pass_get_gradients (TrainBatchPass *pass,
                                                    guint          *n_parts);

/* NULL, or where the last gradient has the weights of the first layer: what its parts hold of them is then void. Stays
 * valid while others are evaluated. @rows: of the batch, for train_unit_split_rewind(). */
TrainUnitSplit *train_batch_pass_get_split (TrainBatchPass      *pass,
                                            gsize               *rows);

/* The L2 norm of the last gradient, by double-precision sums; a split must have been gone through. */
double          train_batch_pass_get_gradient_norm (TrainBatchPass *pass);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainBatchPass, train_batch_pass_free)
