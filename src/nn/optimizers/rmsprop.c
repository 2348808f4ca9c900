/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RMSProp (Tieleman and Hinton 2012), keep = 0.99, epsilon = 1e-8 outside the root: s = keep s + (1 - keep) g^2;
 * w = w - rate g / (sqrt (s) + epsilon). */

#include "nn/kernels.h"
#include "nn/optimizer.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define KEEP NN_RMSPROP_KEEP
#define EPSILON 1e-8

static void
step (const NnHyper *hyper,
      float         *w,
      const float   *g,
      float *const  *slots,
      gsize          n)
{
  nn_kernels ()->rmsprop (w, g, slots[0], n, (float) hyper->rate, (float) KEEP, (float) EPSILON);
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
      slots[0][i] = KEEP * slots[0][i] + (1.0 - KEEP) * g[i] * g[i];
      w[i] -= hyper->rate * g[i] / (sqrt (slots[0][i]) + EPSILON);
    }
}

const NnOptimizerType nn_rmsprop_optimizer = {
  .name = "rmsprop",
  .title = N_("RMSProp"),
  .formula = "s ← β s + (1−β) g²;  w ← w − α g / (√s + ε)",
  .n_slots = 1,
  .slot_names = { "square" },
  .step = step,
  .step_reference = step_reference,
};
