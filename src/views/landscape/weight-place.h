/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Where a weight is among the pictures of the units. */

typedef struct
{
  guint    layer;    /* from 1, as in W1; 0: nowhere */
  guint    unit;
  gboolean is_bias;  /* of the unit: in no picture */
  gsize    input;    /* else: channel, row, column */
} PerceptWeightPlace;

gboolean percept_weight_place_equal (const PerceptWeightPlace *a,
                                     const PerceptWeightPlace *b);

/* "W1[199,2]". Returns: (transfer full) */
char    *percept_weight_place_name  (const PerceptWeightPlace *place);

/* Reads a pair in force, "W1[199,2], b1[3]", or NULL. @names: (transfer full) each, NULL when it is not there. */
void     percept_weight_places_read (const char               *text,
                                     PerceptWeightPlace        places[2],
                                     char                     *names[2]);
