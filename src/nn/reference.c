/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/reference.h"

#include <string.h>

static double **
forward (const NnNetwork *network,
         const double    *parameters,
         const double    *x,
         gsize            rows)
{
  double **values = g_new0 (double *, network->n_layers + 2);

  values[0] = g_memdup2 (x, rows * nn_shape_size (network->input) * sizeof *x);
  for (guint l = 0; l < network->n_layers; l++)
    {
      const NnLayer *layer = &network->layers[l];

      values[l + 1] = g_new0 (double, rows * layer->n_out);
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
          gsize            rows)
{
  memset (gradient, 0, network->n_parameters * sizeof *gradient);
  for (guint l = network->n_layers; l-- > 0;)
    {
      const NnLayer *layer = &network->layers[l];
      double        *dx = g_new0 (double, rows * layer->n_in);

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
  double **values = forward (network, parameters, x, rows);
  double  *d = gradient ? g_new0 (double, rows * network->n_outputs) : NULL;
  double   sum;

  sum = loss->reference (values[network->n_layers], labels, rows, network->n_outputs, 1.0 / (double) rows, d);
  if (gradient)
    backward (network, parameters, values, d, gradient, rows);
  for (guint l = 0; l <= network->n_layers; l++)
    g_free (values[l]);
  g_free (values);
  return sum / (double) rows;
}
