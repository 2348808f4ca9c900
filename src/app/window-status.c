/* SPDX-License-Identifier: GPL-3.0-or-later */
/* win.status: the run in one JSON object, for whoever drives the window from outside. */

#include "app/window-private.h"
#include "formats/json-writer.h"

/* Not more often than this. */
#define STATUS_MS 100

static void
add_parts (JsonBuilder  *builder,
           const char   *name,
           const double *values,
           gboolean      with_test)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  fmt_json_add_real (builder, "train", values[TRAIN_PART_TRAIN]);
  fmt_json_add_real (builder, "validation", values[TRAIN_PART_VALIDATION]);
  if (with_test)
    fmt_json_add_real (builder, "test", values[TRAIN_PART_TEST]);
  json_builder_end_object (builder);
}

static char *
status_text (PerceptWindow *self)
{
  const PerceptStatus     *status = percept_session_get_status (self->session);
  g_autoptr (JsonBuilder)  builder = json_builder_new ();
  const char              *shown = gtk_stack_get_visible_child_name (GTK_STACK (self->main_stack));
  const char              *page = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->pages));
  gboolean                 revealed = percept_session_is_test_revealed (self->session);

  json_builder_begin_object (builder);
  fmt_json_add_text (builder, "page", g_strcmp0 (shown, "gallery") == 0 ? "gallery" : page);
  json_builder_set_member_name (builder, "running");
  json_builder_add_boolean_value (builder, status->phase == PERCEPT_PHASE_RUNNING);
  json_builder_set_member_name (builder, "loading");
  json_builder_add_boolean_value (builder, status->phase == PERCEPT_PHASE_LOADING);
  fmt_json_add_count (builder, "step", status->step);
  fmt_json_add_real (builder, "epoch", status->epoch);
  add_parts (builder, "loss", status->cost, revealed);
  add_parts (builder, "accuracy", status->accuracy, revealed);
  fmt_json_add_real (builder, "steps_per_second", status->steps_per_second);
  fmt_json_add_text (builder, "message", self->message != NULL ? self->message : status->message);
  json_builder_end_object (builder);
  return fmt_json_finish (builder, FALSE);
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
