/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is set on the Landscape is the experiment's, whether by hand or by a command, so that saving keeps it. */

#include "window-driver.h"

#include "views/landscape/landscape-page.h"
#include "views/landscape/surface-panel.h"
#include "views/landscape/weight-picker.h"
#include "widgets/figure-view.h"

#include <math.h>
#include <string.h>

#define PAIR "W1[300,1], W1[301,1]"

static PerceptWindow        *window;
static PerceptSession       *session;
static PerceptLandscapePage *page;
static PerceptLandscape     *landscape;

static void
activate (const char *name,
          GVariant   *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), name, parameter);
}

static void
change_state (const char *name,
              GVariant   *state)
{
  g_action_group_change_action_state (G_ACTION_GROUP (window), name, state);
}

static const char *
kept (const char *key)
{
  return train_experiment_get (percept_session_get_experiment (session), "landscape", key);
}

static gboolean
has_raced (gconstpointer data)
{
  return percept_landscape_get_race (landscape) != NULL && percept_landscape_get_surface (landscape) != NULL
         && percept_landscape_get_weights (landscape) != NULL && !percept_landscape_is_busy (landscape);
}

static void
open (void)
{
  window = driver_open_window ();
  session = percept_window_get_session (window);
  activate ("experiment", g_variant_new_string ("momentum-race"));
  for (page = NULL; page == NULL;)
    {
      page = PERCEPT_LANDSCAPE_PAGE (driver_find (GTK_WIDGET (window), PERCEPT_TYPE_LANDSCAPE_PAGE, 0));
      driver_let_run (20);
    }
  landscape = percept_landscape_page_get_landscape (page);
  driver_wait_for (has_raced, NULL, "the surface and the race");
}

static void
close_window (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  driver_let_run (50);
}

/* The @n-th chooser of the settings of the surface. */
static GtkDropDown *
find_choice (guint n)
{
  GtkWidget *panel = driver_find (GTK_WIDGET (page), PERCEPT_TYPE_SURFACE_PANEL, 0);

  return GTK_DROP_DOWN (driver_find (panel, GTK_TYPE_DROP_DOWN, n));
}

static GtkSpinButton *
find_steps (void)
{
  return GTK_SPIN_BUTTON (driver_find (GTK_WIDGET (page), GTK_TYPE_SPIN_BUTTON, 0));
}

static void
press (guint key)
{
  g_autoptr (GPtrArray)  views = percept_landscape_page_get_views (page);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (views->pdata[0]);
  gboolean               handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
    }
  g_assert_true (handled);
}

static void
test_settings (void)
{
  open ();
  gtk_spin_button_set_value (find_steps (), 37);
  g_assert_cmpstr (kept ("racer-steps"), ==, "37");
  gtk_drop_down_set_selected (find_choice (1), 1);
  g_assert_cmpstr (kept ("full-run"), ==, "yes");
  gtk_drop_down_set_selected (find_choice (2), 2);
  g_assert_cmpstr (kept ("batch"), ==, "10");
  gtk_drop_down_set_selected (find_choice (3), 1);
  g_assert_cmpstr (kept ("examples"), ==, "100");
  g_assert_cmpuint (percept_landscape_get_examples (landscape), ==, 100);
  close_window ();
}

/* The settings show what a command set, and a count that is none of theirs stays when another one is changed. */
static void
test_settings_follow (void)
{
  AnRaceSettings settings;
  GtkStringList *titles;

  open ();
  titles = GTK_STRING_LIST (gtk_drop_down_get_model (find_choice (2)));
  activate ("race-steps", g_variant_new_string ("41"));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (find_steps ()), ==, 41);
  settings = *percept_landscape_get_settings (landscape);
  settings.batch = 25;
  percept_landscape_set_settings (landscape, &settings);
  g_assert_nonnull (strstr (gtk_string_list_get_string (titles, gtk_drop_down_get_selected (find_choice (2))), "25"));
  gtk_spin_button_set_value (find_steps (), 42);
  g_assert_cmpuint (percept_landscape_get_settings (landscape)->batch, ==, 25);
  g_assert_cmpuint (percept_landscape_get_settings (landscape)->n_steps, ==, 42);
  gtk_drop_down_set_selected (find_choice (2), 0);
  g_assert_cmpuint (percept_landscape_get_settings (landscape)->batch, ==, 0);
  g_assert_cmpuint (gtk_drop_down_get_selected (find_choice (2)), ==, 0);
  close_window ();
}

static void
test_window (void)
{
  AnSurfaceSettings read;
  double            from[2], to[2];

  open ();
  press (GDK_KEY_plus);
  percept_landscape_get_window (landscape, from, to);
  g_assert_true (an_surface_parse_window (kept ("window"), &read, NULL));
  for (int k = 0; k < 2; k++)
    {
      g_assert_cmpfloat_with_epsilon (read.from[k], from[k], 1e-9 * (to[k] - from[k]));
      g_assert_cmpfloat_with_epsilon (read.to[k], to[k], 1e-9 * (to[k] - from[k]));
    }
  press (GDK_KEY_0);
  g_assert_cmpstr (kept ("window"), ==, "fit");
  close_window ();
}

/* Another pair has another window and another start. */
static void
test_weights (void)
{
  GtkWidget *picker;

  open ();
  activate ("race-start", g_variant_new ("(dd)", 0.5, 0.25));
  g_assert_cmpstr (kept ("start"), ==, "0.5, 0.25");
  press (GDK_KEY_plus);
  picker = driver_find (GTK_WIDGET (page), PERCEPT_TYPE_WEIGHT_PICKER, 0);
  g_assert_true (percept_weight_picker_choose (PERCEPT_WEIGHT_PICKER (picker), PAIR, NULL));
  g_assert_cmpstr (kept ("weights"), ==, PAIR);
  g_assert_cmpstr (kept ("window"), ==, "fit");
  g_assert_cmpstr (kept ("start"), ==, "fit");
  activate ("race-weights", g_variant_new_string ("suggest"));
  driver_wait_for (has_raced, NULL, "a pair that is suggested");
  g_assert_cmpstr (kept ("weights"), ==, percept_landscape_get_weights (landscape));
  close_window ();
}

/* On a surface with a formula start and window are not the experiment's. */
static void
test_formula (void)
{
  g_autofree char *start = NULL;
  g_autofree char *bounds = NULL;

  open ();
  start = g_strdup (kept ("start"));
  bounds = g_strdup (kept ("window"));
  gtk_drop_down_set_selected (find_choice (0), 2);
  g_assert_cmpint (percept_landscape_get_plane (landscape), ==, PERCEPT_PLANE_ANALYTIC);
  driver_wait_for (has_raced, NULL, "the formula");
  press (GDK_KEY_Left);
  press (GDK_KEY_plus);
  g_assert_cmpstr (kept ("start"), ==, start);
  g_assert_cmpstr (kept ("window"), ==, bounds);
  close_window ();
}

static gboolean
is_sidebar_shown (void)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), "sidebar");

  return g_variant_get_boolean (state);
}

static gboolean
reveals_sidebar (gconstpointer wanted)
{
  return is_sidebar_shown () == GPOINTER_TO_INT (wanted);
}

/* The sidebar of the training folds away while a race is in view, and comes back as it was. */
static void
test_sidebar (void)
{
  open ();
  g_assert_false (is_sidebar_shown ());
  change_state ("page", g_variant_new_string ("train"));
  driver_wait_for (reveals_sidebar, GINT_TO_POINTER (TRUE), "the sidebar");
  change_state ("sidebar", g_variant_new_boolean (FALSE));
  change_state ("page", g_variant_new_string ("landscape"));
  change_state ("page", g_variant_new_string ("train"));
  driver_let_run (100);
  g_assert_false (is_sidebar_shown ());
  close_window ();
}

static gboolean
tells (gconstpointer words)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), "status");

  return strstr (g_variant_get_string (state, NULL), words) != NULL;
}

static gboolean
is_loaded (gconstpointer data)
{
  return percept_session_get_dataset (session) != NULL;
}

/* A key for a racer before there are any, and for one too many. */
static void
test_no_such_racer (void)
{
  window = driver_open_window ();
  session = percept_window_get_session (window);
  activate ("experiment", g_variant_new_string ("digits-softmax"));
  driver_wait_for (is_loaded, NULL, "the experiment");
  activate ("race-toggle", g_variant_new_uint32 (2));
  driver_wait_for (tells, "no racers to show or hide yet", "the word of no racers");
  close_window ();
  open ();
  activate ("racers", g_variant_new_string ("gd rate 0.05"));
  driver_wait_for (has_raced, NULL, "the race of one");
  activate ("race-toggle", g_variant_new_uint32 (2));
  driver_wait_for (tells, "There is no racer 2: there is only racer 1", "the word of one racer");
  close_window ();
}

static void
add_tests (void)
{
  g_test_add_func ("/window-landscape-kept/settings", test_settings);
  g_test_add_func ("/window-landscape-kept/settings-follow", test_settings_follow);
  g_test_add_func ("/window-landscape-kept/window", test_window);
  g_test_add_func ("/window-landscape-kept/weights", test_weights);
  g_test_add_func ("/window-landscape-kept/formula", test_formula);
  g_test_add_func ("/window-landscape-kept/sidebar", test_sidebar);
  g_test_add_func ("/window-landscape-kept/no-such-racer", test_no_such_racer);
}

int
main (int    argc,
      char **argv)
{
  return driver_run_tests (&argc, &argv, add_tests);
}
