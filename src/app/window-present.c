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

/* The diagram, or where the units are shown the run's own sheet of them, which follows it. */
static GPtrArray *
invite_weights (PerceptWindow *self)
{
  PerceptWeightsPage *page = PERCEPT_WEIGHTS_PAGE (self->weights_page);
  PerceptPresentView *present = PERCEPT_PRESENT_VIEW (self->present_view);
  GPtrArray          *guests;

  if (!g_str_equal (percept_weights_page_get_shown (page), "network"))
    {
      percept_present_view_show_figure (present, PERCEPT_RUN_FIGURE_ALL_UNITS);
      return NULL;
    }
  guests = g_ptr_array_new ();
  g_ptr_array_add (guests, percept_weights_page_get_diagram (page));
  return guests;
}

void
percept_window_update_guests (PerceptWindow *self)
{
  const char           *page = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->pages));
  g_autoptr (GPtrArray) guests = NULL;

  if (!is_presenting (self))
    return;
  if (g_strcmp0 (page, "lab") == 0)
    guests = percept_lab_page_get_views (PERCEPT_LAB_PAGE (self->lab_page));
  else if (g_strcmp0 (page, "landscape") == 0)
    guests = percept_landscape_page_get_views (PERCEPT_LANDSCAPE_PAGE (self->landscape_page));
  else if (g_strcmp0 (page, "weights") == 0)
    guests = invite_weights (self);
  percept_present_view_set_guests (PERCEPT_PRESENT_VIEW (self->present_view), guests);
  if (guests != NULL && g_strcmp0 (page, "weights") == 0)
    percept_weights_page_set_presented (PERCEPT_WEIGHTS_PAGE (self->weights_page),
                                        percept_present_view_get_view (PERCEPT_PRESENT_VIEW (self->present_view)));
  percept_present_view_set_race (PERCEPT_PRESENT_VIEW (self->present_view), percept_window_get_race (self));
}

void
percept_window_set_present (PerceptWindow *self,
                            gboolean       present)
{
  if (present == is_presenting (self))
    return;
  if (!present)
    {
      percept_weights_page_set_presented (PERCEPT_WEIGHTS_PAGE (self->weights_page), NULL);
      percept_present_view_set_guests (PERCEPT_PRESENT_VIEW (self->present_view), NULL);
      percept_present_view_set_race (PERCEPT_PRESENT_VIEW (self->present_view), NULL);
      gtk_window_unfullscreen (GTK_WINDOW (self));
      percept_window_show_work (self);
      return;
    }
  percept_window_show_present (self);
  percept_window_update_guests (self);
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
      if (percept_session_get_status (self->session)->phase == PERCEPT_PHASE_FINISHED
          && percept_window_get_race (self) == NULL)
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

/* Digits show and hide racers where they race, and choose a page elsewhere. */
static gboolean
race_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   data)
{
  if (percept_window_get_race (PERCEPT_WINDOW (widget)) == NULL)
    return FALSE;
  return activate (widget, "race-toggle", g_variant_new_uint32 (GPOINTER_TO_UINT (data)));
}

static gboolean
back_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   data)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (widget), "step-back") &&
         activate (widget, "step-back", NULL);
}

/* A race is rewound in no time, a training is lost: that takes more than a key that is hit by chance. */
static gboolean
home_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   data)
{
  if (percept_window_get_race (PERCEPT_WINDOW (widget)) == NULL)
    return FALSE;
  return activate (widget, "restart", NULL);
}

static gboolean
page_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   data)
{
  if (percept_window_get_race (PERCEPT_WINDOW (widget)) != NULL)
    return FALSE;
  if (!g_action_group_get_action_enabled (G_ACTION_GROUP (widget), "page"))
    return FALSE;
  g_action_group_change_action_state (G_ACTION_GROUP (widget), "page", g_variant_new_string (data));
  return TRUE;
}

/* Of the learning curves, where they are to be seen. */
static gboolean
curve_key_cb (GtkWidget *widget,
              GVariant  *args,
              gpointer   data)
{
  PerceptWindow   *self = PERCEPT_WINDOW (widget);
  const char      *page = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->pages));
  const char      *shown = gtk_stack_get_visible_child_name (GTK_STACK (self->main_stack));
  g_autofree char *name = NULL;
  g_autoptr (GVariant) parameter = NULL;

  if (!is_presenting (self) && (g_strcmp0 (shown, "work") != 0 || g_strcmp0 (page, "train") != 0))
    return FALSE;
  if (!g_action_parse_detailed_name (data, &name, &parameter, NULL)
      || !g_action_group_get_action_enabled (G_ACTION_GROUP (widget), name))
    return FALSE;
  g_action_group_activate_action (G_ACTION_GROUP (widget), name, parameter);
  return TRUE;
}

/* Weights set by hand. */
static gboolean
edit_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   data)
{
  if (!g_action_group_get_action_enabled (G_ACTION_GROUP (widget), data))
    return FALSE;
  g_action_group_activate_action (G_ACTION_GROUP (widget), data, NULL);
  return TRUE;
}

void
percept_window_add_keys (PerceptWindow *self)
{
  static const struct
  {
    guint           key;
    GdkModifierType modifiers;
    GtkShortcutFunc func;
    gpointer        data;
  } keys[] = {
    { GDK_KEY_space, 0, run_key_cb, NULL },
    { GDK_KEY_Right, 0, step_key_cb, NULL },
    { GDK_KEY_Page_Down, 0, turn_key_cb, GINT_TO_POINTER (1) },
    { GDK_KEY_Page_Up, 0, turn_key_cb, GINT_TO_POINTER (-1) },
    { GDK_KEY_Escape, 0, escape_key_cb, NULL },
    { GDK_KEY_Left, 0, back_key_cb, NULL },
    { GDK_KEY_Home, 0, home_key_cb, NULL },
    { GDK_KEY_1, 0, race_key_cb, GUINT_TO_POINTER (1) },
    { GDK_KEY_2, 0, race_key_cb, GUINT_TO_POINTER (2) },
    { GDK_KEY_3, 0, race_key_cb, GUINT_TO_POINTER (3) },
    { GDK_KEY_4, 0, race_key_cb, GUINT_TO_POINTER (4) },
    { GDK_KEY_5, 0, race_key_cb, GUINT_TO_POINTER (5) },
    { GDK_KEY_1, 0, page_key_cb, (gpointer) "train" },
    { GDK_KEY_2, 0, page_key_cb, (gpointer) "weights" },
    { GDK_KEY_3, 0, page_key_cb, (gpointer) "landscape" },
    { GDK_KEY_l, 0, curve_key_cb, (gpointer) "log" },
    { GDK_KEY_x, 0, curve_key_cb, (gpointer) "next-x-axis" },
    { GDK_KEY_plus, 0, curve_key_cb, (gpointer) "zoom-in" },
    { GDK_KEY_equal, 0, curve_key_cb, (gpointer) "zoom-in" },
    { GDK_KEY_KP_Add, 0, curve_key_cb, (gpointer) "zoom-in" },
    { GDK_KEY_minus, 0, curve_key_cb, (gpointer) "zoom-out" },
    { GDK_KEY_KP_Subtract, 0, curve_key_cb, (gpointer) "zoom-out" },
    { GDK_KEY_0, 0, curve_key_cb, (gpointer) "zoom-reset" },
    { GDK_KEY_KP_0, 0, curve_key_cb, (gpointer) "zoom-reset" },
    { GDK_KEY_z, GDK_CONTROL_MASK, edit_key_cb, (gpointer) "undo-edit" },
    { GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, edit_key_cb, (gpointer) "redo-edit" },
    { GDK_KEY_Left, GDK_SHIFT_MASK, curve_key_cb, (gpointer) "pan(-1)" },
    { GDK_KEY_Right, GDK_SHIFT_MASK, curve_key_cb, (gpointer) "pan(1)" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkShortcutAction *action = gtk_callback_action_new (keys[i].func, keys[i].data, NULL);

      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                            gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, keys[i].modifiers),
                                                              action));
    }
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
