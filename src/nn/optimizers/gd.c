/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gradient descent: w = w - rate g. */

#include "nn/kernels.h"
#include "nn/optimizer.h"

#include <glib/gi18n-lib.h>

static void
step (const NnHyper *hyper,
      float         *w,
      const float   *g,
      float *const  *slots,
      gsize          n)
{
  nn_kernels ()->descend (w, g, n, (float) hyper->rate);
}

static void
step_reference (const NnHyper *hyper,
                double        *w,
                const double  *g,
                double *const *slots,
                gsize          n)
{
  for (gsize i = 0; i < n; i++)
    w[i] -= hyper->rate * g[i];
}

const NnOptimizerType nn_gd_optimizer = {
  .name = "gd",
  .title = N_("Gradient descent"),
  .formula = "w ← w − α g",
  .step = step,
  .step_reference = step_reference,
};
