/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "nn/network.h"

/* Units of one layer that look for the same, or for the very opposite: the cosine of the angle between their incoming
 * weights, biases left out. The larger absolute cosine comes first, of equal ones the lower unit; a unit without
 * length, or with a weight that is not finite, has no twin. */

#define AN_UNIT_TWINS 8

typedef struct
{
  guint  unit;
  double cosine;         /* -1 .. 1 */
} AnUnitTwin;

typedef struct
{
  guint      n;
  AnUnitTwin twins[AN_UNIT_TWINS];
} AnUnitTwins;

/* Of @unit of @layer, one with weights; @parameters: the network's. Takes n_weights products: below a millisecond for
 * 784-300. Returns: (transfer full), g_free() it */
AnUnitTwins *an_unit_twins_find (const NnLayer *layer,
                                 const float   *parameters,
                                 guint          unit);
