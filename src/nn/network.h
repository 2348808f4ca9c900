/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/progress.h"
#include "base/rng.h"
#include "nn/initializer.h"
#include "nn/layer.h"

/* A chain of layers. The network is only the structure, immutable once built and usable from any thread; parameters
 * are one array (n_parameters floats, layer after layer, weights before biases) that its user owns, so optimizers,
 * checkpoints, snapshots and analyses need no knowledge of layers. */

typedef struct
{
  NnShape  input;
  guint    n_layers;
  NnLayer *layers;          /* n_layers, in order; activations are layers of their own */
  gsize    n_parameters;
  gsize    n_outputs;
  gsize    widest;          /* the largest n_in or n_out */
  guint    n_with_weights;  /* layers with number > 0 */
  gboolean draws;           /* a layer does something random in training */
} NnNetwork;

/* Builds "dense 300 tanh rate 0.1; dense 10 frozen" for @input. Errors name the layer; NN_ERROR_MEMORY comes when not
 * even parameters and a gradient would find room. Returns: (transfer full) */
NnNetwork     *nn_network_new        (NnShape              input,
                                      const char          *layers,
                                      GError             **error);
void           nn_network_free       (NnNetwork           *network);

/* Whether this computer has @needed free bytes, before they are allocated; NN_ERROR_MEMORY says both numbers. */
gboolean       nn_network_check_memory (const NnNetwork   *network,
                                      guint64              needed,
                                      GError             **error);

/* Checks the syntax of a list of layers without an input shape. */
gboolean       nn_network_check_text (const char          *layers,
                                      GError             **error);

/* The layer with weights whose number is @number (from 1), or NULL. */
const NnLayer *nn_network_get_layer  (const NnNetwork     *network,
                                      guint                number);

/* Fills the parameters: weights by @weights, biases with the constant @bias. */
void           nn_network_initialize (const NnNetwork     *network,
                                      const NnInitializer *weights,
                                      double               bias,
                                      BaseRng             *rng,
                                      float               *parameters);

/* The same, with a look at @progress (of an unknown fraction) every few milliseconds. FALSE when it told to stop. */
gboolean       nn_network_initialize_watched (const NnNetwork     *network,
                                              const NnInitializer *weights,
                                              double               bias,
                                              BaseRng             *rng,
                                              float               *parameters,
                                              BaseProgress         progress,
                                              gpointer             user_data);

/* Activations of up to max_rows examples, for one thread at a time. */
typedef struct
{
  const NnNetwork *network;
  gsize            max_rows;
  float          **values;   /* n_layers + 1: values[0] the input (rows x input size), values[l + 1] layer l's output */
  float           *deltas[2];
  float          **masks;    /* n_layers: rows x n_out of a layer that draws, NULL of the others */
  gboolean         masked;   /* forward and backward use them */
  float           *memory;
} NnWorkspace;

/* Returns: (transfer full), NULL when there is no memory for it */
NnWorkspace   *nn_workspace_new      (const NnNetwork     *network,
                                      gsize                max_rows);
/* What a workspace takes. */
guint64        nn_workspace_get_bytes (const NnNetwork    *network,
                                      gsize                max_rows);
void           nn_workspace_free     (NnWorkspace         *workspace);

/* Draws the masks of @rows rows, the first of which is the @first_row-th of the batch: from now on forward and
 * backward passes are those of training. */
void           nn_workspace_draw      (NnWorkspace        *workspace,
                                      guint64              key,
                                      gsize                first_row,
                                      gsize                rows);

/* From workspace->values[0] to the outputs (rows x n_outputs), which stay in the workspace. */
float         *nn_network_forward    (const NnNetwork     *network,
                                      const float         *parameters,
                                      NnWorkspace         *workspace,
                                      gsize                rows);

/* The same from the inputs of layer @first, workspace->values[first]. */
float         *nn_network_forward_from (const NnNetwork    *network,
                                      guint                first,
                                      const float         *parameters,
                                      NnWorkspace         *workspace,
                                      gsize                rows);

/* The same of the layers from @first to the one before @end. Returns: workspace->values[end] */
float         *nn_network_forward_range (const NnNetwork   *network,
                                      guint                first,
                                      guint                end,
                                      const float         *parameters,
                                      NnWorkspace         *workspace,
                                      gsize                rows);

/* After a forward pass, from the outputs' gradient @d (rows x n_outputs, clobbered) to that of the parameters
 * (n_parameters), added to @gradient if @accumulate, else overwriting it. */
void           nn_network_backward   (const NnNetwork     *network,
                                      const float         *parameters,
                                      NnWorkspace         *workspace,
                                      float               *d,
                                      float               *gradient,
                                      gboolean             accumulate,
                                      gsize                rows);

/* The same without what training does not need: the places of frozen layers in @gradient stay as they are, and it
 * ends at the lowest layer that learns. */
void           nn_network_backward_learning (const NnNetwork *network,
                                             const float     *parameters,
                                             NnWorkspace     *workspace,
                                             float           *d,
                                             float           *gradient,
                                             gboolean         accumulate,
                                             gsize            rows);

/* The same for the layers after @layer alone. Returns: the gradient of that one's outputs (rows x n_out), in @d or the
 * workspace. */
const float   *nn_network_backward_above (const NnNetwork  *network,
                                      guint                layer,
                                      const float         *parameters,
                                      NnWorkspace         *workspace,
                                      float               *d,
                                      float               *gradient,
                                      gboolean             accumulate,
                                      gsize                rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnNetwork, nn_network_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnWorkspace, nn_workspace_free)
