/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands about all units of a layer, and what is told of them. */

#include "window-driver.h"

#include <string.h>

static PerceptWindow  *window;
static PerceptSession *session;

static void
activate (const char *action,
          const char *text)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), action, g_variant_new_string (text));
}

/* @part stands in win.status, as JSON has it. */
static gboolean
tells (gconstpointer part)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), "status");

  return strstr (g_variant_get_string (state, NULL), part) != NULL;
}

static gboolean
is_over (gconstpointer data)
{
  return percept_session_get_status (session)->phase == PERCEPT_PHASE_FINISHED;
}

static void
open_page (void)
{
  g_autoptr (TrainExperiment) bundled = train_experiment_load ("digits-hidden", NULL);
  g_autoptr (TrainExperiment) shorter = train_experiment_assign (bundled, "training.steps=20", NULL);
  g_autoptr (TrainExperiment) experiment = train_experiment_assign (shorter, "network.layers=dense 30 relu; dense 10",
                                                                    NULL);
  g_autofree char            *text = train_experiment_to_text (experiment);
  g_autofree char            *path = g_build_filename (driver_get_scratch (), "units.percept", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  window = driver_open_window ();
  session = percept_window_get_session (window);
  activate ("experiment", path);
  driver_wait_for (is_over, NULL, "the end of the run");
}

static void
test_commands (void)
{
  open_page ();
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "unit-size"));
  g_action_group_change_action_state (G_ACTION_GROUP (window), "page", g_variant_new_string ("weights"));
  driver_wait_for (tells, "\"shown\":\"all\"", "the page");
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "unit-size"));
  activate ("unit-size", "56");
  driver_wait_for (tells, "\"size\":56", "a size");
  activate ("unit-size", "larger");
  driver_wait_for (tells, "\"size\":84", "the next one");
  activate ("unit-size", "huge");
  driver_wait_for (tells, "“huge” is no size", "an answer");
  activate ("units-shown", "idle");
  driver_wait_for (tells, "by weight × activation", "an answer");
  activate ("rank", "contribution 3");
  activate ("units-shown", "idle");
  driver_wait_for (tells, "\"shown\":\"idle\"", "a filter");
  driver_wait_for (tells, "\"ranked\":true", "the ranking");
  activate ("rank", "norm");
  driver_wait_for (tells, "\"shown\":\"all\"", "all units, as nothing is known of votes");
  activate ("unit-maps", "random");
  driver_wait_for (tells, "one map alone", "an answer");
  activate ("unit", "1:+3");
  driver_wait_for (tells, "like 1:17, or none", "an answer");
  g_action_group_change_action_state (G_ACTION_GROUP (window), "weights-view", g_variant_new_string ("network"));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "unit-size"));
  driver_close_window (window);
}

static void
add_tests (void)
{
  g_test_add_func ("/window-units/commands", test_commands);
}

int
main (int    argc,
      char **argv)
{
  return driver_run_tests (&argc, &argv, add_tests);
}
