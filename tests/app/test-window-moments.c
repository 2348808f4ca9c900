/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moments of a run on the Weights page, for hands that don't wait: the slider while training goes on, another
 * experiment while one looks at what was, and windows that are closed on the way back. */

#include "window-driver.h"

#include "plot/number.h"
#include "views/transport/transport-bar.h"
#include "views/weights/weights-page.h"
#include "widgets/readout.h"

#include <string.h>

static PerceptWindow      *window;
static PerceptSession     *session;
static PerceptWeightsPage *page;

static void
activate (const char *action,
          const char *text)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), action, text != NULL ? g_variant_new_string (text) : NULL);
}

static gboolean
tells (gconstpointer words)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), "status");

  return strstr (g_variant_get_string (state, NULL), words) != NULL;
}

static gboolean
has_moments (gconstpointer n)
{
  return percept_session_get_rungs (session)->len >= GPOINTER_TO_UINT (n);
}

static gboolean
has_page (gconstpointer data)
{
  page = PERCEPT_WEIGHTS_PAGE (driver_find (GTK_WIDGET (window), PERCEPT_TYPE_WEIGHTS_PAGE, 0));
  return page != NULL;
}

static gboolean
is_running (gconstpointer data)
{
  return percept_session_get_status (session)->phase == PERCEPT_PHASE_RUNNING;
}

static gboolean
rests (gconstpointer data)
{
  return percept_session_get_status (session)->phase == PERCEPT_PHASE_PAUSED;
}

/* A run without end, of few examples. Returns: (transfer full) where it lies */
static char *
write_experiment (const char *name)
{
  static const char text[] = "[experiment]\npace = full\n[data]\nsource = digits\ntrain = 300\nvalidation = 100\n"
                             "test = 100\n[network]\nlayers = dense 8 tanh; dense 10\n[training]\n"
                             "steps = 100000000\nbatch = 20\n";
  g_autofree char  *file = g_strconcat (name, ".percept", NULL);
  char             *path = g_build_filename (driver_get_scratch (), file, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* It runs, on the Weights page. */
static void
open_run (void)
{
  g_autofree char *path = write_experiment ("endless");

  window = driver_open_window ();
  session = percept_window_get_session (window);
  activate ("experiment", path);
  driver_wait_for (is_running, NULL, "running");
  g_action_group_change_action_state (G_ACTION_GROUP (window), "page", g_variant_new_string ("weights"));
  driver_wait_for (has_page, NULL, "the page");
  driver_wait_for (has_moments, GUINT_TO_POINTER (8), "moments");
}

static GtkRange *
find_slider (void)
{
  return GTK_RANGE (driver_find (GTK_WIDGET (percept_weights_page_get_moments (page)), GTK_TYPE_SCALE, 0));
}

static gboolean
shows_now (gconstpointer data)
{
  return percept_weight_source_get_rung (percept_weights_page_get_source (page)) == NULL && tells ("\"now\":true");
}

/* Here and there along the run, faster than anything answers, while more moments come and others go. */
static void
test_restless_slider (void)
{
  guint64 before;

  open_run ();
  activate ("rank", "contribution 3");
  activate ("unit", "1:2");
  before = percept_session_get_status (session)->step;
  for (guint i = 0; i < 200; i++)
    {
      GtkRange *slider = find_slider ();
      double    end = gtk_adjustment_get_upper (gtk_range_get_adjustment (slider));

      gtk_range_set_value (slider, (double) (i * 7 % ((guint) end + 1)));
      g_assert_cmpuint (percept_weight_source_get_step (percept_weights_page_get_source (page)), <=,
                        percept_session_get_status (session)->step);
      g_main_context_iteration (NULL, FALSE);
    }
  driver_let_run (300);
  g_assert_true (is_running (NULL));
  g_assert_cmpuint (percept_session_get_status (session)->step, >, before);
  activate ("moment", "now");
  driver_wait_for (shows_now, NULL, "now");
  driver_close_window (window);
}

static gboolean
is_another (gconstpointer experiment)
{
  TrainExperiment *applied = percept_session_get_applied (session);

  return applied != NULL && g_strcmp0 (train_experiment_get_name (applied), experiment) == 0;
}

/* What is looked at is over with its run; then the page shows the other one as it is. */
static void
test_another_experiment (void)
{
  g_autofree char *other = write_experiment ("another");

  open_run ();
  activate ("moment", "1");
  driver_wait_for (tells, "\"now\":false", "the moment");
  activate ("rank", "weight 3");
  activate ("experiment", other);
  driver_wait_for (is_another, "another", "the other experiment");
  g_action_group_change_action_state (G_ACTION_GROUP (window), "page", g_variant_new_string ("weights"));
  driver_wait_for (shows_now, NULL, "the other network as it is now");
  driver_close_window (window);
}

/* Restarted at a moment: the step is there no more. */
static void
test_restarted (void)
{
  open_run ();
  activate ("moment", "8");
  driver_wait_for (tells, "\"now\":false", "the moment");
  activate ("restart", NULL);
  driver_wait_for (shows_now, NULL, "now, from the start");
  driver_close_window (window);
}

/* A step that isn't kept: told, and in the state for whoever drives the window. */
static void
test_nearest (void)
{
  open_run ();
  g_action_group_change_action_state (G_ACTION_GROUP (window), "run", g_variant_new_boolean (FALSE));
  driver_wait_for (rests, NULL, "the pause");
  activate ("moment", "11");
  driver_wait_for (tells, "nearest kept to 11", "the nearest moment, told");
  g_assert_true (tells ("\"asked\":11"));
  activate ("moment", "99999999");
  driver_wait_for (tells, "is still to come", "the refusal");
  driver_close_window (window);
}

/* Of the first number in the bar at the bottom. */
static gboolean
bar_shows_step (gconstpointer step)
{
  GtkWidget       *bar = driver_find (GTK_WIDGET (window), PERCEPT_TYPE_TRANSPORT_BAR, 0);
  GtkWidget       *readout = bar != NULL ? driver_find (bar, PERCEPT_TYPE_READOUT, 0) : NULL;
  g_autofree char *text = plot_number_fixed ((double) *(const guint64 *) step, 0);

  return readout != NULL && g_str_equal (percept_readout_get_value (PERCEPT_READOUT (readout)), text);
}

/* The numbers below the page are those of the moment, and only below that page. */
static void
test_numbers (void)
{
  const TrainPoint *point;
  PerceptStatus     then;
  guint64           now, start = 0;

  open_run ();
  g_action_group_change_action_state (G_ACTION_GROUP (window), "run", g_variant_new_boolean (FALSE));
  driver_wait_for (rests, NULL, "the pause");
  now = percept_session_get_status (session)->step;
  driver_wait_for (bar_shows_step, &now, "the step of now");
  activate ("moment", "0");
  driver_wait_for (bar_shows_step, &start, "the step of the moment");
  point = train_history_find (percept_session_get_history (session), 0);
  percept_session_get_status_at (session, 0, &then);
  g_assert_true (then.past);
  g_assert_cmpfloat (then.cost[TRAIN_PART_TRAIN], ==, point->cost[TRAIN_PART_TRAIN]);
  g_assert_cmpfloat (then.accuracy[TRAIN_PART_VALIDATION], ==, point->accuracy[TRAIN_PART_VALIDATION]);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "page", g_variant_new_string ("train"));
  driver_wait_for (bar_shows_step, &now, "the step of now below the curves");
  g_action_group_change_action_state (G_ACTION_GROUP (window), "page", g_variant_new_string ("weights"));
  driver_wait_for (bar_shows_step, &start, "the step of the moment again");
  activate ("moment", "now");
  driver_wait_for (bar_shows_step, &now, "the step of now again");
  percept_session_get_status_at (session, now, &then);
  g_assert_false (then.past);
  driver_close_window (window);
}

static gboolean
is_going_back (gconstpointer data)
{
  return percept_session_get_status (session)->going_back || rests (NULL);
}

/* On the way back, or right after it was asked for. */
static void
test_closed_on_the_way (void)
{
  open_run ();
  activate ("moment", "5");
  driver_wait_for (tells, "\"now\":false", "the moment");
  activate ("go-on", NULL);
  driver_close_window (window);
  open_run ();
  driver_let_run (300);
  percept_session_go_back (session, percept_session_get_status (session)->step / 2 + 1, FALSE);
  driver_wait_for (is_going_back, NULL, "the way back");
  driver_close_window (window);
}

static void
add_tests (void)
{
  g_test_add_func ("/window-moments/restless-slider", test_restless_slider);
  g_test_add_func ("/window-moments/another-experiment", test_another_experiment);
  g_test_add_func ("/window-moments/restarted", test_restarted);
  g_test_add_func ("/window-moments/nearest", test_nearest);
  g_test_add_func ("/window-moments/numbers", test_numbers);
  g_test_add_func ("/window-moments/closed-on-the-way", test_closed_on_the_way);
}

int
main (int   argc,
      char *argv[])
{
  return driver_run_tests (&argc, &argv, add_tests);
}
