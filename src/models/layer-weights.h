/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "models/weights-file.h"
#include "nn/network.h"

/* Which of the named weights of a file belong to which layer of a network. Two ways of naming them are known:
 * layer1.weight (outputs x inputs) and layer1.bias, as Percept writes them; and W0 (inputs x outputs) and b0, or from
 * W1 and b1 on, as courses do. */

typedef struct
{
  const ModelTensor *weight;
  const ModelTensor *bias;
  gboolean           transposed;  /* the file has inputs x outputs */
  gsize              n_inputs;
  gsize              n_outputs;
} ModelLayer;

/* The layers of @weights, in order, each fitting the one before. MODEL_ERROR_MISMATCH names the tensors, their shapes
 * and what would be right. Returns: (transfer full) (element-type ModelLayer); the tensors are those of @weights */
GArray  *model_layers_find     (const ModelWeights  *weights,
                                GError             **error);

/* "dense 300 tanh; dense 10": the network of these layers with @activation after all but the last.
 * Returns: (transfer full) */
char    *model_layers_describe (const GArray        *layers,
                                const char          *activation);

/* The parameters of @network out of @weights into @parameters (n_parameters), which is untouched after an error. */
gboolean model_layers_copy     (const ModelWeights  *weights,
                                const NnNetwork     *network,
                                float               *parameters,
                                GError             **error);
