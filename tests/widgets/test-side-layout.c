/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a figure, what belongs below it, and its controls stand at several widths. */

#include "widgets/side-layout.h"
#include "widgets/widget-driver.h"

#define LEAST 300
#define SIDE 200
#define GAP 10
#define FIGURE_HEIGHT 100
#define FOOT_HEIGHT 40
#define SIDE_HEIGHT 500

static GtkWidget *box, *figure, *foot, *side;

static GtkWidget *
add_part (int width,
          int height)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_size_request (part, width, height);
  gtk_box_append (GTK_BOX (box), part);
  return part;
}

static void
make_box (void)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_set_layout_manager (box, percept_side_layout_new (LEAST, SIDE, GAP));
  figure = add_part (60, FIGURE_HEIGHT);
  foot = add_part (50, FOOT_HEIGHT);
  side = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (side), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (side), TRUE);
  gtk_widget_set_size_request (content, 80, SIDE_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (side), content);
  gtk_box_append (GTK_BOX (box), side);
}

static void
assert_bounds (GtkWidget *widget,
               float      x,
               float      y,
               float      width,
               float      height)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, box, &bounds));
  g_assert_cmpfloat (bounds.origin.x, ==, x);
  g_assert_cmpfloat (bounds.origin.y, ==, y);
  g_assert_cmpfloat (bounds.size.width, ==, width);
  g_assert_cmpfloat (bounds.size.height, ==, height);
}

static int
least_height (int width)
{
  int least;

  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  return least;
}

/* Beside each other, the foot below both; the column scrolls, so that it asks for no height. */
static void
test_wide (void)
{
  make_box ();
  g_assert_cmpint (least_height (800), ==, FIGURE_HEIGHT + GAP + FOOT_HEIGHT);
  gtk_widget_size_allocate (box, &(GtkAllocation) { 0, 0, 800, 400 }, -1);
  assert_bounds (figure, 0, 0, 800 - SIDE - GAP, 400 - GAP - FOOT_HEIGHT);
  assert_bounds (side, 800 - SIDE, 0, SIDE, 400 - GAP - FOOT_HEIGHT);
  assert_bounds (foot, 0, 400 - FOOT_HEIGHT, 800, FOOT_HEIGHT);
  g_object_unref (box);
}

static void
test_right_to_left (void)
{
  make_box ();
  gtk_widget_set_direction (box, GTK_TEXT_DIR_RTL);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 800, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (box, &(GtkAllocation) { 0, 0, 800, 400 }, -1);
  assert_bounds (figure, SIDE + GAP, 0, 800 - SIDE - GAP, 400 - GAP - FOOT_HEIGHT);
  assert_bounds (side, 0, 0, SIDE, 400 - GAP - FOOT_HEIGHT);
  g_object_unref (box);
}

/* One px too narrow: one below the other, the controls last and in full; what is left over is the figure's. */
static void
test_narrow (void)
{
  int width = LEAST + GAP + SIDE - 1;
  int all = FIGURE_HEIGHT + GAP + FOOT_HEIGHT + GAP + SIDE_HEIGHT;

  make_box ();
  g_assert_cmpint (least_height (width), ==, all);
  gtk_widget_size_allocate (box, &(GtkAllocation) { 0, 0, width, all + 30 }, -1);
  assert_bounds (figure, 0, 0, (float) width, FIGURE_HEIGHT + 30);
  assert_bounds (foot, 0, FIGURE_HEIGHT + 30 + GAP, (float) width, FOOT_HEIGHT);
  assert_bounds (side, 0, (float) (all + 30 - SIDE_HEIGHT), (float) width, SIDE_HEIGHT);
  g_assert_cmpint (least_height (width + 1), ==, FIGURE_HEIGHT + GAP + FOOT_HEIGHT);
  g_object_unref (box);
}

int
main (int    argc,
      char **argv)
{
  if (!driver_start (&argc, &argv))
    return 0;
  g_test_add_func ("/widgets/side-layout/wide", test_wide);
  g_test_add_func ("/widgets/side-layout/right-to-left", test_right_to_left);
  g_test_add_func ("/widgets/side-layout/narrow", test_narrow);
  return g_test_run ();
}
