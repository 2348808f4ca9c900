/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit-panel-driver.h"

#include "views/weights/unit-hand.h"

#include <string.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC)

PanelDriver driver;

void
panel_wait_for (PanelCondition     condition,
                gconstpointer data,
                const char   *what)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!condition (data))
    {
      if (g_get_monotonic_time () > end)
        g_error ("waited in vain for: %s", what);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (2000);
    }
}

static GtkWidget *
find_nth (GtkWidget *widget,
          GType      type,
          guint     *n)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget) && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_nth (child, type, n);
  return found;
}

GtkWidget *
panel_find (GType type)
{
  guint n = 0;

  return find_nth (driver.panel, type, &n);
}

GtkWidget *
panel_find_within (GType type,
                   GType within,
                   guint n)
{
  return find_nth (panel_find (within), type, &n);
}

GtkWidget *
panel_find_button (const char *words)
{
  GtkWidget *button;

  for (guint n = 0; (button = panel_find_within (GTK_TYPE_BUTTON, PERCEPT_TYPE_UNIT_HAND, n)); n++)
    if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), words) == 0
        || g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (button)), words) == 0)
      return button;
  return NULL;
}

/* On the screen. */
gboolean
panel_tells (gconstpointer words)
{
  GtkWidget *label;

  for (guint i = 0, n = 0; n = i, (label = find_nth (driver.panel, GTK_TYPE_LABEL, &n)); i++)
    if (strstr (gtk_label_get_label (GTK_LABEL (label)), words) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
has_ended (gconstpointer data)
{
  return percept_session_get_status (driver.session)->phase == PERCEPT_PHASE_FINISHED;
}

static gboolean
has_weights (gconstpointer data)
{
  PerceptWeights *weights = percept_weight_source_get (driver.source, 1);

  return has_ended (NULL) && weights != NULL && weights->step == percept_session_get_status (driver.session)->step;
}

gboolean
panel_has_facts (gconstpointer unit)
{
  PerceptUnitFacts *facts = percept_unit_study_get_unit (driver.study);

  return facts != NULL && facts->unit == GPOINTER_TO_UINT (unit)
         && facts->step == percept_session_get_status (driver.session)->step;
}

static TrainExperiment *
with (TrainExperiment *experiment,
      const char      *group,
      const char      *key,
      const char      *value)
{
  TrainExperiment *changed = train_experiment_set (experiment, group, key, value, NULL);

  g_assert_nonnull (changed);
  train_experiment_unref (experiment);
  return changed;
}

TrainExperiment *
panel_make_experiment (const char *layers,
                       const char *steps)
{
  TrainExperiment *experiment = train_experiment_load ("digits-hidden", NULL);

  experiment = with (experiment, "data", "train", "300");
  experiment = with (experiment, "data", "validation", "100");
  experiment = with (experiment, "network", "layers", layers);
  return with (experiment, "training", "steps", steps);
}

static gboolean
is_open (gconstpointer data)
{
  return percept_session_get_dataset (driver.session) != NULL;
}

/* The panel, seen, with @unit of @layer of a small network in a run of @steps. */
void
panel_open_run (const char *steps,
                guint       layer,
                guint       unit)
{
  g_autoptr (TrainExperiment) experiment = panel_make_experiment ("dense 12 tanh; dense 10", steps);

  driver.session = percept_session_new (2);
  driver.source = percept_weight_source_new (driver.session);
  driver.study = percept_unit_study_new (1);
  driver.image = percept_chosen_image_new (driver.session);
  driver.panel = percept_unit_panel_new (driver.session, driver.source, driver.study, driver.image);
  driver.window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (driver.window), 420, 900);
  gtk_window_set_child (GTK_WINDOW (driver.window), driver.panel);
  gtk_window_present (GTK_WINDOW (driver.window));
  percept_session_open (driver.session, experiment, TRUE);
  panel_wait_for (is_open, NULL, "data");
  percept_unit_panel_show (PERCEPT_UNIT_PANEL (driver.panel), layer, unit);
}

/* The same at the end of a short run. */
void
panel_open (guint layer,
            guint unit)
{
  panel_open_run ("30", layer, unit);
  panel_wait_for (has_weights, NULL, "weights at the end");
  panel_wait_for (panel_has_facts, GUINT_TO_POINTER (unit), "facts about the unit");
}

void
panel_close (void)
{
  gtk_window_destroy (GTK_WINDOW (driver.window));
  percept_session_close (driver.session);
  g_clear_object (&driver.image);
  g_clear_object (&driver.study);
  g_clear_object (&driver.source);
  g_clear_object (&driver.session);
}

gboolean
panel_press (GtkWidget *widget,
             guint      key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean               handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
    }
  return handled;
}
