/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures while what they show is replaced: runs of other shapes, models and broken files are opened in quick
 * succession, with pointer, keys, menus, saving and copying in between. Worth most with the address sanitizer. */

#include "window-driver.h"

#include "widgets/figure-view.h"

#include <glib/gstdio.h>

#define N_OPENINGS 16

static PerceptWindow  *window;
static PerceptSession *session;

static void
activate (const char *action,
          GVariant   *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), action, parameter);
}

static void
set_state (const char *action,
           GVariant   *state)
{
  g_action_group_change_action_state (G_ACTION_GROUP (window), action, state);
}

static gboolean
has_units (gconstpointer n)
{
  PerceptWeights *weights = percept_session_get_weights (session, 1);

  return weights != NULL && weights->n_units == GPOINTER_TO_UINT (n);
}

static gboolean
is_phase (gconstpointer phase)
{
  return percept_session_get_status (session)->phase == GPOINTER_TO_UINT (phase);
}

static gboolean
file_exists (gconstpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static char *
in_scratch (const char *name)
{
  return g_build_filename (driver_get_scratch (), name, NULL);
}

/* Runs and files to open */

static void
save_run (const char *name)
{
  g_autofree char *path = in_scratch (name);
  g_autofree char *json = g_build_filename (path, "run.json", NULL);

  activate ("save-as", g_variant_new_string (path));
  driver_wait_for (file_exists, json, "the saved run");
}

static void
make_run (const char *name,
          const char *layers,
          guint       n_units)
{
  g_autofree char *setting = g_strdup_printf ("network.layers=%s", layers);

  activate ("set", g_variant_new_string (setting));
  activate ("restart", NULL);
  driver_wait_for (has_units, GUINT_TO_POINTER (n_units), "the new network");
  save_run (name);
}

static void
make_files (void)
{
  g_autofree char *csv = in_scratch ("w.csv");
  g_autofree char *json = in_scratch ("run.json");
  g_autofree char *folder = in_scratch ("empty");
  g_autofree char *model = in_scratch ("model.safetensors");

  g_assert_true (g_file_set_contents (csv, "unit,row,column,weight\r\n", -1, NULL));
  g_assert_true (g_file_set_contents (json, "{\"seed\": 3", -1, NULL));
  g_assert_true (g_file_set_contents (model, "\xff\xff\xff\xff\xff\xff\xff\xff{", 9, NULL));
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
}

static void
make_runs (void)
{
  activate ("experiment", g_variant_new_string ("digits-softmax"));
  driver_wait_for (is_phase, GUINT_TO_POINTER (PERCEPT_PHASE_RUNNING), "running");
  set_state ("pace", g_variant_new_string ("full"));
  driver_wait_for (has_units, GUINT_TO_POINTER (10), "pictures of weights");
  set_state ("run", g_variant_new_boolean (FALSE));
  save_run ("softmax");
  make_run ("wide", "dense 300 tanh; dense 10", 300);
  make_run ("narrow", "dense 7 tanh; dense 10", 7);
}

/* The hand of the user */

typedef void (*Visit) (GtkWidget *widget);

static void
visit_figures (GtkWidget *widget,
               Visit      visit)
{
  if (PERCEPT_IS_FIGURE_VIEW (widget) && gtk_widget_get_mapped (widget))
    visit (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    visit_figures (child, visit);
}

/* Emits @signal on the controllers of @type that @widget has. */
static void
use_controllers (GtkWidget  *widget,
                 GType       type,
                 const char *signal,
                 double      x,
                 double      y)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  guint                  n = g_list_model_get_n_items (controllers);
  gboolean               handled;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        continue;
      if (type == GTK_TYPE_EVENT_CONTROLLER_KEY)
        g_signal_emit_by_name (controller, signal, (guint) x, 0, 0, &handled);
      else if (type == GTK_TYPE_GESTURE_CLICK)
        g_signal_emit_by_name (controller, signal, 1, x, y);
      else
        g_signal_emit_by_name (controller, signal, x, y);
    }
}

static void
point_at (GtkWidget *view)
{
  double x = g_test_rand_double_range (0, gtk_widget_get_width (view));
  double y = g_test_rand_double_range (0, gtk_widget_get_height (view));

  use_controllers (view, GTK_TYPE_EVENT_CONTROLLER_MOTION, "motion", x, y);
}

static void
go_to_last_unit (GtkWidget *view)
{
  use_controllers (view, GTK_TYPE_EVENT_CONTROLLER_KEY, "key-pressed", GDK_KEY_End, 0);
  use_controllers (view, GTK_TYPE_EVENT_CONTROLLER_KEY, "key-pressed", GDK_KEY_Left, 0);
  use_controllers (view, GTK_TYPE_EVENT_CONTROLLER_KEY, "key-pressed", GDK_KEY_Up, 0);
}

static void
open_menu (GtkWidget *view)
{
  use_controllers (view, GTK_TYPE_GESTURE_LONG_PRESS, "pressed", 20, 20);
}

static void
use_menu (GtkWidget *view)
{
  gtk_widget_activate_action (view, "figure.copy", NULL);
  gtk_widget_activate_action (view, "figure.copy-numbers", NULL);
}

static void
save_figures (void)
{
  static const char *const names[] = { "cost", "units", "all-units", "outputs", "weights" };
  static const char *const endings[] = { "png", "svg", "pdf", "csv" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s.%s", names[i],
                                               endings[g_test_rand_int_range (0, G_N_ELEMENTS (endings))]);
      g_autofree char *path = in_scratch (name);

      activate ("save-figure", g_variant_new ("(ss)", names[i], path));
    }
}

/* Any of it, at any time. */
static void
meddle (void)
{
  static const Visit visits[] = { point_at, go_to_last_unit, open_menu, use_menu };

  for (gsize i = 0; i < G_N_ELEMENTS (visits); i++)
    if (g_test_rand_int_range (0, 2))
      visit_figures (GTK_WIDGET (window), visits[i]);
  if (g_test_rand_int_range (0, 3) == 0)
    save_figures ();
}

static void
set_up_files (void)
{
  window = driver_open_window ();
  session = percept_window_get_session (window);
  make_files ();
  make_runs ();
}

static void
test_other_shapes (void)
{
  static const char *const files[] = {
    "softmax/model.safetensors", "w.csv",  "wide",  "run.json",          "narrow/model.safetensors", "empty",
    "wide/model.safetensors",    "narrow", "absent", "model.safetensors", "softmax",
  };
  static const char *const pages[] = { "train", "weights" };

  set_up_files ();
  for (int i = 0; i < N_OPENINGS; i++)
    {
      g_autofree char *path = in_scratch (files[g_test_rand_int_range (0, G_N_ELEMENTS (files))]);

      set_state ("page", g_variant_new_string (pages[g_test_rand_int_range (0, 2)]));
      activate ("open-path", g_variant_new_string (path));
      for (int pause = g_test_rand_int_range (0, 4); pause > 0; pause--)
        {
          meddle ();
          driver_let_run (g_test_rand_int_range (0, 60));
        }
    }
}

static guint n_of_other_runs;

static void
count_other_runs (GtkWidget *view)
{
  g_autofree char *words = NULL;

  if (percept_figure_view_get_figure (PERCEPT_FIGURE_VIEW (view)) == NULL)
    return;
  words = plot_figure_describe (percept_figure_view_get_figure (PERCEPT_FIGURE_VIEW (view)));
  g_assert_true (g_utf8_validate (words, -1, NULL));
  if (strstr (words, "hidden unit") != NULL && g_str_has_prefix (words, "Weights of") &&
      strstr (words, "7 hidden units") == NULL)
    n_of_other_runs++;
}

static gboolean
shows_the_last (gconstpointer data)
{
  n_of_other_runs = 0;
  visit_figures (GTK_WIDGET (window), count_other_runs);
  return n_of_other_runs == 0;
}

/* After all of it every view shows what is open. */
static void
test_last_is_shown (void)
{
  g_autofree char *path = in_scratch ("narrow/model.safetensors");

  for (int page = 0; page < 2; page++)
    {
      set_state ("page", g_variant_new_string (page == 0 ? "train" : "weights"));
      activate ("open-path", g_variant_new_string (path));
      driver_wait_for (has_units, GUINT_TO_POINTER (7), "the narrow network");
      visit_figures (GTK_WIDGET (window), go_to_last_unit);
      driver_wait_for (shows_the_last, NULL, "pictures of the narrow network alone");
      driver_let_run (300);
      g_assert_true (shows_the_last (NULL));
    }
}

/* The file is written although nobody waits for it, and what cannot be written is told. */
static void
test_saved_in_the_background (void)
{
  g_autofree char *good = in_scratch ("late.png");
  g_autofree char *bad = in_scratch ("no-such-folder/late.png");

  activate ("save-figure", g_variant_new ("(ss)", "weights", good));
  g_assert_false (g_file_test (good, G_FILE_TEST_EXISTS));
  driver_wait_for (file_exists, good, "the saved figure");
  activate ("save-figure", g_variant_new ("(ss)", "cost", bad));
  driver_let_run (300);
  g_assert_false (g_file_test (bad, G_FILE_TEST_EXISTS));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
add_tests (void)
{
  g_test_add_func ("/window-figures/other-shapes", test_other_shapes);
  g_test_add_func ("/window-figures/last-is-shown", test_last_is_shown);
  g_test_add_func ("/window-figures/saved-in-the-background", test_saved_in_the_background);
}

int
main (int    argc,
      char **argv)
{
  return driver_run_tests (&argc, &argv, add_tests);
}
