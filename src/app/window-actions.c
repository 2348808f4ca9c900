/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every command of the window that needs no file: reachable by button or menu, by key and over D-Bus. */

#include "app/window-private.h"

#include "views/train/train-page.h"
#include "views/transport/transport-bar.h"

#include <glib/gi18n-lib.h>

static const char *const pace_names[] = { "slow", "walk", "accelerate", "full", NULL };
static const char *const step_names[] = { "example", "batch", "epoch", NULL };
static const char *const page_names[] = { "train", "weights", "landscape", "lab", NULL };

static int
index_of (const char *const *names,
          GVariant          *name)
{
  for (int i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], g_variant_get_string (name, NULL)))
      return i;
  return -1;
}

static void
report_choice (PerceptWindow     *self,
               const char        *what,
               GVariant          *given,
               const char *const *names)
{
  g_autofree char *choices = g_strjoinv (", ", (char **) names);
  g_autofree char *text = g_strdup_printf (_("There is no %s “%s”: one of %s is needed"), what,
                                           g_variant_get_string (given, NULL), choices);

  percept_window_report (self, text);
}

static void
run_cb (GSimpleAction *action,
        GVariant      *state,
        gpointer       data)
{
  PerceptWindow     *self = data;
  PerceptRacePlayer *race = percept_window_get_race (self);
  gboolean           run = g_variant_get_boolean (state);

  g_clear_pointer (&self->message, g_free);
  if (race != NULL && run)
    percept_race_player_play (race);
  else if (race != NULL)
    percept_race_player_pause (race);
  else if (run)
    percept_session_run (self->session);
  else
    percept_session_pause (self->session);
}

static void
step_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  PerceptWindow     *self = data;
  PerceptRacePlayer *race = percept_window_get_race (self);
  int                kind = index_of (step_names, parameter);

  if (kind < 0)
    report_choice (self, _("step"), parameter, step_names);
  else if (race != NULL)
    percept_race_player_step (race, 1);
  else
    percept_session_step (self->session, kind);
}

/* The step before; a race takes its own way back. */
static void
step_back_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  PerceptWindow       *self = data;
  PerceptRacePlayer   *race = percept_window_get_race (self);
  const PerceptStatus *status = percept_session_get_status (self->session);

  if (race != NULL)
    percept_race_player_step (race, -1);
  else if (status->step > 0 && !status->going_back) /* one that is held down does not begin again and again */
    percept_session_go_back (self->session, status->step - 1, FALSE);
}

static void
restart_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  PerceptWindow     *self = data;
  PerceptRacePlayer *race = percept_window_get_race (self);

  g_clear_pointer (&self->message, g_free);
  if (race != NULL)
    percept_race_player_rewind (race);
  else
    percept_session_restart (self->session);
}

static void
page_cb (GSimpleAction *action,
         GVariant      *state,
         gpointer       data)
{
  PerceptWindow *self = data;

  if (index_of (page_names, state) < 0)
    {
      report_choice (self, _("page"), state, page_names);
      return;
    }
  if (percept_session_get_experiment (self->session) == NULL)
    return;
  percept_window_set_present (self, FALSE);
  percept_window_show_work (self);
  percept_window_show_page (self, g_variant_get_string (state, NULL));
}

static void
experiment_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  PerceptWindow              *self = data;
  g_autoptr (GError)          error = NULL;
  g_autoptr (TrainExperiment) experiment = train_experiment_load (g_variant_get_string (parameter, NULL), &error);

  if (experiment == NULL)
    percept_window_report (self, error->message);
  else
    percept_window_open (self, experiment, TRUE);
}

static void
gallery_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  PerceptWindow *self = data;
  const char    *shown = gtk_stack_get_visible_child_name (GTK_STACK (self->main_stack));

  percept_window_set_present (self, FALSE);
  /* Going there again goes back. */
  if (g_strcmp0 (shown, "gallery") == 0 && percept_session_get_experiment (self->session) != NULL)
    percept_window_show_work (self);
  else
    percept_window_show_gallery (self);
}

static void
pace_cb (GSimpleAction *action,
         GVariant      *state,
         gpointer       data)
{
  PerceptWindow     *self = data;
  PerceptRacePlayer *race = percept_window_get_race (self);
  int                pace = index_of (pace_names, state);

  if (pace < 0)
    report_choice (self, _("pace"), state, pace_names);
  else if (race != NULL)
    percept_race_player_set_pace (race, pace);
  else
    percept_session_set_pace (self->session, pace);
  percept_window_update_actions (self);
}

static void
present_cb (GSimpleAction *action,
            GVariant      *state,
            gpointer       data)
{
  percept_window_set_present (data, g_variant_get_boolean (state));
}

static void
sidebar_cb (GSimpleAction *action,
            GVariant      *state,
            gpointer       data)
{
  adw_flap_set_reveal_flap (ADW_FLAP (((PerceptWindow *) data)->flap), g_variant_get_boolean (state));
}

static void
reveal_test_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  percept_session_reveal_test (((PerceptWindow *) data)->session);
  percept_window_update_actions (data);
}

/* "training.rate=0.2" */
static void
set_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  PerceptWindow     *self = data;
  const char        *text = g_variant_get_string (parameter, NULL);
  const char        *dot = strchr (text, '.');
  const char        *equals = strchr (text, '=');
  g_autoptr (GError) error = NULL;
  g_autofree char   *group = NULL;
  g_autofree char   *key = NULL;
  g_autofree char   *problem = NULL;

  if (dot == NULL || equals == NULL || equals < dot)
    {
      problem = g_strdup_printf (_("“%s” is not a setting: it should look like training.rate=0.2"), text);
      percept_window_report (self, problem);
      return;
    }
  group = g_strstrip (g_strndup (text, (gsize) (dot - text)));
  key = g_strstrip (g_strndup (dot + 1, (gsize) (equals - dot - 1)));
  if (!percept_session_set (self->session, group, key, equals + 1, &error))
    percept_window_report (self, error->message);
}

/* "W1[406,3]", or several with spaces between */
static void
check_weight_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  PerceptWindow     *self = data;
  PerceptLabPage    *lab = PERCEPT_LAB_PAGE (self->lab_page);
  g_autoptr (GError) error = NULL;

  if (percept_lab_page_add_coordinates (lab, g_variant_get_string (parameter, NULL), &error))
    g_action_group_change_action_state (G_ACTION_GROUP (self), "page", g_variant_new_string ("lab"));
  else
    percept_window_report (self, error->message);
}

static void
report_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  percept_window_report (data, g_variant_get_string (parameter, NULL));
}

static void
close_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  gtk_window_close (GTK_WINDOW (data));
}

static const GActionEntry entries[] = {
  { .name = "run", .state = "false", .change_state = run_cb },
  { .name = "step", .parameter_type = "s", .activate = step_cb },
  { .name = "step-back", .activate = step_back_cb },
  { .name = "restart", .activate = restart_cb },
  { .name = "page", .parameter_type = "s", .state = "'train'", .change_state = page_cb },
  { .name = "experiment", .parameter_type = "s", .activate = experiment_cb },
  { .name = "gallery", .activate = gallery_cb },
  { .name = "pace", .parameter_type = "s", .state = "'full'", .change_state = pace_cb },
  { .name = "present", .state = "false", .change_state = present_cb },
  { .name = "sidebar", .state = "true", .change_state = sidebar_cb },
  { .name = "reveal-test", .activate = reveal_test_cb },
  { .name = "set", .parameter_type = "s", .activate = set_cb },
  { .name = "check-weight", .parameter_type = "s", .activate = check_weight_cb },
  { .name = "report", .parameter_type = "s", .activate = report_cb },
  { .name = "close", .activate = close_cb },
};

static void
set_state (PerceptWindow *self,
           const char    *name,
           GVariant      *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
}

static void
set_enabled (PerceptWindow *self,
             const char    *name,
             gboolean       enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

static gboolean
can_step_back (PerceptWindow *self)
{
  guint64 step = percept_session_get_status (self->session)->step;

  return step > 0 && percept_session_can_go_back (self->session, step - 1);
}

void
percept_window_update_actions (PerceptWindow *self)
{
  static const char *const need_a_run[] = { "restart", "page", "present", "set", "save", "save-dialog",
                                              "check-weight" };
  const PerceptStatus     *status = percept_session_get_status (self->session);
  PerceptRacePlayer       *race = percept_window_get_race (self);
  gboolean                 running = race != NULL ? percept_race_player_is_playing (race)
                                                  : status->phase == PERCEPT_PHASE_RUNNING || status->going_back;
  PerceptPace              pace = race != NULL ? percept_race_player_get_pace (race)
                                               : percept_session_get_pace (self->session);
  gboolean                 open = percept_session_get_experiment (self->session) != NULL;
  const char              *shown = gtk_stack_get_visible_child_name (GTK_STACK (self->main_stack));
  const char              *page = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->pages));

  set_state (self, "run", g_variant_new_boolean (running));
  set_state (self, "page", g_variant_new_string (page != NULL ? page : "train"));
  set_state (self, "pace", g_variant_new_string (pace_names[pace]));
  percept_transport_bar_update_pace (PERCEPT_TRANSPORT_BAR (self->transport));
  set_state (self, "sidebar", g_variant_new_boolean (adw_flap_get_reveal_flap (ADW_FLAP (self->flap))));
  set_state (self, "present", g_variant_new_boolean (g_strcmp0 (shown, "present") == 0));
  for (guint i = 0; i < G_N_ELEMENTS (need_a_run); i++)
    set_enabled (self, need_a_run[i], open);
  /* More steps take a run up again; one that is over has nowhere to go. */
  set_enabled (self, "run", open && (race != NULL || status->phase != PERCEPT_PHASE_FINISHED));
  set_enabled (self, "step", open && (race != NULL || status->phase != PERCEPT_PHASE_FINISHED));
  set_enabled (self, "step-back", open && (race != NULL || can_step_back (self)));
  set_enabled (self, "reveal-test", open && !percept_session_is_test_revealed (self->session));
  set_enabled (self, "sidebar", g_strcmp0 (shown, "work") == 0);
  percept_window_update_race_actions (self);
  percept_window_update_weights_actions (self);
  percept_window_update_edit_actions (self);
}

void
percept_window_add_actions (PerceptWindow *self)
{
  PerceptTrainPage   *page = PERCEPT_TRAIN_PAGE (self->train_page);
  g_autoptr (GAction) learning = percept_learning_pane_new_action (percept_train_page_get_learning_pane (page));
  g_autoptr (GAction) mistakes = percept_mistakes_pane_new_action (percept_train_page_get_mistakes_pane (page));
  g_autoptr (GAction) example = percept_example_pane_new_action (percept_train_page_get_example_pane (page));

  g_action_map_add_action (G_ACTION_MAP (self), learning);
  g_action_map_add_action (G_ACTION_MAP (self), mistakes);
  g_action_map_add_action (G_ACTION_MAP (self), example);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (percept_window_update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (percept_window_update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->main_stack, "notify::visible-child", G_CALLBACK (percept_window_update_actions), self,
                           G_CONNECT_SWAPPED);
  percept_window_update_actions (self);
}
