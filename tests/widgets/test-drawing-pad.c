/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pad to draw in, by pointer and by keys. */

#include "widgets/drawing-pad.h"
#include "widgets/widget-driver.h"

#define SIDE   28
#define PIXELS (SIDE * SIDE)

static GtkWidget *window, *pad;
static guint      n_drawn;

static void
drawn_cb (void)
{
  n_drawn++;
}

static void
open_pad (void)
{
  static const guint8 blank[PIXELS];

  pad = percept_drawing_pad_new ();
  percept_drawing_pad_set (PERCEPT_DRAWING_PAD (pad), blank, 1, SIDE, SIDE);
  g_signal_connect (pad, "drawn", G_CALLBACK (drawn_cb), NULL);
  n_drawn = 0;
  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), pad);
  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_width (pad) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
close_pad (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint
ink_at (guint x,
        guint y)
{
  return percept_drawing_pad_get (PERCEPT_DRAWING_PAD (pad))->bytes[y * SIDE + x];
}

/* Returns: (transfer full) */
static GtkEventController *
find_controller (GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (pad);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      GtkEventController *controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
      g_object_unref (controller);
    }
  g_assert_not_reached ();
}

static gboolean
press (guint           key,
       GdkModifierType state)
{
  g_autoptr (GtkEventController) keys = find_controller (GTK_TYPE_EVENT_CONTROLLER_KEY);
  gboolean                       handled = FALSE;

  g_signal_emit_by_name (keys, "key-pressed", key, 0, state, &handled);
  return handled;
}

static void
let_go (guint key)
{
  g_autoptr (GtkEventController) keys = find_controller (GTK_TYPE_EVENT_CONTROLLER_KEY);

  g_signal_emit_by_name (keys, "key-released", key, 0, 0);
}

/* Px of the pad, from the middle of a pixel; a hairline goes around the image. */
static double
px (double pixel)
{
  return 1 + (pixel + 0.5) * (gtk_widget_get_width (pad) - 2) / SIDE;
}

static void
drag (double x0,
      double y0,
      double x1,
      double y1)
{
  g_autoptr (GtkEventController) gesture = find_controller (GTK_TYPE_GESTURE_DRAG);

  g_signal_emit_by_name (gesture, "drag-begin", px (x0), px (y0));
  g_signal_emit_by_name (gesture, "drag-update", px (x1) - px (x0), px (y1) - px (y0));
  g_signal_emit_by_name (gesture, "drag-end", px (x1) - px (x0), px (y1) - px (y0));
}

/* Whole px of each pixel, and ink where the pointer was; no gap between two motions that are far apart. */
static void
test_pointer (void)
{
  open_pad ();
  g_assert_cmpint (gtk_widget_get_width (pad) % SIDE, ==, 2);
  g_assert_cmpint (gtk_widget_get_width (pad), ==, gtk_widget_get_height (pad));
  drag (4, 10, 23, 10);
  for (guint x = 4; x <= 23; x++)
    g_assert_cmpuint (ink_at (x, 10), ==, 255);
  g_assert_cmpuint (ink_at (12, 15), ==, 0);
  g_assert_cmpuint (n_drawn, ==, 2);
  percept_drawing_pad_set_eraser (PERCEPT_DRAWING_PAD (pad), TRUE);
  drag (12, 4, 12, 20);
  g_assert_cmpuint (ink_at (12, 10), ==, 0);
  g_assert_cmpuint (ink_at (4, 10), ==, 255);
  g_assert_true (percept_drawing_pad_undo (PERCEPT_DRAWING_PAD (pad)));
  g_assert_cmpuint (ink_at (12, 10), ==, 255);
  close_pad ();
}

/* From the middle: Space draws a dot, held with arrows a line; Delete takes it away; one stroke each to be undone. */
static void
test_keys (void)
{
  open_pad ();
  g_assert_true (press (GDK_KEY_space, 0));
  let_go (GDK_KEY_space);
  g_assert_cmpuint (ink_at (14, 14), ==, 255);
  g_assert_cmpuint (ink_at (19, 14), ==, 0);
  g_assert_true (press (GDK_KEY_space, 0));
  for (guint i = 0; i < 6; i++)
    g_assert_true (press (GDK_KEY_Right, 0));
  let_go (GDK_KEY_space);
  for (guint x = 14; x <= 20; x++)
    g_assert_cmpuint (ink_at (x, 14), ==, 255);
  /* The pen is up. */
  press (GDK_KEY_Down, GDK_SHIFT_MASK);
  press (GDK_KEY_Down, GDK_SHIFT_MASK);
  g_assert_cmpuint (ink_at (20, 22), ==, 0);
  press (GDK_KEY_Up, GDK_SHIFT_MASK);
  press (GDK_KEY_Up, GDK_SHIFT_MASK);
  g_assert_true (press (GDK_KEY_Delete, 0));
  let_go (GDK_KEY_Delete);
  g_assert_cmpuint (ink_at (20, 14), ==, 0);
  g_assert_cmpuint (ink_at (15, 14), ==, 255);
  g_assert_true (press (GDK_KEY_z, GDK_CONTROL_MASK));
  g_assert_cmpuint (ink_at (20, 14), ==, 255);
  g_assert_true (press (GDK_KEY_z, GDK_CONTROL_MASK));
  g_assert_cmpuint (ink_at (20, 14), ==, 0);
  g_assert_true (press (GDK_KEY_z, GDK_CONTROL_MASK));
  g_assert_true (percept_drawing_pad_is_untouched (PERCEPT_DRAWING_PAD (pad)));
  /* One more does not reach the window, which would undo something else. */
  g_assert_true (press (GDK_KEY_z, GDK_CONTROL_MASK));
  /* What is not the pad's goes on to it. */
  g_assert_false (press (GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK));
  g_assert_false (press (GDK_KEY_Tab, 0));
  g_assert_false (press (GDK_KEY_Right, GDK_ALT_MASK));
  close_pad ();
}

/* A held key repeats: the stroke goes on and is not begun anew. */
static void
test_key_repeats (void)
{
  open_pad ();
  press (GDK_KEY_space, 0);
  press (GDK_KEY_space, 0);
  press (GDK_KEY_Left, 0);
  press (GDK_KEY_space, 0);
  press (GDK_KEY_Left, 0);
  let_go (GDK_KEY_space);
  g_assert_true (percept_drawing_pad_undo (PERCEPT_DRAWING_PAD (pad)));
  g_assert_false (percept_drawing_pad_can_undo (PERCEPT_DRAWING_PAD (pad)));
  close_pad ();
}

/* The cursor stays within the image. */
static void
test_edge (void)
{
  open_pad ();
  for (guint i = 0; i < 40; i++)
    press (GDK_KEY_Left, 0);
  press (GDK_KEY_space, 0);
  let_go (GDK_KEY_space);
  g_assert_cmpuint (ink_at (0, 14), ==, 255);
  close_pad ();
}

static void
test_no_image (void)
{
  open_pad ();
  percept_drawing_pad_set (PERCEPT_DRAWING_PAD (pad), NULL, 0, 0, 0);
  g_assert_false (press (GDK_KEY_space, 0));
  percept_drawing_pad_clear (PERCEPT_DRAWING_PAD (pad));
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (n_drawn, ==, 0);
  close_pad ();
}

/* Of any side and width it has whole px for each pixel. */
static void
test_side (void)
{
  int natural;

  open_pad ();
  gtk_widget_measure (pad, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 8 * SIDE + 2);
  percept_drawing_pad_set_side (PERCEPT_DRAWING_PAD (pad), 12 * SIDE + 5);
  gtk_widget_measure (pad, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 12 * SIDE + 2);
  gtk_widget_measure (pad, GTK_ORIENTATION_VERTICAL, 10 * SIDE + 9, NULL, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 10 * SIDE + 2);
  close_pad ();
}

/* On color it draws white in every channel. */
static void
test_color (void)
{
  static const guint8   black[3 * PIXELS];
  const PlotBrushImage *image;

  open_pad ();
  percept_drawing_pad_set (PERCEPT_DRAWING_PAD (pad), black, 3, SIDE, SIDE);
  drag (4, 10, 20, 10);
  image = percept_drawing_pad_get (PERCEPT_DRAWING_PAD (pad));
  for (guint c = 0; c < 3; c++)
    g_assert_cmpuint (image->bytes[c * PIXELS + 10 * SIDE + 12], ==, 255);
  close_pad ();
}

static void
test_accessible (void)
{
  open_pad ();
  gtk_test_accessible_assert_role (pad, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (pad, GTK_ACCESSIBLE_PROPERTY_LABEL, "Image to draw in");
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (pad), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  g_assert_true (gtk_widget_get_focusable (pad));
  close_pad ();
}

int
main (int    argc,
      char **argv)
{
  if (!driver_start (&argc, &argv))
    return 0;
  g_test_add_func ("/drawing-pad/pointer", test_pointer);
  g_test_add_func ("/drawing-pad/keys", test_keys);
  g_test_add_func ("/drawing-pad/key-repeats", test_key_repeats);
  g_test_add_func ("/drawing-pad/edge", test_edge);
  g_test_add_func ("/drawing-pad/no-image", test_no_image);
  g_test_add_func ("/drawing-pad/side", test_side);
  g_test_add_func ("/drawing-pad/color", test_color);
  g_test_add_func ("/drawing-pad/accessible", test_accessible);
  return g_test_run ();
}
