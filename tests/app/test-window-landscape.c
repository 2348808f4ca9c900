/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Landscape: optimizers racing over two weights of the network that the window has trained. */

#include "window-driver.h"

#include "views/landscape/landscape-page.h"
#include "views/landscape/racer-row.h"
#include "views/landscape/racers-box.h"
#include "views/present/present-view.h"
#include "views/transport/race-bar.h"
#include "widgets/figure-view.h"
#include "widgets/readout.h"
#include "widgets/value-slider.h"

#include <adwaita.h>
#include <json-glib/json-glib.h>

#define NARROWEST 360 /* px */
#define EXPERIMENT "momentum-race"

static PerceptWindow  *window;
static PerceptSession *session;

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

static gboolean
is_on (const char *action)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), action);

  return g_variant_get_boolean (state);
}

/* win.status, read; it follows within a tenth of a second. Returns: (transfer full) */
static JsonNode *
read_status (void)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), "status");
  JsonNode            *status = json_from_string (g_variant_get_string (state, NULL), NULL);

  g_assert_nonnull (status);
  return status;
}

static gboolean
has_message (gconstpointer words)
{
  g_autoptr (JsonNode) status = read_status ();
  const char          *message = json_object_get_string_member (json_node_get_object (status), "message");

  return message != NULL && strstr (message, words) != NULL;
}

/* Returns: (transfer full) or NULL */
static JsonObject *
read_race (void)
{
  g_autoptr (JsonNode) status = read_status ();
  JsonObject          *object = json_node_get_object (status);

  return json_object_has_member (object, "race") ? json_object_ref (json_object_get_object_member (object, "race"))
                                                 : NULL;
}

static gboolean
is_true (const char *member)
{
  g_autoptr (JsonObject) race = read_race ();

  return race != NULL && json_object_get_boolean_member (race, member);
}

static gint64
get_count (const char *member)
{
  g_autoptr (JsonObject) race = read_race ();

  return race != NULL ? json_object_get_int_member (race, member) : -1;
}

static guint
count_racers (void)
{
  g_autoptr (JsonObject) race = read_race ();

  return race != NULL ? json_array_get_length (json_object_get_array_member (race, "racers")) : 0;
}

/* Returns: (transfer full) */
static JsonObject *
read_racer (guint i)
{
  g_autoptr (JsonObject) race = read_race ();
  JsonArray             *racers = json_object_get_array_member (race, "racers");

  g_assert_cmpuint (i, <, json_array_get_length (racers));
  return json_object_ref (json_array_get_object_element (racers, i));
}

static double
get_real (guint       i,
          const char *member)
{
  g_autoptr (JsonObject) racer = read_racer (i);

  return json_object_get_double_member (racer, member);
}

static gboolean
is_hidden (gconstpointer i)
{
  g_autoptr (JsonObject) racer = read_racer (GPOINTER_TO_UINT (i));

  return json_object_get_boolean_member (racer, "hidden");
}

static gboolean
is_shown (gconstpointer i)
{
  return !is_hidden (i);
}

static gboolean
has_racers (gconstpointer n)
{
  return count_racers () == GPOINTER_TO_UINT (n);
}

static gboolean
has_raced (gconstpointer data)
{
  return is_true ("raced") && is_true ("surface") && !is_true ("busy");
}

static gboolean
is_playing (gconstpointer wanted)
{
  return is_true ("playing") == GPOINTER_TO_INT (wanted);
}

static gboolean
is_at_step (gconstpointer step)
{
  return get_count ("step") == GPOINTER_TO_INT (step);
}

static gboolean
has_passed (gconstpointer step)
{
  return get_count ("step") >= GPOINTER_TO_INT (step);
}

static gboolean
is_at_end (gconstpointer data)
{
  return get_count ("step") == get_count ("steps");
}

static gboolean
is_opened (gconstpointer name)
{
  TrainExperiment *experiment = percept_session_get_experiment (session);

  return experiment != NULL && g_str_equal (train_experiment_get_name (experiment), name);
}

static void
open (void)
{
  window = driver_open_window ();
  session = percept_window_get_session (window);
  activate ("experiment", g_variant_new_string (EXPERIMENT));
  driver_wait_for (is_opened, EXPERIMENT, "the experiment");
  driver_wait_for (has_raced, NULL, "the surface and the race");
}

static void
close_window (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  driver_let_run (50);
}

static void
set_racers (const char *text)
{
  activate ("racers", g_variant_new_string (text));
}

static void
move_start (double x,
            double y)
{
  activate ("race-start", g_variant_new ("(dd)", x, y));
}

static gboolean
starts_at_x (gconstpointer x)
{
  g_autoptr (JsonObject) race = read_race ();

  return count_racers () > 0 && json_object_get_int_member (race, "step") == 0
         && ABS (get_real (0, "x") - *(const double *) x) < 1e-9;
}

/* It slides in. */
static gboolean
has_race_bar (gconstpointer data)
{
  return driver_find (GTK_WIDGET (window), PERCEPT_TYPE_RACE_BAR, 0) != NULL;
}

/* A click opens the experiment, trains, and ends ready to race. */
static void
test_opens_ready (void)
{
  g_autoptr (GVariant) page = NULL;

  open ();
  page = g_action_group_get_action_state (G_ACTION_GROUP (window), "page");
  g_assert_cmpstr (g_variant_get_string (page, NULL), ==, "landscape");
  g_assert_cmpint (get_count ("step"), ==, 0);
  g_assert_cmpint (get_count ("steps"), >=, 20);
  g_assert_cmpuint (count_racers (), >=, 2);
  g_assert_false (is_on ("run"));
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "run"));
  driver_wait_for (has_race_bar, NULL, "the bar of the race");
  for (guint i = 1; i < count_racers (); i++)
    g_assert_cmpfloat (get_real (i, "cost"), ==, get_real (0, "cost"));
  close_window ();
}

static gboolean
has_trained (gconstpointer steps)
{
  return percept_session_get_status (session)->step == GPOINTER_TO_UINT (steps);
}

/* win.run plays the race and not the training; at its end it starts over. */
static void
test_plays (void)
{
  guint64 trained;
  double  cost;

  open ();
  set_racers ("gd rate 0.05; momentum rate 0.05 momentum 0.5");
  driver_wait_for (has_raced, NULL, "the race");
  activate ("restart", NULL);
  driver_wait_for (is_at_step, GINT_TO_POINTER (0), "the start");
  trained = percept_session_get_status (session)->step;
  cost = get_real (1, "cost");
  change_state ("pace", g_variant_new_string ("walk"));
  change_state ("run", g_variant_new_boolean (TRUE));
  g_assert_true (is_on ("run"));
  driver_wait_for (is_playing, GINT_TO_POINTER (TRUE), "the race");
  driver_wait_for (has_passed, GINT_TO_POINTER (3), "some steps");
  change_state ("run", g_variant_new_boolean (FALSE));
  g_assert_false (is_on ("run"));
  change_state ("pace", g_variant_new_string ("full"));
  change_state ("run", g_variant_new_boolean (TRUE));
  driver_wait_for (is_at_end, NULL, "the end");
  driver_wait_for (is_playing, GINT_TO_POINTER (FALSE), "the rest");
  g_assert_false (is_on ("run"));
  g_assert_cmpfloat (get_real (1, "cost"), <, cost);
  g_assert_cmpfloat (get_real (1, "length"), >, 0);
  g_assert_cmpuint (percept_session_get_status (session)->step, ==, trained);
  change_state ("run", g_variant_new_boolean (TRUE));
  driver_wait_for (is_at_end, NULL, "the end of another");
  /* The training has a way back of its own. */
  change_state ("page", g_variant_new_string ("train"));
  activate ("step-back", NULL);
  driver_wait_for (has_trained, GUINT_TO_POINTER (trained - 1), "its step back");
  close_window ();
}

static void
test_steps (void)
{
  open ();
  activate ("step", g_variant_new_string ("batch"));
  activate ("step", g_variant_new_string ("batch"));
  driver_wait_for (is_at_step, GINT_TO_POINTER (2), "two steps");
  activate ("step-back", NULL);
  driver_wait_for (is_at_step, GINT_TO_POINTER (1), "one back");
  activate ("restart", NULL);
  driver_wait_for (is_at_step, GINT_TO_POINTER (0), "the start");
  activate ("step-back", NULL);
  driver_let_run (200);
  g_assert_cmpint (get_count ("step"), ==, 0);
  close_window ();
}

/* What the hand does over the same plane is seen at once, in whole paths. */
static void
test_start_moves (void)
{
  double before, x;

  open ();
  before = get_real (0, "cost");
  x = get_real (0, "x") + 0.25;
  move_start (x, get_real (0, "y") + 0.125);
  driver_wait_for (is_at_end, NULL, "the paths");
  activate ("restart", NULL);
  driver_wait_for (starts_at_x, &x, "the new start");
  g_assert_cmpfloat (get_real (0, "cost"), !=, before);
  g_assert_nonnull (strstr (train_experiment_get (percept_session_get_experiment (session), "landscape", "start"),
                            ", "));
  close_window ();
}

static void
test_toggles (void)
{
  open ();
  activate ("race-toggle", g_variant_new_uint32 (2));
  driver_wait_for (is_hidden, GUINT_TO_POINTER (1), "the second one's going");
  g_assert_true (is_shown (GUINT_TO_POINTER (0)));
  activate ("race-toggle", g_variant_new_uint32 (2));
  driver_wait_for (is_shown, GUINT_TO_POINTER (1), "the second one's return");
  activate ("race-toggle", g_variant_new_uint32 (77));
  driver_wait_for (has_message, "There is no racer 77", "the refusal");
  close_window ();
}

/* What cannot be is said, and changes nothing. */
static void
test_wrong_texts (void)
{
  static const struct
  {
    const char *action;
    const char *text;
    const char *words;
  } wrong[] = {
    { "race-weights", "nonsense", "nonsense" },
    { "racers", "gd rate -1", "-1" },
    { "racers", "snail rate 1", "snail" },
    { "race-window", "1:0, 0:1", "1:0" },
    { "race-steps", "0", "from 1 to 1000" },
    { "race-steps", "12x", "12x" },
  };
  g_autofree char *racers = NULL;
  gint64           n_steps;

  open ();
  set_racers ("gd rate 0.05; adam rate 0.1");
  racers = g_strdup (train_experiment_get (percept_session_get_experiment (session), "landscape", "racers"));
  n_steps = get_count ("steps");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      activate (wrong[i].action, g_variant_new_string (wrong[i].text));
      driver_wait_for (has_message, wrong[i].words, wrong[i].text);
    }
  change_state ("race-surface", g_variant_new_string ("moon"));
  driver_wait_for (has_message, "moon", "no moon");
  move_start (NAN, 0);
  driver_wait_for (has_message, "two finite numbers", "no such place");
  driver_wait_for (has_raced, NULL, "the race");
  g_assert_cmpuint (count_racers (), ==, 2);
  g_assert_cmpint (get_count ("steps"), ==, n_steps);
  g_assert_cmpstr (train_experiment_get (percept_session_get_experiment (session), "landscape", "racers"), ==, racers);
  close_window ();
}

static gboolean
has_steps (gconstpointer n)
{
  return has_raced (NULL) && get_count ("steps") == GPOINTER_TO_INT (n);
}

/* Surfaces with a formula have racers of their own, and come back as they were left. */
static void
test_analytic (void)
{
  g_autoptr (GVariant) state = NULL;
  g_autofree char     *racers = NULL;

  open ();
  racers = g_strdup (train_experiment_get (percept_session_get_experiment (session), "landscape", "racers"));
  change_state ("race-surface", g_variant_new_string ("bowl"));
  state = g_action_group_get_action_state (G_ACTION_GROUP (window), "race-surface");
  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, "bowl");
  driver_wait_for (has_raced, NULL, "the bowl");
  activate ("race-steps", g_variant_new_string ("33"));
  driver_wait_for (has_steps, GINT_TO_POINTER (33), "33 steps");
  set_racers ("gd rate 0.25");
  driver_wait_for (has_raced, NULL, "one racer");
  g_assert_cmpstr (train_experiment_get (percept_session_get_experiment (session), "landscape", "racers"), ==, racers);
  change_state ("race-surface", g_variant_new_string ("weights"));
  driver_wait_for (has_raced, NULL, "the weights again");
  g_assert_cmpuint (count_racers (), >, 1);
  close_window ();
}

/* Another experiment is opened while this one is being computed. */
static void
test_other_experiment (void)
{
  g_autoptr (JsonObject) race = NULL;

  open ();
  activate ("race-weights", g_variant_new_string ("suggest"));
  activate ("experiment", g_variant_new_string ("digits-softmax"));
  driver_wait_for (is_opened, "digits-softmax", "the other experiment");
  driver_let_run (200);
  race = read_race ();
  g_assert_null (race);
  change_state ("page", g_variant_new_string ("landscape"));
  driver_wait_for (has_raced, NULL, "its surface");
  /* And the window may go while it works. */
  activate ("race-weights", g_variant_new_string ("suggest"));
  close_window ();
}

static gboolean
has_rows (gconstpointer n)
{
  return driver_find (GTK_WIDGET (window), PERCEPT_TYPE_RACER_ROW, GPOINTER_TO_UINT (n) - 1) != NULL
         && driver_find (GTK_WIDGET (window), PERCEPT_TYPE_RACER_ROW, GPOINTER_TO_UINT (n)) == NULL;
}

static GtkWidget *
find_row (guint i)
{
  GtkWidget *row = driver_find (GTK_WIDGET (window), PERCEPT_TYPE_RACER_ROW, i);

  g_assert_nonnull (row);
  return row;
}

static GtkWidget *
find_slider (guint row,
             guint i)
{
  return driver_find (find_row (row), PERCEPT_TYPE_VALUE_SLIDER, i);
}

static gboolean
keeps_racers (gconstpointer text)
{
  return g_str_equal (train_experiment_get (percept_session_get_experiment (session), "landscape", "racers"), text);
}

static void
type (GtkWidget  *slider,
      const char *text)
{
  GtkWidget *entry = driver_find (slider, GTK_TYPE_ENTRY, 0);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
}

/* A row's slider races again at once, and the experiment has it when the hand rests. */
static void
test_rows (void)
{
  GtkWidget *scale;

  open ();
  set_racers ("gd rate 0.05; momentum rate 0.05 momentum 0.5");
  driver_wait_for (has_rows, GUINT_TO_POINTER (2), "two racers");
  g_assert_null (find_slider (0, 1));
  type (find_slider (0, 0), "0,04");
  g_assert_cmpfloat (percept_value_slider_get_value (PERCEPT_VALUE_SLIDER (find_slider (0, 0))), ==, 0.04);
  driver_wait_for (keeps_racers, "gd rate 0.04; momentum rate 0.05 momentum 0.5", "the typed rate");
  type (find_slider (1, 1), "1");
  g_assert_cmpfloat (percept_value_slider_get_value (PERCEPT_VALUE_SLIDER (find_slider (1, 1))), ==, 0.5);
  g_assert_true (gtk_widget_has_css_class (driver_find (find_slider (1, 1), GTK_TYPE_ENTRY, 0), "error"));
  scale = driver_find (find_slider (1, 1), GTK_TYPE_SCALE, 0);
  gtk_range_set_value (GTK_RANGE (scale), 1);
  g_assert_false (gtk_widget_has_css_class (driver_find (find_slider (1, 1), GTK_TYPE_ENTRY, 0), "error"));
  driver_wait_for (is_at_end, NULL, "the paths");
  driver_wait_for (keeps_racers, "gd rate 0.04; momentum rate 0.05 momentum 0.9", "the dragged momentum");
  gtk_widget_activate_action (driver_find (GTK_WIDGET (window), PERCEPT_TYPE_RACERS_BOX, 0), "racers.add", "s",
                              "adam");
  driver_wait_for (has_racers, GUINT_TO_POINTER (3), "one more");
  g_signal_emit_by_name (find_row (0), "removed");
  driver_wait_for (has_racers, GUINT_TO_POINTER (2), "one less");
  g_assert_true (g_str_has_prefix (train_experiment_get (percept_session_get_experiment (session), "landscape",
                                                         "racers"), "momentum rate 0.05"));
  g_signal_emit_by_name (find_row (0), "toggled");
  driver_wait_for (is_hidden, GUINT_TO_POINTER (0), "the first one's going");
  close_window ();
}

static void
test_presented (void)
{
  GtkWidget         *present;
  PerceptFigureView *own = NULL;
  PlotFigure        *landscape;

  open ();
  landscape = percept_figure_view_get_figure (
    PERCEPT_FIGURE_VIEW (driver_find (driver_find (GTK_WIDGET (window), PERCEPT_TYPE_LANDSCAPE_PAGE, 0),
                                      PERCEPT_TYPE_FIGURE_VIEW, 0)));
  change_state ("present", g_variant_new_boolean (TRUE));
  driver_let_run (400);
  present = driver_find (GTK_WIDGET (window), PERCEPT_TYPE_PRESENT_VIEW, 0);
  g_assert_nonnull (present);
  own = PERCEPT_FIGURE_VIEW (driver_find (present, PERCEPT_TYPE_FIGURE_VIEW, 0));
  g_assert_true (percept_figure_view_get_figure (own) == landscape);
  activate ("step", g_variant_new_string ("batch"));
  g_assert_true (g_str_has_prefix (
    percept_readout_get_value (PERCEPT_READOUT (driver_find (present, PERCEPT_TYPE_READOUT, 0))), "1 / "));
  change_state ("pace", g_variant_new_string ("full"));
  change_state ("run", g_variant_new_boolean (TRUE));
  driver_wait_for (is_at_end, NULL, "the end");
  percept_present_view_turn (PERCEPT_PRESENT_VIEW (present), 1);
  g_assert_true (percept_figure_view_get_figure (own) != landscape);
  change_state ("present", g_variant_new_boolean (FALSE));
  close_window ();
}

static gboolean
exists (gconstpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_saved_figure (void)
{
  g_autofree char *path = g_build_filename (driver_get_scratch (), "landscape.svg", NULL);

  open ();
  activate ("save-figure", g_variant_new ("(ss)", "landscape", path));
  driver_wait_for (exists, path, "the figure");
  close_window ();
}

static int
least_width (GtkWidget *widget)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

static gboolean
is_narrow (gconstpointer data)
{
  gtk_window_set_default_size (GTK_WINDOW (window), NARROWEST, 700);
  return gtk_widget_get_width (GTK_WIDGET (window)) <= NARROWEST;
}

static void
test_narrow (void)
{
  open ();
  set_racers ("gd rate 0.0123; nesterov rate 0.0123 momentum 0.987; adam rate 0.1");
  driver_wait_for (has_raced, NULL, "three racers");
  g_assert_cmpint (least_width (driver_find (GTK_WIDGET (window), PERCEPT_TYPE_RACERS_BOX, 0)), <=, NARROWEST);
  driver_wait_for (is_narrow, NULL, "the narrow window");
  driver_let_run (300);
  g_assert_cmpint (gtk_widget_get_width (find_slider (1, 0)), <, NARROWEST);
  close_window ();
}

static void
add_tests (void)
{
  g_test_add_func ("/window-landscape/opens-ready", test_opens_ready);
  g_test_add_func ("/window-landscape/plays", test_plays);
  g_test_add_func ("/window-landscape/steps", test_steps);
  g_test_add_func ("/window-landscape/start-moves", test_start_moves);
  g_test_add_func ("/window-landscape/toggles", test_toggles);
  g_test_add_func ("/window-landscape/wrong-texts", test_wrong_texts);
  g_test_add_func ("/window-landscape/analytic", test_analytic);
  g_test_add_func ("/window-landscape/other-experiment", test_other_experiment);
  g_test_add_func ("/window-landscape/rows", test_rows);
  g_test_add_func ("/window-landscape/presented", test_presented);
  g_test_add_func ("/window-landscape/saved-figure", test_saved_figure);
  g_test_add_func ("/window-landscape/narrow", test_narrow);
}

int
main (int    argc,
      char **argv)
{
  return driver_run_tests (&argc, &argv, add_tests);
}
