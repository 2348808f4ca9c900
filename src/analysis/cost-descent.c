/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Newton's method with damping after Levenberg (1944) and Marquardt (1963): (H + mu I) step = -gradient, where mu grows
 * until H + mu I is positive definite and the cost falls, and shrinks after each step that was good. */

#include "analysis/cost-plane.h"

#include <math.h>

#define MAX_STEPS 30
#define MAX_TRIES 15
#define ENOUGH 1e-7 /* a promised fall, as a part of the cost, that is not worth a step */

typedef struct
{
  double    point[2];
  AnSlope   slope;
  AnHessian hessian;
  double    damping;
} Descent;

static gboolean
look (AnCostPlane *cost,
      const double point[2],
      AnSlope     *slope)
{
  const double points[1][2] = { { point[0], point[1] } };

  return an_cost_plane_get_slopes (cost, NULL, points, 1, slope);
}

/* FALSE: H + damping I is not positive definite. */
static gboolean
solve (const Descent *d,
       double         step[2])
{
  double xx = d->hessian.xx + d->damping, yy = d->hessian.yy + d->damping, xy = d->hessian.xy;
  double determinant = xx * yy - xy * xy;

  if (!(xx > 0.0) || !(determinant > 1e-12 * xx * yy))
    return FALSE;
  step[0] = -(yy * d->slope.gradient[0] - xy * d->slope.gradient[1]) / determinant;
  step[1] = -(xx * d->slope.gradient[1] - xy * d->slope.gradient[0]) / determinant;
  return isfinite (step[0]) && isfinite (step[1]);
}

/* One step down. *moved is FALSE when there is none worth it. */
static gboolean
take_step (AnCostPlane *cost,
           Descent     *d,
           gboolean    *moved)
{
  double unit = fabs (d->hessian.xx) + fabs (d->hessian.yy), step[2], to[2];

  *moved = FALSE;
  if (!(unit > 0.0) || !isfinite (unit))
    return TRUE;
  for (int i = 0; i < MAX_TRIES; i++, d->damping = MAX (4.0 * d->damping, 1e-4 * unit))
    {
      AnSlope slope;

      if (!solve (d, step))
        continue;
      if (!(-(step[0] * d->slope.gradient[0] + step[1] * d->slope.gradient[1]) > ENOUGH * fabs (d->slope.cost)))
        return TRUE;
      for (int k = 0; k < 2; k++)
        to[k] = d->point[k] + step[k];
      if (!look (cost, to, &slope))
        return FALSE;
      if (!(slope.cost < d->slope.cost))
        continue;
      *d = (Descent) { { to[0], to[1] }, slope, d->hessian, d->damping / 8.0 };
      *moved = TRUE;
      return TRUE;
    }
  return TRUE;
}

gboolean
an_cost_plane_descend (AnCostPlane  *cost,
                       const double  from[2],
                       double        lowest[2])
{
  Descent  d = { .point = { from[0], from[1] } };
  gboolean moved = TRUE;

  if (!look (cost, from, &d.slope))
    return FALSE;
  for (int i = 0; i < MAX_STEPS && moved && isfinite (d.slope.cost); i++)
    if (!an_cost_plane_get_hessian (cost, d.point, &d.hessian) || !take_step (cost, &d, &moved))
      return FALSE;
  lowest[0] = d.point[0];
  lowest[1] = d.point[1];
  return TRUE;
}
