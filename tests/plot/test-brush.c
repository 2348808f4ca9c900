/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/brush.h"

#include <math.h>
#include <string.h>

/* Pen and eraser on images of few pixels. */

#define SIDE   28
#define PIXELS (SIDE * SIDE)

static PlotBrushImage
gray (guint8 *bytes)
{
  return (PlotBrushImage) { bytes, 1, SIDE, SIDE };
}

static gboolean
draw (guint8  *bytes,
      float    x0,
      float    y0,
      float    x1,
      float    y1,
      gboolean eraser)
{
  PlotBrushImage image = gray (bytes);

  return plot_brush_draw (&image, (PlotBrushPoint) { x0, y0 }, (PlotBrushPoint) { x1, y1 }, eraser);
}

/* The ink across a stroke adds up to its width. */
static void
test_width (void)
{
  guint8 bytes[PIXELS] = { 0 };
  guint  sum = 0;

  g_assert_true (draw (bytes, 5, 14.5f, 23, 14.5f, FALSE));
  for (int y = 0; y < SIDE; y++)
    sum += bytes[y * SIDE + 14];
  g_assert_cmpfloat_with_epsilon (sum / 255.0, 2.5, 0.15);
  g_assert_cmpuint (bytes[14 * SIDE + 14], ==, 255);
  g_assert_cmpuint (bytes[11 * SIDE + 14], ==, 0);
  g_assert_cmpuint (bytes[14 * SIDE + 1], ==, 0);
}

/* A line in one piece or in many is the same line, with no spots where they meet; the same again changes nothing. */
static void
test_pieces (void)
{
  guint8 whole[PIXELS] = { 0 }, pieces[PIXELS] = { 0 };

  draw (whole, 4, 6, 24, 21, FALSE);
  for (int i = 0; i < 40; i++)
    draw (pieces, 4 + i * 0.5f, 6 + i * 0.375f, 4 + (i + 1) * 0.5f, 6 + (i + 1) * 0.375f, FALSE);
  for (int i = 0; i < PIXELS; i++)
    g_assert_cmpint (ABS (whole[i] - pieces[i]), <=, 1);
  g_assert_false (draw (whole, 4, 6, 24, 21, FALSE));
}

static void
test_dot (void)
{
  guint8 bytes[PIXELS] = { 0 };
  double sum = 0;

  g_assert_true (draw (bytes, 14, 14, 14, 14, FALSE));
  for (int i = 0; i < PIXELS; i++)
    sum += bytes[i] / 255.0;
  /* A disk, softened: somewhat more than pi r^2. */
  g_assert_cmpfloat_with_epsilon (sum, G_PI * 1.25 * 1.25, 0.6);
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      g_assert_cmpuint (bytes[y * SIDE + x], ==, bytes[x * SIDE + y]);
}

/* The pen never takes ink away, the eraser never adds any, and what it went over is gone. */
static void
test_eraser (void)
{
  guint8 bytes[PIXELS], before[PIXELS];

  for (int i = 0; i < PIXELS; i++)
    bytes[i] = (guint8) (i * 37 % 256);
  memcpy (before, bytes, PIXELS);
  draw (bytes, 2, 3, 20, 25, FALSE);
  for (int i = 0; i < PIXELS; i++)
    g_assert_cmpuint (bytes[i], >=, before[i]);
  memcpy (before, bytes, PIXELS);
  draw (bytes, 2, 3, 20, 25, TRUE);
  for (int i = 0; i < PIXELS; i++)
    g_assert_cmpuint (bytes[i], <=, before[i]);
  memset (bytes, 0, PIXELS);
  draw (bytes, 2, 3, 20, 25, FALSE);
  g_assert_true (draw (bytes, 2, 3, 20, 25, TRUE));
  for (int i = 0; i < PIXELS; i++)
    g_assert_cmpuint (bytes[i], ==, 0);
}

/* All channels, each in its own plane. */
static void
test_color (void)
{
  guint8         bytes[3 * PIXELS] = { 0 }, plane[PIXELS] = { 0 };
  PlotBrushImage image = { bytes, 3, SIDE, SIDE };

  draw (plane, 3, 4, 19, 8, FALSE);
  plot_brush_draw (&image, (PlotBrushPoint) { 3, 4 }, (PlotBrushPoint) { 19, 8 }, FALSE);
  for (guint c = 0; c < 3; c++)
    g_assert_cmpmem (bytes + c * PIXELS, PIXELS, plane, PIXELS);
}

/* Strokes that leave the image, and places that are nowhere near it. */
static void
test_outside (void)
{
  guint8 bytes[PIXELS] = { 0 };

  g_assert_false (draw (bytes, -9, -9, -9, 40, FALSE));
  g_assert_false (draw (bytes, 1e30f, 1e30f, 1e30f, 1e30f, FALSE));
  g_assert_true (draw (bytes, -50, 14.5f, 90, 14.5f, FALSE));
  for (int x = 0; x < SIDE; x++)
    g_assert_cmpuint (bytes[14 * SIDE + x], ==, 255);
}

/* The pen grows with the image, and small images get strokes without holes. */
static void
test_scale (void)
{
  guint8         small[64] = { 0 };
  PlotBrushImage image = { small, 1, 8, 8 };

  g_assert_cmpfloat (plot_brush_radius (56, 56, FALSE), ==, 2 * plot_brush_radius (28, 28, FALSE));
  g_assert_cmpfloat (plot_brush_radius (28, 28, TRUE), >, plot_brush_radius (28, 28, FALSE));
  plot_brush_draw (&image, (PlotBrushPoint) { 0, 4 }, (PlotBrushPoint) { 8, 4 }, FALSE);
  for (int x = 0; x < 8; x++)
    g_assert_cmpuint (small[3 * 8 + x] + small[4 * 8 + x], >, 200);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/brush/width", test_width);
  g_test_add_func ("/brush/pieces", test_pieces);
  g_test_add_func ("/brush/dot", test_dot);
  g_test_add_func ("/brush/eraser", test_eraser);
  g_test_add_func ("/brush/color", test_color);
  g_test_add_func ("/brush/outside", test_outside);
  g_test_add_func ("/brush/scale", test_scale);
  return g_test_run ();
}
