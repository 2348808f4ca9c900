/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Softmax with negative log-likelihood, fused: loss = log (sum_k exp o_k) - o_label, computed shifted by the
 * largest output (log-sum-exp), d loss / d o_k = softmax_k - [k = label]. */

#include "nn/kernels.h"
#include "nn/loss.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A NaN among the outputs is the largest, so that it is seen in the loss. */
static float
largest (const float *o,
         gsize        n)
{
  float best = o[0];

  for (gsize k = 1; k < n; k++)
    best = o[k] > best || isnan (o[k]) ? o[k] : best;
  return best;
}

static double
forward_backward (const float   *o,
                  const guint16 *labels,
                  gsize          rows,
                  gsize          classes,
                  float          scale,
                  float         *d)
{
  const NnKernels *kernels = nn_kernels ();
  double           loss = 0.0;

  for (gsize r = 0; r < rows; r++, o += classes, d += classes)
    {
      float shift = largest (o, classes);
      float at_label = o[labels[r]] - shift;
      float sum = kernels->exp_shifted (o, d, classes, shift);
      float factor = scale / sum;

      loss += logf (sum) - at_label;
      for (gsize k = 0; k < classes; k++)
        d[k] *= factor;
      d[labels[r]] -= scale;
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

  for (gsize r = 0; r < rows; r++, o += classes)
    {
      double shift = o[0];
      double sum = 0.0;

      for (gsize k = 1; k < classes; k++)
        shift = fmax (shift, o[k]);
      for (gsize k = 0; k < classes; k++)
        sum += exp (o[k] - shift);
      loss += log (sum) + shift - o[labels[r]];
      for (gsize k = 0; d && k < classes; k++)
        d[r * classes + k] = scale * (exp (o[k] - shift) / sum - (k == labels[r]));
    }
  return loss;
}

const NnLossType nn_nll_loss = {
  .name = "nll",
  .about = N_("softmax, then minus the logarithm of the probability of the right class"),
  .forward_backward = forward_backward,
  .reference = reference,
};
