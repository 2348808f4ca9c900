/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inverted dropout (Srivastava et al. 2014): in training y = m x with m = 0 for a dropped unit, probability P, and
 * m = 1 / (1 - P) for the others, so that the expectation is x; dx = m dy. In evaluation y = x. */

#include "base/rng.h"
#include "nn/layer.h"
#include "nn/nn-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static gboolean
configure (NnLayer *layer,
           char   **arguments,
           GError **error)
{
  char *end;

  layer->drop = g_ascii_strtod (arguments[0], &end);
  if (end != arguments[0] && *end == '\0' && layer->drop >= 0.0 && layer->drop < 1.0)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_RANGE,
               _("layer “%s”: “%s” is no probability of dropping a unit; a number from 0 up to, not including, 1 is "
                 "needed"),
               layer->text, arguments[0]);
  return FALSE;
}

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
    memcpy (dx, dy, rows * layer->n_in * sizeof *dx);
}

static void
forward_reference (const NnLayer *layer,
                   const double  *p,
                   const double  *x,
                   double        *y,
                   gsize          rows)
{
  memmove (y, x, rows * layer->n_out * sizeof *y);
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
  memmove (dx, dy, rows * layer->n_in * sizeof *dx);
}

/* 32 random bits of a number of their own for each unit, so that neither threads nor blocks matter. */
static void
draw (const NnLayer *layer,
      guint64        key,
      gsize          first_row,
      float         *mask,
      gsize          rows)
{
  guint64 of_layer = base_rng_hash (key + layer->index);
  double  share = layer->drop * 0x1.0p32;
  float   kept = (float) (1.0 / (1.0 - layer->drop));

  for (gsize r = 0; r < rows; r++)
    {
      guint64 of_row = base_rng_hash (of_layer + first_row + r);

      for (gsize i = 0; i < layer->n_out; i++)
        mask[r * layer->n_out + i] = (double) (base_rng_hash (of_row + i) >> 32) < share ? 0.0f : kept;
    }
}

static void
mask (const NnLayer *layer,
      const float   *m,
      const float   *x,
      float         *y,
      gsize          rows)
{
  for (gsize i = 0; i < rows * layer->n_out; i++)
    y[i] = m[i] * x[i];
}

static void
mask_reference (const NnLayer *layer,
                const double  *m,
                const double  *x,
                double        *y,
                gsize          rows)
{
  for (gsize i = 0; i < rows * layer->n_out; i++)
    y[i] = m[i] * x[i];
}

const NnLayerType nn_dropout_layer = {
  .name = "dropout",
  .n_arguments = 1,
  .elementwise = TRUE,
  .in_place = TRUE,
  .configure = configure,
  .forward = forward,
  .backward = backward,
  .forward_reference = forward_reference,
  .backward_reference = backward_reference,
  .draw = draw,
  .mask = mask,
  .mask_reference = mask_reference,
};
