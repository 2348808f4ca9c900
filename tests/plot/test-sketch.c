/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/sketch.h"

#include <string.h>

/* An image that is drawn in, and the way back. */

#define SIDE   28
#define PIXELS (SIDE * SIDE)

static PlotSketch *
on_example (guint8 *example)
{
  PlotSketch *sketch = plot_sketch_new ();

  for (int i = 0; i < PIXELS; i++)
    example[i] = (guint8) (i % 3 == 0 ? 90 : 0);
  plot_sketch_set (sketch, example, 1, SIDE, SIDE);
  return sketch;
}

static void
stroke (PlotSketch *sketch,
        float       x0,
        float       y0,
        float       x1,
        float       y1,
        gboolean    eraser)
{
  plot_sketch_begin (sketch, (PlotBrushPoint) { x0, y0 }, eraser);
  plot_sketch_extend (sketch, (PlotBrushPoint) { (x0 + x1) / 2, (y0 + y1) / 2 });
  plot_sketch_extend (sketch, (PlotBrushPoint) { x1, y1 });
  plot_sketch_end (sketch);
}

static const guint8 *
bytes_of (PlotSketch *sketch)
{
  return plot_sketch_get (sketch)->bytes;
}

/* Stroke by stroke to what was set; a stroke of many pieces is one. */
static void
test_undo (void)
{
  guint8                 example[PIXELS], first[PIXELS];
  g_autoptr (PlotSketch) sketch = on_example (example);

  g_assert_false (plot_sketch_undo (sketch));
  stroke (sketch, 3, 3, 20, 9, FALSE);
  memcpy (first, bytes_of (sketch), PIXELS);
  g_assert_cmpint (memcmp (first, example, PIXELS), !=, 0);
  g_assert_false (plot_sketch_is_untouched (sketch));
  stroke (sketch, 3, 20, 20, 3, TRUE);
  g_assert_true (plot_sketch_undo (sketch));
  g_assert_cmpmem (bytes_of (sketch), PIXELS, first, PIXELS);
  g_assert_true (plot_sketch_clear (sketch));
  g_assert_false (plot_sketch_clear (sketch));
  g_assert_true (plot_sketch_undo (sketch));
  g_assert_cmpmem (bytes_of (sketch), PIXELS, first, PIXELS);
  g_assert_true (plot_sketch_undo (sketch));
  g_assert_cmpmem (bytes_of (sketch), PIXELS, example, PIXELS);
  g_assert_false (plot_sketch_can_undo (sketch));
  g_assert_true (plot_sketch_is_untouched (sketch));
}

/* A stroke in the middle of which another begins, or that is undone before it ends. */
static void
test_open (void)
{
  guint8                 example[PIXELS];
  g_autoptr (PlotSketch) sketch = on_example (example);

  g_assert_false (plot_sketch_extend (sketch, (PlotBrushPoint) { 5, 5 }));
  plot_sketch_begin (sketch, (PlotBrushPoint) { 5, 5 }, FALSE);
  g_assert_true (plot_sketch_is_open (sketch));
  plot_sketch_begin (sketch, (PlotBrushPoint) { 15, 5 }, FALSE);
  g_assert_true (plot_sketch_undo (sketch));
  g_assert_false (plot_sketch_is_open (sketch));
  g_assert_false (plot_sketch_extend (sketch, (PlotBrushPoint) { 9, 9 }));
  g_assert_true (plot_sketch_undo (sketch));
  g_assert_cmpmem (bytes_of (sketch), PIXELS, example, PIXELS);
}

/* What has changed nothing is no step back. */
static void
test_nothing_drawn (void)
{
  guint8                 blank[PIXELS] = { 0 };
  g_autoptr (PlotSketch) sketch = plot_sketch_new ();

  plot_sketch_set (sketch, blank, 1, SIDE, SIDE);
  stroke (sketch, 3, 3, 20, 9, TRUE);
  stroke (sketch, -30, 3, -20, 9, FALSE);
  g_assert_false (plot_sketch_can_undo (sketch));
  g_assert_false (plot_sketch_clear (sketch));
}

/* What was drawn on the empty background, and what on an example. */
static void
test_own (void)
{
  guint8                 example[PIXELS];
  g_autoptr (PlotSketch) sketch = on_example (example);

  stroke (sketch, 3, 3, 20, 9, FALSE);
  g_assert_false (plot_sketch_is_own (sketch));
  plot_sketch_clear (sketch);
  stroke (sketch, 3, 3, 20, 9, FALSE);
  g_assert_true (plot_sketch_is_own (sketch));
  plot_sketch_undo (sketch);
  g_assert_true (plot_sketch_is_own (sketch));
  plot_sketch_undo (sketch);
  g_assert_false (plot_sketch_is_own (sketch));
  /* Erased bit by bit it is empty as well. */
  for (int y = 0; y <= SIDE; y++)
    stroke (sketch, 0, (float) y, SIDE, (float) y, TRUE);
  g_assert_true (plot_sketch_is_blank (sketch));
  stroke (sketch, 3, 3, 20, 9, FALSE);
  g_assert_true (plot_sketch_is_own (sketch));
  g_assert_false (plot_sketch_is_blank (sketch));
  plot_sketch_set (sketch, example, 1, SIDE, SIDE);
  g_assert_false (plot_sketch_is_own (sketch));
}

static void
test_no_image (void)
{
  g_autoptr (PlotSketch) sketch = plot_sketch_new ();

  stroke (sketch, 3, 3, 20, 9, FALSE);
  g_assert_false (plot_sketch_clear (sketch));
  g_assert_false (plot_sketch_undo (sketch));
  g_assert_null (bytes_of (sketch));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sketch/undo", test_undo);
  g_test_add_func ("/sketch/open", test_open);
  g_test_add_func ("/sketch/nothing-drawn", test_nothing_drawn);
  g_test_add_func ("/sketch/own", test_own);
  g_test_add_func ("/sketch/no-image", test_no_image);
  return g_test_run ();
}
