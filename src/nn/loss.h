/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What training makes small: one file each under losses/, a row in the registry. A loss is a sum over examples
 * here; the caller divides by the batch (the mean is what the interface shows). */

typedef struct
{
  const char *name;  /* as in an experiment: "nll" */
  const char *about; /* N_(): the formula in words */

  /* o: rows x classes, the network's outputs; labels: rows. Returns the sum of the rows' losses. With d (rows x
   * classes, may be o itself), d = scale * d loss / d o. A loss that is not finite is returned as it is. */
  double (*forward_backward) (const float *o, const guint16 *labels, gsize rows, gsize classes, float scale, float *d);
  /* The same in double precision; d may be NULL. */
  double (*reference)        (const double *o, const guint16 *labels, gsize rows, gsize classes, double scale,
                              double *d);
} NnLossType;

extern const NnLossType *const nn_loss_types[];

const NnLossType *nn_loss_type_find (const char *name);

/* The place of the largest output of each row (the first largest counts), into @predicted: rows. */
void              nn_predict        (const float   *o,
                                     gsize          rows,
                                     gsize          classes,
                                     guint16       *predicted);

extern const NnLossType nn_nll_loss;
extern const NnLossType nn_squared_loss;
