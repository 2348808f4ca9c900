/* SPDX-License-Identifier: GPL-3.0-or-later */
/* y = x. The name for "no activation". */

#include "nn/layer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
forward (const NnLayer *layer,
         const float   *p,
         const float   *x,
         float         *y,
         gsize          rows)
{
  if (y != x)
    memcpy (y, x, rows * layer->n_out * sizeof *y);
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
  if (dx != dy)
    memcpy (dx, dy, rows * layer->n_out * sizeof *dx);
}

static void
forward_reference (const NnLayer *layer,
                   const double  *p,
                   const double  *x,
                   double        *y,
                   gsize          rows)
{
  memcpy (y, x, rows * layer->n_out * sizeof *y);
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
  memcpy (dx, dy, rows * layer->n_out * sizeof *dx);
}

const NnLayerType nn_identity_layer = {
  .name = "identity",
  .title = N_("none (linear)"),
  .elementwise = TRUE,
  .in_place = TRUE,
  .forward = forward,
  .backward = backward,
  .forward_reference = forward_reference,
  .backward_reference = backward_reference,
};
