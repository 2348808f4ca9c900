/* SPDX-License-Identifier: GPL-3.0-or-later */
/* y = log (1 + exp (x)), computed as max (x, 0) + log (1 + exp (-|x|)); dx = dy / (1 + exp (-x)), from x: a small y
 * has lost what it would take. */

#include "nn/kernels.h"
#include "nn/layer.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
forward (const NnLayer *layer,
         const float   *p,
         const float   *x,
         float         *y,
         gsize          rows)
{
  nn_kernels ()->softplus_forward (x, y, rows * layer->n_out);
}

static void
backward (const NnLayer *layer,
          const float   *p,
          const float   *x,
          const float   *y,
          const float   *dy,
          float         *dx,
          float         *dp,
          gboolean       accumulate,
          gsize          rows)
{
  if (dx)
    nn_kernels ()->softplus_backward (x, dy, dx, rows * layer->n_out);
}

static void
forward_reference (const NnLayer *layer,
                   const double  *p,
                   const double  *x,
                   double        *y,
                   gsize          rows)
{
  for (gsize i = 0; i < rows * layer->n_out; i++)
    y[i] = fmax (x[i], 0.0) + log1p (exp (-fabs (x[i])));
}

static void
backward_reference (const NnLayer *layer,
                    const double  *p,
                    const double  *x,
                    const double  *y,
                    const double  *dy,
                    double        *dx,
                    double        *dp,
                    gsize          rows)
{
  for (gsize i = 0; i < rows * layer->n_out; i++)
    dx[i] = dy[i] / (1.0 + exp (-x[i]));
}

static const NnFlat flat = { 0.0f, 0.05129329f, FALSE }; /* 1 - exp (-y) < 0.05 */

const NnLayerType nn_softplus_layer = {
  .name = "softplus",
  .title = N_("softplus"),
  .elementwise = TRUE,
  .forward = forward,
  .backward = backward,
  .forward_reference = forward_reference,
  .backward_reference = backward_reference,
  .flat = &flat,
};
