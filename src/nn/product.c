/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/product.h"

#include "nn/blas.h"
#include "nn/kernels.h"

/* Half of the second-level cache of most processors. */
#define CACHED (512 * 1024 / sizeof (float))

void
nn_product_nt (const float *a,
               const float *b,
               float       *c,
               gsize        m,
               gsize        n,
               gsize        k)
{
  if (m * k <= CACHED)
    nn_kernels ()->product_dots (a, b, c, m, n, k);
  else
    nn_blas_product_nt (a, b, c, m, n, k);
}

void
nn_product_nn (const float *a,
               const float *b,
               float       *c,
               gsize        m,
               gsize        n,
               gsize        k)
{
  if (k * n <= CACHED)
    nn_kernels ()->product_sweeps (a, k, 1, b, c, m, n, k, FALSE);
  else
    nn_blas_product_nn (a, b, c, m, n, k);
}

void
nn_product_tn (const float *a,
               const float *b,
               float       *c,
               gsize        m,
               gsize        n,
               gsize        k,
               gboolean     accumulate)
{
  if (k * n <= CACHED)
    nn_kernels ()->product_sweeps (a, 1, m, b, c, m, n, k, accumulate);
  else
    nn_blas_product_tn (a, b, c, m, n, k, accumulate);
}
