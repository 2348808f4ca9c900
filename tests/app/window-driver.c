/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-driver.h"

#include "app/application.h"

#define PATIENCE_US (60 * G_USEC_PER_SEC)

static GtkApplication *application;
static char           *scratch;

const char *
driver_get_scratch (void)
{
  return scratch;
}

void
driver_wait_for (DriverCondition condition,
                 gconstpointer   data,
                 const char     *what)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!condition (data))
    {
      if (g_get_monotonic_time () > end)
        g_error ("waited in vain for: %s", what);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (2000);
    }
}

static gboolean
time_is_up (gconstpointer end)
{
  return g_get_monotonic_time () >= *(const gint64 *) end;
}

void
driver_let_run (int milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  driver_wait_for (time_is_up, &end, "time");
}

PerceptWindow *
driver_open_window (void)
{
  PerceptWindow *window = percept_window_new (application);

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static GtkWidget *
find (GtkWidget *widget,
      GType      type,
      guint     *n)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget) && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, n);
  return found;
}

GtkWidget *
driver_find (GtkWidget *root,
             GType      type,
             guint      n)
{
  return find (root, type, &n);
}

static void
activate_cb (GApplication *app,
             int          *status)
{
  /* The application's own handler would open another window. */
  g_signal_stop_emission_by_name (app, "activate");
  g_application_hold (app);
  application = GTK_APPLICATION (app);
  *status = g_test_run ();
  g_application_release (app);
}

int
driver_run_tests (int    *argc,
                  char ***argv,
                  void  (*add_tests) (void))
{
  g_autoptr (PerceptApplication) app = NULL;
  int                            status = 1;

  if (g_getenv ("DISPLAY") == NULL && g_getenv ("WAYLAND_DISPLAY") == NULL)
    {
      g_print ("1..0 # SKIP needs a display\n");
      return 0;
    }
  scratch = g_dir_make_tmp ("percept-window-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", scratch, TRUE);
  g_test_init (argc, argv, NULL);
  add_tests ();
  app = percept_application_new (G_APPLICATION_NON_UNIQUE);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), &status);
  g_application_run (G_APPLICATION (app), 1, *argv);
  return status;
}
