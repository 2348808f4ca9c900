/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/rng.h"
#include "datasets/digit-skeletons.h"

/* A digit's strokes as a chain of short straight pieces, and the way from a skeleton to it. */

/* Enough for the longest skeleton: its spans, seven pieces each, and a last node. */
#define DS_INK_MAX_NODES 144

/* The pen is lifted between a node and the next one when @lifted is set. */
typedef struct
{
  float    x;
  float    y;
  float    radius; /* half the stroke's width here, pixels */
  gboolean lifted;
} DsInkNode;

typedef struct
{
  DsInkNode nodes[DS_INK_MAX_NODES];
  guint     n_nodes;
  float     blur;   /* width of the soft edge, pixels */
} DsInk;

typedef struct
{
  float low_x;
  float high_x;
  float low_y;
  float high_y;
} DsInkBox;

/* Writes @skeleton as no one else would: its points, strokes and the plane around them deformed at random, @freedom
 * 0 (not at all) to 1. @ink: (out caller-allocates), around (0, 0), 1 high, y downward, radii 0, blur not set. */
void     ds_shape_deform  (DsInk            *ink,
                           const DsSkeleton *skeleton,
                           double            freedom,
                           BaseRng          *rng);

/* The box around the ink when the nodes, but not their radii, are multiplied by @scale. */
DsInkBox ds_shape_measure (const DsInk *ink,
                           float        scale);
