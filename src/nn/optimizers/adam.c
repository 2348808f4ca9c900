/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adam (Kingma and Ba 2015), b1 = 0.9, b2 = 0.999, epsilon = 1e-8: m = b1 m + (1 - b1) g; s = b2 s + (1 - b2) g^2;
 * w = w - rate (m / (1 - b1^t)) / (sqrt (s / (1 - b2^t)) + epsilon). */

#include "nn/kernels.h"
#include "nn/optimizer.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define B1 NN_ADAM_B1
#define B2 NN_ADAM_B2
#define EPSILON 1e-8

static void
step (const NnHyper *hyper,
      float         *w,
      const float   *g,
      float *const  *slots,
      gsize          n)
{
  double t = (double) hyper->step;

  nn_kernels ()->adam (w, g, slots[0], slots[1], n, (float) B1, (float) B2,
                       (float) (hyper->rate / (1.0 - pow (B1, t))), (float) (1.0 / sqrt (1.0 - pow (B2, t))),
                       (float) EPSILON);
}

static void
step_reference (const NnHyper *hyper,
                double        *w,
                const double  *g,
                double *const *slots,
                gsize          n)
{
  double t = (double) hyper->step;

  for (gsize i = 0; i < n; i++)
    {
      slots[0][i] = B1 * slots[0][i] + (1.0 - B1) * g[i];
      slots[1][i] = B2 * slots[1][i] + (1.0 - B2) * g[i] * g[i];
      w[i] -= hyper->rate * (slots[0][i] / (1.0 - pow (B1, t))) /
              (sqrt (slots[1][i] / (1.0 - pow (B2, t))) + EPSILON);
    }
}

const NnOptimizerType nn_adam_optimizer = {
  .name = "adam",
  .title = N_("Adam"),
  .formula = "m ← β₁ m + (1−β₁) g;  s ← β₂ s + (1−β₂) g²;  w ← w − α m̂ / (√ŝ + ε)",
  .n_slots = 2,
  .slot_names = { "mean", "square" },
  .step = step,
  .step_reference = step_reference,
};
