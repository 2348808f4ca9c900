/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/widget-driver.h"

#include <string.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC)

gboolean
driver_start (int    *argc,
              char ***argv)
{
  if (g_getenv ("DISPLAY") == NULL && g_getenv ("WAYLAND_DISPLAY") == NULL)
    {
      g_print ("1..0 # SKIP needs a display\n");
      return FALSE;
    }
  gtk_test_init (argc, argv, NULL);
  return TRUE;
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

GtkWidget *
driver_show (GtkWidget *child,
             int        width,
             int        height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
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

gboolean
driver_tells (GtkWidget  *root,
              const char *words)
{
  GtkWidget *label;

  for (guint n = 0; (label = driver_find (root, GTK_TYPE_LABEL, n)) != NULL; n++)
    if (strstr (gtk_label_get_label (GTK_LABEL (label)), words) != NULL)
      return TRUE;
  return FALSE;
}

gboolean
driver_press (GtkWidget      *widget,
              guint           key,
              GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean               handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &handled);
    }
  return handled;
}
