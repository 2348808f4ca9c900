/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Over each row: y_i = exp (x_i) / sum_k exp (x_k), shifted by the largest x; dx_i = y_i (dy_i - sum_k y_k dy_k). */

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
  nn_kernels ()->softmax_forward (x, y, rows, layer->n_out, 1.0f);
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
  nn_kernels ()->softmax_backward (y, dy, dx, rows, layer->n_out, 1.0f);
}

static void
forward_reference (const NnLayer *layer,
                   const double  *p,
                   const double  *x,
                   double        *y,
                   gsize          rows)
{
  for (gsize r = 0; r < rows; r++, x += layer->n_out, y += layer->n_out)
    {
      double shift = x[0], sum = 0.0;

      for (gsize i = 1; i < layer->n_out; i++)
        shift = fmax (shift, x[i]);
      for (gsize i = 0; i < layer->n_out; i++)
        sum += exp (x[i] - shift);
      for (gsize i = 0; i < layer->n_out; i++)
        y[i] = exp (x[i] - shift) / sum;
    }
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
  for (gsize r = 0; r < rows; r++, y += layer->n_out, dy += layer->n_out, dx += layer->n_out)
    {
      double mean = 0.0;

      for (gsize i = 0; i < layer->n_out; i++)
        mean += y[i] * dy[i];
      for (gsize i = 0; i < layer->n_out; i++)
        dx[i] = y[i] * (dy[i] - mean);
    }
}

const NnLayerType nn_softmax_layer = {
  .name = "softmax",
  .title = N_("softmax"),
  .in_place = TRUE,
  .forward = forward,
  .backward = backward,
  .forward_reference = forward_reference,
  .backward_reference = backward_reference,
};
