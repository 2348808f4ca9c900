/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The large view of one unit by itself: its numbers against direct computation, the hand on it, and how one gets on
 * from there. */

#include "unit-panel-driver.h"

#include "plot/number.h"
#include "plot/weight-sheet.h"
#include "views/weights/unit-hand.h"
#include "views/weights/unit-images.h"
#include "views/weights/unit-neighbors.h"
#include "views/weights/unit-pixels.h"
#include "views/weights/unit-sum.h"
#include "widgets/figure-view.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#define PIXELS 784
#define UNIT   3

static PerceptUnitPixels *
get_pixels (void)
{
  return PERCEPT_UNIT_PIXELS (panel_find (PERCEPT_TYPE_UNIT_PIXELS));
}

static const float *
get_row (guint unit)
{
  return percept_weight_source_get (driver.source, 1)->weights + (gsize) unit * PIXELS;
}

static void
assert_told (double value,
             int    decimals)
{
  g_autofree char *number = plot_number_isolate (plot_number_signed (value, decimals));

  if (!panel_tells (number))
    g_error ("nowhere on the panel: %s", number);
}

/* The sum of products, z and the activation are those of a direct computation for the chosen image. */
static void
test_sum (void)
{
  g_autofree float *x = NULL;
  double            products = 0, bias, largest;
  int               decimals;

  panel_open (1, UNIT);
  x = percept_chosen_image_expand (driver.image);
  bias = (double) percept_weight_source_get (driver.source, 1)->biases[UNIT];
  for (guint i = 0; i < PIXELS; i++)
    products += (double) get_row (UNIT)[i] * (double) x[i];
  largest = fmax (fmax (fabs (products), fabs (bias)), fabs (products + bias));
  decimals = MAX (plot_number_decimals (largest), 2) + 1;
  assert_told (products, decimals);
  assert_told (products + bias, decimals);
  assert_told (tanh (products + bias), decimals);
  g_assert_true (panel_tells ("All 784 products"));
  panel_close ();
}

/* An output unit looks at the activations of the hidden ones. */
static void
test_output_unit (void)
{
  g_autofree float *x = NULL;
  PerceptWeights   *hidden, *outputs;
  double            z;
  guint             decimals = 3;

  panel_open (2, UNIT);
  g_assert_true (panel_tells ("Output unit “3” · layer 2"));
  x = percept_chosen_image_expand (driver.image);
  hidden = percept_weight_source_get (driver.source, 1);
  outputs = percept_weight_source_get (driver.source, 2);
  z = (double) outputs->biases[UNIT];
  for (guint j = 0; j < hidden->n_units; j++)
    {
      double sum = (double) hidden->biases[j];

      for (guint i = 0; i < PIXELS; i++)
        sum += (double) get_row (j)[i] * (double) x[i];
      z += (double) outputs->weights[UNIT * hidden->n_units + j] * tanh (sum);
    }
  assert_told (z, (int) decimals);
  g_assert_false (gtk_widget_get_sensitive (panel_find_button ("_Silence Unit")));
  panel_close ();
}

/* The cursor begins at the largest weight, moves with the arrow keys, and stops at the edges. */
static void
test_cursor (void)
{
  GtkWidget  *view;
  gsize       largest = 0, cursor;
  g_autofree char *place = NULL;

  panel_open (1, UNIT);
  view = panel_find_within (PERCEPT_TYPE_FIGURE_VIEW, PERCEPT_TYPE_UNIT_PIXELS, 0);
  for (gsize i = 1; i < PIXELS; i++)
    if (fabsf (get_row (UNIT)[i]) > fabsf (get_row (UNIT)[largest]))
      largest = i;
  percept_unit_panel_show (PERCEPT_UNIT_PANEL (driver.panel), 1, UNIT);
  cursor = percept_unit_pixels_get_cursor (get_pixels ());
  g_assert_cmpuint (cursor, ==, largest);
  g_assert_true (driver_press (view, GDK_KEY_Home, 0));
  g_assert_true (driver_press (view, GDK_KEY_Left, 0));
  g_assert_true (driver_press (view, GDK_KEY_Right, 0));
  g_assert_cmpuint (percept_unit_pixels_get_cursor (get_pixels ()), ==, cursor / 28 * 28 + 1);
  place = g_strdup_printf ("Row %u, column 1", (guint) cursor / 28);
  g_assert_true (panel_tells (place));
  g_assert_nonnull (strstr (percept_figure_view_get_name (PERCEPT_FIGURE_VIEW (view)), place));
  panel_close ();
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
  const PerceptEdits *edits = percept_session_get_edits (driver.session);

  return edits->n_done == 1 && isfinite (edits->accuracy) && isfinite (edits->accuracy_before);
}

/* A weight becomes 0, cost and accuracy answer, and undo brings its very bits back. */
static void
test_hand (void)
{
  Expected before;

  panel_open (1, UNIT);
  before.place = percept_unit_pixels_get_cursor (get_pixels ());
  before.value = get_row (UNIT)[before.place];
  g_assert_true (before.value != 0);
  g_assert_false (gtk_widget_get_sensitive (panel_find_button ("edit-undo-symbolic")));
  g_signal_emit_by_name (panel_find_button ("_0"), "clicked");
  driver_wait_for (is_zero, &before.place, "the weight at 0");
  driver_wait_for (is_measured, NULL, "cost and accuracy");
  g_assert_true (panel_tells ("on 100 validation examples"));
  g_assert_true (panel_tells ("set to"));
  g_signal_emit_by_name (panel_find_button ("edit-undo-symbolic"), "clicked");
  driver_wait_for (is_back, &before, "the weight as it was");
  g_assert_true (gtk_widget_get_sensitive (panel_find_button ("edit-redo-symbolic")));
  panel_close ();
}

/* What the slider passes on its way is one change: it follows the hand, and one undo takes all of it back. */
static void
test_drag (void)
{
  Expected   before, after = { .value = 0.125f };
  GtkWidget *scale;

  panel_open (1, UNIT);
  before.place = after.place = percept_unit_pixels_get_cursor (get_pixels ());
  before.value = get_row (UNIT)[before.place];
  scale = panel_find_within (GTK_TYPE_SCALE, PERCEPT_TYPE_UNIT_HAND, 0);
  g_assert_cmpfloat (gtk_adjustment_get_upper (gtk_range_get_adjustment (GTK_RANGE (scale))), >, 0.125);
  for (int i = 1; i <= 5; i++)
    gtk_range_set_value (GTK_RANGE (scale), 0.025 * i);
  driver_wait_for (is_back, &after, "the weight where the hand is");
  driver_wait_for (is_measured, NULL, "cost and accuracy");
  g_assert_cmpuint (percept_unit_pixels_get_cursor (get_pixels ()), ==, before.place);
  g_signal_emit_by_name (panel_find_button ("edit-undo-symbolic"), "clicked");
  driver_wait_for (is_back, &before, "the weight as it was");
  g_assert_false (gtk_widget_get_sensitive (panel_find_button ("edit-undo-symbolic")));
  panel_close ();
}

static gboolean
has_facts_at (gconstpointer step)
{
  PerceptUnitFacts *facts = percept_unit_study_get_unit (driver.study);

  return facts != NULL && facts->step == *(const guint64 *) step;
}

/* What was is shown and found out, but cannot be changed, and says so. */
static void
test_moment (void)
{
  GPtrArray *rungs;
  guint64    start = 0, end = 30;

  panel_open (1, UNIT);
  rungs = percept_session_get_rungs (driver.session);
  g_assert_cmpuint (rungs->len, >, 0);
  g_assert_true (panel_tells ("· step 30"));
  percept_weight_source_set_rung (driver.source, rungs->pdata[0]);
  g_assert_true (panel_tells ("What was cannot be changed"));
  g_assert_false (gtk_widget_get_sensitive (panel_find_button ("_0")));
  g_assert_false (gtk_widget_get_sensitive (panel_find_button ("_Silence Unit")));
  driver_wait_for (panel_tells, "· step 0", "the weights of the start");
  driver_wait_for (has_facts_at, &start, "facts about the start");
  percept_weight_source_set_rung (driver.source, NULL);
  driver_wait_for (has_facts_at, &end, "facts about now");
  g_assert_false (panel_tells ("What was cannot be changed"));
  panel_close ();
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

  panel_open (1, 11);
  g_signal_connect (driver.panel, "unit-chosen", G_CALLBACK (chosen_cb), chosen);
  g_assert_true (driver_press (driver.panel, GDK_KEY_period, 0));
  g_assert_cmpuint (chosen[1], ==, 0);
  g_assert_true (panel_tells ("Hidden unit #0 · layer 1"));
  g_assert_true (driver_press (driver.panel, GDK_KEY_comma, 0));
  g_assert_cmpuint (chosen[1], ==, 11);
  driver_wait_for (panel_has_facts, GUINT_TO_POINTER (11), "facts about the unit");
  view = panel_find_within (PERCEPT_TYPE_FIGURE_VIEW, PERCEPT_TYPE_UNIT_NEIGHBORS, 1);
  g_assert_true (driver_press (view, GDK_KEY_Right, 0));
  g_assert_true (driver_press (view, GDK_KEY_Return, 0));
  g_assert_cmpuint (chosen[0], ==, 1);
  g_assert_cmpuint (chosen[1], !=, 11);
  driver_wait_for (panel_has_facts, GUINT_TO_POINTER (chosen[1]), "facts about the twin");
  view = panel_find_within (PERCEPT_TYPE_FIGURE_VIEW, PERCEPT_TYPE_UNIT_NEIGHBORS, 0);
  g_assert_true (driver_press (view, GDK_KEY_Down, 0));
  g_assert_true (driver_press (view, GDK_KEY_Return, 0));
  g_assert_cmpuint (chosen[0], ==, 2);
  g_assert_cmpuint (chosen[1], ==, 0);
  g_assert_true (panel_tells ("Output unit “0”"));
  panel_close ();
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
  g_autoptr (TrainExperiment) same = panel_make_experiment ("dense 12 tanh; dense 10", "20");
  g_autoptr (TrainExperiment) smaller = panel_make_experiment ("dense 2 tanh; dense 10", "20");
  guint                       closed = 0;

  panel_open (1, UNIT);
  g_signal_connect (driver.panel, "close", G_CALLBACK (close_cb), &closed);
  percept_session_open (driver.session, same, TRUE);
  driver_wait_for (panel_tells, "· step 20", "the other network's weights");
  g_assert_true (panel_tells ("Hidden unit #3 · layer 1"));
  g_assert_cmpuint (closed, ==, 0);
  percept_session_open (driver.session, smaller, TRUE);
  driver_wait_for (is_closed, &closed, "the panel put away");
  panel_close ();
}

/* The image that excites the unit most becomes the chosen one. */
static void
test_images (void)
{
  PerceptUnitFacts *facts;
  TrainExamples     part;
  GtkWidget        *most;

  panel_open (1, UNIT);
  most = panel_find_within (PERCEPT_TYPE_FIGURE_VIEW, PERCEPT_TYPE_UNIT_IMAGES, 0);
  facts = percept_unit_study_get_unit (driver.study);
  part = train_data_get_part (percept_session_get_data (driver.session), facts->part);
  g_assert_true (driver_press (most, GDK_KEY_Right, 0));
  g_assert_cmpuint (percept_chosen_image_get_index (driver.image), ==,
                    part.indices[facts->examples->most.images[0].place]);
  panel_close ();
}

static gboolean
has_facts_beyond (gconstpointer step)
{
  PerceptUnitFacts *facts = percept_unit_study_get_unit (driver.study);

  return facts != NULL && facts->step > *(const guint64 *) step;
}

static gboolean
is_paused (gconstpointer data)
{
  return percept_session_get_status (driver.session)->phase == PERCEPT_PHASE_PAUSED;
}

/* While it trains, what is known of the unit follows every two seconds, no more often; its rest brings the latest. */
static void
test_beside_training (void)
{
  guint64 step = 0;
  gint64  begun;

  panel_open_run ("100000000", 1, UNIT);
  driver_wait_for (has_facts_beyond, &step, "facts about the unit");
  begun = g_get_monotonic_time ();
  step = percept_unit_study_get_unit (driver.study)->step;
  driver_wait_for (has_facts_beyond, &step, "later ones");
  g_assert_cmpint (g_get_monotonic_time () - begun, >, G_USEC_PER_SEC);
  percept_session_pause (driver.session);
  driver_wait_for (is_paused, NULL, "a pause");
  driver_wait_for (panel_has_facts, GUINT_TO_POINTER (UNIT), "facts at rest");
  panel_close ();
}

int
main (int    argc,
      char **argv)
{
  if (!driver_start (&argc, &argv))
    return 0;
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
  return g_test_run ();
}
