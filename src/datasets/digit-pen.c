/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/digit-pen.h"

#include "datasets/digit-skeletons.h"

#include <math.h>

/* Straight pieces between two control points: at 20 pixels none is longer than about two. */
#define PIECES 7
/* Steps to the right scale: the error is below a tenth of a pixel. */
#define LAYOUT_STEPS 4
/* Cosine modes of the smooth deformation, each way. */
#define MODES 3

/* Standard deviations in units of the digit's height. */
#define POINT_JITTER    0.052
#define END_JITTER      0.037 /* where the pen comes down or leaves */
#define INERTIA         0.5   /* correlation of the jitter of neighboring points */
#define STROKE_SHIFT    0.02
#define WARP            0.08
#define CORNER_ROUNDED  0.35  /* chance that a corner is taken in a curve */
#define SMOOTHEST       8     /* passes of the filter that rounds strokes off, at most */

#define ASPECT          1.09  /* width to height of the skeletons' square, in the middle */
#define ASPECT_SPREAD   0.25  /* of its logarithm */
#define SLANT           0.1
#define SLANT_SPREAD    0.25
#define TURN_SPREAD     0.1   /* radians */
#define BOUND           2.2   /* of normal deviations, in standard deviations */

/* Pixels. */
#define PEN             1.25  /* half the stroke's width, in the middle */
#define PEN_SPREAD      0.29  /* of its logarithm */
#define PEN_FINEST      0.7
#define PEN_BROADEST    3.2
#define PRESSURE        0.5   /* the deepest swell of the stroke, relative */
#define PRESSURE_SPEED  0.25  /* of its changes, radians per piece of the chain, at most */
#define SHARPEST        1.0   /* width of the soft edge */
#define SOFTEST         1.6

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

/* What is particular to a digit. @freedom: how far its points stray (round ones look broken early, and a 1 has
 * little to keep it straight); @aspect, @pen: factors; @slant: added. */
static const struct
{
  double freedom;
  double aspect;
  double slant;
  double pen;
} HABITS[10] = {
  { 0.7, 1.05, 0.09, 1.10 },
  { 0.4, 1.00, 0.18, 1.10 },
  { 1.0, 1.00, 0.01, 1.00 },
  { 1.0, 0.98, 0.05, 1.00 },
  { 0.9, 0.92, 0.16, 0.96 },
  { 1.0, 0.97, 0.00, 0.92 },
  { 1.0, 0.94, 0.02, 1.00 },
  { 1.0, 0.90, 0.00, 1.02 },
  { 1.0, 0.98, 0.00, 0.90 },
  { 1.0, 0.95, 0.02, 0.90 },
};

/* Both deviations are bounded: an unbounded one is, now and then, large enough to make a digit illegible. */

/* Uniform, of standard deviation @spread. */
static double
swing (BaseRng *rng,
       double   spread)
{
  return spread * sqrt (3) * (2 * base_rng_uniform (rng) - 1);
}

/* Normal, of standard deviation @spread, with the tails pushed in. */
static double
lean (BaseRng *rng,
      double   spread)
{
  return spread * CLAMP (base_rng_normal (rng), -BOUND, BOUND);
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
                BaseRng          *rng)
{
  double shift_x = 0, shift_y = 0;
  double stray_x = 0, stray_y = 0;
  double fresh = sqrt (1 - INERTIA * INERTIA);
  double strength = HABITS[skeleton->digit].freedom * base_rng_range (rng, 0.4, 1.4);

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
  if (ink->n_nodes < DS_INK_MAX_NODES)
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
             guint    digit,
             BaseRng *rng)
{
  double strength = WARP * HABITS[digit].freedom * base_rng_range (rng, 0.3, 1.5);

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

typedef struct
{
  float low_x;
  float high_x;
  float low_y;
  float high_y;
} Box;

/* The box around the ink at @scale; the radii are in pixels already and do not scale. */
static Box
measure (const DsInk *ink,
         float        scale)
{
  Box box = { G_MAXFLOAT, -G_MAXFLOAT, G_MAXFLOAT, -G_MAXFLOAT };

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
  Box   box = measure (ink, 1);
  guint low = 100, high = 0;
  float sx, sy;

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

/* Aspect, slant, then rotation. */
static void
apply_posture (DsInk   *ink,
               guint    digit,
               BaseRng *rng)
{
  double aspect = HABITS[digit].aspect * ASPECT * exp (lean (rng, ASPECT_SPREAD));
  double slant = SLANT + HABITS[digit].slant + lean (rng, SLANT_SPREAD);
  double angle = lean (rng, TURN_SPREAD);
  double c = cos (angle);
  double s = sin (angle);

  for (guint k = 0; k < ink->n_nodes; k++)
    {
      DsInkNode *node = &ink->nodes[k];
      double     x = aspect * node->x - slant * node->y;
      double     y = node->y;

      node->x = (float) (c * x - s * y);
      node->y = (float) (s * x + c * y);
    }
}

/* The pen: one width for the digit, and a pressure that swells and fades along it. */
static void
choose_radii (DsInk   *ink,
              guint    digit,
              BaseRng *rng)
{
  double radius = CLAMP (HABITS[digit].pen * PEN * exp (lean (rng, PEN_SPREAD)), PEN_FINEST, PEN_BROADEST);
  double depth = base_rng_range (rng, 0, PRESSURE);
  double phase = base_rng_range (rng, 0, 2 * G_PI);
  double speed = base_rng_range (rng, 0.05, PRESSURE_SPEED);

  for (guint k = 0; k < ink->n_nodes; k++)
    ink->nodes[k].radius = (float) (radius * (1 + depth * sin (phase + speed * k)));
  ink->blur = (float) base_rng_range (rng, SHARPEST, SOFTEST);
}

/* Scales and moves the chain so that the longer side of its inked box becomes that of the inner square, in the
 * middle of the frame. The first guess leaves the pen out; Newton's steps on the length of the side then converge
 * at once, for it is nearly linear in the scale. */
static void
lay_out (DsInk *ink)
{
  float scale = DS_INNER_BOX - 3.0f;
  Box   box;

  for (guint step = 0; step < LAYOUT_STEPS; step++)
    {
      float side, slope;

      box = measure (ink, scale);
      side = MAX (box.high_x - box.low_x, box.high_y - box.low_y);
      slope = MAX ((side - 2 * PEN) / scale, 0.5f);
      scale = MAX (scale + (DS_INNER_BOX - side) / slope, 1.0f);
    }
  box = measure (ink, scale);
  for (guint k = 0; k < ink->n_nodes; k++)
    {
      ink->nodes[k].x = DS_FRAME / 2.0f + scale * ink->nodes[k].x - (box.low_x + box.high_x) / 2;
      ink->nodes[k].y = DS_FRAME / 2.0f + scale * ink->nodes[k].y - (box.low_y + box.high_y) / 2;
    }
}

void
ds_pen_write (DsInk   *ink,
              guint    digit,
              BaseRng *rng)
{
  const DsSkeleton *skeleton = ds_skeleton_choose (digit, base_rng_uniform (rng));
  ControlPoint      points[DS_SKELETON_MAX_POINTS];
  Warp              warp;

  disturb_points (points, skeleton, rng);
  flatten (ink, points, skeleton->n_points);
  smooth (ink, rng);
  choose_warp (&warp, digit, rng);
  apply_warp (ink, &warp);
  restore_extent (ink, skeleton);
  apply_posture (ink, digit, rng);
  choose_radii (ink, digit, rng);
  lay_out (ink);
}
