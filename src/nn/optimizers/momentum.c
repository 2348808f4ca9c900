/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Momentum (Polyak 1964), with the rate inside the velocity: v = momentum v + rate g; w = w - v. */

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
  nn_kernels ()->momentum (w, g, slots[0], n, (float) hyper->rate, (float) hyper->momentum);
}

static void
step_reference (const NnHyper *hyper,
                double        *w,
                const double  *g,
                double *const *slots,
                gsize          n)
{
  for (gsize i = 0; i < n; i++)
    {
      slots[0][i] = hyper->momentum * slots[0][i] + hyper->rate * g[i];
      w[i] -= slots[0][i];
    }
}

const NnOptimizerType nn_momentum_optimizer = {
  .name = "momentum",
  .title = N_("Momentum"),
  .formula = "v ← γ v + α g;  w ← w − v",
  .n_slots = 1,
  .slot_names = { "velocity" },
  .has_momentum = TRUE,
  .step = step,
  .step_reference = step_reference,
};
