/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/digit-pen.h"

#include <math.h>

/* Steps to the right scale: the error is below a tenth of a pixel. */
#define LAYOUT_STEPS 4

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

/* What is particular to a digit. @freedom: how far its points stray (round ones look broken early, and a 1 has
 * little to keep it straight); @aspect, @pen: factors; @slant: added. */
static const struct
{
  double freedom;
  double aspect;
  double slant;
  double pen;
} HABITS[10] = {
  { 0.5, 1.05, 0.09, 1.10 },
  { 0.4, 1.00, 0.23, 1.10 },
  { 1.0, 1.00, 0.01, 1.00 },
  { 1.0, 0.98, 0.05, 1.00 },
  { 0.9, 0.92, 0.16, 0.96 },
  { 1.0, 0.97, 0.00, 0.92 },
  { 1.0, 0.94, 0.02, 1.00 },
  { 1.0, 0.90, 0.00, 1.02 },
  { 1.0, 0.98, 0.00, 0.90 },
  { 1.0, 0.95, 0.02, 0.90 },
};

/* A normal deviation, of standard deviation @spread, its tails pushed in: nobody could read them. */
static double
lean (BaseRng *rng,
      double   spread)
{
  return spread * CLAMP (base_rng_normal (rng), -BOUND, BOUND);
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
  float    scale = DS_INNER_BOX - 3.0f;
  DsInkBox box;

  for (guint step = 0; step < LAYOUT_STEPS; step++)
    {
      float side, slope;

      box = ds_shape_measure (ink, scale);
      side = MAX (box.high_x - box.low_x, box.high_y - box.low_y);
      slope = MAX ((side - 2 * PEN) / scale, 0.5f);
      scale = MAX (scale + (DS_INNER_BOX - side) / slope, 1.0f);
    }
  box = ds_shape_measure (ink, scale);
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

  ds_shape_deform (ink, skeleton, HABITS[digit].freedom, rng);
  apply_posture (ink, digit, rng);
  choose_radii (ink, digit, rng);
  lay_out (ink);
}
