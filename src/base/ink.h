/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <math.h>

/* Ink of a round pen along a straight piece of a stroke, by the distance of a place from the edge of the ink: exact,
 * with no oversampling, and the same everywhere. Pixels. Any thread. */

typedef struct
{
  float x, y, radius;    /* where it begins; */
  float dx, dy, taper;   /* from there to its end */
  float inverse;         /* 1 / squared length */
} BaseInkPiece;

static inline BaseInkPiece
base_ink_piece (float x0,
                float y0,
                float radius0,
                float x1,
                float y1,
                float radius1)
{
  float dx = x1 - x0;
  float dy = y1 - y0;

  return (BaseInkPiece) { x0, y0, radius0, dx, dy, radius1 - radius0, 1.0f / MAX (dx * dx + dy * dy, 1e-6f) };
}

/* How deep inside the ink (@x, @y) lies; negative: outside. */
static inline float
base_ink_depth (const BaseInkPiece *piece,
                float               x,
                float               y)
{
  float px = x - piece->x;
  float py = y - piece->y;
  float t = CLAMP ((px * piece->dx + py * piece->dy) * piece->inverse, 0.0f, 1.0f);
  float ex = px - t * piece->dx;
  float ey = py - t * piece->dy;

  return piece->radius + t * piece->taper - sqrtf (ex * ex + ey * ey);
}

/* The share of ink in [0, 1] at @depth, over a soft edge @blur wide. */
static inline float
base_ink_share (float depth,
                float blur)
{
  float t = CLAMP (depth / blur + 0.5f, 0.0f, 1.0f);

  return t * t * (3 - 2 * t);
}
