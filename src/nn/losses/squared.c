/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Squared error against the one-hot target: loss = sum_k (o_k - [k = label])^2, without a factor of one half;
 * d loss / d o_k = 2 (o_k - [k = label]). */

#include "nn/loss.h"

#include <glib/gi18n-lib.h>

static double
forward_backward (const float   *o,
                  const guint16 *labels,
                  gsize          rows,
                  gsize          classes,
                  float          scale,
                  float         *d)
{
  double loss = 0.0;

  for (gsize r = 0; r < rows; r++, o += classes, d += classes)
    for (gsize k = 0; k < classes; k++)
      {
        float error = o[k] - (k == labels[r] ? 1.0f : 0.0f);

        loss += (double) error * error;
        d[k] = 2.0f * scale * error;
      }
  return loss;
}

static double
reference (const double  *o,
           const guint16 *labels,
           gsize          rows,
           gsize          classes,
           double         scale,
           double        *d)
{
  double loss = 0.0;

  for (gsize r = 0; r < rows; r++)
    for (gsize k = 0; k < classes; k++)
      {
        double error = o[r * classes + k] - (k == labels[r]);

        loss += error * error;
        if (d)
          d[r * classes + k] = 2.0 * scale * error;
      }
  return loss;
}

const NnLossType nn_squared_loss = {
  .name = "squared",
  .about = N_("the squared distance of the outputs to 1 for the right class and 0 for the others"),
  .forward_backward = forward_backward,
  .reference = reference,
};
