/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Matrix products of one thread: our own kernels while the operand that is read again for every tile stays in the
 * second-level cache, else OpenBLAS. All matrices are row-major and contiguous, and none overlaps the result. Any
 * thread. */

/* c (m x n) = a (m x k) b^T, b: n x k */
void nn_product_nt (const float *a, const float *b, float *c, gsize m, gsize n, gsize k);

/* c (m x n) = a (m x k) b (k x n) */
void nn_product_nn (const float *a, const float *b, float *c, gsize m, gsize n, gsize k);

/* c (m x n) (+)= a^T b, a: k x m, b: k x n */
void nn_product_tn (const float *a, const float *b, float *c, gsize m, gsize n, gsize k, gboolean accumulate);
