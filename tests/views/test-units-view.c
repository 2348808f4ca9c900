/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All units of a layer: how large, which, and which of their maps. */

#include "views/weights/unit-names.h"
#include "views/weights/units-view-private.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#define PATIENCE_US (60 * G_USEC_PER_SEC)
#define UNITS       60

static GtkWidget           *window;
static PerceptUnitsView    *units;
static PerceptSession      *session;
static PerceptWeightSource *source;

static gboolean
has_pictures (void)
{
  return percept_session_get_status (session)->phase == PERCEPT_PHASE_FINISHED
         && percept_units_view_get_weights (units) != NULL && gtk_widget_get_height (units->view) > 0
         && gtk_adjustment_get_upper (percept_units_view_get_scrolling (units)) > 1
         && percept_units_view_get_weights (units)->step == percept_session_get_status (session)->step;
}

static void
wait_for (gboolean  (*condition) (void),
          const char *what)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!condition ())
    {
      if (g_get_monotonic_time () > end)
        g_error ("waited in vain for: %s", what);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (2000);
    }
}

static TrainExperiment *
make_experiment (void)
{
  static const char *const settings[] = { "data.train=300", "data.validation=100",
                                          "network.layers=dense 60 tanh; dense 10", "training.steps=20" };
  TrainExperiment         *experiment = train_experiment_load ("digits-hidden", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      TrainExperiment *changed = train_experiment_assign (experiment, settings[i], NULL);

      g_assert_nonnull (changed);
      train_experiment_unref (experiment);
      experiment = changed;
    }
  return experiment;
}

static void
open_view (void)
{
  g_autoptr (TrainExperiment)    experiment = make_experiment ();
  g_autoptr (PerceptUnitStudy)   study = percept_unit_study_new (1);
  g_autoptr (PerceptChosenImage) image = NULL;

  session = percept_session_new (1);
  source = percept_weight_source_new (session);
  image = percept_chosen_image_new (session);
  units = PERCEPT_UNITS_VIEW (percept_units_view_new (session, source, study, image));
  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 800, 600);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (units));
  gtk_window_present (GTK_WINDOW (window));
  percept_session_open (session, experiment, TRUE);
  wait_for (has_pictures, "pictures");
}

static void
close_view (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  percept_session_close (session);
  g_clear_object (&source);
  g_clear_object (&session);
}

static void
set_size (const char *size)
{
  GError *error = NULL;

  percept_units_view_set_size (units, size, &error);
  g_assert_no_error (error);
}

static cairo_rectangle_t
get_picture (guint unit)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (units->view);
  cairo_rectangle_t  picture;
  PlotTheme          theme;

  percept_figure_view_get_theme (view, &theme);
  g_assert_true (plot_weight_sheet_get_picture (units->sheet, gtk_widget_get_width (units->view),
                                                percept_figure_view_get_full_height (view), &theme, unit, &picture));
  picture.y -= gtk_adjustment_get_value (percept_units_view_get_scrolling (units));
  return picture;
}

static void
assert_in_sight (guint unit)
{
  cairo_rectangle_t picture = get_picture (unit);

  g_assert_cmpfloat (picture.y, >=, 0);
  g_assert_cmpfloat (picture.y + picture.height, <=, gtk_widget_get_height (units->view));
}

static void
refuse_size (const char *size)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (percept_units_view_set_size (units, size, &error));
  g_assert_nonnull (strstr (error->message, size));
}

/* Up to one picture that fills the view, by steps that each change something; the selected unit stays in sight. */
static void
test_size (void)
{
  double height = 0;
  guint  usual;

  open_view ();
  set_size ("usual");
  usual = percept_units_view_get_size (units);
  percept_units_view_select (units, 41);
  for (int step = 0; step < 100 && get_picture (41).height > height; step++)
    {
      height = get_picture (41).height;
      assert_in_sight (41);
      set_size ("larger");
    }
  g_assert_cmpfloat (height, >, gtk_widget_get_height (units->view) - 28 - 100);
  set_size ("smaller");
  g_assert_cmpfloat (get_picture (41).height, <, height);
  set_size ("page");
  g_assert_cmpfloat (get_picture (41).height, ==, height);
  assert_in_sight (41);
  set_size ("usual");
  g_assert_cmpuint (percept_units_view_get_size (units), ==, usual);
  assert_in_sight (41);
  set_size ("56");
  g_assert_cmpuint (percept_units_view_get_size (units), ==, 56);
  refuse_size ("big");
  refuse_size ("-56");
  refuse_size ("56px");
  close_view ();
}

static guint
count_shown (void)
{
  guint n = 0;

  for (guint i = 0; i < UNITS; i++)
    {
      cairo_rectangle_t picture;
      PlotTheme         theme;

      percept_figure_view_get_theme (PERCEPT_FIGURE_VIEW (units->view), &theme);
      n += plot_weight_sheet_get_picture (units->sheet, gtk_widget_get_width (units->view), 1e5, &theme, i, &picture);
    }
  return n;
}

/* Another order brings what is selected into sight; a filter shows what it names, and says when it cannot. */
static void
test_order (void)
{
  PerceptUnitOrderBox *order;
  g_autoptr (GError)   unknown = NULL, early = NULL;
  cairo_rectangle_t    by_norm;

  open_view ();
  order = percept_units_view_get_order (units);
  set_size ("page");
  g_assert_true (percept_unit_order_box_choose (order, "norm", NULL, NULL));
  percept_units_view_select (units, 33);
  by_norm = get_picture (33);
  assert_in_sight (33);
  g_assert_true (percept_unit_order_box_choose (order, "number", NULL, NULL));
  assert_in_sight (33);
  gtk_adjustment_set_value (percept_units_view_get_scrolling (units), 0);
  g_assert_true (percept_unit_order_box_choose (order, "norm", NULL, NULL));
  g_assert_cmpfloat (get_picture (33).x, ==, by_norm.x);
  assert_in_sight (33);
  g_assert_true (percept_unit_order_box_filter (order, "first", NULL));
  g_assert_cmpuint (count_shown (), ==, PERCEPT_UNITS_N_FIRST);
  g_assert_true (percept_unit_order_box_filter (order, "zero", NULL));
  g_assert_cmpuint (count_shown (), ==, 0);
  g_assert_true (percept_unit_order_box_filter (order, "all", NULL));
  g_assert_cmpuint (count_shown (), ==, UNITS);
  g_assert_false (percept_unit_order_box_filter (order, "dead", &unknown));
  g_assert_nonnull (strstr (unknown->message, "all, first, zero, not-finite"));
  g_assert_false (percept_unit_order_box_filter (order, "idle", &early));
  g_assert_nonnull (strstr (early->message, "activation"));
  close_view ();
}

static void
find (const char *text,
      guint       expected)
{
  gtk_editable_set_text (GTK_EDITABLE (units->search), text);
  g_signal_emit_by_name (units->search, "search-changed");
  g_assert_cmpuint (units->selected, ==, expected);
  g_assert_false (gtk_widget_has_css_class (units->search, "error"));
  assert_in_sight (expected);
}

static void
test_search (void)
{
  open_view ();
  set_size ("page");
  find ("57", 57);
  find (" #3 ", 3);
  gtk_editable_set_text (GTK_EDITABLE (units->search), "60");
  g_signal_emit_by_name (units->search, "search-changed");
  g_assert_cmpuint (units->selected, ==, 3);
  g_assert_true (gtk_widget_has_css_class (units->search, "error"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (units->layer_chooser), 1);
  close_view ();
}

/* Units of a layer that looks at @channels maps, @unit's weight of each map being 1 + map. */
static PerceptWeights *
make_weights (guint channels)
{
  PerceptWeights *weights = g_new0 (PerceptWeights, 1);

  g_atomic_ref_count_init (&weights->refs);
  weights->n_units = 4;
  weights->channels = channels;
  weights->height = weights->width = 6;
  weights->weights = g_new (float, (gsize) 4 * channels * 36);
  for (gsize i = 0; i < (gsize) 4 * channels * 36; i++)
    weights->weights[i] = (float) (1 + i / 36 % channels);
  return weights;
}

static void
show_maps (const char *way,
           const char *told)
{
  g_autofree char *words = NULL, *now = NULL;
  GError          *error = NULL;

  percept_map_chooser_choose (percept_units_view_get_maps (units), way, &error);
  g_assert_no_error (error);
  now = percept_map_chooser_get (percept_units_view_get_maps (units));
  g_assert_cmpstr (now, ==, way);
  words = plot_figure_describe (plot_weight_sheet_figure (units->sheet));
  if (strstr (words, told) == NULL)
    g_error ("no “%s” in: %s", told, words);
}

static void
refuse_maps (const char *way,
             const char *told)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (percept_map_chooser_choose (percept_units_view_get_maps (units), way, &error));
  g_assert_nonnull (strstr (error->message, told));
}

static void
check_random_maps (guint channels)
{
  guint maps[PERCEPT_N_RANDOM_MAPS];

  show_maps ("random", "maps ");
  for (guint i = 0; i < PERCEPT_N_RANDOM_MAPS; i++)
    {
      maps[i] = plot_weight_sheet_get_channel (units->sheet, i);
      g_assert_cmpuint (maps[i], <, channels);
      g_assert_true (i == 0 || maps[i] > maps[i - 1]);
    }
}

/* Of one map there is nothing to choose; of many their sum, one or some; of three colors one picture or three. */
static void
test_maps (void)
{
  GtkWidget                 *chooser;
  g_autoptr (PerceptWeights) many = make_weights (9), colors = make_weights (3), one = make_weights (1);

  open_view ();
  chooser = GTK_WIDGET (percept_units_view_get_maps (units));
  g_assert_false (gtk_widget_get_visible (chooser));
  refuse_maps ("together", "one map");
  percept_units_view_take_weights (units, many);
  g_assert_true (gtk_widget_get_visible (chooser));
  show_maps ("together", "sum over 9 maps");
  show_maps ("8", "map 8 of 9");
  g_assert_cmpuint (plot_weight_sheet_get_channel (units->sheet, 0), ==, 8);
  check_random_maps (9);
  refuse_maps ("9", "from 0 to 8");
  refuse_maps ("apart", "together, random");
  percept_units_view_take_weights (units, many);
  g_assert_cmpuint (plot_weight_sheet_get_channel (units->sheet, 0), !=, PLOT_ALL_CHANNELS);
  percept_units_view_take_weights (units, colors);
  g_assert_cmpuint (plot_weight_sheet_get_channel (units->sheet, 0), ==, PLOT_ALL_CHANNELS);
  show_maps ("apart", "red, green, blue");
  refuse_maps ("random", "together or apart");
  percept_units_view_take_weights (units, one);
  g_assert_false (gtk_widget_get_visible (chooser));
  close_view ();
}

static void
check_no_unit (const char *text)
{
  g_autoptr (GError) error = NULL;
  guint              layer = 7, unit = 7;

  g_assert_false (percept_unit_parse (text, &layer, &unit, &error));
  g_assert_nonnull (strstr (error->message, "1:17"));
  g_assert_cmpuint (layer + unit, ==, 14);
}

static void
test_names (void)
{
  static const char *const wrong[] = { "", "1", ":", "1:", ":1", "0:1", "1:-1", "+1:1", " 1:1", "1: 1", "1:1 ", "1:1:1",
                                       "1:0x1", "1:4294967297", "4294967297:1", "a:b", "1.0:1" };
  guint                    layer, unit;

  g_assert_true (percept_unit_parse ("2:0", &layer, &unit, NULL));
  g_assert_cmpuint (layer, ==, 2);
  g_assert_cmpuint (unit, ==, 0);
  g_assert_true (percept_unit_parse ("1:4999", &layer, &unit, NULL));
  g_assert_cmpuint (unit, ==, 4999);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    check_no_unit (wrong[i]);
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
  g_test_add_func ("/units-view/size", test_size);
  g_test_add_func ("/units-view/order", test_order);
  g_test_add_func ("/units-view/search", test_search);
  g_test_add_func ("/units-view/maps", test_maps);
  g_test_add_func ("/units-view/names", test_names);
  return g_test_run ();
}
