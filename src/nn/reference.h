/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "nn/loss.h"
#include "nn/network.h"

/* The whole network in double precision, by the layers' plain loops: the oracle. */

/* Mean loss over the rows of @x (rows x input size). With @gradient (n_parameters, overwritten), the gradient of
 * that mean as well. */
double nn_reference_loss (const NnNetwork  *network,
                          const NnLossType *loss,
                          const double     *parameters,
                          const double     *x,
                          const guint16    *labels,
                          gsize             rows,
                          double           *gradient);

/* The same in training: @masks has, for each layer that draws, what NnWorkspace.masks has (rows x n_out). */
double nn_reference_loss_masked (const NnNetwork  *network,
                                 const NnLossType *loss,
                                 const double     *parameters,
                                 const double     *x,
                                 const guint16    *labels,
                                 gsize             rows,
                                 double *const    *masks,
                                 double           *gradient);
