/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Which of many weights stand as bars where there is no room for all, and how keys go from one to the next. */

#define PERCEPT_MOST_BARS 12

/* @places: room for PERCEPT_MOST_BARS; the places of the largest of @n weights by magnitude, ascending. Of equal ones
 * the lower place is the larger. Returns: how many there are */
guint    percept_largest_weights (const float *weights,
                                  gsize        n,
                                  gsize       *places);
/* Whether @place is one of them. */
gboolean percept_largest_has     (const gsize *places,
                                  guint        n_places,
                                  gsize        place);
/* The one @by bars further from @place, or from where it would stand; the last one at the ends. @n_places: above 0. */
gsize    percept_largest_move    (const gsize *places,
                                  guint        n_places,
                                  gsize        place,
                                  int          by);
/* Where the largest magnitude is of all maps, @channels of @area places each; of equal ones the first. */
gsize    percept_largest_place   (const float *weights,
                                  guint        channels,
                                  gsize        area);
