/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Present, and the single keys. */

#include "app/window-private.h"

#include "views/present/present-view.h"

#include <glib/gi18n-lib.h>

static gboolean
is_presenting (PerceptWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->main_stack)), "present") == 0;
}

void
percept_window_set_present (PerceptWindow *self,
                            gboolean       present)
{
  if (present == is_presenting (self))
    return;
  if (!present)
    {
      gtk_window_unfullscreen (GTK_WINDOW (self));
      percept_window_show_work (self);
      return;
    }
  percept_window_show_present (self);
  gtk_window_fullscreen (GTK_WINDOW (self));
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
}

/* Keys: in the bubble phase, so that entries and focused buttons have theirs first. */

static gboolean
activate (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  g_autoptr (GVariant) kept = parameter != NULL ? g_variant_ref_sink (parameter) : NULL;

  PerceptWindow             *self = PERCEPT_WINDOW (widget);

  if (!g_action_group_get_action_enabled (G_ACTION_GROUP (widget), name))
    {
      /* A key says nothing of why it does nothing: the button beside it does. */
      if (percept_session_get_status (self->session)->phase == PERCEPT_PHASE_FINISHED)
        percept_window_report (self, _("The run is over: raise Steps to train on, or restart"));
      return FALSE;
    }
  g_action_group_activate_action (G_ACTION_GROUP (widget), name, kept);
  return TRUE;
}

static gboolean
run_key_cb (GtkWidget *widget,
            GVariant  *args,
            gpointer   data)
{
  return activate (widget, "run", NULL);
}

static gboolean
step_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   data)
{
  return activate (widget, "step", g_variant_new_string ("batch"));
}

static gboolean
turn_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   data)
{
  PerceptWindow *self = PERCEPT_WINDOW (widget);

  if (!is_presenting (self))
    return FALSE;
  percept_present_view_turn (PERCEPT_PRESENT_VIEW (self->present_view), GPOINTER_TO_INT (data));
  return TRUE;
}

static gboolean
escape_key_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   data)
{
  PerceptWindow *self = PERCEPT_WINDOW (widget);

  if (!is_presenting (self))
    return FALSE;
  percept_window_set_present (self, FALSE);
  return TRUE;
}

static gboolean
page_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   data)
{
  if (!g_action_group_get_action_enabled (G_ACTION_GROUP (widget), "page"))
    return FALSE;
  g_action_group_change_action_state (G_ACTION_GROUP (widget), "page", g_variant_new_string (data));
  return TRUE;
}

void
percept_window_add_keys (PerceptWindow *self)
{
  static const struct
  {
    guint           key;
    GtkShortcutFunc func;
    gpointer        data;
  } keys[] = {
    { GDK_KEY_space, run_key_cb, NULL },
    { GDK_KEY_Right, step_key_cb, NULL },
    { GDK_KEY_Page_Down, turn_key_cb, GINT_TO_POINTER (1) },
    { GDK_KEY_Page_Up, turn_key_cb, GINT_TO_POINTER (-1) },
    { GDK_KEY_Escape, escape_key_cb, NULL },
    { GDK_KEY_1, page_key_cb, (gpointer) "train" },
    { GDK_KEY_2, page_key_cb, (gpointer) "weights" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkShortcutAction *action = gtk_callback_action_new (keys[i].func, keys[i].data, NULL);

      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                            gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, 0), action));
    }
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
