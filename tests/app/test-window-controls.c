/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Controls do what a hand expects of them, in the very widgets that it meets. */

#include "window-driver.h"

#include "views/present/present-view.h"
#include "widgets/figure-view.h"

#include <adwaita.h>

static PerceptWindow  *window;
static PerceptSession *session;

static gboolean
is_phase (gconstpointer phase)
{
  return percept_session_get_status (session)->phase == GPOINTER_TO_UINT (phase);
}

static gboolean
has_steps (gconstpointer n)
{
  return percept_session_get_status (session)->step >= GPOINTER_TO_UINT (n);
}

static gboolean
has_gone (gconstpointer data)
{
  return session == NULL;
}

static void
activate (const char *action,
          const char *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), action,
                                  parameter != NULL ? g_variant_new_string (parameter) : NULL);
}

static void
set_run (gboolean running)
{
  g_action_group_change_action_state (G_ACTION_GROUP (window), "run", g_variant_new_boolean (running));
}

/* An experiment that has trained a while and is paused. */
static void
open_paused (void)
{
  window = driver_open_window ();
  session = percept_window_get_session (window);
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  activate ("experiment", "digits-softmax");
  driver_wait_for (has_steps, GUINT_TO_POINTER (1), "steps");
  set_run (FALSE);
  driver_wait_for (is_phase, GUINT_TO_POINTER (PERCEPT_PHASE_PAUSED), "pause");
  driver_let_run (100);
}

static void
close_window (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  driver_wait_for (has_gone, NULL, "the end of the session");
}

static guint n_asked;

static void
ask_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  n_asked++;
}

static gboolean
is_asked (gconstpointer data)
{
  return n_asked > 0;
}

/* Choosing "Choose a folder…" asks for one, once, and does no more until there is an answer. An action of the test
 * asks: GTK's dialog brings in libraries that leak. */
static void
test_asking_changes_nothing (void)
{
  static const GActionEntry entries[] = { { .name = "open-data", .activate = ask_cb } };
  GtkWidget                *source;
  guint64                   step;

  open_paused ();
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), NULL);
  source = driver_find (GTK_WIDGET (window), GTK_TYPE_DROP_DOWN, 0);
  step = percept_session_get_status (session)->step;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (source), 1);
  driver_wait_for (is_asked, NULL, "the question");
  driver_let_run (300);
  g_assert_cmpuint (n_asked, ==, 1);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (source)), ==, 0);
  g_assert_cmpuint (percept_session_get_status (session)->step, ==, step);
  close_window ();
}

static char *
presented (PerceptPresentView *present)
{
  GtkWidget *view = driver_find (GTK_WIDGET (present), PERCEPT_TYPE_FIGURE_VIEW, 0);

  return plot_figure_describe (percept_figure_view_get_figure (PERCEPT_FIGURE_VIEW (view)));
}

static void
test_clicker_goes_both_ways (void)
{
  PerceptPresentView *view;
  char               *words[5];

  open_paused ();
  g_action_group_change_action_state (G_ACTION_GROUP (window), "present", g_variant_new_boolean (TRUE));
  driver_let_run (300);
  view = PERCEPT_PRESENT_VIEW (driver_find (GTK_WIDGET (window), PERCEPT_TYPE_PRESENT_VIEW, 0));
  for (guint i = 0; i < 5; i++)
    {
      words[i] = presented (view);
      percept_present_view_turn (view, i < 2 ? 1 : -1);
    }
  g_assert_cmpstr (words[0], !=, words[1]);
  g_assert_cmpstr (words[1], !=, words[2]);
  g_assert_cmpstr (words[3], ==, words[1]);
  g_assert_cmpstr (words[4], ==, words[0]);
  for (guint i = 0; i < 5; i++)
    g_free (words[i]);
  close_window ();
}

static void
test_run_that_is_over_cannot_run (void)
{
  open_paused ();
  activate ("set", "training.steps=1");
  set_run (TRUE);
  driver_wait_for (is_phase, GUINT_TO_POINTER (PERCEPT_PHASE_FINISHED), "the end");
  driver_let_run (100);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "run"));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "step"));
  activate ("set", "training.steps=100000");
  driver_wait_for (is_phase, GUINT_TO_POINTER (PERCEPT_PHASE_PAUSED), "a longer run");
  driver_let_run (100);
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "run"));
  close_window ();
}

static void
test_enter_gives_the_keys_back (void)
{
  GtkWidget *entry;

  open_paused ();
  entry = driver_find (GTK_WIDGET (window), GTK_TYPE_ENTRY, 0);
  gtk_widget_grab_focus (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "0.25");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpfloat (train_experiment_get_real (percept_session_get_experiment (session), "training", "rate"), ==,
                     0.25);
  g_assert_null (gtk_window_get_focus (GTK_WINDOW (window)));
  /* What is refused wants another try. */
  gtk_widget_grab_focus (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "-1");
  g_signal_emit_by_name (entry, "activate");
  g_assert_nonnull (gtk_window_get_focus (GTK_WINDOW (window)));
  close_window ();
}

static gboolean
is_at (gconstpointer step)
{
  const PerceptStatus *status = percept_session_get_status (session);

  return status->step == GPOINTER_TO_UINT (step) && !status->going_back && status->phase == PERCEPT_PHASE_PAUSED;
}

static gboolean
can_step_back (gconstpointer data)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), "step-back") == (data != NULL);
}

static GtkWidget *
find_with_action (GtkWidget  *widget,
                  const char *action)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0 &&
      gtk_widget_get_mapped (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_with_action (child, action);
  return found;
}

/* From a run that is over too; to the start and no further. */
static void
test_steps_back (void)
{
  GtkWidget *button;

  open_paused ();
  activate ("restart", NULL);
  driver_wait_for (is_at, GUINT_TO_POINTER (0), "the start");
  driver_wait_for (can_step_back, NULL, "no step back at the start");
  activate ("set", "training.steps=3");
  set_run (TRUE);
  driver_wait_for (is_phase, GUINT_TO_POINTER (PERCEPT_PHASE_FINISHED), "the end");
  driver_wait_for (can_step_back, "yes", "a step back");
  button = find_with_action (GTK_WIDGET (window), "win.step-back");
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_sensitive (button));
  g_assert_nonnull (gtk_widget_get_tooltip_text (button));
  g_signal_emit_by_name (button, "clicked");
  driver_wait_for (is_at, GUINT_TO_POINTER (2), "step 2");
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "run"));
  activate ("step-back", NULL);
  driver_wait_for (is_at, GUINT_TO_POINTER (1), "step 1");
  activate ("step", "batch");
  driver_wait_for (is_at, GUINT_TO_POINTER (2), "step 2 again");
  activate ("step-back", NULL);
  driver_wait_for (is_at, GUINT_TO_POINTER (1), "step 1");
  activate ("step-back", NULL);
  driver_wait_for (is_at, GUINT_TO_POINTER (0), "the start");
  driver_wait_for (can_step_back, NULL, "no step back at the start");
  close_window ();
}

static guint
count_toasts (GtkWidget *widget)
{
  guint n = g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwToastWidget");

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_toasts (child);
  return n;
}

static void
test_errors_do_not_queue (void)
{
  open_paused ();
  for (int i = 0; i < 5; i++)
    {
      activate ("set", "training.rate=-1");
      driver_let_run (300);
    }
  g_assert_cmpuint (count_toasts (GTK_WIDGET (window)), ==, 1);
  close_window ();
}

static void
add_tests (void)
{
  g_test_add_func ("/window-controls/asking-changes-nothing", test_asking_changes_nothing);
  g_test_add_func ("/window-controls/clicker-goes-both-ways", test_clicker_goes_both_ways);
  g_test_add_func ("/window-controls/run-that-is-over-cannot-run", test_run_that_is_over_cannot_run);
  g_test_add_func ("/window-controls/steps-back", test_steps_back);
  g_test_add_func ("/window-controls/enter-gives-the-keys-back", test_enter_gives_the_keys_back);
  g_test_add_func ("/window-controls/errors-do-not-queue", test_errors_do_not_queue);
}

int
main (int    argc,
      char **argv)
{
  return driver_run_tests (&argc, &argv, add_tests);
}
