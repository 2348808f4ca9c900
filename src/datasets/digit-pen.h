/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/rng.h"

/* One digit as a hand would write it: its skeleton, deformed at random, as a chain of short straight pieces with a
 * pen radius at each end, laid out in the 28 x 28 frame. */

#define DS_FRAME     28
#define DS_INNER_BOX 20 /* the ink fits this square, as in MNIST */

#define DS_INK_MAX_NODES 144

/* A node of the chain, in pixels. The pen is lifted between a node and the next one when @lifted is set. */
typedef struct
{
  float    x;
  float    y;
  float    radius;
  gboolean lifted;
} DsInkNode;

typedef struct
{
  DsInkNode nodes[DS_INK_MAX_NODES];
  guint     n_nodes;
  float     blur;   /* width of the soft edge, pixels */
} DsInk;

/* Writes @digit (0 .. 9) once, with all its chances taken from @rng: the box around the ink, pen included, is
 * centered in the frame and its longer side is DS_INNER_BOX. @ink: (out caller-allocates) */
void ds_pen_write (DsInk   *ink,
                   guint    digit,
                   BaseRng *rng);
