/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the parts of one unit's large view stand in windows of several sizes, and how it comes to all of the page. */

#include "unit-panel-driver.h"

#include "views/weights/unit-hand.h"
#include "views/weights/unit-pixels.h"
#include "views/weights/unit-sum.h"

#include <adwaita.h>

#define NARROWEST 360 /* px */
#define UNIT      3

static void
close_cb (GtkWidget *widget,
          guint     *closed)
{
  ++*closed;
}

static gboolean
has_width (gconstpointer width)
{
  return gtk_widget_get_width (driver.panel) == GPOINTER_TO_INT (width);
}

static graphene_rect_t
bounds_of (GType type)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (panel_find (type), driver.panel, &bounds));
  return bounds;
}

static gboolean
is_beside (gconstpointer data)
{
  graphene_rect_t pixels = bounds_of (PERCEPT_TYPE_UNIT_PIXELS), sum = bounds_of (PERCEPT_TYPE_UNIT_SUM);

  return sum.origin.x >= pixels.origin.x + pixels.size.width && sum.origin.y < pixels.origin.y + pixels.size.height;
}

static gboolean
is_whole_in_sight (gconstpointer data)
{
  graphene_rect_t pixels = bounds_of (PERCEPT_TYPE_UNIT_PIXELS);

  return pixels.origin.y + pixels.size.height < gtk_widget_get_height (driver.panel);
}

static void
open_sized (int width,
            int height)
{
  panel_open (1, UNIT);
  gtk_window_set_default_size (GTK_WINDOW (driver.window), width, height);
  driver_wait_for (has_width, GINT_TO_POINTER (width), "the window's width");
  driver_wait_for (is_whole_in_sight, NULL, "a picture that is in sight as a whole");
}

/* Where there is room, picture, sum and hand are beside one another, all of them in sight. */
static void
test_wide (void)
{
  graphene_rect_t hand;
  float           narrower;

  open_sized (500, 480);
  driver_wait_for (is_beside, NULL, "picture and sum beside one another");
  hand = bounds_of (PERCEPT_TYPE_UNIT_HAND);
  g_assert_cmpfloat (hand.origin.y, <, 480 - 60);
  narrower = bounds_of (PERCEPT_TYPE_UNIT_PIXELS).size.width;
  panel_close ();
  open_sized (1000, 700);
  driver_wait_for (is_beside, NULL, "picture and sum beside one another");
  g_assert_cmpfloat (bounds_of (PERCEPT_TYPE_UNIT_PIXELS).size.width, >=, 1.5 * narrower);
  g_assert_cmpfloat (bounds_of (PERCEPT_TYPE_UNIT_HAND).origin.x, >, bounds_of (PERCEPT_TYPE_UNIT_PIXELS).size.width);
  panel_close ();
}

/* Where there is none the sum is below the picture, which leaves some of it in sight. */
static void
test_stacked (void)
{
  open_sized (380, 600);
  g_assert_false (is_beside (NULL));
  g_assert_cmpfloat (bounds_of (PERCEPT_TYPE_UNIT_SUM).origin.y, <, 600);
  panel_close ();
}

static void
whole_cb (GtkWidget *widget,
          gboolean   wanted,
          int       *wish)
{
  *wish = wanted;
}

/* All of the page is wished for by key and button; Escape goes back first, and only then away. */
static void
test_whole (void)
{
  int   wish = -1;
  guint closed = 0;

  panel_open (1, UNIT);
  g_signal_connect (driver.panel, "whole", G_CALLBACK (whole_cb), &wish);
  g_signal_connect (driver.panel, "close", G_CALLBACK (close_cb), &closed);
  g_assert_true (driver_press (driver.panel, GDK_KEY_f, 0));
  g_assert_cmpint (wish, ==, TRUE);
  percept_unit_panel_set_whole (PERCEPT_UNIT_PANEL (driver.panel), TRUE);
  g_assert_true (driver_press (driver.panel, GDK_KEY_Escape, 0));
  g_assert_cmpint (wish, ==, FALSE);
  g_assert_cmpuint (closed, ==, 0);
  percept_unit_panel_set_whole (PERCEPT_UNIT_PANEL (driver.panel), FALSE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (panel_find (GTK_TYPE_TOGGLE_BUTTON)), TRUE);
  g_assert_cmpint (wish, ==, TRUE);
  percept_unit_panel_set_whole (PERCEPT_UNIT_PANEL (driver.panel), FALSE);
  g_assert_true (driver_press (driver.panel, GDK_KEY_Escape, 0));
  g_assert_cmpuint (closed, ==, 1);
  panel_close ();
}

static void
test_narrow (void)
{
  int least;

  panel_open (1, UNIT);
  gtk_widget_measure (driver.panel, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, NARROWEST);
  panel_close ();
}

int
main (int    argc,
      char **argv)
{
  if (!driver_start (&argc, &argv))
    return 0;
  adw_init ();
  g_test_add_func ("/views/unit-layout/wide", test_wide);
  g_test_add_func ("/views/unit-layout/stacked", test_stacked);
  g_test_add_func ("/views/unit-layout/whole", test_whole);
  g_test_add_func ("/views/unit-layout/narrow", test_narrow);
  return g_test_run ();
}
