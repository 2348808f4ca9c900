/* SPDX-License-Identifier: GPL-3.0-or-later */
/* win.status: the run in one JSON object, for whoever drives the window from outside. */

#include "app/window-private.h"
#include "formats/json-writer.h"
#include "views/landscape/race-numbers.h"

/* Not more often than this. */
#define STATUS_MS 100

static void
add_flag (JsonBuilder *builder,
          const char  *name,
          gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

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

static void
add_racer (PerceptWindow *self,
           JsonBuilder   *builder,
           guint          i,
           guint          step,
           gboolean       hidden)
{
  PerceptLandscape    *landscape = percept_landscape_page_get_landscape (PERCEPT_LANDSCAPE_PAGE (self->landscape_page));
  guint                n;
  const AnRacer       *racers = percept_landscape_get_racers (landscape, &n);
  PerceptRacerStanding standing;

  json_builder_begin_object (builder);
  fmt_json_add_text (builder, "name", racers[i].optimizer->name);
  fmt_json_add_real (builder, "rate", racers[i].rate);
  if (racers[i].optimizer->has_momentum)
    fmt_json_add_real (builder, "momentum", racers[i].momentum);
  if (percept_race_get_standing (landscape, i, step, &standing))
    {
      fmt_json_add_real (builder, "x", standing.at->w[0]);
      fmt_json_add_real (builder, "y", standing.at->w[1]);
      fmt_json_add_real (builder, "cost", standing.at->cost);
      fmt_json_add_real (builder, "length", standing.length);
      add_flag (builder, "diverged", standing.diverged);
    }
  add_flag (builder, "hidden", hidden);
  json_builder_end_object (builder);
}

/* On the Landscape: what is raced over, and how it stands at the step that is shown. */
static void
add_race (PerceptWindow *self,
          JsonBuilder   *builder)
{
  PerceptRacePlayer *race = percept_window_get_race (self);
  PerceptLandscape  *landscape;
  const char        *weights;
  guint              n;

  if (race == NULL)
    return;
  landscape = percept_race_player_get_landscape (race);
  weights = percept_landscape_get_weights (landscape);
  percept_landscape_get_racers (landscape, &n);
  json_builder_set_member_name (builder, "race");
  json_builder_begin_object (builder);
  if (weights != NULL)
    fmt_json_add_text (builder, "weights", weights);
  add_flag (builder, "busy", percept_landscape_is_busy (landscape));
  add_flag (builder, "surface", percept_landscape_get_surface (landscape) != NULL);
  add_flag (builder, "raced", percept_landscape_get_race (landscape) != NULL);
  add_flag (builder, "playing", percept_race_player_is_playing (race));
  fmt_json_add_count (builder, "step", percept_race_player_get_step (race));
  fmt_json_add_count (builder, "steps", percept_race_player_get_n_steps (race));
  json_builder_set_member_name (builder, "racers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    add_racer (self, builder, i, percept_race_player_get_step (race),
               percept_race_player_get_hidden (race) & (1u << i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* On the Weights page: what is shown of it, and of which moment. */
static void
add_weights (PerceptWindow *self,
             JsonBuilder   *builder)
{
  PerceptWeightsPage  *page = PERCEPT_WEIGHTS_PAGE (self->weights_page);
  PerceptWeightSource *source = percept_weights_page_get_source (page);
  PerceptUnitsView    *units = percept_weights_page_get_units (page);
  PerceptUnitFacts    *facts = percept_unit_study_get_unit (percept_weights_page_get_study (page));
  g_autofree char     *image = percept_chosen_image_get_title (percept_weights_page_get_image (page));
  guint                layer, unit;
  guint64              asked;
  PerceptStatus        then;

  if (g_strcmp0 (adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->pages)), "weights") != 0)
    return;
  json_builder_set_member_name (builder, "weights");
  json_builder_begin_object (builder);
  fmt_json_add_text (builder, "view", percept_weights_page_get_shown (page));
  fmt_json_add_count (builder, "layer", percept_units_view_get_layer (units));
  fmt_json_add_text (builder, "order", percept_unit_order_box_get_name (percept_units_view_get_order (units)));
  percept_window_add_units_status (self, builder);
  add_flag (builder, "ranked", percept_unit_study_get_ranking (percept_weights_page_get_study (page)) != NULL);
  if (percept_weights_page_get_unit (page, &layer, &unit))
    fmt_json_add_count (builder, "unit", unit);
  add_flag (builder, "whole", percept_weights_page_get_whole (page));
  add_flag (builder, "known", facts != NULL);
  fmt_json_add_count (builder, "step", percept_weight_source_get_step (source));
  add_flag (builder, "now", percept_weight_source_get_rung (source) == NULL);
  if (percept_moment_slider_get_asked (percept_weights_page_get_moments (page), &asked))
    fmt_json_add_count (builder, "asked", asked);
  percept_session_get_status_at (self->session, percept_weight_source_get_step (source), &then);
  add_parts (builder, "loss", then.cost, percept_session_is_test_revealed (self->session));
  add_parts (builder, "accuracy", then.accuracy, percept_session_is_test_revealed (self->session));
  fmt_json_add_count (builder, "moments", percept_session_get_rungs (self->session)->len);
  fmt_json_add_text (builder, "image", image);
  json_builder_end_object (builder);
  percept_window_add_image_status (self, builder);
}

/* What was changed by hand since the last step, and what came of it. */
static void
add_edits (PerceptWindow *self,
           JsonBuilder   *builder)
{
  const PerceptEdits *edits = percept_session_get_edits (self->session);

  if (edits->n_done + edits->n_undone == 0)
    return;
  json_builder_set_member_name (builder, "edits");
  json_builder_begin_object (builder);
  fmt_json_add_count (builder, "done", edits->n_done);
  fmt_json_add_count (builder, "undone", edits->n_undone);
  fmt_json_add_real (builder, "cost_before", edits->cost_before);
  fmt_json_add_real (builder, "accuracy_before", edits->accuracy_before);
  fmt_json_add_real (builder, "cost", edits->cost);
  fmt_json_add_real (builder, "accuracy", edits->accuracy);
  add_flag (builder, "kept", edits->kept_step == G_MAXUINT64);
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
  add_flag (builder, "running", status->phase == PERCEPT_PHASE_RUNNING);
  add_flag (builder, "loading", status->phase == PERCEPT_PHASE_LOADING);
  fmt_json_add_count (builder, "step", status->step);
  fmt_json_add_real (builder, "epoch", status->epoch);
  add_parts (builder, "loss", status->cost, revealed);
  add_parts (builder, "accuracy", status->accuracy, revealed);
  fmt_json_add_real (builder, "steps_per_second", status->steps_per_second);
  add_race (self, builder);
  add_weights (self, builder);
  add_edits (self, builder);
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
