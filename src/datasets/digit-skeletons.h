/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How people write the ten digits: for each a handful of styles, each a few strokes through control points. */

typedef enum
{
  DS_POINT_START,  /* the pen is put down here */
  DS_POINT_SMOOTH, /* the stroke runs through in a curve */
  DS_POINT_CORNER, /* the stroke turns sharply */
} DsPointKind;

/* A control point in percent of the digit's box: x to the right, y downward. */
typedef struct
{
  guint8 kind;
  gint8  x;
  gint8  y;
} DsSkeletonPoint;

#define DS_SKELETON_MAX_POINTS 18

typedef struct
{
  guint8          digit;
  guint8          weight;   /* how often, relative to the other styles of the digit */
  guint8          n_points;
  DsSkeletonPoint points[DS_SKELETON_MAX_POINTS];
} DsSkeleton;

/* The style of @digit (0 .. 9) at @position in [0, 1) of all its styles, weighted. Returns: (transfer none) */
const DsSkeleton *ds_skeleton_choose (guint  digit,
                                      double position);
