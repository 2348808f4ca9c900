/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit-panel-driver.h"

#include "train/bundled-run.h"
#include "views/weights/unit-hand.h"

PanelDriver driver;

GtkWidget *
panel_find (GType type)
{
  return driver_find (driver.panel, type, 0);
}

GtkWidget *
panel_find_within (GType type,
                   GType within,
                   guint n)
{
  return driver_find (panel_find (within), type, n);
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

gboolean
panel_tells (gconstpointer words)
{
  return driver_tells (driver.panel, words);
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

TrainExperiment *
panel_make_experiment (const char *layers,
                       const char *steps)
{
  g_autofree char *network = g_strconcat ("network.layers=", layers, NULL);
  g_autofree char *so_many = g_strconcat ("training.steps=", steps, NULL);

  return bundled_run ("digits-hidden", "data.train=300", "data.validation=100", network, so_many, NULL);
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
  driver.window = driver_show (driver.panel, 420, 900);
  percept_session_open (driver.session, experiment, TRUE);
  driver_wait_for (is_open, NULL, "data");
  percept_unit_panel_show (PERCEPT_UNIT_PANEL (driver.panel), layer, unit);
}

/* The same at the end of a short run. */
void
panel_open (guint layer,
            guint unit)
{
  panel_open_run ("30", layer, unit);
  driver_wait_for (has_weights, NULL, "weights at the end");
  driver_wait_for (panel_has_facts, GUINT_TO_POINTER (unit), "facts about the unit");
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
