/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/thread-pool.h"
#include "nn/network.h"
#include "nn/optimizer.h"
#include "train/unit-split.h"

/* From the shards' gradients to new parameters in one sweep through memory: gathered, scaled, decayed and stepped a
 * few kilobytes at a time, each thread of the pool its part of every layer that is not frozen, at the layer's rate. */

typedef struct
{
  const NnNetwork       *network;
  const NnOptimizerType *optimizer;
  NnHyper                hyper;
  float                 *parameters;
  float *const          *slots;
  const float *const    *gradients;  /* n_parts arrays, added in order */
  guint                  n_parts;
  TrainUnitSplit        *split;      /* instead of the parts for the weights of its layer, or NULL */
  gsize                  split_rows;
  float                  scale;      /* of the gathered gradient */
  float                  decay;      /* added: decay * w, weights only */
  float                  pull;       /* added: pull * sign (w), weights only */
  gboolean               wants_change;
  double                *changes;    /* private */
} TrainParameterUpdate;

/* Returns: with wants_change the Euclidean norm of what it changed in the parameters, else 0. */
double train_parameter_update_run (TrainParameterUpdate *update,
                                   BasePool             *pool);
