/* SPDX-License-Identifier: GPL-3.0-or-later */
/* y = x - tanh (x); dx = dy tanh (x)^2, which y does not give, so x is kept. */

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
  nn_kernels ()->tanhshrink_forward (x, y, rows * layer->n_out);
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
    nn_kernels ()->tanhshrink_backward (x, dy, dx, rows * layer->n_out);
}

static void
forward_reference (const NnLayer *layer,
                   const double  *p,
                   const double  *x,
                   double        *y,
                   gsize          rows)
{
  for (gsize i = 0; i < rows * layer->n_out; i++)
    y[i] = x[i] - tanh (x[i]);
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
    dx[i] = dy[i] * tanh (x[i]) * tanh (x[i]);
}

static const NnFlat flat = { -0.0038427383f, 0.00384274f, FALSE }; /* tanh (x)^2 < 0.05 */

const NnLayerType nn_tanhshrink_layer = {
  .name = "tanhshrink",
  .title = N_("tanhshrink"),
  .elementwise = TRUE,
  .forward = forward,
  .backward = backward,
  .forward_reference = forward_reference,
  .backward_reference = backward_reference,
  .flat = &flat,
};
