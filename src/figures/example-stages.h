/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/example-walk.h"

/* What a class calls the parts of a network: the image x, hidden layers with z before and h after their activation,
 * outputs o, and one chosen unit of each stage. Stage 0 is the image, 1 .. n_hidden are the layers with weights but
 * the last, n_hidden + 1 is the outputs. A stage ends before the next layer with weights: activations belong to the
 * layer before them, dropout lets everything pass and has no name of its own. */

#define PERCEPT_ANY_UNIT G_MAXUINT

/* Stages of @network, image and outputs included: 2 or more. */
guint          percept_stages_count      (const NnNetwork     *network);

/* The layer with weights that makes stage @stage, NULL for the image and where there are no weights at all. */
const NnLayer *percept_stages_get_layer  (const NnNetwork     *network,
                                          guint                stage);

/* Where the result of stage @stage lies in AnExampleWalk.values. */
guint          percept_stages_get_values (const NnNetwork     *network,
                                          guint                stage);

/* The stage that layer @layer (place in the network) works on the units of. */
guint          percept_stages_find       (const NnNetwork     *network,
                                          guint                layer);

/* The name of AnExampleWalk.values[@values]: "x", "z₁", "h₁", "h₁′" (a second activation), "o".
 * Returns: (transfer full) */
char          *percept_stages_name       (const NnNetwork     *network,
                                          guint                values);

/* Puts a unit for each PERCEPT_ANY_UNIT, and for each that does not exist, into @units (one for each stage): of the
 * outputs the true class; before it, stage by stage, the one that weighs most on the chosen unit of the next stage. */
void           percept_stages_choose     (const AnExampleWalk *walk,
                                          guint               *units);
