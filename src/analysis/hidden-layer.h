/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "nn/network.h"

/* Hidden layers, whose units are neither inputs nor outputs. A unit's activation is what the next layer with weights
 * sees of it: its output after the layer's activation. */

/* The hidden layer that is called @number (from 1 among the layers with weights, as in layerN.weight); 0: the last one,
 * below the outputs. AN_ERROR_RANGE says which there are. */
const NnLayer *an_hidden_layer_find (const NnNetwork *network,
                                     guint            number,
                                     GError         **error);

/* Whether its units have weights to the classes: nothing but activations is between it and the output layer. */
gboolean       an_hidden_layer_is_last (const NnNetwork *network,
                                        const NnLayer   *layer);

/* The layer with weights above it; network->layers[next->index] has the activations as its input. */
const NnLayer *an_hidden_layer_next (const NnNetwork *network,
                                     const NnLayer   *layer);
