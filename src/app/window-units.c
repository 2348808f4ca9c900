/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands of the Weights page about all units of a layer: which are shown, how large, and which of their maps. */

#include "app/window-private.h"

#include "formats/json-writer.h"

static PerceptUnitsView *
get_units (PerceptWindow *self)
{
  return percept_weights_page_get_units (PERCEPT_WEIGHTS_PAGE (self->weights_page));
}

/* "168", "larger", "smaller", "usual", "page" */
static void
unit_size_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  PerceptWindow     *self = data;
  g_autoptr (GError) error = NULL;

  if (!percept_units_view_set_size (get_units (self), g_variant_get_string (parameter, NULL), &error))
    percept_window_report (self, error->message);
}

/* "all", "zero" … */
static void
units_shown_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  PerceptWindow     *self = data;
  g_autoptr (GError) error = NULL;

  if (!percept_unit_order_box_filter (percept_units_view_get_order (get_units (self)),
                                      g_variant_get_string (parameter, NULL), &error))
    percept_window_report (self, error->message);
}

/* "together", "apart", "random", "17" */
static void
unit_maps_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  PerceptWindow     *self = data;
  g_autoptr (GError) error = NULL;

  if (!percept_map_chooser_choose (percept_units_view_get_maps (get_units (self)),
                                   g_variant_get_string (parameter, NULL), &error))
    percept_window_report (self, error->message);
}

static const GActionEntry entries[] = {
  { .name = "unit-size", .parameter_type = "s", .activate = unit_size_cb },
  { .name = "units-shown", .parameter_type = "s", .activate = units_shown_cb },
  { .name = "unit-maps", .parameter_type = "s", .activate = unit_maps_cb },
};

/* Keys make pictures larger where there are any. */
void
percept_window_update_units_actions (PerceptWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->pages));
  const char *view = percept_weights_page_get_shown (PERCEPT_WEIGHTS_PAGE (self->weights_page));
  gboolean    shown = percept_session_get_experiment (self->session) != NULL && g_strcmp0 (page, "weights") == 0
                      && g_str_equal (view, "units");

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), entries[i].name)), shown);
}

void
percept_window_add_units_status (PerceptWindow *self,
                                 JsonBuilder   *builder)
{
  PerceptUnitsView *units = get_units (self);
  g_autofree char  *maps = percept_map_chooser_get (percept_units_view_get_maps (units));

  fmt_json_add_text (builder, "shown", percept_unit_order_box_get_filter (percept_units_view_get_order (units))->name);
  fmt_json_add_count (builder, "size", percept_units_view_get_size (units));
  if (maps != NULL)
    fmt_json_add_text (builder, "maps", maps);
}

void
percept_window_add_units (PerceptWindow *self)
{
  PerceptUnitsView *units = get_units (self);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (units, "notify::picture-size", G_CALLBACK (percept_window_queue_status), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (percept_units_view_get_order (units), "changed", G_CALLBACK (percept_window_queue_status),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (percept_units_view_get_maps (units), "changed", G_CALLBACK (percept_window_queue_status),
                           self, G_CONNECT_SWAPPED);
}
