/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/digit-shape.h"

#include <math.h>

/* Straight pieces between two control points: at 20 pixels none is longer than about two. */
#define PIECES 7
G_STATIC_ASSERT (DS_INK_MAX_NODES >= DS_SKELETON_MAX_POINTS * PIECES);
/* Cosine modes of the smooth deformation, each way. */
#define MODES 3

/* Standard deviations in units of the digit's height. */
#define POINT_JITTER   0.052
#define END_JITTER     0.037 /* where the pen comes down or leaves */
#define INERTIA        0.5   /* correlation of the jitter of neighboring points */
#define STROKE_SHIFT   0.02
#define WARP           0.08
#define CORNER_ROUNDED 0.35  /* chance that a corner is taken in a curve */
#define SMOOTHEST      8     /* passes of the filter that rounds strokes off, at most */

typedef struct
{
  double      x;
  double      y;
  DsPointKind kind;
} ControlPoint;

typedef struct
{
  double x[MODES][MODES];
  double y[MODES][MODES];
} Warp;

/* A uniform deviation, of standard deviation @spread: an unbounded one is, now and then, large enough to make a digit
 * illegible. */
static double
swing (BaseRng *rng,
       double   spread)
{
  return spread * sqrt (3) * (2 * base_rng_uniform (rng) - 1);
}

static gboolean
is_end (const DsSkeleton *skeleton,
        guint             i)
{
  return skeleton->points[i].kind == DS_POINT_START || i + 1 == skeleton->n_points
         || skeleton->points[i + 1].kind == DS_POINT_START;
}

/* Moves every control point a little, and every stroke as a whole. The result is centered on (0, 0), height 1. */
static void
disturb_points (ControlPoint     *points,
                const DsSkeleton *skeleton,
                double            freedom,
                BaseRng          *rng)
{
  double shift_x = 0, shift_y = 0;
  double stray_x = 0, stray_y = 0;
  double fresh = sqrt (1 - INERTIA * INERTIA);
  double strength = freedom * base_rng_range (rng, 0.4, 1.4);

  for (guint i = 0; i < skeleton->n_points; i++)
    {
      const DsSkeletonPoint *point = &skeleton->points[i];
      double                 jitter = strength * (is_end (skeleton, i) ? END_JITTER : POINT_JITTER);

      if (point->kind == DS_POINT_START && i > 0)
        {
          shift_x = swing (rng, STROKE_SHIFT);
          shift_y = swing (rng, STROKE_SHIFT);
        }
      /* A hand that strays stays astray for a while: what one point does, the next one does in part. */
      stray_x = INERTIA * stray_x + fresh * swing (rng, 1);
      stray_y = INERTIA * stray_y + fresh * swing (rng, 1);
      points[i].x = point->x * 0.01 - 0.5 + shift_x + jitter * stray_x;
      points[i].y = point->y * 0.01 - 0.5 + shift_y + jitter * stray_y;
      points[i].kind = point->kind;
      if (point->kind == DS_POINT_CORNER && base_rng_uniform (rng) < CORNER_ROUNDED)
        points[i].kind = DS_POINT_SMOOTH;
    }
}

/* The direction of the curve at @i (Catmull-Rom: half the chord between the neighbors; one-sided at the ends of a
 * stroke and at corners, on the side of @other). */
static void
find_tangent (const ControlPoint *points,
              guint               n,
              guint               i,
              guint               other,
              double             *dx,
              double             *dy)
{
  gboolean first = points[i].kind == DS_POINT_START;
  gboolean last = i + 1 == n || points[i + 1].kind == DS_POINT_START;

  if (first || last || points[i].kind == DS_POINT_CORNER)
    {
      double sign = other > i ? 1 : -1;

      *dx = sign * (points[other].x - points[i].x);
      *dy = sign * (points[other].y - points[i].y);
      return;
    }
  *dx = 0.5 * (points[i + 1].x - points[i - 1].x);
  *dy = 0.5 * (points[i + 1].y - points[i - 1].y);
}

static void
add_node (DsInk    *ink,
          double    x,
          double    y,
          gboolean  lifted)
{
  ink->nodes[ink->n_nodes++] = (DsInkNode) { .x = (float) x, .y = (float) y, .lifted = lifted };
}

/* Cubic Hermite spans between the control points, cut into straight pieces. */
static void
flatten (DsInk              *ink,
         const ControlPoint *points,
         guint               n)
{
  ink->n_nodes = 0;
  for (guint i = 0; i < n; i++)
    {
      gboolean lifted = i + 1 == n || points[i + 1].kind == DS_POINT_START;
      double   ax, ay, bx, by;

      add_node (ink, points[i].x, points[i].y, lifted);
      if (lifted)
        continue;
      find_tangent (points, n, i, i + 1, &ax, &ay);
      find_tangent (points, n, i + 1, i, &bx, &by);
      for (guint k = 1; k < PIECES; k++)
        {
          double t = (double) k / PIECES;
          double h00 = (1 + 2 * t) * (1 - t) * (1 - t);
          double h10 = t * (1 - t) * (1 - t);
          double h01 = t * t * (3 - 2 * t);
          double h11 = t * t * (t - 1);

          add_node (ink, h00 * points[i].x + h10 * ax + h01 * points[i + 1].x + h11 * bx,
                    h00 * points[i].y + h10 * ay + h01 * points[i + 1].y + h11 * by, FALSE);
        }
    }
}

/* Rounds the chain off as a hurried hand does: passes of the 1-2-1 filter along each stroke, its ends held. */
static void
smooth (DsInk   *ink,
        BaseRng *rng)
{
  guint n_passes = base_rng_below (rng, SMOOTHEST + 1);

  for (guint pass = 0; pass < n_passes; pass++)
    {
      DsInkNode before = ink->nodes[0];

      for (guint k = 1; k + 1 < ink->n_nodes; k++)
        {
          DsInkNode *node = &ink->nodes[k];
          DsInkNode  here = *node;

          if (!before.lifted && !here.lifted)
            {
              node->x = 0.25f * before.x + 0.5f * here.x + 0.25f * node[1].x;
              node->y = 0.25f * before.y + 0.5f * here.y + 0.25f * node[1].y;
            }
          before = here;
        }
    }
}

/* How much of the deformation each order of modes gets. Order 1 is nearly a shear, which is posture's business. */
static const double ORDER_SHARE[2 * MODES - 1] = { 0, 0.435, 0.5, 0.33, 0.25 };

static void
choose_warp (Warp    *warp,
             double   freedom,
             BaseRng *rng)
{
  double strength = WARP * freedom * base_rng_range (rng, 0.3, 1.5);

  for (guint i = 0; i < MODES; i++)
    for (guint j = 0; j < MODES; j++)
      {
        double amplitude = strength * ORDER_SHARE[i + j];

        warp->x[i][j] = swing (rng, amplitude);
        warp->y[i][j] = swing (rng, amplitude);
      }
}

/* The smooth deformation: a sum of slow cosines over the digit's box, so that neighboring strokes move together. */
static void
apply_warp (DsInk      *ink,
            const Warp *warp)
{
  for (guint k = 0; k < ink->n_nodes; k++)
    {
      DsInkNode *node = &ink->nodes[k];
      double     cos_x[MODES] = { 1, cos (G_PI * (node->x + 0.5)) };
      double     cos_y[MODES] = { 1, cos (G_PI * (node->y + 0.5)) };
      double     dx = 0;
      double     dy = 0;

      cos_x[2] = 2 * cos_x[1] * cos_x[1] - 1;
      cos_y[2] = 2 * cos_y[1] * cos_y[1] - 1;
      for (guint i = 0; i < MODES; i++)
        for (guint j = 0; j < MODES; j++)
          {
            dx += warp->x[i][j] * cos_x[i] * cos_y[j];
            dy += warp->y[i][j] * cos_x[i] * cos_y[j];
          }
      node->x += (float) dx;
      node->y += (float) dy;
    }
}

DsInkBox
ds_shape_measure (const DsInk *ink,
                  float        scale)
{
  DsInkBox box = { G_MAXFLOAT, -G_MAXFLOAT, G_MAXFLOAT, -G_MAXFLOAT };

  for (guint k = 0; k < ink->n_nodes; k++)
    {
      const DsInkNode *node = &ink->nodes[k];

      box.low_x = MIN (box.low_x, scale * node->x - node->radius);
      box.high_x = MAX (box.high_x, scale * node->x + node->radius);
      box.low_y = MIN (box.low_y, scale * node->y - node->radius);
      box.high_y = MAX (box.high_y, scale * node->y + node->radius);
    }
  return box;
}

/* Gives the deformed digit the width and height back that it had as a skeleton: deformation is to change the shape,
 * not to squeeze it until nobody can read it. */
static void
restore_extent (DsInk            *ink,
                const DsSkeleton *skeleton)
{
  DsInkBox box = ds_shape_measure (ink, 1);
  guint    low = 100, high = 0;
  float    sx, sy;

  for (guint i = 0; i < skeleton->n_points; i++)
    {
      low = MIN (low, (guint) skeleton->points[i].x);
      high = MAX (high, (guint) skeleton->points[i].x);
    }
  sx = high - low < 20 ? 1 : 0.01f * (high - low) / MAX (box.high_x - box.low_x, 0.1f);
  sy = 1.0f / MAX (box.high_y - box.low_y, 0.1f);
  for (guint k = 0; k < ink->n_nodes; k++)
    {
      ink->nodes[k].x *= sx;
      ink->nodes[k].y *= sy;
    }
}

void
ds_shape_deform (DsInk            *ink,
                 const DsSkeleton *skeleton,
                 double            freedom,
                 BaseRng          *rng)
{
  ControlPoint points[DS_SKELETON_MAX_POINTS];
  Warp         warp;

  disturb_points (points, skeleton, freedom, rng);
  flatten (ink, points, skeleton->n_points);
  smooth (ink, rng);
  choose_warp (&warp, freedom, rng);
  apply_warp (ink, &warp);
  restore_extent (ink, skeleton);
}
