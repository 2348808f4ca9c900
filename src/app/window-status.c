/* SPDX-License-Identifier: GPL-3.0-or-later */
/* win.status: the run in one JSON object, for whoever drives the window from outside. */

#include "app/window-private.h"

#include <json-glib/json-glib.h>
#include <math.h>

/* Not more often than this. */
#define STATUS_MS 100

/* What is not known is null: JSON has no NaN. */
static void
add_number (JsonBuilder *builder,
            const char  *name,
            double       value)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_parts (JsonBuilder  *builder,
           const char   *name,
           const double *values,
           gboolean      with_test)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_number (builder, "train", values[TRAIN_PART_TRAIN]);
  add_number (builder, "validation", values[TRAIN_PART_VALIDATION]);
  if (with_test)
    add_number (builder, "test", values[TRAIN_PART_TEST]);
  json_builder_end_object (builder);
}

static char *
status_text (PerceptWindow *self)
{
  const PerceptStatus     *status = percept_session_get_status (self->session);
  g_autoptr (JsonBuilder)   builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode)      root = NULL;
  const char               *shown = gtk_stack_get_visible_child_name (GTK_STACK (self->main_stack));
  const char               *page = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->pages));
  gboolean                  revealed = percept_session_is_test_revealed (self->session);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "page");
  json_builder_add_string_value (builder, g_strcmp0 (shown, "gallery") == 0 ? "gallery" : page);
  json_builder_set_member_name (builder, "running");
  json_builder_add_boolean_value (builder, status->phase == PERCEPT_PHASE_RUNNING);
  json_builder_set_member_name (builder, "loading");
  json_builder_add_boolean_value (builder, status->phase == PERCEPT_PHASE_LOADING);
  json_builder_set_member_name (builder, "step");
  json_builder_add_int_value (builder, (gint64) status->step);
  add_number (builder, "epoch", status->epoch);
  add_parts (builder, "loss", status->cost, revealed);
  add_parts (builder, "accuracy", status->accuracy, revealed);
  add_number (builder, "steps_per_second", status->steps_per_second);
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, self->message != NULL ? self->message : status->message);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  return json_generator_to_data (generator, NULL);
}

static gboolean
update_cb (gpointer data)
{
  PerceptWindow   *self = data;
  g_autofree char *text = status_text (self);

  self->status_id = 0;
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "status")),
                             g_variant_new_string (text));
  return G_SOURCE_REMOVE;
}

void
percept_window_queue_status (PerceptWindow *self)
{
  if (self->status_id == 0)
    self->status_id = g_timeout_add (STATUS_MS, update_cb, self);
}

/* Read-only: a request to change it changes nothing. */
static void
refuse_cb (GSimpleAction *action,
           GVariant      *state,
           gpointer       data)
{
}

void
percept_window_add_status (PerceptWindow *self)
{
  g_autofree char          *text = status_text (self);
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful ("status", NULL, g_variant_new_string (text));

  g_signal_connect (action, "change-state", G_CALLBACK (refuse_cb), NULL);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  g_signal_connect_object (self->main_stack, "notify::visible-child", G_CALLBACK (percept_window_queue_status), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (percept_window_queue_status), self,
                           G_CONNECT_SWAPPED);
}
