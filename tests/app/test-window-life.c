/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows that come and go: what they held is let go of, in whatever state they were closed. */

#include "app/application.h"
#include "app/window.h"
#include "figures/run-figures.h"

#include <glib/gstdio.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC)

static GtkApplication *application;
static PerceptWindow  *window;
static PerceptSession *session;
static char           *scratch;

typedef gboolean (*Condition) (void);

static void
wait_for (Condition   condition,
          const char *what)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!condition ())
    {
      if (g_get_monotonic_time () > end)
        g_error ("waited in vain for: %s", what);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (2000);
    }
}

static gboolean
is_running (void)
{
  return percept_session_get_status (session)->phase == PERCEPT_PHASE_RUNNING;
}

static gboolean
has_pictures (void)
{
  return percept_session_get_weights (session, 1) != NULL;
}

static gboolean
window_is_gone (void)
{
  return window == NULL;
}

static gboolean
session_is_gone (void)
{
  return session == NULL;
}

static gboolean
is_saved (void)
{
  return !percept_session_get_changed (session);
}

static void
open_window (void)
{
  window = percept_window_new (application);
  session = percept_window_get_session (window);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  gtk_window_present (GTK_WINDOW (window));
}

static void
close_window (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  wait_for (window_is_gone, "the end of the window");
  wait_for (session_is_gone, "the end of the session");
}

static void
train (const char *experiment)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "experiment", g_variant_new_string (experiment));
  wait_for (is_running, "running");
  wait_for (has_pictures, "pictures of weights");
}

static GtkWidget *
find_entry (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_ENTRY (widget) && gtk_widget_get_mapped (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_entry (child);
  return found;
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
  entry = find_entry (GTK_WIDGET (window));
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
  g_autofree char *run = g_build_filename (scratch, "run", NULL);

  open_window ();
  train ("digits-softmax");
  g_action_group_change_action_state (G_ACTION_GROUP (window), "run", g_variant_new_boolean (FALSE));
  g_action_group_activate_action (G_ACTION_GROUP (window), "save-as", g_variant_new_string (run));
  wait_for (is_saved, "the saved run");
  close_window ();
  open_window ();
  g_action_group_activate_action (G_ACTION_GROUP (window), "open-path", g_variant_new_string (run));
  wait_for (has_pictures, "pictures of weights");
  close_window ();
}

static void
activate_cb (GApplication *app,
             int          *status)
{
  /* The application's own handler would open another one. */
  g_signal_stop_emission_by_name (app, "activate");
  g_application_hold (app);
  application = GTK_APPLICATION (app);
  *status = g_test_run ();
  g_application_release (app);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (PerceptApplication) app = NULL;
  int                            status = 1;

  if (g_getenv ("DISPLAY") == NULL && g_getenv ("WAYLAND_DISPLAY") == NULL)
    {
      g_print ("1..0 # SKIP needs a display\n");
      return 0;
    }
  scratch = g_dir_make_tmp ("percept-life-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", scratch, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-life/closed-at-once", test_closed_at_once);
  g_test_add_func ("/window-life/closed-while-loading", test_closed_while_loading);
  g_test_add_func ("/window-life/closed-while-running", test_closed_while_running);
  g_test_add_func ("/window-life/closed-while-typing", test_closed_while_typing);
  g_test_add_func ("/window-life/closed-while-presenting", test_closed_while_presenting);
  g_test_add_func ("/window-life/opened-from-the-gallery", test_opened_from_the_gallery);
  app = percept_application_new (G_APPLICATION_NON_UNIQUE);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), &status);
  g_application_run (G_APPLICATION (app), 1, argv);
  return status;
}
