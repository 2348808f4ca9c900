/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Where the colors of weights saturate: one number for all pictures that are to be compared. */

/* The absolute value that all but 0.5 % of the finite ones of @values (@n) stay below, rounded up to two digits, so
 * that one outlier does not pale all others; among few values, or where almost all are zero, the largest. 0: all are
 * zero, or none is finite. No sorting: one pass over many values, as a rule, and two over few. */
double plot_weight_scale   (const float *values,
                            gsize        n);

/* The largest finite absolute value; 0 when there is none. */
float  plot_weight_largest (const float *values,
                            gsize        n);

/* The finite ones of @values go from *@low to *@high, both 0 when there are none: then FALSE. */
gboolean
       plot_weight_range   (const float *values,
                            gsize        n,
                            float       *low,
                            float       *high,
                            gsize       *not_finite);
