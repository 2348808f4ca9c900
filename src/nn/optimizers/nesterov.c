/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nesterov's momentum in the form of Sutskever et al. 2013 and Bengio et al. 2013, with the rate inside the velocity:
 * v = momentum v + rate g; w = w - (momentum v + rate g). The gradient is taken at the weights that are kept, which
 * stand where the classical form looks ahead to. */

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
  nn_kernels ()->nesterov (w, g, slots[0], n, (float) hyper->rate, (float) hyper->momentum);
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
      w[i] -= hyper->momentum * slots[0][i] + hyper->rate * g[i];
    }
}

const NnOptimizerType nn_nesterov_optimizer = {
  .name = "nesterov",
  .title = N_("Nesterov momentum"),
  .formula = "v ← γ v + α g;  w ← w − (γ v + α g)",
  .n_slots = 1,
  .slot_names = { "velocity" },
  .has_momentum = TRUE,
  .step = step,
  .step_reference = step_reference,
};
