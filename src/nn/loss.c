/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/loss.h"

const NnLossType *const nn_loss_types[] = {
  &nn_nll_loss,
  &nn_squared_loss,
  NULL,
};

const NnLossType *
nn_loss_type_find (const char *name)
{
  for (gsize i = 0; nn_loss_types[i]; i++)
    if (g_str_equal (nn_loss_types[i]->name, name))
      return nn_loss_types[i];
  return NULL;
}

void
nn_predict (const float *o,
            gsize        rows,
            gsize        classes,
            guint16     *predicted)
{
  for (gsize r = 0; r < rows; r++, o += classes)
    {
      gsize best = 0;

      for (gsize k = 1; k < classes; k++)
        if (o[k] > o[best])
          best = k;
      predicted[r] = (guint16) best;
    }
}
