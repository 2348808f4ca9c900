/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/blas.h"

#include <cblas.h>

static void
one_thread (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      openblas_set_num_threads (1);
      g_once_init_leave (&done, 1);
    }
}

void
nn_blas_product_nt (const float *a,
                    const float *b,
                    float       *c,
                    gsize        m,
                    gsize        n,
                    gsize        k)
{
  one_thread ();
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, (blasint) m, (blasint) n, (blasint) k, 1.0f, a, (blasint) k,
               b, (blasint) k, 0.0f, c, (blasint) n);
}

void
nn_blas_product_nn (const float *a,
                    const float *b,
                    float       *c,
                    gsize        m,
                    gsize        n,
                    gsize        k)
{
  one_thread ();
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, (blasint) m, (blasint) n, (blasint) k, 1.0f, a,
               (blasint) k, b, (blasint) n, 0.0f, c, (blasint) n);
}

void
nn_blas_product_tn (const float *a,
                    const float *b,
                    float       *c,
                    gsize        m,
                    gsize        n,
                    gsize        k,
                    gboolean     accumulate)
{
  one_thread ();
  cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, (blasint) m, (blasint) n, (blasint) k, 1.0f, a, (blasint) m,
               b, (blasint) n, accumulate ? 1.0f : 0.0f, c, (blasint) n);
}

void
nn_blas_add_gram (const double *a,
                  double       *g,
                  gsize         n,
                  gsize         k)
{
  one_thread ();
  cblas_dsyrk (CblasRowMajor, CblasLower, CblasNoTrans, (blasint) n, (blasint) k, 1.0, a, (blasint) k, 1.0, g,
               (blasint) n);
}
