/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/digit-raster.h"

#include "base/ink.h"

#include <math.h>
#include <string.h>

/* Beyond half the widest soft edge a pixel stays empty. */
#define MARGIN 1.0f
#define EMPTY  -MARGIN

/* Raises @depth (how deep inside the ink each pixel's middle lies) around the piece from @a to @b. */
static void
raise_piece (float            depth[DS_FRAME][DS_FRAME],
             const DsInkNode *a,
             const DsInkNode *b)
{
  BaseInkPiece piece = base_ink_piece (a->x, a->y, a->radius, b->x, b->y, b->radius);
  float        reach = MAX (a->radius, b->radius) + MARGIN;
  int          left = MAX (0, (int) floorf (MIN (a->x, b->x) - reach));
  int          right = MIN (DS_FRAME - 1, (int) ceilf (MAX (a->x, b->x) + reach));
  int          top = MAX (0, (int) floorf (MIN (a->y, b->y) - reach));
  int          bottom = MIN (DS_FRAME - 1, (int) ceilf (MAX (a->y, b->y) + reach));

  for (int y = top; y <= bottom; y++)
    for (int x = left; x <= right; x++)
      {
        float inside = base_ink_depth (&piece, x + 0.5f, y + 0.5f);

        depth[y][x] = MAX (depth[y][x], inside);
      }
}

/* Copies @canvas, moved by whole pixels so that its center of mass (@x, @y) comes to the middle. */
static void
center (const guint8 *canvas,
        double        x,
        double        y,
        guint8       *pixels)
{
  int right = (int) lround (DS_FRAME / 2.0 - x);
  int down = (int) lround (DS_FRAME / 2.0 - y);

  memset (pixels, 0, DS_FRAME * DS_FRAME);
  for (int row = MAX (0, down); row < MIN (DS_FRAME, DS_FRAME + down); row++)
    memcpy (pixels + row * DS_FRAME + MAX (0, right), canvas + (row - down) * DS_FRAME + MAX (0, -right),
            (gsize) (DS_FRAME - ABS (right)));
}

void
ds_raster_draw (const DsInk *ink,
                guint8      *pixels)
{
  float  depth[DS_FRAME][DS_FRAME];
  guint8 canvas[DS_FRAME * DS_FRAME];
  guint  mass = 0, moment_x = 0, moment_y = 0;

  for (guint y = 0; y < DS_FRAME; y++)
    for (guint x = 0; x < DS_FRAME; x++)
      depth[y][x] = EMPTY;
  for (guint k = 0; k + 1 < ink->n_nodes; k++)
    if (!ink->nodes[k].lifted)
      raise_piece (depth, &ink->nodes[k], &ink->nodes[k + 1]);
  for (guint y = 0; y < DS_FRAME; y++)
    for (guint x = 0; x < DS_FRAME; x++)
      {
        guint value = (guint) (255.0f * base_ink_share (depth[y][x], ink->blur) + 0.5f);

        canvas[y * DS_FRAME + x] = (guint8) value;
        mass += value;
        moment_x += value * (2 * x + 1);
        moment_y += value * (2 * y + 1);
      }
  center (canvas, 0.5 * moment_x / mass, 0.5 * moment_y / mass, pixels);
}
