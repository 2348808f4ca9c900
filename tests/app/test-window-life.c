/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows that come and go: what they held is let go of, in whatever state they were closed. */

#include "window-driver.h"

#include "figures/run-figures.h"

static PerceptWindow  *window;
static PerceptSession *session;

static gboolean
is_running (gconstpointer data)
{
  return percept_session_get_status (session)->phase == PERCEPT_PHASE_RUNNING;
}

static gboolean
has_pictures (gconstpointer data)
{
  return percept_session_get_weights (session, 1) != NULL;
}

static gboolean
window_is_gone (gconstpointer data)
{
  return window == NULL;
}

static gboolean
session_is_gone (gconstpointer data)
{
  return session == NULL;
}

static gboolean
is_saved (gconstpointer data)
{
  return !percept_session_get_changed (session);
}

static void
open_window (void)
{
  window = driver_open_window ();
  session = percept_window_get_session (window);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
}

static void
close_window (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  driver_wait_for (window_is_gone, NULL, "the end of the window");
  driver_wait_for (session_is_gone, NULL, "the end of the session");
}

static void
train (const char *experiment)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "experiment", g_variant_new_string (experiment));
  driver_wait_for (is_running, NULL, "running");
  driver_wait_for (has_pictures, NULL, "pictures of weights");
}

static void
test_closed_at_once (void)
{
  open_window ();
  close_window ();
}

static void
test_closed_while_loading (void)
{
  open_window ();
  g_action_group_activate_action (G_ACTION_GROUP (window), "experiment", g_variant_new_string ("digits-hidden"));
  close_window ();
}

static void
test_closed_while_running (void)
{
  open_window ();
  train ("digits-hidden");
  train ("digits-softmax");
  close_window ();
}

/* What is typed and not yet taken over is committed when the focus leaves: with the window, too. */
static void
test_closed_while_typing (void)
{
  GtkWidget *entry;

  open_window ();
  train ("digits-softmax");
  entry = driver_find (GTK_WIDGET (window), GTK_TYPE_ENTRY, 0);
  g_assert_nonnull (entry);
  gtk_widget_grab_focus (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "0.77");
  close_window ();
}

static void
test_closed_while_presenting (void)
{
  open_window ();
  train ("digits-hidden");
  g_action_group_change_action_state (G_ACTION_GROUP (window), "present", g_variant_new_boolean (TRUE));
  train ("digits-softmax");
  close_window ();
}

/* A run opened from the gallery: no page has asked for pictures before. */
static void
test_opened_from_the_gallery (void)
{
  g_autofree char *run = g_build_filename (driver_get_scratch (), "run", NULL);

  open_window ();
  train ("digits-softmax");
  g_action_group_change_action_state (G_ACTION_GROUP (window), "run", g_variant_new_boolean (FALSE));
  g_action_group_activate_action (G_ACTION_GROUP (window), "save-as", g_variant_new_string (run));
  driver_wait_for (is_saved, NULL, "the saved run");
  close_window ();
  open_window ();
  g_action_group_activate_action (G_ACTION_GROUP (window), "open-path", g_variant_new_string (run));
  driver_wait_for (has_pictures, NULL, "pictures of weights");
  close_window ();
}

static void
add_tests (void)
{
  g_test_add_func ("/window-life/closed-at-once", test_closed_at_once);
  g_test_add_func ("/window-life/closed-while-loading", test_closed_while_loading);
  g_test_add_func ("/window-life/closed-while-running", test_closed_while_running);
  g_test_add_func ("/window-life/closed-while-typing", test_closed_while_typing);
  g_test_add_func ("/window-life/closed-while-presenting", test_closed_while_presenting);
  g_test_add_func ("/window-life/opened-from-the-gallery", test_opened_from_the_gallery);
}

int
main (int    argc,
      char **argv)
{
  return driver_run_tests (&argc, &argv, add_tests);
}
