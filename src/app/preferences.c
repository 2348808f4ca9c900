/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preferences.h"

#include "app/settings.h"
#include "widgets/control-name.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* As in the schema, in MB. */
#define LEAST_STATE_MEMORY 16
#define MOST_STATE_MEMORY  2048

/* As the schema names them, in the order of the row. */
static const struct
{
  const char    *name;
  AdwColorScheme scheme;
} schemes[] = {
  { "system", ADW_COLOR_SCHEME_DEFAULT },
  { "light", ADW_COLOR_SCHEME_FORCE_LIGHT },
  { "dark", ADW_COLOR_SCHEME_FORCE_DARK },
};

static void
apply_scheme (guint index)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[index].scheme);
}

static guint
remembered_scheme (void)
{
  GSettings       *settings = percept_settings_get ();
  g_autofree char *name = settings != NULL ? g_settings_get_string (settings, "color-scheme") : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_strcmp0 (schemes[i].name, name) == 0)
      return i;
  return 0;
}

void
percept_preferences_apply (void)
{
  apply_scheme (remembered_scheme ());
}

static void
selected_cb (AdwComboRow *row)
{
  guint selected = adw_combo_row_get_selected (row);

  if (selected >= G_N_ELEMENTS (schemes))
    return;
  apply_scheme (selected);
  if (percept_settings_get () != NULL)
    g_settings_set_string (percept_settings_get (), "color-scheme", schemes[selected].name);
}

static GtkWidget *
make_colors (void)
{
  const char               *titles[] = { _("As the system"), _("Light"), _("Dark"), NULL };
  GtkWidget                *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) model = gtk_string_list_new (titles);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Colors"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), remembered_scheme ());
  g_signal_connect (row, "notify::selected", G_CALLBACK (selected_cb), NULL);
  return row;
}

static GtkWidget *
make_state_memory (void)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (LEAST_STATE_MEMORY, MOST_STATE_MEMORY, 16);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Memory for states (MB)"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               _("States are kept along a run, so that it can be looked at and gone back to. With more "
                                 "memory they lie closer, and larger networks have them."));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  percept_control_set_name (spin, _("Memory for states in megabytes"));
  if (percept_settings_get () != NULL)
    g_settings_bind (percept_settings_get (), PERCEPT_STATE_MEMORY, spin, "value", G_SETTINGS_BIND_DEFAULT);
  else
    gtk_widget_set_sensitive (row, FALSE); /* nothing is remembered */
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), spin);
  return row;
}

static void
add_group (GtkWidget  *page,
           const char *title,
           GtkWidget  *row)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
}

void
percept_preferences_show (GtkWindow *parent)
{
  GtkWidget *window = adw_preferences_window_new ();
  GtkWidget *page = adw_preferences_page_new ();

  add_group (page, _("Appearance"), make_colors ());
  add_group (page, _("Training"), make_state_memory ());
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), ADW_PREFERENCES_PAGE (page));
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 440, 380);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}
