/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Where the colors of weights saturate: one number for all pictures that are to be compared. */

/* The absolute value that all but 0.5 % of the finite ones of @values (@n) stay below, rounded up to two digits, so
 * that one outlier does not pale all others; among few values, or where almost all are zero, the largest. 0: all are
 * zero, or none is finite. Two passes over @values. */
double plot_weight_scale   (const float *values,
                            gsize        n);

/* The largest finite absolute value; 0 when there is none. */
float  plot_weight_largest (const float *values,
                            gsize        n);
