/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window around a valley. From the lowest point nearby the cost is followed to both sides along the two principal
 * directions of the Hessian there. Along the gentle one the way ends where something has happened: the cost has risen
 * by a quarter, or it is no parabola any more (it flattens out, or meets a wall). Along the steep one it ends where the
 * cost has risen as much. The box around these four ends and the point asked for, made square unless it is very long,
 * is the window. */

#include "analysis/weight-pairs.h"

#include "analysis/curvature.h"

#include <math.h>

#define N_RADII 16          /* along each half of a direction, each SPACING times the one before */
#define SPACING 1.4142135623730951
#define FIRST_RISE 0.01     /* of the cost, that the parabola has at the first radius */
#define ENOUGH_RISE 0.25    /* of the cost */
#define FLATTENED 0.4       /* of the parabola's rise */
#define WALL 4.0
#define SQUARE 4.0          /* sides of up to this ratio become equal */
#define MARGIN 0.12         /* around everything, of its size */
#define FALLBACK 1.0        /* half a side, where nothing is known */
#define FARTHEST 100.0      /* lowest point, in steps that raise the cost by a quarter along the steep direction; */
#define ROOM 3.0            /* half a side in such steps, where there is no valley */

/* The cost along one half of a direction. */
typedef struct
{
  double towards[2];
  double curvature;       /* above 0: of the parabola that is expected */
  double radii[N_RADII];
  double rises[N_RADII];  /* above the lowest point */
} Ray;

static void
ray_init (Ray          *ray,
          const double  vector[2],
          double        sign,
          double        curvature,
          double        cost)
{
  double radius = sqrt (2.0 * FIRST_RISE * cost / curvature);

  ray->curvature = curvature;
  for (int k = 0; k < 2; k++)
    ray->towards[k] = sign * vector[k];
  for (guint i = 0; i < N_RADII; i++, radius *= SPACING)
    ray->radii[i] = radius;
}

/* All rays in one sweep over the examples. */
static gboolean
follow (AnCostPlane  *cost,
        const double  lowest[2],
        double        lowest_cost,
        Ray           rays[4])
{
  double  points[4 * N_RADII][2];
  AnSlope slopes[4 * N_RADII];

  for (guint i = 0; i < 4 * N_RADII; i++)
    for (int k = 0; k < 2; k++)
      points[i][k] = lowest[k] + rays[i / N_RADII].radii[i % N_RADII] * rays[i / N_RADII].towards[k];
  if (!an_cost_plane_get_slopes (cost, NULL, (const double (*)[2]) points, 4 * N_RADII, slopes))
    return FALSE;
  for (guint i = 0; i < 4 * N_RADII; i++)
    rays[i / N_RADII].rises[i % N_RADII] = slopes[i].cost - lowest_cost;
  return TRUE;
}

/* The first radius at which something has happened. */
static guint
find_event (const Ray *ray,
            double     cost)
{
  guint i = 0;

  for (; i + 1 < N_RADII && isfinite (ray->rises[i + 1]); i++)
    {
      double parabola = 0.5 * ray->curvature * ray->radii[i] * ray->radii[i];

      if (ray->rises[i] > ENOUGH_RISE * cost || ray->rises[i] < FLATTENED * parabola ||
          ray->rises[i] > WALL * parabola)
        break;
    }
  return i;
}

/* The first radius at which the cost has risen by @rise; the last finite one when it never does. */
static guint
find_rise (const Ray *ray,
           double     rise)
{
  guint i = 0;

  while (i + 1 < N_RADII && isfinite (ray->rises[i + 1]) && !(ray->rises[i] >= rise))
    i++;
  return i;
}

static void
include (const double place[2],
         double       from[2],
         double       to[2])
{
  for (int k = 0; k < 2; k++)
    {
      from[k] = MIN (from[k], place[k]);
      to[k] = MAX (to[k], place[k]);
    }
}

static void
include_end (const Ray    *ray,
             guint         end,
             const double  lowest[2],
             double        from[2],
             double        to[2])
{
  const double place[2] = { lowest[0] + ray->radii[end] * ray->towards[0],
                            lowest[1] + ray->radii[end] * ray->towards[1] };

  include (place, from, to);
}

/* Nearly equal sides become equal, so that a length is the same in all directions; and nothing lies on the edge. */
static void
round_off (double from[2],
           double to[2])
{
  double sides[2] = { to[0] - from[0], to[1] - from[1] };
  double longer = MAX (sides[0], sides[1]), shorter = MIN (sides[0], sides[1]);

  for (int k = 0; k < 2; k++)
    {
      double wanted = longer <= SQUARE * shorter ? longer : MAX (sides[k], longer / SQUARE);
      double more = 0.5 * (wanted - sides[k]) + MARGIN * wanted;

      from[k] -= more;
      to[k] += more;
    }
}

/* How long the rays must be to see what there is: of a cost that is 0 at its lowest, that of the point asked for. */
static double
get_unit (const AnSlope slopes[2])
{
  double unit = fabs (slopes[1].cost);

  if (unit < 0.1 * (slopes[0].cost - slopes[1].cost))
    unit = slopes[0].cost - slopes[1].cost;
  return unit > 0.0 ? unit : 1.0;
}

/* How far away the cost has risen by ENOUGH_RISE, as it bends along its steep direction; 0 where it does not rise. */
static double
get_steep_radius (const AnHessian *hessian,
                  double           cost)
{
  AnCurvature curvature;

  an_curvature_init (&curvature, hessian);
  if (!(curvature.eigenvalues[0] > 0.0) || !isfinite (cost))
    return 0.0;
  return sqrt (2.0 * ENOUGH_RISE * (cost == 0.0 ? 1.0 : fabs (cost)) / curvature.eigenvalues[0]);
}

/* There is no valley nearby: the point asked for and some room. */
static void
fall_back (const double around[2],
           double       steep_radius,
           double       from[2],
           double       to[2])
{
  double half = isfinite (steep_radius) && steep_radius > 0.0 ? ROOM * steep_radius : FALLBACK;

  for (int k = 0; k < 2; k++)
    {
      from[k] = around[k] - half;
      to[k] = around[k] + half;
    }
}

/* A descent may run off along a valley without an end, or down a saddle. */
static gboolean
is_valley (const AnCurvature *curvature,
           const AnSlope     *slope,
           const double       around[2],
           const double       lowest[2],
           double             steep_radius)
{
  return isfinite (slope->cost) && curvature->eigenvalues[1] >= 0.0 && curvature->eigenvalues[0] > 0.0 &&
         isfinite (curvature->eigenvalues[0]) &&
         hypot (lowest[0] - around[0], lowest[1] - around[1]) <= FARTHEST * steep_radius;
}

gboolean
an_window_fit (AnCostPlane  *cost,
               const double  around[2],
               double        from[2],
               double        to[2])
{
  double      points[2][2] = { { around[0], around[1] } };
  double     *lowest = points[1], unit, steep_radius, rise;
  AnSlope     slopes[2];
  AnHessian   here, there;
  AnCurvature curvature;
  Ray         rays[4];
  guint       ends[2];

  if (!an_cost_plane_descend (cost, around, lowest) || !an_cost_plane_get_hessian (cost, around, &here) ||
      !an_cost_plane_get_hessian (cost, lowest, &there) ||
      !an_cost_plane_get_slopes (cost, NULL, (const double (*)[2]) points, 2, slopes))
    return FALSE;
  an_curvature_init (&curvature, &there);
  steep_radius = get_steep_radius (&here, slopes[0].cost);
  if (steep_radius == 0.0)
    steep_radius = get_steep_radius (&there, slopes[0].cost);
  if (!is_valley (&curvature, &slopes[1], around, lowest, steep_radius))
    {
      fall_back (around, steep_radius, from, to);
      return TRUE;
    }
  unit = get_unit (slopes);
  for (int r = 0; r < 4; r++)
    ray_init (&rays[r], curvature.vectors[r / 2], r % 2 ? -1.0 : 1.0,
              r < 2 ? curvature.eigenvalues[0] : MAX (curvature.eigenvalues[1], 1e-3 * curvature.eigenvalues[0]), unit);
  if (!follow (cost, lowest, slopes[1].cost, rays))
    return FALSE;
  for (int k = 0; k < 2; k++)
    {
      ends[k] = find_event (&rays[2 + k], unit);
      from[k] = to[k] = lowest[k];
    }
  rise = MAX (rays[2].rises[ends[0]], rays[3].rises[ends[1]]);
  include (around, from, to);
  for (int r = 0; r < 4; r++)
    include_end (&rays[r], r < 2 ? find_rise (&rays[r], rise) : ends[r - 2], lowest, from, to);
  round_off (from, to);
  return TRUE;
}
