/* SPDX-License-Identifier: GPL-3.0-or-later */
/* y = x W^T + b; W: outputs x inputs, b: outputs. dx = dy W, dW = dy^T x, db = sum over the rows of dy. */

#include "nn/kernels.h"
#include "nn/layer.h"
#include "nn/nn-error.h"
#include "nn/product.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_UNITS 1000000

static gboolean
configure (NnLayer *layer,
           char   **arguments,
           GError **error)
{
  guint64 units;

  if (!g_ascii_string_to_unsigned (arguments[0], 10, 1, MAX_UNITS, &units, NULL))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_RANGE,
                   _("layer “%s”: “%s” units; a whole number from 1 to %d is needed"), layer->text, arguments[0],
                   MAX_UNITS);
      return FALSE;
    }
  layer->n_units = (guint) units;
  return TRUE;
}

static gboolean
infer (NnLayer *layer,
       GError **error)
{
  layer->out = (NnShape) { 1, 1, layer->n_units };
  layer->n_weights = nn_shape_size (layer->in) * layer->n_units;
  layer->n_biases = layer->n_units;
  return TRUE;
}

static void
forward (const NnLayer *layer,
         const float   *p,
         const float   *x,
         float         *y,
         gsize          rows)
{
  nn_product_nt (x, p, y, rows, layer->n_out, layer->n_in);
  nn_kernels ()->add_bias (y, p + layer->n_weights, rows, layer->n_out);
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
  if (dp)
    {
      nn_product_tn (dy, x, dp, layer->n_out, layer->n_in, rows, accumulate);
      nn_kernels ()->sum_rows (dy, dp + layer->n_weights, rows, layer->n_out, accumulate);
    }
  if (dx)
    nn_product_nn (dy, p, dx, rows, layer->n_in, layer->n_out);
}

static void
forward_units (const NnLayer *layer,
               const float   *p,
               const float   *x,
               float         *y,
               gsize          first,
               gsize          n,
               gsize          rows)
{
  nn_kernels ()->product_dots (x, p + first * layer->n_in, y, rows, n, layer->n_in);
  nn_kernels ()->add_bias (y, p + layer->n_weights + first, rows, n);
}

static void
backward_units (const NnLayer *layer,
                const float   *x,
                const float   *dy,
                gsize          dy_step,
                float         *dw,
                gsize          n,
                gsize          rows)
{
  nn_kernels ()->product_sweeps (dy, 1, dy_step, x, dw, n, layer->n_in, rows, FALSE);
}

static void
forward_reference (const NnLayer *layer,
                   const double  *p,
                   const double  *x,
                   double        *y,
                   gsize          rows)
{
  for (gsize r = 0; r < rows; r++)
    for (gsize o = 0; o < layer->n_out; o++)
      {
        double sum = p[layer->n_weights + o];

        for (gsize i = 0; i < layer->n_in; i++)
          sum += p[o * layer->n_in + i] * x[r * layer->n_in + i];
        y[r * layer->n_out + o] = sum;
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
  if (dx)
    memset (dx, 0, rows * layer->n_in * sizeof *dx);
  for (gsize r = 0; r < rows; r++)
    for (gsize o = 0; o < layer->n_out; o++)
      {
        double d = dy[r * layer->n_out + o];

        dp[layer->n_weights + o] += d;
        for (gsize i = 0; i < layer->n_in; i++)
          {
            dp[o * layer->n_in + i] += d * x[r * layer->n_in + i];
            if (dx)
              dx[r * layer->n_in + i] += d * p[o * layer->n_in + i];
          }
      }
}

static void
touch_reference (const NnLayer *layer,
                 gsize          parameter,
                 double         change,
                 const double  *x,
                 double        *y,
                 gsize          rows)
{
  gboolean is_bias = parameter >= layer->n_weights;
  gsize    unit = is_bias ? parameter - layer->n_weights : parameter / layer->n_in;
  gsize    input = parameter % layer->n_in;

  for (gsize r = 0; r < rows; r++)
    y[r * layer->n_out + unit] += is_bias ? change : change * x[r * layer->n_in + input];
}

const NnLayerType nn_dense_layer = {
  .name = "dense",
  .n_arguments = 1,
  .has_weights = TRUE,
  .configure = configure,
  .infer = infer,
  .forward = forward,
  .backward = backward,
  .forward_units = forward_units,
  .backward_units = backward_units,
  .forward_reference = forward_reference,
  .backward_reference = backward_reference,
  .touch_reference = touch_reference,
};
