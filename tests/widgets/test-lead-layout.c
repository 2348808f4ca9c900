/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where what leads and what takes the rest stand at several widths. */

#include "widgets/lead-layout.h"
#include "widgets/widget-driver.h"

#define LEAST 300
#define GAP 10
#define LEAD_WIDTH 120
#define LEAD_HEIGHT 200
#define REST_HEIGHT 100

static GtkWidget *box, *lead, *rest;

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
  box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_set_layout_manager (box, percept_lead_layout_new (LEAST, GAP));
  lead = add_part (LEAD_WIDTH, LEAD_HEIGHT);
  rest = add_part (50, REST_HEIGHT);
}

static void
allocate (int width,
          int height)
{
  int least;

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, width);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, height);
  gtk_widget_size_allocate (box, &(GtkAllocation) { 0, 0, width, height }, -1);
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

static void
test_beside (void)
{
  make_box ();
  allocate (LEAD_WIDTH + GAP + LEAST, 400);
  assert_bounds (lead, 0, 0, LEAD_WIDTH, 400);
  assert_bounds (rest, LEAD_WIDTH + GAP, 0, LEAST, 400);
  g_object_unref (box);
}

static void
test_right_to_left (void)
{
  make_box ();
  gtk_widget_set_direction (box, GTK_TEXT_DIR_RTL);
  allocate (800, 400);
  assert_bounds (lead, 800 - LEAD_WIDTH, 0, LEAD_WIDTH, 400);
  assert_bounds (rest, 0, 0, 800 - LEAD_WIDTH - GAP, 400);
  g_object_unref (box);
}

/* One px too narrow: one below the other, what is left over is for the second. */
static void
test_below (void)
{
  int width = LEAD_WIDTH + GAP + LEAST - 1;

  make_box ();
  allocate (width, LEAD_HEIGHT + GAP + REST_HEIGHT + 30);
  assert_bounds (lead, 0, 0, (float) width, LEAD_HEIGHT);
  assert_bounds (rest, 0, LEAD_HEIGHT + GAP, (float) width, REST_HEIGHT + 30);
  g_object_unref (box);
}

/* One that scrolls has to where it stands beside, and is as high as its child where it stands above. */
static void
test_scrolls (void)
{
  GtkWidget *child = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  make_box ();
  gtk_box_remove (GTK_BOX (box), lead);
  lead = gtk_scrolled_window_new ();
  gtk_widget_set_size_request (child, LEAD_WIDTH, LEAD_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (lead), child);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (lead), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (lead), TRUE);
  gtk_box_prepend (GTK_BOX (box), lead);
  allocate (800, REST_HEIGHT);
  g_assert_cmpint (gtk_widget_get_height (lead), ==, REST_HEIGHT);
  allocate (LEAST, LEAD_HEIGHT + GAP + REST_HEIGHT);
  g_assert_cmpint (gtk_widget_get_height (lead), ==, LEAD_HEIGHT);
  g_object_unref (box);
}

/* One that is hidden takes no room, nor one that is not there. */
static void
test_alone (void)
{
  make_box ();
  gtk_widget_set_visible (lead, FALSE);
  allocate (800, 400);
  assert_bounds (rest, 0, 0, 800, 400);
  gtk_widget_set_visible (lead, TRUE);
  gtk_widget_set_visible (rest, FALSE);
  allocate (800, 400);
  assert_bounds (lead, 0, 0, 800, 400);
  gtk_box_remove (GTK_BOX (box), lead);
  gtk_widget_set_visible (rest, TRUE);
  allocate (200, 400);
  assert_bounds (rest, 0, 0, 200, 400);
  g_object_unref (box);
}

int
main (int    argc,
      char **argv)
{
  if (!driver_start (&argc, &argv))
    return 0;
  g_test_add_func ("/widgets/lead-layout/beside", test_beside);
  g_test_add_func ("/widgets/lead-layout/right-to-left", test_right_to_left);
  g_test_add_func ("/widgets/lead-layout/below", test_below);
  g_test_add_func ("/widgets/lead-layout/scrolls", test_scrolls);
  g_test_add_func ("/widgets/lead-layout/alone", test_alone);
  return g_test_run ();
}
