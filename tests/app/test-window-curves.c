/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the learning curves are looked at, through the window's commands and by hand. */

#include "window-driver.h"

#include "plot/curves.h"
#include "widgets/figure-view.h"

#include <string.h>

static PerceptWindow  *window;
static PerceptSession *session;

static gboolean
has_steps (gconstpointer n)
{
  return percept_session_get_status (session)->step >= GPOINTER_TO_UINT (n);
}

static gboolean
is_at_start (gconstpointer data)
{
  return percept_session_get_status (session)->step == 0 && percept_session_get_history (session)->points->len == 1;
}

static gboolean
is_phase (gconstpointer phase)
{
  return percept_session_get_status (session)->phase == GPOINTER_TO_UINT (phase);
}

static gboolean
has_gone (gconstpointer data)
{
  return session == NULL;
}

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
is_enabled (const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

/* Runs up to step @n at least and pauses. */
static void
run_to (guint n)
{
  set_state ("run", g_variant_new_boolean (TRUE));
  driver_wait_for (has_steps, GUINT_TO_POINTER (n), "steps");
  set_state ("run", g_variant_new_boolean (FALSE));
  driver_wait_for (is_phase, GUINT_TO_POINTER (PERCEPT_PHASE_PAUSED), "pause");
  driver_let_run (200);
}

static void
restart (void)
{
  activate ("restart", NULL);
  driver_wait_for (is_at_start, NULL, "the start of another run");
  set_state ("run", g_variant_new_boolean (FALSE));
  driver_wait_for (is_phase, GUINT_TO_POINTER (PERCEPT_PHASE_PAUSED), "pause");
}

static void
open_run (const char *experiment)
{
  activate ("experiment", g_variant_new_string (experiment));
  driver_wait_for (is_phase, GUINT_TO_POINTER (PERCEPT_PHASE_RUNNING), "running");
  set_state ("pace", g_variant_new_string ("full"));
  run_to (20);
}

static void
open_window (void)
{
  window = driver_open_window ();
  session = percept_window_get_session (window);
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  open_run ("digits-softmax");
}

static void
close_window (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  driver_wait_for (has_gone, NULL, "the end of the session");
}

/* 0: cost, 1: accuracy */
static GtkWidget *
get_view (guint n)
{
  return driver_find (GTK_WIDGET (window), PERCEPT_TYPE_FIGURE_VIEW, n);
}

static PlotCurves *
get_curves (guint n)
{
  return (PlotCurves *) percept_figure_view_get_figure (PERCEPT_FIGURE_VIEW (get_view (n)));
}

static gboolean
csv_has (guint       n,
         const char *text)
{
  g_autofree char *csv = plot_figure_to_csv (plot_curves_figure (get_curves (n)));

  return strstr (csv, text) != NULL;
}

static void
assert_view (double low,
             double high)
{
  for (guint n = 0; n < 2; n++)
    {
      double from, to;

      g_assert_true (plot_curves_get_view (get_curves (n), &from, &to));
      g_assert_cmpfloat_with_epsilon (from, low, 1e-6);
      g_assert_cmpfloat_with_epsilon (to, high, 1e-6);
    }
}

static void
test_units (void)
{
  static const char *const names[] = { "epochs", "examples", "seconds", "steps" };

  open_window ();
  g_assert_true (csv_has (0, "steps,"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char     *header = g_strdup_printf ("%s,train", names[i]);
      g_autoptr (GVariant) state = NULL;

      activate ("next-x-axis", NULL);
      state = g_action_group_get_action_state (G_ACTION_GROUP (window), "x-axis");
      g_assert_cmpstr (g_variant_get_string (state, NULL), ==, names[i]);
      g_assert_true (csv_has (0, header) && csv_has (1, header));
    }
  set_state ("x-axis", g_variant_new_string ("parsecs"));
  g_assert_true (csv_has (0, "steps,"));
  close_window ();
}

/* The same part of the run, whatever is counted. */
static void
test_part_stays_the_same (void)
{
  const PerceptStatus *status;
  double               examples;

  open_window ();
  status = percept_session_get_status (session);
  examples = (double) status->n_examples[TRAIN_PART_TRAIN] / (double) status->n_steps_per_epoch;
  activate ("zoom-to", g_variant_new ("(dd)", 5.0, 13.0));
  assert_view (5, 13);
  set_state ("x-axis", g_variant_new_string ("examples"));
  assert_view (5 * examples, 13 * examples);
  set_state ("x-axis", g_variant_new_string ("steps"));
  assert_view (5, 13);
  activate ("zoom-to", g_variant_new ("(dd)", 13.0, 5.0));
  assert_view (5, 13);
  close_window ();
}

/* Emits @signal on the gestures of @type that @view has. */
static void
gesture (GtkWidget  *view,
         GType       type,
         const char *signal,
         double      x,
         double      y)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        continue;
      if (type == GTK_TYPE_GESTURE_CLICK
          && gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) != GDK_BUTTON_PRIMARY)
        continue;
      if (type == GTK_TYPE_GESTURE_CLICK)
        g_signal_emit_by_name (controller, signal, 2, x, y);
      else
        g_signal_emit_by_name (controller, signal, x, y);
    }
}

static void
test_by_hand (void)
{
  double low, high, width;

  open_window ();
  g_assert_false (is_enabled ("zoom-reset"));
  activate ("zoom-to", g_variant_new ("(dd)", 5.0, 13.0));
  g_assert_true (is_enabled ("zoom-reset"));
  /* To the right, by hand: earlier steps come in. */
  gesture (get_view (1), GTK_TYPE_GESTURE_DRAG, "drag-begin", 100, 50);
  gesture (get_view (1), GTK_TYPE_GESTURE_DRAG, "drag-update", 20, 0);
  plot_curves_get_view (get_curves (0), &low, &high);
  g_assert_cmpfloat (low, <, 5);
  g_assert_cmpfloat_with_epsilon (high - low, 8, 1e-6);
  assert_view (low, high);
  width = high - low;
  activate ("zoom-in", NULL);
  plot_curves_get_view (get_curves (1), &low, &high);
  g_assert_cmpfloat (high - low, <, width);
  gesture (get_view (0), GTK_TYPE_GESTURE_CLICK, "pressed", 100, 50);
  g_assert_false (plot_curves_get_view (get_curves (0), &low, &high));
  g_assert_false (plot_curves_get_view (get_curves (1), &low, &high));
  g_assert_false (is_enabled ("zoom-out"));
  close_window ();
}

static void
test_earlier_runs (void)
{
  open_window ();
  g_assert_false (is_enabled ("clear-earlier"));
  for (guint run = 0; run < 4; run++)
    {
      restart ();
      run_to (10);
    }
  /* The last three of four. */
  g_assert_false (csv_has (0, "earlier run 1"));
  g_assert_true (csv_has (0, "earlier run 2") && csv_has (1, "earlier run 3") && csv_has (0, "earlier run 4"));
  set_state ("earlier", g_variant_new_boolean (FALSE));
  g_assert_false (csv_has (0, "earlier"));
  set_state ("earlier", g_variant_new_boolean (TRUE));
  g_assert_true (csv_has (0, "earlier run 4"));
  /* Another network on the same digits: the run stays, under its name. */
  open_run ("digits-hidden");
  g_assert_true (csv_has (0, ", run 5"));
  activate ("clear-earlier", NULL);
  g_assert_false (csv_has (0, ", run"));
  g_assert_false (is_enabled ("clear-earlier"));
  close_window ();
}

static gboolean
is_at (gconstpointer step)
{
  return percept_session_get_status (session)->step == GPOINTER_TO_UINT (step);
}

/* A run that goes back is no other run, one that branches is. */
static void
test_going_back (void)
{
  guint64 step;

  open_window ();
  step = percept_session_get_status (session)->step;
  for (guint i = 1; i <= 3; i++)
    {
      activate ("step-back", NULL);
      driver_wait_for (is_at, GUINT_TO_POINTER (step - i), "a step back");
    }
  g_assert_false (csv_has (0, "earlier"));
  g_assert_false (is_enabled ("clear-earlier"));
  percept_session_go_back (session, 5, TRUE);
  driver_wait_for (is_at, GUINT_TO_POINTER (5), "a branch");
  driver_let_run (100);
  g_assert_true (csv_has (0, "earlier run 1"));
  close_window ();
}

static gboolean
file_exists (gconstpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Returns: (transfer full) the CSV of a figure, saved by the window's command */
static char *
save_csv (const char *figure)
{
  g_autofree char *name = g_strdup_printf ("%s.csv", figure);
  g_autofree char *path = g_build_filename (driver_get_scratch (), name, NULL);
  char            *csv = NULL;

  activate ("save-figure", g_variant_new ("(ss)", figure, path));
  driver_wait_for (file_exists, path, "the saved figure");
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  return csv;
}

static void
test_learning (void)
{
  g_autofree char *gradient = NULL, *flat = NULL;
  PlotCurves      *curves;
  double           low, high;

  open_window ();
  open_run ("digits-hidden");
  set_state ("learning", g_variant_new_boolean (TRUE));
  gradient = save_csv ("gradient");
  flat = save_csv ("flat-units");
  g_assert_true (g_str_has_prefix (gradient, "steps,norm\r\n0,"));
  g_assert_true (g_str_has_prefix (flat, "steps,flat\r\n0,0"));
  /* One axis for all. */
  activate ("zoom-to", g_variant_new ("(dd)", 5.0, 13.0));
  for (guint n = 0; get_view (n) != NULL; n++)
    {
      g_autofree char *words = plot_figure_describe (percept_figure_view_get_figure (
        PERCEPT_FIGURE_VIEW (get_view (n))));

      if (!g_str_has_prefix (words, "Gradient norm") && !g_str_has_prefix (words, "Flat units"))
        continue;
      curves = get_curves (n);
      g_assert_true (plot_curves_get_view (curves, &low, &high));
      g_assert_cmpfloat (high, ==, 13);
    }
  close_window ();
}

static void
add_tests (void)
{
  g_test_add_func ("/window-curves/units", test_units);
  g_test_add_func ("/window-curves/part-stays-the-same", test_part_stays_the_same);
  g_test_add_func ("/window-curves/by-hand", test_by_hand);
  g_test_add_func ("/window-curves/earlier-runs", test_earlier_runs);
  g_test_add_func ("/window-curves/going-back", test_going_back);
  g_test_add_func ("/window-curves/learning", test_learning);
}

int
main (int   argc,
      char *argv[])
{
  return driver_run_tests (&argc, &argv, add_tests);
}
