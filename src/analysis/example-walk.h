/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "datasets/recipe.h"
#include "nn/loss.h"
#include "nn/network.h"

/* One example through a network and back, in double precision by the layers' reference functions: what every layer
 * takes in and gives out, and how the cost C = the loss of this one example, penalty excluded, changes with it. Dropout
 * lets everything pass, as in evaluation. Immutable once made, any thread. */

typedef struct
{
  const NnNetwork  *network;       /* must be there for all but freeing the walk */
  const NnLossType *loss;
  guint             label;         /* the true class */
  guint             n_stages;      /* n_layers + 1 */
  double          **values;        /* n_stages: values[0] the input, values[l + 1] layer l's output */
  double          **gradients;     /* n_stages: of C with respect to values[l], the same shapes */
  double           *parameters;    /* n_parameters */
  double           *gradient;      /* n_parameters: of C with respect to them */
  double           *probabilities; /* n_outputs: softmax of the outputs; NULL where the loss takes no softmax */
  double            cost;
} AnExampleWalk;

/* @parameters: n_parameters; @bytes: as many as the network has inputs, expanded by @recipe in float32 as for
 * training; @label: below n_outputs, else AN_ERROR_RANGE. NULL with AN_ERROR_MEMORY, too. Takes time in proportion to
 * n_parameters: below a millisecond for 784-300-10. Returns: (transfer full) */
AnExampleWalk *an_example_walk_new            (const NnNetwork     *network,
                                               const NnLossType    *loss,
                                               const float         *parameters,
                                               const guint8        *bytes,
                                               DsRecipe             recipe,
                                               guint                label,
                                               GError             **error);
void           an_example_walk_free           (AnExampleWalk       *walk);

/* d y[unit] / d x[unit] of a layer without weights, x and y those of the walk; NaN when there is no memory for it. */
double         an_example_walk_get_derivative (const AnExampleWalk *walk,
                                               const NnLayer       *layer,
                                               gsize                unit);

/* Whether each output of a layer without weights depends on its own input alone (tanh, but not softmax). */
gboolean       an_layer_is_elementwise        (const NnLayer       *layer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnExampleWalk, an_example_walk_free)
