/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The diagram of a session's network for an image: it comes by itself, follows drawing, moments and other networks, and
 * is gone through by pointer and keys. */

#include "plot/network-diagram.h"
#include "train/bundled-run.h"
#include "views/weights/network-view.h"
#include "widgets/widget-driver.h"

#include <adwaita.h>
#include <string.h>

#define PIXELS 784

static GtkWidget           *window, *view;
static PerceptSession      *session;
static PerceptWeightSource *source;
static PerceptChosenImage  *image;
static guint                chosen_layer, chosen_unit, n_chosen;

static PerceptFigureView *
figure_view (void)
{
  return percept_network_view_get_view (PERCEPT_NETWORK_VIEW (view));
}

static PlotNetworkDiagram *
diagram (void)
{
  return (PlotNetworkDiagram *) percept_figure_view_get_figure (figure_view ());
}

static const PlotDiagramContent *
content (void)
{
  return plot_network_diagram_get (diagram ());
}

/* Of the step where the run rests. */
static gboolean
has_content (gconstpointer data)
{
  const PerceptStatus *status = percept_session_get_status (session);
  PerceptWeights      *weights = percept_weight_source_get (source, 1);

  return content () != NULL && content ()->bytes != NULL && status->phase == PERCEPT_PHASE_FINISHED && weights != NULL
         && weights->step == status->step && gtk_widget_get_height (GTK_WIDGET (figure_view ())) > 0;
}

static void
open_run (const char *layers)
{
  g_autofree char *network = g_strconcat ("network.layers=", layers, NULL);
  TrainExperiment *experiment = bundled_run ("digits-hidden", "data.train=500", "data.validation=200",
                                             "training.steps=20", network, NULL);

  percept_session_open (session, experiment, TRUE);
  train_experiment_unref (experiment);
}

static void
chosen_cb (GtkWidget *widget,
           guint      layer,
           guint      unit)
{
  chosen_layer = layer;
  chosen_unit = unit;
  n_chosen++;
}

static void
open_view (const char *layers,
           int         width,
           int         height)
{
  session = percept_session_new (2);
  source = percept_weight_source_new (session);
  image = percept_chosen_image_new (session);
  view = percept_network_view_new (session, source, image);
  n_chosen = 0;
  g_signal_connect (view, "unit-chosen", G_CALLBACK (chosen_cb), NULL);
  window = driver_show (view, width, height);
  open_run (layers);
  driver_wait_for (has_content, NULL, "the diagram");
}

static void
close_view (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  percept_session_close (session);
  g_clear_object (&image);
  g_clear_object (&source);
  g_clear_object (&session);
}

static gboolean
press (guint key)
{
  return driver_press (GTK_WIDGET (figure_view ()), key, 0);
}

static void
click (double x,
       double y)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (figure_view ()));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_CLICK (controller)
          && gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) <= GDK_BUTTON_PRIMARY)
        g_signal_emit_by_name (controller, "pressed", 1, x, y);
    }
}

static void
click_unit (guint layer,
            guint unit)
{
  PlotTheme theme;
  double    x, y;

  percept_figure_view_get_theme (figure_view (), &theme);
  g_assert_true (plot_network_diagram_locate (diagram (), gtk_widget_get_width (GTK_WIDGET (figure_view ())),
                                              percept_figure_view_get_full_height (figure_view ()), &theme, layer, unit,
                                              &x, &y));
  click (x, y);
}

static gboolean
says (const char *words)
{
  g_autofree char *all = plot_figure_describe (plot_network_diagram_figure (diagram ()));

  return strstr (all, words) != NULL;
}

/* Pointer and keys */

static void
test_choose (void)
{
  guint first, below;

  open_view ("dense 40 tanh; dense 10", 900, 700);
  g_assert_cmpuint (content ()->layers[0].n_shown, <, 40);
  g_assert_cmpuint (content ()->layers[1].n_shown, ==, 10);
  first = content ()->layers[0].units[0];
  below = content ()->layers[0].units[1];
  click_unit (0, first);
  g_assert_cmpuint (n_chosen, ==, 1);
  g_assert_cmpuint (chosen_layer, ==, 1);
  g_assert_cmpuint (chosen_unit, ==, first);
  g_assert_true (says ("Selected: Hidden layer, #"));

  /* Keys move, Enter chooses. */
  g_assert_true (press (GDK_KEY_Down));
  g_assert_cmpuint (n_chosen, ==, 1);
  g_assert_true (press (GDK_KEY_Return));
  g_assert_cmpuint (n_chosen, ==, 2);
  g_assert_cmpuint (chosen_unit, ==, below);
  g_assert_true (press (GDK_KEY_Right));
  g_assert_true (press (GDK_KEY_Return));
  g_assert_cmpuint (chosen_layer, ==, 2);
  g_assert_true (says ("Selected: Outputs, "));

  /* Escape lets go, then leaves the key to others, as does Enter. */
  g_assert_true (press (GDK_KEY_Escape));
  g_assert_false (says ("Selected"));
  g_assert_false (press (GDK_KEY_Escape));
  g_assert_false (press (GDK_KEY_Return));
  /* Space is the run's. */
  g_assert_false (press (GDK_KEY_space));
  g_assert_cmpuint (n_chosen, ==, 3);

  /* A click beside all units lets go, too. */
  click_unit (1, 4);
  g_assert_true (says ("Selected"));
  click (1, 1);
  g_assert_false (says ("Selected"));
  close_view ();
}

static gboolean
is_shown (guint unit)
{
  for (guint place = 0; place < content ()->layers[0].n_shown; place++)
    if (content ()->layers[0].units[place] == unit)
      return TRUE;
  return FALSE;
}

/* A unit that was selected from elsewhere is shown, whatever it adds. */
static void
test_select (void)
{
  guint missing = 0;

  open_view ("dense 40 tanh; dense 10", 900, 700);
  while (is_shown (missing))
    missing++;
  percept_network_view_select (PERCEPT_NETWORK_VIEW (view), 1, missing);
  g_assert_cmpuint (n_chosen, ==, 0);
  click_unit (0, missing);
  g_assert_cmpuint (chosen_unit, ==, missing);
  close_view ();
}

/* The image */

static void
test_image (void)
{
  g_autofree char         *first = NULL;
  g_autofree guint8       *bytes = g_new0 (guint8, PIXELS);
  g_autofree guint        *units = NULL;
  g_autofree float        *before = NULL;
  const PlotDiagramLayer  *layer;
  guint                    n;

  open_view ("dense 40 tanh; dense 10", 900, 700);
  first = g_strdup (content ()->subject);
  g_assert_true (press (GDK_KEY_Page_Down));
  g_assert_cmpstr (content ()->subject, !=, first);
  g_assert_true (press (GDK_KEY_comma));
  g_assert_cmpstr (content ()->subject, ==, first);
  g_assert_cmpuint (content ()->truth, ==, percept_chosen_image_get_label (image));

  /* A drawn one answers at once, its units stay; nobody knows its class. */
  layer = &content ()->layers[0];
  n = layer->n_shown;
  units = g_memdup2 (layer->units, n * sizeof *units);
  before = g_memdup2 (layer->activations, n * sizeof *before);
  memset (bytes + PIXELS / 2, 255, 28);
  percept_chosen_image_set_drawn (image, bytes);
  layer = &content ()->layers[0];
  g_assert_cmpmem (content ()->bytes, PIXELS, bytes, PIXELS);
  g_assert_cmpmem (layer->units, layer->n_shown * sizeof *units, units, n * sizeof *units);
  g_assert_cmpint (memcmp (layer->activations, before, n * sizeof *before), !=, 0);
  g_assert_cmpuint (content ()->truth, ==, G_MAXUINT);
  close_view ();
}

static gboolean
has_step (gconstpointer step)
{
  return content () != NULL && content ()->note != NULL && strstr (content ()->note, step) != NULL;
}

/* As it was when the run began. */
static void
test_moment (void)
{
  GPtrArray *rungs;

  open_view ("dense 40 tanh; dense 10", 900, 700);
  driver_wait_for (has_step, "step 20", "the end of the run");
  rungs = percept_session_get_rungs (session);
  g_assert_cmpuint (rungs->len, >, 0);
  percept_weight_source_set_rung (source, g_ptr_array_index (rungs, 0));
  g_assert_true (has_step ("step 0"));
  percept_weight_source_set_rung (source, NULL);
  driver_wait_for (has_step, "step 20", "the network as it is now");
  close_view ();
}

static gboolean
has_layers (gconstpointer n)
{
  return has_content (NULL) && content ()->n_layers == GPOINTER_TO_UINT (n);
}

/* Another network in the same view: nothing stays selected. One of more parameters than are drawn up at once. */
static void
test_opened (void)
{
  open_view ("dense 40 tanh; dense 10", 900, 700);
  click_unit (0, content ()->layers[0].units[0]);
  open_run ("dense 20 relu; dropout 0.2; dense 1 tanh; dense 10");
  driver_wait_for (has_layers, GUINT_TO_POINTER (3), "the second network");
  g_assert_cmpuint (content ()->layers[1].n_units, ==, 1);
  g_assert_false (says ("Selected"));
  open_run ("dense 1300 relu; dense 10");
  driver_wait_for (has_layers, GUINT_TO_POINTER (2), "the large network");
  close_view ();
}

/* Layout */

static gboolean
is_narrow (gconstpointer data)
{
  return gtk_widget_get_width (view) <= 360 && content ()->layers[0].n_shown < 8;
}

/* What leads stands at the left, above in the narrowest window; the diagram has fewer units there. */
static void
test_narrow (void)
{
  GtkWidget      *lead = gtk_drawing_area_new ();
  graphene_rect_t before, after;
  int             least;

  gtk_widget_set_size_request (lead, 200, 150);
  open_view ("dense 40 tanh; dense 10", 1000, 700);
  percept_network_view_set_lead (PERCEPT_NETWORK_VIEW (view), gtk_label_new ("replaced"));
  percept_network_view_set_lead (PERCEPT_NETWORK_VIEW (view), lead);
  gtk_widget_measure (view, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, 360);
  while (gtk_widget_get_width (lead) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_widget_compute_bounds (lead, view, &before));
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (figure_view ()), view, &after));
  g_assert_cmpfloat (after.origin.x, >=, before.origin.x + before.size.width);
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  driver_wait_for (is_narrow, NULL, "a narrow view");
  g_assert_true (gtk_widget_compute_bounds (lead, view, &before));
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (figure_view ()), view, &after));
  g_assert_cmpfloat (after.origin.y, >=, before.origin.y + before.size.height);
  close_view ();
}

/* Out of sight nothing is asked for. */
static void
test_hidden (void)
{
  const PlotDiagramContent *before;

  open_view ("dense 40 tanh; dense 10", 900, 700);
  before = content ();
  gtk_widget_set_visible (view, FALSE);
  percept_chosen_image_move (image, 1);
  g_assert_true (content () == before);
  gtk_widget_set_visible (view, TRUE);
  while (content () == before)
    g_main_context_iteration (NULL, TRUE);
  close_view ();
}

/* Another view shows it to a room: it is followed there, as long as that one shows it. */
static void
test_presented (void)
{
  GtkWidget                *room = gtk_window_new (), *present = percept_figure_view_new ();
  const PlotDiagramContent *before;

  open_view ("dense 40 tanh; dense 10", 900, 700);
  percept_figure_view_set_figure (PERCEPT_FIGURE_VIEW (present), plot_network_diagram_figure (diagram ()), "room");
  gtk_window_set_child (GTK_WINDOW (room), present);
  gtk_window_present (GTK_WINDOW (room));
  while (!gtk_widget_get_mapped (present))
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_set_visible (view, FALSE);
  percept_network_view_set_presented (PERCEPT_NETWORK_VIEW (view), PERCEPT_FIGURE_VIEW (present));
  before = content ();
  percept_chosen_image_move (image, 1);
  g_assert_true (content () != before);
  before = content ();
  percept_network_view_set_presented (PERCEPT_NETWORK_VIEW (view), NULL);
  percept_chosen_image_move (image, 1);
  g_assert_true (content () == before);
  gtk_window_destroy (GTK_WINDOW (room));
  close_view ();
}

int
main (int    argc,
      char **argv)
{
  if (!driver_start (&argc, &argv))
    return 0;
  adw_init ();
  g_test_add_func ("/views/network-view/choose", test_choose);
  g_test_add_func ("/views/network-view/select", test_select);
  g_test_add_func ("/views/network-view/image", test_image);
  g_test_add_func ("/views/network-view/moment", test_moment);
  g_test_add_func ("/views/network-view/opened", test_opened);
  g_test_add_func ("/views/network-view/narrow", test_narrow);
  g_test_add_func ("/views/network-view/hidden", test_hidden);
  g_test_add_func ("/views/network-view/presented", test_presented);
  return g_test_run ();
}
