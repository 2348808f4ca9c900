/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/application.h"

#include "app/preferences.h"
#include "app/settings.h"
#include "app/window.h"
#include "widgets/figure-style.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

struct _PerceptApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (PerceptApplication, percept_application, ADW_TYPE_APPLICATION)

static const struct
{
  const char *action;
  const char *keys[4];
} accels[] = {
  { "app.quit", { "<Control>q" } },
  { "app.preferences", { "<Control>comma" } },
  { "win.open", { "<Control>o" } },
  { "win.open-data", { "<Control><Shift>o" } },
  { "win.save", { "<Control>s" } },
  { "win.save-dialog", { "<Control><Shift>s" } },
  { "win.restart", { "<Control><Shift>r" } },
  { "win.present", { "F11" } },
  { "win.sidebar", { "F9" } },
  { "win.gallery", { "<Control>e" } },
  { "win.unit-size::larger", { "<Control>plus", "<Control>equal", "<Control>KP_Add" } },
  { "win.unit-size::smaller", { "<Control>minus", "<Control>KP_Subtract" } },
  { "win.unit-size::usual", { "<Control>0", "<Control>KP_0" } },
  { "win.close", { "<Control>w" } },
  { "win.show-help-overlay", { "<Control>question", "F1" } },
};

static GtkWindow *
get_window (PerceptApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    window = GTK_WINDOW (percept_window_new (GTK_APPLICATION (self)));
  return window;
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  GList *windows;

  /* Closing keeps the run. */
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (data))) != NULL)
    gtk_window_destroy (GTK_WINDOW (windows->data));
  g_application_quit (G_APPLICATION (data));
}

/* The end of the desktop's session, or Ctrl+C where it was started: closing keeps the run. */
static gboolean
signal_cb (gpointer application)
{
  g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);
  return G_SOURCE_REMOVE;
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  adw_show_about_window (get_window (PERCEPT_APPLICATION (data)),
                         "application-name", _("Percept"),
                         "application-icon", PERCEPT_APP_ID,
                         "version", PERCEPT_VERSION,
                         "comments", _("Watch a neural network learn"),
                         "developer-name", _("The Percept developers"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static void
preferences_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  percept_preferences_show (get_window (PERCEPT_APPLICATION (data)));
}

static const GActionEntry entries[] = {
  { .name = "quit", .activate = quit_cb },
  { .name = "about", .activate = about_cb },
  { .name = "preferences", .activate = preferences_cb },
};

/* Nothing below 11 pt, whatever the desktop's font. */
static void
enlarge_small_font (void)
{
  g_autoptr (GtkCssProvider) provider = NULL;

  if (!percept_figure_style_is_font_small (percept_figure_style_get_default ()))
    return;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, PERCEPT_RESOURCE_PATH "/small-font.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
style_cb (AdwStyleManager *manager)
{
  percept_figure_style_set_scheme (percept_figure_style_get_default (), adw_style_manager_get_dark (manager),
                                   adw_style_manager_get_high_contrast (manager));
}

static void
percept_application_startup (GApplication *application)
{
  static const int endings[] = { SIGTERM, SIGHUP, SIGINT };
  AdwStyleManager *manager;

  G_APPLICATION_CLASS (percept_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (PERCEPT_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action, accels[i].keys);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    g_unix_signal_add (endings[i], signal_cb, application);
  manager = adw_style_manager_get_default ();
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (style_cb), application, 0);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (style_cb), application, 0);
  enlarge_small_font ();
  percept_preferences_apply ();
  style_cb (manager);
}

static void
percept_application_activate (GApplication *application)
{
  gtk_window_present (get_window (PERCEPT_APPLICATION (application)));
}

static void
percept_application_open (GApplication *application,
                          GFile       **files,
                          int           n_files,
                          const char   *hint)
{
  GtkWindow *window = get_window (PERCEPT_APPLICATION (application));

  gtk_window_present (window);
  /* One thing is open at a time: the first, as when files are dropped. */
  percept_window_open_file (PERCEPT_WINDOW (window), files[0]);
  if (n_files > 1)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.report", "s",
                                _("Percept opens one thing at a time: the first of the files"));
}

static void
percept_application_class_init (PerceptApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = percept_application_startup;
  application_class->activate = percept_application_activate;
  application_class->open = percept_application_open;
}

static void
percept_application_init (PerceptApplication *self)
{
}

PerceptApplication *
percept_application_new (GApplicationFlags flags)
{
  return g_object_new (PERCEPT_TYPE_APPLICATION, "application-id", PERCEPT_APP_ID, "resource-base-path",
                       PERCEPT_RESOURCE_PATH, "flags", flags | G_APPLICATION_HANDLES_OPEN, NULL);
}
