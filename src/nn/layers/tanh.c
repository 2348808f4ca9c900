/* SPDX-License-Identifier: GPL-3.0-or-later */
/* y = tanh (x); dx = dy (1 - y^2). */

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
  nn_kernels ()->tanh_forward (x, y, rows * layer->n_out);
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
  nn_kernels ()->tanh_backward (y, dy, dx, rows * layer->n_out);
}

static void
forward_reference (const NnLayer *layer,
                   const double  *p,
                   const double  *x,
                   double        *y,
                   gsize          rows)
{
  for (gsize i = 0; i < rows * layer->n_out; i++)
    y[i] = tanh (x[i]);
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
    dx[i] = dy[i] * (1.0 - y[i] * y[i]);
}

static const NnFlat flat = { -0.97467943f, 0.97467943f, TRUE }; /* 1 - y^2 < 0.05 */

const NnLayerType nn_tanh_layer = {
  .name = "tanh",
  .title = N_("tanh"),
  .elementwise = TRUE,
  .in_place = TRUE,
  .forward = forward,
  .backward = backward,
  .forward_reference = forward_reference,
  .backward_reference = backward_reference,
  .flat = &flat,
};
