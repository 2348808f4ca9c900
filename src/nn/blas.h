/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Matrix products through OpenBLAS, which always runs one thread: only our own pool parallelizes. All matrices are
 * row-major and contiguous. Any thread. */

/* c (m x n) = a (m x k) b^T, b: n x k */
void nn_blas_product_nt (const float *a, const float *b, float *c, gsize m, gsize n, gsize k);

/* c (m x n) = a (m x k) b (k x n) */
void nn_blas_product_nn (const float *a, const float *b, float *c, gsize m, gsize n, gsize k);

/* c (m x n) (+)= a^T b, a: k x m, b: k x n */
void nn_blas_product_tn (const float *a, const float *b, float *c, gsize m, gsize n, gsize k, gboolean accumulate);

/* In double precision: the lower triangle of g (n x n) += a a^T, a: n x k */
void nn_blas_add_gram (const double *a, double *g, gsize n, gsize k);
