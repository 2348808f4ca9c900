/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-driver.h"

#include "app/application.h"

static GtkApplication *application;
static char           *scratch;

const char *
driver_get_scratch (void)
{
  return scratch;
}

PerceptWindow *
driver_open_window (void)
{
  PerceptWindow *window = percept_window_new (application);

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* Hidden first: GTK 4.8 leaks an object of a window that is destroyed under a tooltip, and the pointer may rest on
 * anything. */
void
driver_close_window (PerceptWindow *window)
{
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  driver_let_run (50);
  gtk_window_destroy (GTK_WINDOW (window));
  driver_let_run (50);
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
