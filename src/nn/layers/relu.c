/* SPDX-License-Identifier: GPL-3.0-or-later */
/* y = max (x, 0); dx = dy where y > 0, else 0 (at the kink too, as usual). */

#include "nn/kernels.h"
#include "nn/layer.h"

#include <glib/gi18n-lib.h>

static void
forward (const NnLayer *layer,
         const float   *p,
         const float   *x,
         float         *y,
         gsize          rows)
{
  nn_kernels ()->relu_forward (x, y, rows * layer->n_out);
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
  nn_kernels ()->relu_backward (y, dy, dx, rows * layer->n_out);
}

static void
forward_reference (const NnLayer *layer,
                   const double  *p,
                   const double  *x,
                   double        *y,
                   gsize          rows)
{
  for (gsize i = 0; i < rows * layer->n_out; i++)
    y[i] = x[i] < 0.0 ? 0.0 : x[i];
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
    dx[i] = y[i] > 0.0 ? dy[i] : 0.0;
}

static const double kinks[] = { 0.0 };

static const NnFlat flat = { 0.0f, 0.0f, FALSE }; /* dead: y = 0 */

const NnLayerType nn_relu_layer = {
  .name = "relu",
  .title = N_("ReLU"),
  .elementwise = TRUE,
  .in_place = TRUE,
  .forward = forward,
  .backward = backward,
  .forward_reference = forward_reference,
  .backward_reference = backward_reference,
  .kinks = kinks,
  .n_kinks = G_N_ELEMENTS (kinks),
  .flat = &flat,
};
