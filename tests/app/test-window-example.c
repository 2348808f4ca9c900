/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pane that follows one example through the network: by action, by key, by click on a mistake, and with the run. */

#include "window-driver.h"

#include "figures/example.h"
#include "plot/number.h"
#include "views/train/example-pane.h"
#include "views/train/mistakes-pane.h"

#include <string.h>

static PerceptWindow      *window;
static PerceptSession     *session;
static PerceptExamplePane *pane;

static PlotExampleWalk *
walk_of_pane (void)
{
  PerceptFigureView *view = percept_example_pane_find_view (pane, "example");

  return view ? (PlotExampleWalk *) percept_figure_view_get_figure (view) : NULL;
}

static const PlotWalkContent *
content_of_pane (void)
{
  return walk_of_pane () ? plot_example_walk_get (walk_of_pane ()) : NULL;
}

static gboolean
has_content (gconstpointer n_layers)
{
  return content_of_pane () != NULL && content_of_pane ()->n_layers == GPOINTER_TO_UINT (n_layers);
}

static gboolean
is_phase (gconstpointer phase)
{
  return percept_session_get_status (session)->phase == GPOINTER_TO_UINT (phase);
}

static gboolean
title_holds (gconstpointer words)
{
  return content_of_pane () != NULL && strstr (content_of_pane ()->title, words) != NULL;
}

static gboolean
note_differs (gconstpointer note)
{
  return content_of_pane () != NULL && g_strcmp0 (content_of_pane ()->note, note) != 0;
}

static gboolean
is_of_now (gconstpointer data)
{
  g_autofree char *step = plot_number_fixed ((double) percept_session_get_status (session)->step, 0);
  g_autofree char *words = g_strdup_printf ("step %s,", step);

  return content_of_pane () != NULL && g_str_has_prefix (content_of_pane ()->note, words);
}

static void
set_state (const char *action,
           gboolean    on)
{
  g_action_group_change_action_state (G_ACTION_GROUP (window), action, g_variant_new_boolean (on));
}

/* Also where it is scrolled out of sight. */
static GtkWidget *
find_widget (GtkWidget *root,
             GType      type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (root, type) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type);
  return found;
}

static GtkWidget *
find_button (GtkWidget  *root,
             const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

static void
open_experiment (const char *name)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "experiment", g_variant_new_string (name));
  driver_wait_for (is_phase, GUINT_TO_POINTER (PERCEPT_PHASE_RUNNING), "running");
}

static void
open_pane (void)
{
  window = driver_open_window ();
  session = percept_window_get_session (window);
  open_experiment ("digits-hidden");
  pane = PERCEPT_EXAMPLE_PANE (find_widget (GTK_WIDGET (window), PERCEPT_TYPE_EXAMPLE_PANE));
  g_assert_null (percept_example_pane_find_view (pane, "example"));
  set_state ("example-steps", TRUE);
  driver_wait_for (has_content, GUINT_TO_POINTER (1), "an example");
}

static void
close_window (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  driver_let_run (50);
}

/* The numbers change while it runs, and are of the step where it was paused. */
static void
test_follows_the_run (void)
{
  g_autofree char *note = NULL;

  open_pane ();
  note = g_strdup (content_of_pane ()->note);
  driver_wait_for (note_differs, note, "other numbers");
  set_state ("run", FALSE);
  driver_wait_for (is_phase, GUINT_TO_POINTER (PERCEPT_PHASE_PAUSED), "pause");
  driver_wait_for (is_of_now, NULL, "the numbers of the step where it was paused");
  close_window ();
}

static void
test_buttons_turn (void)
{
  open_pane ();
  g_assert_true (title_holds ("example 0,"));
  g_signal_emit_by_name (find_button (GTK_WIDGET (pane), "Next"), "clicked");
  driver_wait_for (title_holds, "example 1,", "the next example");
  g_signal_emit_by_name (find_button (GTK_WIDGET (pane), "Previous"), "clicked");
  g_signal_emit_by_name (find_button (GTK_WIDGET (pane), "Previous"), "clicked");
  driver_wait_for (title_holds, "example 1999,", "the last example");
  g_signal_emit_by_name (find_button (GTK_WIDGET (pane), "Random"), "clicked");
  g_assert_nonnull (content_of_pane ());
  close_window ();
}

static gboolean
is_in_sight (gconstpointer data)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (pane), GTK_TYPE_SCROLLED_WINDOW);
  double     y;

  return gtk_widget_translate_coordinates (GTK_WIDGET (pane), scrolled, 0, 0, NULL, &y) && y >= -1
         && y < gtk_widget_get_height (scrolled) / 2.0;
}

/* The image behind a mistake opens here, unfolding the pane. */
static void
test_mistake_opens (void)
{
  GtkWidget     *mistakes;
  const guint32 *indices;
  TrainPart      part;

  open_pane ();
  set_state ("example-steps", FALSE);
  mistakes = find_widget (GTK_WIDGET (window), PERCEPT_TYPE_MISTAKES_PANE);
  percept_example_list (session, &part, &indices);
  g_signal_emit_by_name (mistakes, "example-chosen", (guint) indices[17]);
  driver_wait_for (title_holds, "validation example 17,", "the chosen example");
  driver_wait_for (is_in_sight, NULL, "the pane in sight");
  close_window ();
}

/* Another network, deeper or without hidden layers, while the pane is open. */
static void
test_network_is_replaced (void)
{
  open_pane ();
  open_experiment ("digits-softmax");
  driver_wait_for (has_content, GUINT_TO_POINTER (0), "an example without hidden layers");
  g_action_group_activate_action (G_ACTION_GROUP (window), "set",
                                  g_variant_new_string ("network.layers=dense 40 relu; dropout 0.5; dense 20 tanh; "
                                                        "dense 10"));
  g_action_group_activate_action (G_ACTION_GROUP (window), "restart", NULL);
  driver_wait_for (has_content, GUINT_TO_POINTER (2), "an example through two hidden layers");
  /* More than fits into a frame: in a thread. */
  g_action_group_activate_action (G_ACTION_GROUP (window), "set",
                                  g_variant_new_string ("network.layers=dense 1500 relu; dense 10"));
  g_action_group_activate_action (G_ACTION_GROUP (window), "restart", NULL);
  driver_wait_for (has_content, GUINT_TO_POINTER (1), "an example through a large network");
  g_assert_cmpuint (content_of_pane ()->layers[0].n, ==, 1500);
  close_window ();
}

static void
add_tests (void)
{
  g_test_add_func ("/window-example/follows-the-run", test_follows_the_run);
  g_test_add_func ("/window-example/buttons-turn", test_buttons_turn);
  g_test_add_func ("/window-example/mistake-opens", test_mistake_opens);
  g_test_add_func ("/window-example/network-is-replaced", test_network_is_replaced);
}

int
main (int    argc,
      char **argv)
{
  return driver_run_tests (&argc, &argv, add_tests);
}
