/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Lab: the gradient check beside the training. */

#include "window-driver.h"

#include "views/lab/lab-page.h"
#include "views/lab/verdict-box.h"
#include "views/present/present-view.h"
#include "widgets/figure-view.h"

#include <adwaita.h>

#define NARROWEST     360 /* px */
#define LEAST_OF_WIDE 480

static PerceptWindow  *window;
static PerceptSession *session;
static PerceptLabPage *lab;

static gboolean
is_opened (gconstpointer name)
{
  TrainExperiment *experiment = percept_session_get_experiment (session);

  return experiment != NULL && g_str_equal (train_experiment_get_name (experiment), name);
}

static gboolean
has_lab (gconstpointer data)
{
  lab = (PerceptLabPage *) driver_find (GTK_WIDGET (window), PERCEPT_TYPE_LAB_PAGE, 0);
  return lab != NULL;
}

static gboolean
is_idle (gconstpointer data)
{
  return !percept_lab_page_is_checking (lab);
}

static gboolean
has_steps (gconstpointer n)
{
  return percept_session_get_status (session)->step >= GPOINTER_TO_UINT (n);
}

/* The label that has @words in it, on the screen. */
static gboolean
tells (gconstpointer words)
{
  GtkWidget *label;

  for (guint n = 0; (label = driver_find (GTK_WIDGET (lab), GTK_TYPE_LABEL, n)); n++)
    if (strstr (gtk_label_get_label (GTK_LABEL (label)), words) != NULL)
      return TRUE;
  return FALSE;
}

static void
open (const char *name)
{
  window = driver_open_window ();
  session = percept_window_get_session (window);
  g_action_group_activate_action (G_ACTION_GROUP (window), "experiment", g_variant_new_string (name));
  driver_wait_for (is_opened, name, "the experiment");
}

static void
close_window (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  driver_let_run (100);
}

static void
choose_bug (guint number)
{
  GtkWidget *chooser = driver_find (GTK_WIDGET (lab), GTK_TYPE_DROP_DOWN, 1);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (chooser), number);
}

static void
set_entry (guint       number,
           const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (driver_find (GTK_WIDGET (lab), GTK_TYPE_ENTRY, number)), text);
}

static GtkWidget *
find_check (void)
{
  GtkWidget *button = driver_find (GTK_WIDGET (lab), GTK_TYPE_BUTTON, 0);

  for (guint n = 0; g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), "_Check") != 0; n++)
    button = driver_find (GTK_WIDGET (lab), GTK_TYPE_BUTTON, n);
  return button;
}

/* Where the Check button is, within the page. */
static graphene_rect_t
check_bounds (void)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (find_check (), GTK_WIDGET (lab), &bounds));
  return bounds;
}

static void
click_check (void)
{
  g_signal_emit_by_name (find_check (), "clicked");
}

/* One click opens the experiment and checks; nothing is trained. */
static void
test_opens_and_checks (void)
{
  g_autoptr (GVariant) page = NULL;
  PlotFigure          *figure;
  g_autofree char     *words = NULL;

  open ("gradient-check");
  driver_wait_for (has_lab, NULL, "the Lab");
  driver_wait_for (tells, "The gradient agrees", "the verdict");
  page = g_action_group_get_action_state (G_ACTION_GROUP (window), "page");
  g_assert_cmpstr (g_variant_get_string (page, NULL), ==, "lab");
  g_assert_cmpuint (percept_session_get_status (session)->step, ==, 0);
  g_assert_true (tells ("W2["));
  g_assert_true (tells ("float32"));
  figure = percept_figure_view_get_figure (
    PERCEPT_FIGURE_VIEW (driver_find (GTK_WIDGET (lab), PERCEPT_TYPE_FIGURE_VIEW, 0)));
  words = plot_figure_describe (figure);
  g_assert_nonnull (strstr (words, "The gradient agrees"));
  close_window ();
}

static void
test_bug_is_found (void)
{
  open ("gradient-check");
  driver_wait_for (has_lab, NULL, "the Lab");
  driver_wait_for (tells, "The gradient agrees", "the verdict");
  choose_bug (1);
  g_assert_true (tells ("uphill"));
  click_check ();
  g_assert_true (percept_lab_page_is_checking (lab));
  driver_wait_for (tells, "disagree", "the bug");
  choose_bug (0);
  g_assert_false (tells ("uphill"));
  click_check ();
  driver_wait_for (tells, "The gradient agrees", "the verdict without it");
  close_window ();
}

static void
test_wrong_values_are_told (void)
{
  open ("gradient-check@C");
  driver_wait_for (has_lab, NULL, "the Lab");
  driver_wait_for (tells, "The gradient agrees", "the verdict");
  set_entry (0, "x");
  click_check ();
  g_assert_false (percept_lab_page_is_checking (lab));
  g_assert_true (tells ("check.h = x"));
  set_entry (0, "1e-3");
  set_entry (1, "W9[0,0]");
  click_check ();
  driver_wait_for (tells, "W9", "the wrong coordinate");
  close_window ();
}

static void
test_can_be_stopped (void)
{
  open ("gradient-check");
  driver_wait_for (has_lab, NULL, "the Lab");
  driver_wait_for (is_idle, NULL, "the first check");
  /* Before the network is there to be checked, too. */
  click_check ();
  percept_lab_page_stop (lab);
  g_assert_true (tells ("was stopped"));
  set_entry (1, "all");
  click_check ();
  driver_let_run (200);
  g_assert_true (percept_lab_page_is_checking (lab));
  g_assert_nonnull (driver_find (GTK_WIDGET (lab), GTK_TYPE_PROGRESS_BAR, 0));
  percept_lab_page_stop (lab);
  driver_wait_for (tells, "was stopped", "the end");
  /* Another experiment stops it too, and is checked in its turn. */
  click_check ();
  driver_let_run (100);
  g_action_group_activate_action (G_ACTION_GROUP (window), "experiment", g_variant_new_string ("gradient-check@C"));
  driver_wait_for (is_opened, "gradient-check@C", "the other experiment");
  driver_wait_for (tells, "The gradient agrees", "its verdict");
  driver_wait_for (is_idle, NULL, "the end of it");
  /* By hand is by hand: a restart leaves the controls as they are. */
  set_entry (0, "1e-2");
  g_action_group_activate_action (G_ACTION_GROUP (window), "set", g_variant_new_string ("seed.init=9"));
  driver_wait_for (tells, "h = 0.01", "the check of other weights");
  driver_wait_for (is_idle, NULL, "the end of it, too");
  g_action_group_activate_action (G_ACTION_GROUP (window), "experiment", g_variant_new_string ("gradient-check"));
  driver_wait_for (is_opened, "gradient-check", "the first experiment");
  driver_wait_for (tells, "The gradient agrees", "its verdict");
  driver_wait_for (is_idle, NULL, "the end of it");
  set_entry (1, "all");
  /* The window may go while it works. */
  click_check ();
  driver_let_run (100);
  close_window ();
}

/* The training goes on beside the check of its network. */
static void
test_beside_training (void)
{
  open ("digits-softmax");
  driver_wait_for (has_steps, GUINT_TO_POINTER (5), "steps");
  g_action_group_change_action_state (G_ACTION_GROUP (window), "page", g_variant_new_string ("lab"));
  driver_wait_for (has_lab, NULL, "the Lab");
  g_assert_false (percept_lab_page_is_checking (lab)); /* this one is no check by itself */
  click_check ();
  driver_wait_for (tells, "The gradient agrees", "the verdict");
  g_assert_cmpint (percept_session_get_status (session)->phase, ==, PERCEPT_PHASE_RUNNING);
  close_window ();
}

static int
least_width (GtkWidget *widget)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

/* The verdict of other settings says that it is, until it is asked for again; nothing moves meanwhile. */
static void
test_old_verdict (void)
{
  GtkWidget      *verdict;
  graphene_rect_t before, after;

  open ("gradient-check@C");
  driver_wait_for (has_lab, NULL, "the Lab");
  driver_wait_for (tells, "The gradient agrees", "the verdict");
  driver_let_run (100);
  verdict = driver_find (GTK_WIDGET (lab), PERCEPT_TYPE_VERDICT_BOX, 0);
  before = check_bounds ();
  g_assert_true (gtk_widget_has_css_class (verdict, "success"));
  g_assert_false (tells ("check again"));
  for (guint bug = 6; bug > 0; bug--)
    {
      choose_bug (bug);
      driver_let_run (100);
      after = check_bounds ();
      g_assert_true (graphene_rect_equal (&before, &after));
    }
  g_assert_true (tells ("check again"));
  g_assert_true (gtk_widget_has_css_class (verdict, "old"));
  g_assert_false (gtk_widget_has_css_class (verdict, "success"));
  choose_bug (0);
  g_assert_false (tells ("check again"));
  g_assert_true (gtk_widget_has_css_class (verdict, "success"));
  set_entry (0, "1e-2");
  g_assert_true (tells ("check again"));
  click_check ();
  after = check_bounds ();
  g_assert_true (graphene_rect_equal (&before, &after));
  driver_wait_for (is_idle, NULL, "the verdict on it");
  g_assert_false (tells ("check again"));
  choose_bug (1);
  click_check ();
  driver_wait_for (tells, "disagree", "the bug");
  g_assert_true (gtk_widget_has_css_class (verdict, "error"));
  /* What is wrong with the settings is no verdict on the figures. */
  set_entry (1, "nonsense");
  click_check ();
  g_assert_true (gtk_widget_has_css_class (verdict, "error"));
  g_assert_false (tells ("disagree"));
  g_assert_true (gtk_widget_has_css_class (
    gtk_widget_get_parent (gtk_widget_get_parent (driver_find (GTK_WIDGET (lab), PERCEPT_TYPE_FIGURE_VIEW, 0))),
    "lab-old"));
  close_window ();
}

static gboolean
may_be_narrow (gconstpointer data)
{
  return least_width (GTK_WIDGET (window)) <= NARROWEST;
}

static gboolean
is_narrow (gconstpointer data)
{
  return gtk_widget_get_width (GTK_WIDGET (window)) <= NARROWEST;
}

/* With a check on it, and its table, the page fits into the narrowest window, and the pages to choose from do not
 * keep the window from getting there. */
static void
test_narrow (void)
{
  open ("gradient-check");
  driver_wait_for (has_lab, NULL, "the Lab");
  driver_wait_for (tells, "The gradient agrees", "the verdict");
  choose_bug (3); /* that with the longest title */
  g_assert_cmpint (least_width (GTK_WIDGET (lab)), <=, NARROWEST);
  g_assert_cmpint (least_width (GTK_WIDGET (window)), <=, LEAST_OF_WIDE);
  gtk_window_set_default_size (GTK_WINDOW (window), NARROWEST, 700);
  driver_wait_for (may_be_narrow, NULL, "the narrow frame");
  gtk_window_set_default_size (GTK_WINDOW (window), NARROWEST, 700);
  driver_wait_for (is_narrow, NULL, "a narrow window");
  close_window ();
}

/* Present has the figures of the Lab first, and those of the run after them. */
static void
test_presented (void)
{
  PerceptFigureView *own;
  PlotFigure        *errors, *points;
  GVariant          *on = g_variant_ref_sink (g_variant_new_boolean (TRUE));
  GVariant          *off = g_variant_ref_sink (g_variant_new_boolean (FALSE));

  open ("gradient-check");
  driver_wait_for (has_lab, NULL, "the Lab");
  driver_wait_for (tells, "The gradient agrees", "the verdict");
  errors = percept_figure_view_get_figure (
    PERCEPT_FIGURE_VIEW (driver_find (GTK_WIDGET (lab), PERCEPT_TYPE_FIGURE_VIEW, 0)));
  points = percept_figure_view_get_figure (
    PERCEPT_FIGURE_VIEW (driver_find (GTK_WIDGET (lab), PERCEPT_TYPE_FIGURE_VIEW, 1)));
  for (int i = 0; i < 2; i++)
    {
      PerceptPresentView *present;

      g_action_group_change_action_state (G_ACTION_GROUP (window), "present", on);
      driver_let_run (400);
      present = (PerceptPresentView *) driver_find (GTK_WIDGET (window), PERCEPT_TYPE_PRESENT_VIEW, 0);
      own = PERCEPT_FIGURE_VIEW (driver_find (GTK_WIDGET (present), PERCEPT_TYPE_FIGURE_VIEW, 0));
      g_assert_true (percept_figure_view_get_figure (own) == errors);
      percept_present_view_turn (present, 1);
      g_assert_true (percept_figure_view_get_figure (own) == points);
      percept_present_view_turn (present, 1);
      g_assert_cmpstr (percept_figure_view_get_name (own), ==, "Accuracy");
      percept_present_view_turn (present, -1);
      g_assert_true (percept_figure_view_get_figure (own) == points);
      g_action_group_change_action_state (G_ACTION_GROUP (window), "present", off);
      driver_let_run (400);
    }
  /* A result that comes meanwhile is shown. */
  choose_bug (1);
  click_check ();
  g_action_group_change_action_state (G_ACTION_GROUP (window), "present", on);
  driver_wait_for (is_idle, NULL, "the check");
  g_assert_true (percept_figure_view_get_figure (own) != errors);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "present", off);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "page", g_variant_new_string ("train"));
  g_action_group_change_action_state (G_ACTION_GROUP (window), "present", on);
  g_assert_cmpstr (percept_figure_view_get_name (own), ==, "Accuracy");
  g_variant_unref (on);
  g_variant_unref (off);
  close_window ();
}

static void
check_weight (const char *names)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "check-weight", g_variant_new_string (names));
}

static const char *
get_coordinates (void)
{
  return gtk_editable_get_text (GTK_EDITABLE (driver_find (GTK_WIDGET (lab), GTK_TYPE_ENTRY, 1)));
}

/* Weights that are picked take the place of a rule, and join those that were picked before. */
static void
test_picked_weights (void)
{
  GtkWidget *view;

  open ("digits-softmax");
  driver_wait_for (has_steps, GUINT_TO_POINTER (5), "steps");
  check_weight ("W1[406,3]");
  driver_wait_for (has_lab, NULL, "the Lab");
  g_assert_cmpstr (get_coordinates (), ==, "W1[406,3]");
  check_weight ("W1[407,3]");
  check_weight ("W1[406,3]");
  g_assert_cmpstr (get_coordinates (), ==, "W1[406,3] W1[407,3]");
  check_weight ("W1[406");
  g_assert_cmpstr (get_coordinates (), ==, "W1[406,3] W1[407,3]");
  g_action_group_change_action_state (G_ACTION_GROUP (window), "page", g_variant_new_string ("weights"));
  driver_let_run (300);
  /* Of the unit that is selected, on the picture itself. */
  view = driver_find (GTK_WIDGET (window), PERCEPT_TYPE_FIGURE_VIEW, 0);
  gtk_widget_activate_action (view, "weights.check", NULL);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (lab)));
  g_action_group_activate_action (G_ACTION_GROUP (window), "unit", g_variant_new_string ("1:2"));
  gtk_widget_activate_action (view, "weights.check", NULL);
  driver_wait_for (has_lab, NULL, "the Lab");
  g_assert_true (g_str_has_prefix (get_coordinates (), "W1[406,3] W1[407,3] W1["));
  g_assert_true (g_str_has_suffix (get_coordinates (), ",2]"));
  set_entry (1, "W1[406,3]");
  click_check ();
  driver_wait_for (tells, "The gradient agrees", "the verdict");
  close_window ();
}

static void
add_tests (void)
{
  g_test_add_func ("/window-lab/opens-and-checks", test_opens_and_checks);
  g_test_add_func ("/window-lab/old-verdict", test_old_verdict);
  g_test_add_func ("/window-lab/narrow", test_narrow);
  g_test_add_func ("/window-lab/bug-is-found", test_bug_is_found);
  g_test_add_func ("/window-lab/wrong-values-are-told", test_wrong_values_are_told);
  g_test_add_func ("/window-lab/can-be-stopped", test_can_be_stopped);
  g_test_add_func ("/window-lab/beside-training", test_beside_training);
  g_test_add_func ("/window-lab/presented", test_presented);
  g_test_add_func ("/window-lab/picked-weights", test_picked_weights);
}

int
main (int    argc,
      char **argv)
{
  return driver_run_tests (&argc, &argv, add_tests);
}
