/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Landscape page by itself: what comes when it is seen, the hand on its figure, and how two weights are picked. */

#include "train/bundled-run.h"
#include "views/lab/verdict-box.h"
#include "views/landscape/landscape-page.h"
#include "views/landscape/surface-panel.h"
#include "views/landscape/unit-picture.h"
#include "views/landscape/weight-picker.h"
#include "widgets/figure-view.h"
#include "widgets/widget-driver.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#define NARROWEST 360 /* px */
#define PIXELS 784

static GtkWidget            *window;
static PerceptSession       *session;
static PerceptLandscapePage *page;
static PerceptLandscape     *landscape;

static GtkWidget *
find (GType type,
      guint n)
{
  return driver_find (GTK_WIDGET (page), type, n);
}

static gboolean
tells (gconstpointer words)
{
  return driver_tells (GTK_WIDGET (page), words);
}

static gboolean
has_raced (gconstpointer data)
{
  return percept_landscape_get_race (landscape) != NULL && percept_landscape_get_surface (landscape) != NULL
         && !percept_landscape_is_busy (landscape);
}

static gboolean
has_ended (gconstpointer data)
{
  return percept_session_get_status (session)->phase == PERCEPT_PHASE_FINISHED;
}

static gboolean
has_model_of_end (gconstpointer data)
{
  const PerceptModel *model = percept_landscape_get_model (landscape);

  return has_ended (NULL) && model != NULL && model->step == percept_session_get_status (session)->step;
}

/* The page, seen, with a run of @steps. */
static void
open_run (const char *steps)
{
  g_autofree char            *so_many = g_strconcat ("training.steps=", steps, NULL);
  g_autoptr (TrainExperiment) experiment = bundled_run ("digits-softmax", "data.train=500", "training.batch=50",
                                                        so_many, NULL);

  page = g_object_new (PERCEPT_TYPE_LANDSCAPE_PAGE, NULL);
  landscape = percept_landscape_page_get_landscape (page);
  session = percept_session_new (2);
  percept_landscape_page_set_session (page, session);
  window = driver_show (GTK_WIDGET (page), 1200, 800);
  percept_session_open (session, experiment, TRUE);
}

static void
open_page (void)
{
  open_run ("60");
  driver_wait_for (has_model_of_end, NULL, "the trained network");
  driver_wait_for (has_raced, NULL, "the race");
}

static void
close_page (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  percept_session_close (session);
  g_clear_object (&session);
}

static void
press (GtkWidget *widget,
       guint      key)
{
  g_assert_true (driver_press (widget, key, 0));
}

static GtkWidget *
get_view (void)
{
  g_autoptr (GPtrArray) views = percept_landscape_page_get_views (page);

  return views->pdata[0];
}

static void
pick (gsize input,
      guint unit)
{
  PerceptWeightPlace place = { .layer = 1, .unit = unit, .input = input };

  g_signal_emit_by_name (find (PERCEPT_TYPE_UNIT_PICTURE, 0), "picked", &place);
}

static gboolean
starts_at (gconstpointer start)
{
  const AnRace *race = percept_landscape_get_race (landscape);

  return race != NULL && memcmp (race->start, start, sizeof race->start) == 0;
}

/* The run's end brings the surface by itself; the run's way lies upon it, and the page says what to do next. */
static void
test_comes_by_itself (void)
{
  g_autofree char *words = NULL;

  open_page ();
  words = plot_figure_describe (percept_figure_view_get_figure (PERCEPT_FIGURE_VIEW (get_view ())));
  g_assert_nonnull (strstr (words, percept_landscape_get_surface (landscape)->names[0]));
  g_assert_true (tells ("Click two pixels"));
  g_assert_null (find (PERCEPT_TYPE_VERDICT_BOX, 0));
  close_page ();
}

static gboolean
has_model (gconstpointer data)
{
  return percept_landscape_get_model (landscape) != NULL;
}

static gboolean
has_trail (gconstpointer data)
{
  guint n;

  percept_session_get_trail (session, &n);
  return n > 0;
}

static gboolean
has_model_behind (gconstpointer step)
{
  const PerceptModel *model = percept_landscape_get_model (landscape);

  return model != NULL && model->step > *(const guint64 *) step;
}

static gboolean
has_model_at_rest (gconstpointer data)
{
  const PerceptStatus *status = percept_session_get_status (session);
  const PerceptModel  *model = percept_landscape_get_model (landscape);

  return status->phase == PERCEPT_PHASE_PAUSED && model != NULL && model->step == status->step;
}

static GtkWidget *
find_button (const char *words)
{
  GtkWidget *button;

  for (guint n = 0; (button = find (GTK_TYPE_BUTTON, n)); n++)
    if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), words) == 0)
      return button;
  return NULL;
}

/* While it trains, the surface stays that of the moment when it was taken, and says so, until it is taken anew; the run
 * goes on over it, and its rest brings its own. */
static void
test_beside_training (void)
{
  guint64 step;

  open_run ("1000000");
  driver_wait_for (has_model, NULL, "a network");
  driver_wait_for (has_raced, NULL, "the race on its surface");
  driver_wait_for (tells, "Surface of step", "the surface's age");
  step = percept_landscape_get_model (landscape)->step;
  driver_wait_for (has_trail, NULL, "the run's way");
  g_signal_emit_by_name (find_button ("Take It _Anew"), "clicked");
  driver_wait_for (has_model_behind, &step, "the network anew");
  percept_session_pause (session);
  driver_wait_for (has_model_at_rest, NULL, "the network at rest");
  driver_wait_for (has_raced, NULL, "the race on its surface");
  g_assert_false (tells ("Surface of step"));
  close_page ();
}

/* By the keyboard: a fiftieth of the window, and the race follows; zoom and fit. */
static void
test_keys (void)
{
  double start[2], moved[2], from[2], to[2], zoomed_from[2], zoomed_to[2];

  open_page ();
  percept_landscape_get_start (landscape, start);
  percept_landscape_get_window (landscape, from, to);
  press (get_view (), GDK_KEY_Right);
  press (get_view (), GDK_KEY_Up);
  percept_landscape_get_start (landscape, moved);
  g_assert_cmpfloat_with_epsilon (moved[0] - start[0], (to[0] - from[0]) / 50, 1e-9);
  g_assert_cmpfloat_with_epsilon (moved[1] - start[1], (to[1] - from[1]) / 50, 1e-9);
  driver_wait_for (starts_at, moved, "the race from there");
  press (get_view (), GDK_KEY_plus);
  percept_landscape_get_window (landscape, zoomed_from, zoomed_to);
  for (int k = 0; k < 2; k++)
    {
      g_assert_cmpfloat_with_epsilon (zoomed_to[k] - zoomed_from[k], 0.8 * (to[k] - from[k]), 1e-9);
      g_assert_cmpfloat_with_epsilon (zoomed_to[k] + zoomed_from[k], to[k] + from[k], 1e-9);
    }
  press (get_view (), GDK_KEY_0);
  driver_wait_for (has_raced, NULL, "the race in the whole window");
  close_page ();
}

static gboolean
has_pair (gconstpointer names)
{
  return g_strcmp0 (percept_landscape_get_weights (landscape), names) == 0;
}

/* Two clicks; the same twice is told, and Escape gives the first up. */
static void
test_two_clicks (void)
{
  open_page ();
  pick (300, 4);
  g_assert_true (tells ("second weight"));
  pick (300, 4);
  g_assert_true (tells ("the first weight already"));
  press (find (PERCEPT_TYPE_WEIGHT_PICKER, 0), GDK_KEY_Escape);
  g_assert_true (tells ("Click two pixels"));
  g_assert_false (tells ("the first weight already"));
  pick (300, 4);
  pick (329, 5);
  g_assert_true (has_pair ("W1[300,4], W1[329,5]"));
  driver_wait_for (has_raced, NULL, "the race over the two");
  g_assert_true (tells ("W1[329,5]"));
  close_page ();
}

static gboolean
has_other_pair (gconstpointer names)
{
  const char *weights = percept_landscape_get_weights (landscape);

  return weights != NULL && !g_str_equal (weights, names);
}

/* A blank corner is refused with the reason, in place of the surface; a suggestion helps. */
static void
test_blank_pair (void)
{
  open_page ();
  pick (0, 3);
  pick (PIXELS - 1, 3);
  driver_wait_for (tells, "blank", "the reason");
  g_assert_null (percept_landscape_get_surface (landscape));
  percept_weight_picker_suggest (PERCEPT_WEIGHT_PICKER (find (PERCEPT_TYPE_WEIGHT_PICKER, 0)));
  driver_wait_for (has_other_pair, "W1[0,3], W1[783,3]", "another pair");
  driver_wait_for (has_raced, NULL, "the race over it");
  g_assert_false (tells ("blank"));
  close_page ();
}

/* By name; what cannot be is said below the entry. */
static void
test_by_name (void)
{
  GtkWidget *entry;

  open_page ();
  for (guint n = 0; (entry = find (GTK_TYPE_ENTRY, n)); n++)
    if (gtk_widget_get_ancestor (entry, PERCEPT_TYPE_WEIGHT_PICKER) != NULL)
      break;
  gtk_editable_set_text (GTK_EDITABLE (entry), "W1[9999,3], W1[1,3]");
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (tells ("9999"));
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "W1[406,3], b1[3]");
  g_signal_emit_by_name (entry, "activate");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_assert_true (has_pair ("W1[406,3], b1[3]"));
  driver_wait_for (has_raced, NULL, "the race over weight and bias");
  close_page ();
}

static GtkWidget *
find_choice (guint n)
{
  GtkWidget *panel = find (PERCEPT_TYPE_SURFACE_PANEL, 0);

  return driver_find (panel, GTK_TYPE_DROP_DOWN, n);
}

/* A formula has neither a full run nor noise; whoever comes back finds the pair again. */
static void
test_formula (void)
{
  g_autofree char *pair = NULL;

  open_page ();
  pair = g_strdup (percept_landscape_get_weights (landscape));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_choice (0)), 3);
  driver_wait_for (has_raced, NULL, "the race in the ravine");
  g_assert_cmpint (percept_landscape_get_plane (landscape), ==, PERCEPT_PLANE_ANALYTIC);
  g_assert_cmpstr (percept_landscape_get_analytic (landscape), ==, "ravine");
  g_assert_false (gtk_widget_get_sensitive (find_choice (1)));
  driver_wait_for (tells, "a formula", "what the cost is");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_choice (0)), 0);
  driver_wait_for (has_raced, NULL, "the race over two weights");
  g_assert_true (has_pair (pair));
  g_assert_true (gtk_widget_get_sensitive (find_choice (1)));
  close_page ();
}

static gboolean
is_narrow (gconstpointer data)
{
  return gtk_widget_get_width (GTK_WIDGET (page)) <= NARROWEST;
}

/* All of it fits into the narrowest window, one below the other. */
static void
test_narrow (void)
{
  int             least;
  graphene_rect_t figure, picker;

  open_page ();
  gtk_widget_measure (GTK_WIDGET (page), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, NARROWEST);
  g_assert_true (gtk_widget_compute_bounds (get_view (), GTK_WIDGET (page), &figure));
  g_assert_true (gtk_widget_compute_bounds (find (PERCEPT_TYPE_WEIGHT_PICKER, 0), GTK_WIDGET (page), &picker));
  g_assert_cmpfloat (picker.origin.x, >, figure.origin.x + figure.size.width);
  gtk_window_set_default_size (GTK_WINDOW (window), NARROWEST, 700);
  driver_wait_for (is_narrow, NULL, "a narrow page");
  g_assert_true (gtk_widget_compute_bounds (get_view (), GTK_WIDGET (page), &figure));
  g_assert_true (gtk_widget_compute_bounds (find (PERCEPT_TYPE_WEIGHT_PICKER, 0), GTK_WIDGET (page), &picker));
  g_assert_cmpfloat (picker.origin.y, >, figure.origin.y + figure.size.height);
  close_page ();
}

int
main (int    argc,
      char **argv)
{
  if (!driver_start (&argc, &argv))
    return 0;
  adw_init ();
  g_test_add_func ("/views/landscape-page/comes-by-itself", test_comes_by_itself);
  g_test_add_func ("/views/landscape-page/beside-training", test_beside_training);
  g_test_add_func ("/views/landscape-page/keys", test_keys);
  g_test_add_func ("/views/landscape-page/two-clicks", test_two_clicks);
  g_test_add_func ("/views/landscape-page/blank-pair", test_blank_pair);
  g_test_add_func ("/views/landscape-page/by-name", test_by_name);
  g_test_add_func ("/views/landscape-page/formula", test_formula);
  g_test_add_func ("/views/landscape-page/narrow", test_narrow);
  return g_test_run ();
}
