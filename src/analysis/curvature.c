/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/curvature.h"

#include <math.h>

/* a d - b c without cancellation (Kahan; error bound by Jeannerod, Louvet and Muller 2013). */
static double
determinant (double a,
             double b,
             double c,
             double d)
{
  double bc = b * c;

  return fma (a, d, -bc) + fma (-b, c, bc);
}

/* Both eigenvalues are the mean of the diagonal plus or minus a radius; the one where the two would cancel comes from
 * the determinant, which is their product. */
static void
find_eigenvalues (const AnHessian *h,
                  double           eigenvalues[2])
{
  double mean = 0.5 * h->xx + 0.5 * h->yy, radius = hypot (0.5 * h->xx - 0.5 * h->yy, h->xy);
  double far = mean < 0 ? mean - radius : mean + radius;
  double scale = fmax (fmax (fabs (h->xx), fabs (h->yy)), fabs (h->xy));
  double near = 0.0;

  /* Divided by the largest entry so that the product neither overflows nor underflows. */
  if (far != 0.0)
    near = determinant (h->xx / scale, h->xy / scale, h->xy / scale, h->yy / scale) / (far / scale) * scale;
  eigenvalues[0] = fmax (far, near);
  eigenvalues[1] = fmin (far, near);
}

/* The eigenvector of the larger eigenvalue has the angle whose double has the tangent 2 xy / (xx - yy). */
static void
find_vectors (const AnHessian *h,
              double           vectors[2][2])
{
  double angle = 0.5 * atan2 (h->xy, 0.5 * h->xx - 0.5 * h->yy);

  vectors[0][0] = cos (angle);
  vectors[0][1] = sin (angle);
  vectors[1][0] = -vectors[0][1];
  vectors[1][1] = vectors[0][0];
}

void
an_curvature_init (AnCurvature     *curvature,
                   const AnHessian *hessian)
{
  double larger, smaller;

  *curvature = (AnCurvature) { .hessian = *hessian, .eigenvalues = { NAN, NAN }, .vectors = { { 1, 0 }, { 0, 1 } },
                               .condition = NAN };
  if (!isfinite (hessian->xx) || !isfinite (hessian->xy) || !isfinite (hessian->yy))
    return;
  find_eigenvalues (hessian, curvature->eigenvalues);
  find_vectors (hessian, curvature->vectors);
  larger = fmax (fabs (curvature->eigenvalues[0]), fabs (curvature->eigenvalues[1]));
  smaller = fmin (fabs (curvature->eigenvalues[0]), fabs (curvature->eigenvalues[1]));
  if (isfinite (larger))
    curvature->condition = smaller == 0.0 ? INFINITY : larger / smaller;
}

/* Where the gradient is lambda w, each optimizer is a linear recurrence, and a = rate lambda says whether it shrinks.
 * Both roots of z^2 - T z + D lie inside the unit circle when |D| < 1 and |T| < 1 + D (Jury 1964).
 *
 *   gd        w' = (1 - a) w: |1 - a| < 1, so a < 2
 *   momentum  v' = m v + a w, w' = w - v': T = 1 + m - a, D = m, so a < 2 (1 + m)
 *   nesterov  v' = m v + a w, w' = w - m v' - a w: T = 1 + m - a (1 + m), D = m (1 - a);
 *             1 + D + T = 2 + 2m - a (1 + 2m) > 0, so a < (2 + 2m) / (1 + 2m), where D > -1 still holds */
typedef struct
{
  const NnOptimizerType *optimizer;
  double               (*largest) (double momentum);  /* that a may come close to */
} Limit;

static double
gd_largest (double momentum)
{
  return 2.0;
}

static double
momentum_largest (double momentum)
{
  return 2.0 * (1.0 + momentum);
}

static double
nesterov_largest (double momentum)
{
  return (2.0 + 2.0 * momentum) / (1.0 + 2.0 * momentum);
}

static const Limit limits[] = {
  { &nn_gd_optimizer, gd_largest },
  { &nn_momentum_optimizer, momentum_largest },
  { &nn_nesterov_optimizer, nesterov_largest },
};

double
an_curvature_limit (const AnCurvature     *curvature,
                    const NnOptimizerType *optimizer,
                    double                 momentum)
{
  double lambda = curvature->eigenvalues[0];

  for (gsize k = 0; k < G_N_ELEMENTS (limits); k++)
    if (limits[k].optimizer == optimizer)
      return lambda <= 0.0 ? INFINITY : limits[k].largest (momentum) / lambda;
  return NAN;
}
