/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two rows that share a menu for what they have no room for. */

#include "widgets/fold-box.h"

#define WIDTH 100 /* px of a child */

static GtkWidget *window, *rows[2], *menu, *children[5];

static GtkWidget *
add_child (GtkWidget *row,
           int        importance,
           gboolean   expand)
{
  GtkWidget *child = gtk_button_new_with_label ("");

  gtk_widget_set_size_request (child, WIDTH, -1);
  percept_fold_box_append (PERCEPT_FOLD_BOX (row), child, importance, expand);
  return child;
}

/* The first row: children 0 (which stays), 1, 2 and the menu; the second: 3 (which stays), 4. */
static void
open_window (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  menu = percept_overflow_button_new ();
  for (guint i = 0; i < 2; i++)
    {
      rows[i] = percept_fold_box_new ();
      percept_fold_box_set_overflow (PERCEPT_FOLD_BOX (rows[i]), PERCEPT_OVERFLOW_BUTTON (menu), i);
      gtk_box_append (GTK_BOX (box), rows[i]);
    }
  children[0] = add_child (rows[0], 0, FALSE);
  children[1] = add_child (rows[0], 2, FALSE);
  children[2] = add_child (rows[0], 1, FALSE);
  percept_fold_box_append (PERCEPT_FOLD_BOX (rows[0]), menu, 0, FALSE);
  children[3] = add_child (rows[1], 0, FALSE);
  children[4] = add_child (rows[1], 1, FALSE);
  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), box);
}

/* Lets the rows have @width, and everything find its place. */
static void
allocate (int width)
{
  for (int round = 0; round < 3; round++)
    {
      for (guint i = 0; i < 2; i++)
        {
          int least, height;

          gtk_widget_measure (rows[i], GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
          gtk_widget_measure (rows[i], GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
          gtk_widget_allocate (rows[i], MAX (width, least), height, -1, NULL);
        }
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

static gboolean
is_in_menu (guint child)
{
  return gtk_widget_is_ancestor (children[child], menu);
}

static void
check (int         width,
       const char *in_menu)
{
  allocate (width);
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      g_assert_cmpint (is_in_menu (i), ==, in_menu[i] == 'm');
      g_assert_true (is_in_menu (i) || gtk_widget_get_parent (children[i]) == rows[i / 3]);
      g_assert_true (!gtk_widget_get_visible (children[i]) || gtk_widget_get_child_visible (children[i]));
    }
  g_assert_cmpint (gtk_widget_get_visible (menu), ==, g_strrstr (in_menu, "m") != NULL);
}

/* The least important leave first, the menu comes with them, and all of it goes back. */
static void
test_moves (void)
{
  open_window ();
  check (600, ".....");
  check (300, ".m...");
  check (220, ".mm..");
  check (150, ".mm.m");
  check (300, ".m...");
  check (600, ".....");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* In the menu they stand row by row, as they were, whoever left first. */
static void
test_order (void)
{
  GtkWidget *before = NULL;

  open_window ();
  allocate (300);
  allocate (150);
  g_assert_true (is_in_menu (1) && is_in_menu (2) && is_in_menu (4));
  for (guint i = 1; i < 5; i += i == 2 ? 2 : 1)
    {
      g_assert_true (gtk_widget_get_prev_sibling (children[i]) == before);
      before = children[i];
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A child that is hidden for the time being needs no room and no menu. */
static void
test_hidden (void)
{
  open_window ();
  gtk_widget_set_visible (children[2], FALSE);
  gtk_widget_set_visible (children[4], FALSE);
  check (WIDTH + 60, ".m...");
  gtk_widget_set_visible (children[1], FALSE);
  g_assert_false (gtk_widget_get_visible (menu));
  gtk_widget_set_visible (children[1], TRUE);
  g_assert_true (gtk_widget_get_visible (menu));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  if (g_getenv ("DISPLAY") == NULL && g_getenv ("WAYLAND_DISPLAY") == NULL)
    {
      g_print ("1..0 # SKIP needs a display\n");
      return 0;
    }
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fold-box/moves", test_moves);
  g_test_add_func ("/fold-box/order", test_order);
  g_test_add_func ("/fold-box/hidden", test_hidden);
  return g_test_run ();
}
