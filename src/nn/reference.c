/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/reference.h"

#include <string.h>

static double **
forward (const NnNetwork *network,
         const double    *parameters,
         const double    *x,
         gsize            rows,
         double *const   *masks)
{
  double **values = g_new0 (double *, network->n_layers + 2);

  values[0] = g_memdup2 (x, rows * nn_shape_size (network->input) * sizeof *x);
  for (guint l = 0; l < network->n_layers; l++)
    {
      const NnLayer *layer = &network->layers[l];

      values[l + 1] = g_new0 (double, rows * layer->n_out);
      if (masks && masks[l])
        layer->type->mask_reference (layer, masks[l], values[l], values[l + 1], rows);
      else
        layer->type->forward_reference (layer, parameters + layer->offset, values[l], values[l + 1], rows);
    }
  return values;
}

static void
backward (const NnNetwork *network,
          const double    *parameters,
          double *const   *values,
          double          *dy,
          double          *gradient,
          gsize            rows,
          double *const   *masks)
{
  memset (gradient, 0, network->n_parameters * sizeof *gradient);
  for (guint l = network->n_layers; l-- > 0;)
    {
      const NnLayer *layer = &network->layers[l];
      double        *dx = g_new0 (double, rows * layer->n_in);

      if (masks && masks[l])
        layer->type->mask_reference (layer, masks[l], dy, dx, rows);
      else
        layer->type->backward_reference (layer, parameters + layer->offset, values[l], values[l + 1], dy, dx,
                                         gradient + layer->offset, rows);
      g_free (dy);
      dy = dx;
    }
  g_free (dy);
}

double
nn_reference_loss (const NnNetwork  *network,
                   const NnLossType *loss,
                   const double     *parameters,
                   const double     *x,
                   const guint16    *labels,
                   gsize             rows,
                   double           *gradient)
{
  return nn_reference_loss_masked (network, loss, parameters, x, labels, rows, NULL, gradient);
}

double
nn_reference_loss_masked (const NnNetwork  *network,
                          const NnLossType *loss,
                          const double     *parameters,
                          const double     *x,
                          const guint16    *labels,
                          gsize             rows,
                          double *const    *masks,
                          double           *gradient)
{
  double **values = forward (network, parameters, x, rows, masks);
  double  *d = gradient ? g_new0 (double, rows * network->n_outputs) : NULL;
  double   sum;

  sum = loss->reference (values[network->n_layers], labels, rows, network->n_outputs, 1.0 / (double) rows, d);
  if (gradient)
    backward (network, parameters, values, d, gradient, rows, masks);
  for (guint l = 0; l <= network->n_layers; l++)
    g_free (values[l]);
  g_free (values);
  return sum / (double) rows;
}
