/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/cost-plane.h"
#include "nn/optimizer.h"

/* What the 2 x 2 Hessian at a point says about the optimizers that come by. */

typedef struct
{
  AnHessian hessian;
  double    eigenvalues[2];  /* the larger first */
  double    vectors[2][2];   /* of length 1, in the same order */
  double    condition;       /* larger / smaller magnitude; infinite when the smaller is 0, NaN when one is no number */
} AnCurvature;

void   an_curvature_init (AnCurvature           *curvature,
                          const AnHessian       *hessian);

/* The largest learning rate with which @optimizer does not run away on a quadratic of this curvature: 2/λ for gradient
 * descent, 2(1+γ)/λ for momentum (Polyak 1964), (2+2γ)/((1+2γ)λ) for Nesterov's in the form of
 * nn/optimizers/nesterov.c. NaN for optimizers that scale their steps themselves, infinite when λ, the larger
 * eigenvalue, is not positive. */
double an_curvature_limit (const AnCurvature     *curvature,
                           const NnOptimizerType *optimizer,
                           double                 momentum);
