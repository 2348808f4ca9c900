/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The large view of one unit by itself: its numbers against direct computation, the hand on it, and how one gets on
 * from there. */

#include "plot/number.h"
#include "plot/weight-sheet.h"
#include "views/weights/unit-hand.h"
#include "views/weights/unit-images.h"
#include "views/weights/unit-neighbors.h"
#include "views/weights/unit-panel.h"
#include "views/weights/unit-pixels.h"
#include "views/weights/unit-sum.h"
#include "widgets/figure-view.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC)
#define NARROWEST   360 /* px */
#define PIXELS      784
#define UNIT        3

static GtkWidget           *window, *panel;
static PerceptSession      *session;
static PerceptWeightSource *source;
static PerceptUnitStudy    *study;
static PerceptChosenImage  *image;

typedef gboolean (*Condition) (gconstpointer data);

static void
wait_for (Condition     condition,
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

static GtkWidget *
find (GType type)
{
  guint n = 0;

  return find_nth (panel, type, &n);
}

static GtkWidget *
find_within (GType type,
             GType within,
             guint n)
{
  return find_nth (find (within), type, &n);
}

static GtkWidget *
find_button (const char *words)
{
  GtkWidget *button;

  for (guint n = 0; (button = find_within (GTK_TYPE_BUTTON, PERCEPT_TYPE_UNIT_HAND, n)); n++)
    if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), words) == 0)
      return button;
  return NULL;
}

/* On the screen. */
static gboolean
tells (gconstpointer words)
{
  GtkWidget *label;

  for (guint i = 0, n = 0; n = i, (label = find_nth (panel, GTK_TYPE_LABEL, &n)); i++)
    if (strstr (gtk_label_get_label (GTK_LABEL (label)), words) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
has_ended (gconstpointer data)
{
  return percept_session_get_status (session)->phase == PERCEPT_PHASE_FINISHED;
}

static gboolean
has_weights (gconstpointer data)
{
  PerceptWeights *weights = percept_weight_source_get (source, 1);

  return has_ended (NULL) && weights != NULL && weights->step == percept_session_get_status (session)->step;
}

static gboolean
has_facts (gconstpointer unit)
{
  PerceptUnitFacts *facts = percept_unit_study_get_unit (study);

  return facts != NULL && facts->unit == GPOINTER_TO_UINT (unit)
         && facts->step == percept_session_get_status (session)->step;
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

static TrainExperiment *
make_experiment (const char *layers,
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
  return percept_session_get_dataset (session) != NULL;
}

/* The panel, seen, with @unit of @layer of a small network in a run of @steps. */
static void
open_run (const char *steps,
          guint       layer,
          guint       unit)
{
  g_autoptr (TrainExperiment) experiment = make_experiment ("dense 12 tanh; dense 10", steps);

  session = percept_session_new (2);
  source = percept_weight_source_new (session);
  study = percept_unit_study_new (1);
  image = percept_chosen_image_new (session);
  panel = percept_unit_panel_new (session, source, study, image);
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 420, 900);
  gtk_window_set_child (GTK_WINDOW (window), panel);
  gtk_window_present (GTK_WINDOW (window));
  percept_session_open (session, experiment, TRUE);
  wait_for (is_open, NULL, "data");
  percept_unit_panel_show (PERCEPT_UNIT_PANEL (panel), layer, unit);
}

/* The same at the end of a short run. */
static void
open_panel (guint layer,
            guint unit)
{
  open_run ("30", layer, unit);
  wait_for (has_weights, NULL, "weights at the end");
  wait_for (has_facts, GUINT_TO_POINTER (unit), "facts about the unit");
}

static void
close_panel (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  percept_session_close (session);
  g_clear_object (&image);
  g_clear_object (&study);
  g_clear_object (&source);
  g_clear_object (&session);
}

static gboolean
press (GtkWidget *widget,
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

static PerceptUnitPixels *
get_pixels (void)
{
  return PERCEPT_UNIT_PIXELS (find (PERCEPT_TYPE_UNIT_PIXELS));
}

static const float *
get_row (guint unit)
{
  return percept_weight_source_get (source, 1)->weights + (gsize) unit * PIXELS;
}

static void
assert_told (double value,
             int    decimals)
{
  g_autofree char *number = plot_number_isolate (plot_number_signed (value, decimals));

  if (!tells (number))
    g_error ("nowhere on the panel: %s", number);
}

/* The sum of products, z and the activation are those of a direct computation for the chosen image. */
static void
test_sum (void)
{
  g_autofree float *x = NULL;
  double            products = 0, bias, largest;
  int               decimals;

  open_panel (1, UNIT);
  x = percept_chosen_image_expand (image);
  bias = (double) percept_weight_source_get (source, 1)->biases[UNIT];
  for (guint i = 0; i < PIXELS; i++)
    products += (double) get_row (UNIT)[i] * (double) x[i];
  largest = fmax (fmax (fabs (products), fabs (bias)), fabs (products + bias));
  decimals = MAX (plot_number_decimals (largest), 2) + 1;
  assert_told (products, decimals);
  assert_told (products + bias, decimals);
  assert_told (tanh (products + bias), decimals);
  g_assert_true (tells ("Sum of all 784 products"));
  close_panel ();
}

/* An output unit looks at the activations of the hidden ones. */
static void
test_output_unit (void)
{
  g_autofree float *x = NULL;
  PerceptWeights   *hidden, *outputs;
  double            z;
  guint             decimals = 3;

  open_panel (2, UNIT);
  g_assert_true (tells ("Output unit “3” · layer 2"));
  x = percept_chosen_image_expand (image);
  hidden = percept_weight_source_get (source, 1);
  outputs = percept_weight_source_get (source, 2);
  z = (double) outputs->biases[UNIT];
  for (guint j = 0; j < hidden->n_units; j++)
    {
      double sum = (double) hidden->biases[j];

      for (guint i = 0; i < PIXELS; i++)
        sum += (double) get_row (j)[i] * (double) x[i];
      z += (double) outputs->weights[UNIT * hidden->n_units + j] * tanh (sum);
    }
  assert_told (z, (int) decimals);
  g_assert_false (gtk_widget_get_sensitive (find_button ("_Silence Unit")));
  close_panel ();
}

/* The cursor begins at the largest weight, moves with the arrow keys, and stops at the edges. */
static void
test_cursor (void)
{
  GtkWidget  *view;
  gsize       largest = 0, cursor;
  g_autofree char *place = NULL;

  open_panel (1, UNIT);
  view = find_within (PERCEPT_TYPE_FIGURE_VIEW, PERCEPT_TYPE_UNIT_PIXELS, 0);
  for (gsize i = 1; i < PIXELS; i++)
    if (fabsf (get_row (UNIT)[i]) > fabsf (get_row (UNIT)[largest]))
      largest = i;
  percept_unit_panel_show (PERCEPT_UNIT_PANEL (panel), 1, UNIT);
  cursor = percept_unit_pixels_get_cursor (get_pixels ());
  g_assert_cmpuint (cursor, ==, largest);
  g_assert_true (press (view, GDK_KEY_Home));
  g_assert_true (press (view, GDK_KEY_Left));
  g_assert_true (press (view, GDK_KEY_Right));
  g_assert_cmpuint (percept_unit_pixels_get_cursor (get_pixels ()), ==, cursor / 28 * 28 + 1);
  place = g_strdup_printf ("Row %u, column 1", (guint) cursor / 28);
  g_assert_true (tells (place));
  g_assert_nonnull (strstr (percept_figure_view_get_name (PERCEPT_FIGURE_VIEW (view)), place));
  close_panel ();
}

static gboolean
is_zero (gconstpointer place)
{
  return get_row (UNIT)[*(const gsize *) place] == 0;
}

typedef struct
{
  gsize place;
  float value;
} Expected;

static gboolean
is_back (gconstpointer data)
{
  const Expected *expected = data;

  return memcmp (&get_row (UNIT)[expected->place], &expected->value, sizeof expected->value) == 0;
}

static gboolean
is_measured (gconstpointer data)
{
  const PerceptEdits *edits = percept_session_get_edits (session);

  return edits->n_done == 1 && isfinite (edits->accuracy) && isfinite (edits->accuracy_before);
}

/* A weight becomes 0, cost and accuracy answer, and undo brings its very bits back. */
static void
test_hand (void)
{
  Expected before;

  open_panel (1, UNIT);
  before.place = percept_unit_pixels_get_cursor (get_pixels ());
  before.value = get_row (UNIT)[before.place];
  g_assert_true (before.value != 0);
  g_assert_false (gtk_widget_get_sensitive (find_button ("_Undo")));
  g_signal_emit_by_name (find_button ("Set to _0"), "clicked");
  wait_for (is_zero, &before.place, "the weight at 0");
  wait_for (is_measured, NULL, "cost and accuracy");
  g_assert_true (tells ("on 100 validation examples"));
  g_assert_true (tells ("set to"));
  g_signal_emit_by_name (find_button ("_Undo"), "clicked");
  wait_for (is_back, &before, "the weight as it was");
  g_assert_true (gtk_widget_get_sensitive (find_button ("_Redo")));
  close_panel ();
}

/* What the slider passes on its way is one change: it follows the hand, and one undo takes all of it back. */
static void
test_drag (void)
{
  Expected   before, after = { .value = 0.125f };
  GtkWidget *scale;

  open_panel (1, UNIT);
  before.place = after.place = percept_unit_pixels_get_cursor (get_pixels ());
  before.value = get_row (UNIT)[before.place];
  scale = find_within (GTK_TYPE_SCALE, PERCEPT_TYPE_UNIT_HAND, 0);
  g_assert_cmpfloat (gtk_adjustment_get_upper (gtk_range_get_adjustment (GTK_RANGE (scale))), >, 0.125);
  for (int i = 1; i <= 5; i++)
    gtk_range_set_value (GTK_RANGE (scale), 0.025 * i);
  wait_for (is_back, &after, "the weight where the hand is");
  wait_for (is_measured, NULL, "cost and accuracy");
  g_assert_cmpuint (percept_unit_pixels_get_cursor (get_pixels ()), ==, before.place);
  g_signal_emit_by_name (find_button ("_Undo"), "clicked");
  wait_for (is_back, &before, "the weight as it was");
  g_assert_false (gtk_widget_get_sensitive (find_button ("_Undo")));
  close_panel ();
}

static gboolean
has_facts_at (gconstpointer step)
{
  PerceptUnitFacts *facts = percept_unit_study_get_unit (study);

  return facts != NULL && facts->step == *(const guint64 *) step;
}

/* What was is shown and found out, but cannot be changed, and says so. */
static void
test_moment (void)
{
  GPtrArray *rungs;
  guint64    start = 0, end = 30;

  open_panel (1, UNIT);
  rungs = percept_session_get_rungs (session);
  g_assert_cmpuint (rungs->len, >, 0);
  g_assert_true (tells ("· step 30"));
  percept_weight_source_set_rung (source, rungs->pdata[0]);
  g_assert_true (tells ("What was cannot be changed"));
  g_assert_false (gtk_widget_get_sensitive (find_button ("Set to _0")));
  g_assert_false (gtk_widget_get_sensitive (find_button ("_Silence Unit")));
  wait_for (tells, "· step 0", "the weights of the start");
  wait_for (has_facts_at, &start, "facts about the start");
  percept_weight_source_set_rung (source, NULL);
  wait_for (has_facts_at, &end, "facts about now");
  g_assert_false (tells ("What was cannot be changed"));
  close_panel ();
}

static void
chosen_cb (GtkWidget *widget,
           guint      layer,
           guint      unit,
           guint     *chosen)
{
  chosen[0] = layer;
  chosen[1] = unit;
}

/* Around the ends of the layer, to a class, and to a twin. */
static void
test_ways_on (void)
{
  guint      chosen[2] = { 0 };
  GtkWidget *view;

  open_panel (1, 11);
  g_signal_connect (panel, "unit-chosen", G_CALLBACK (chosen_cb), chosen);
  g_assert_true (press (panel, GDK_KEY_period));
  g_assert_cmpuint (chosen[1], ==, 0);
  g_assert_true (tells ("Hidden unit #0 · layer 1"));
  g_assert_true (press (panel, GDK_KEY_comma));
  g_assert_cmpuint (chosen[1], ==, 11);
  wait_for (has_facts, GUINT_TO_POINTER (11), "facts about the unit");
  view = find_within (PERCEPT_TYPE_FIGURE_VIEW, PERCEPT_TYPE_UNIT_NEIGHBORS, 1);
  g_assert_true (press (view, GDK_KEY_Right));
  g_assert_true (press (view, GDK_KEY_Return));
  g_assert_cmpuint (chosen[0], ==, 1);
  g_assert_cmpuint (chosen[1], !=, 11);
  wait_for (has_facts, GUINT_TO_POINTER (chosen[1]), "facts about the twin");
  view = find_within (PERCEPT_TYPE_FIGURE_VIEW, PERCEPT_TYPE_UNIT_NEIGHBORS, 0);
  g_assert_true (press (view, GDK_KEY_Down));
  g_assert_true (press (view, GDK_KEY_Return));
  g_assert_cmpuint (chosen[0], ==, 2);
  g_assert_cmpuint (chosen[1], ==, 0);
  g_assert_true (tells ("Output unit “0”"));
  close_panel ();
}

static void
close_cb (GtkWidget *widget,
          guint     *closed)
{
  ++*closed;
}

static gboolean
is_closed (gconstpointer closed)
{
  return *(const guint *) closed > 0;
}

/* A unit that another network has, too, stays, and its weights follow; one that it has not is put away. */
static void
test_another_network (void)
{
  g_autoptr (TrainExperiment) same = make_experiment ("dense 12 tanh; dense 10", "20");
  g_autoptr (TrainExperiment) smaller = make_experiment ("dense 2 tanh; dense 10", "20");
  guint                       closed = 0;

  open_panel (1, UNIT);
  g_signal_connect (panel, "close", G_CALLBACK (close_cb), &closed);
  percept_session_open (session, same, TRUE);
  wait_for (tells, "· step 20", "the other network's weights");
  g_assert_true (tells ("Hidden unit #3 · layer 1"));
  g_assert_cmpuint (closed, ==, 0);
  percept_session_open (session, smaller, TRUE);
  wait_for (is_closed, &closed, "the panel put away");
  close_panel ();
}

/* The image that excites the unit most becomes the chosen one. */
static void
test_images (void)
{
  PerceptUnitFacts *facts;
  TrainExamples     part;

  open_panel (1, UNIT);
  facts = percept_unit_study_get_unit (study);
  part = train_data_get_part (percept_session_get_data (session), facts->part);
  g_assert_true (press (find_within (PERCEPT_TYPE_FIGURE_VIEW, PERCEPT_TYPE_UNIT_IMAGES, 0), GDK_KEY_Right));
  g_assert_cmpuint (percept_chosen_image_get_index (image), ==, part.indices[facts->examples->most.images[0].place]);
  close_panel ();
}

static gboolean
has_facts_beyond (gconstpointer step)
{
  PerceptUnitFacts *facts = percept_unit_study_get_unit (study);

  return facts != NULL && facts->step > *(const guint64 *) step;
}

static gboolean
is_paused (gconstpointer data)
{
  return percept_session_get_status (session)->phase == PERCEPT_PHASE_PAUSED;
}

/* While it trains, what is known of the unit follows every two seconds, no more often; its rest brings the latest. */
static void
test_beside_training (void)
{
  guint64 step = 0;
  gint64  begun;

  open_run ("100000000", 1, UNIT);
  wait_for (has_facts_beyond, &step, "facts about the unit");
  begun = g_get_monotonic_time ();
  step = percept_unit_study_get_unit (study)->step;
  wait_for (has_facts_beyond, &step, "later ones");
  g_assert_cmpint (g_get_monotonic_time () - begun, >, G_USEC_PER_SEC);
  percept_session_pause (session);
  wait_for (is_paused, NULL, "a pause");
  wait_for (has_facts, GUINT_TO_POINTER (UNIT), "facts at rest");
  close_panel ();
}

static void
test_narrow (void)
{
  int least;

  open_panel (1, UNIT);
  gtk_widget_measure (panel, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, NARROWEST);
  close_panel ();
}

int
main (int    argc,
      char **argv)
{
  if (g_getenv ("DISPLAY") == NULL && g_getenv ("WAYLAND_DISPLAY") == NULL)
    {
      g_print ("1..0 # SKIP needs a display\n");
      return 0;
    }
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/views/unit-panel/sum", test_sum);
  g_test_add_func ("/views/unit-panel/output-unit", test_output_unit);
  g_test_add_func ("/views/unit-panel/cursor", test_cursor);
  g_test_add_func ("/views/unit-panel/hand", test_hand);
  g_test_add_func ("/views/unit-panel/drag", test_drag);
  g_test_add_func ("/views/unit-panel/moment", test_moment);
  g_test_add_func ("/views/unit-panel/ways-on", test_ways_on);
  g_test_add_func ("/views/unit-panel/another-network", test_another_network);
  g_test_add_func ("/views/unit-panel/images", test_images);
  g_test_add_func ("/views/unit-panel/beside-training", test_beside_training);
  g_test_add_func ("/views/unit-panel/narrow", test_narrow);
  return g_test_run ();
}
