/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "nn/network.h"

/* Which parameters an analysis looks at, as a rule in words:
 *
 *   largest N          those with the largest gradient, at least one of every layer's weights and biases
 *   random N [seed S]  drawn without repetition
 *   all                every parameter
 *   all weights        without biases
 *   output J first N   the first N weights of unit J (from 0) of the last layer with weights
 *   W1[3,4] b2[0] …    by name, between them space or comma
 *
 * W1[i,j] is the weight from input i to unit j of the first layer that has weights, b1[j] a bias; all from 0. */

/* Checks what can be checked without a network: AN_ERROR_SYNTAX says what would be right. */
gboolean an_coordinates_check  (const char        *rule,
                                GError           **error);

/* The places in the network's parameters that @rule names, ascending for "all", else in the rule's order (the largest
 * first). @gradient: n_parameters. AN_ERROR_RANGE when the network has not what is named.
 * Returns: (transfer full) (element-type gsize) never empty */
GArray  *an_coordinates_choose (const char        *rule,
                                const NnNetwork   *network,
                                const double      *gradient,
                                GError           **error);

/* The layer that @parameter, below n_parameters, belongs to. */
const NnLayer *
         an_coordinate_layer   (const NnNetwork   *network,
                                gsize              parameter);

/* "W1[3,4]". Returns: (transfer full) */
char    *an_coordinate_name    (const NnNetwork   *network,
                                gsize              parameter);
