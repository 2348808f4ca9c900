/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window, driven by its actions, with a real session that trains on built-in digits. */

#include "window-driver.h"

#include "views/present/present-view.h"
#include "widgets/figure-view.h"
#include "widgets/readout.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

static PerceptWindow  *window;
static PerceptSession *session;

static void
activate (const char *action,
          GVariant   *parameter)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), action));
  g_action_group_activate_action (G_ACTION_GROUP (window), action, parameter);
}

static void
set_state (const char *action,
           GVariant   *state)
{
  g_action_group_change_action_state (G_ACTION_GROUP (window), action, state);
}

static gboolean
is_enabled (const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

static gboolean
is_state (const char *action,
          const char *value)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), action);

  return g_str_equal (g_variant_get_string (state, NULL), value);
}

static const PerceptStatus *
status (void)
{
  return percept_session_get_status (session);
}

static char *
status_message (void)
{
  g_autoptr (GVariant)   state = g_action_group_get_action_state (G_ACTION_GROUP (window), "status");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError)     error = NULL;

  json_parser_load_from_data (parser, g_variant_get_string (state, NULL), -1, &error);
  g_assert_no_error (error);
  return g_strdup (json_object_get_string_member (json_node_get_object (json_parser_get_root (parser)), "message"));
}

/* Conditions */

static gboolean
has_points (gconstpointer n)
{
  return percept_session_get_history (session)->points->len >= GPOINTER_TO_UINT (n);
}

static gboolean
has_marks (gconstpointer n)
{
  return percept_session_get_history (session)->marks->len >= GPOINTER_TO_UINT (n);
}

static gboolean
is_phase (gconstpointer phase)
{
  return status ()->phase == GPOINTER_TO_UINT (phase);
}

static gboolean
is_step (gconstpointer step)
{
  return status ()->step == *(const guint64 *) step;
}

static gboolean
has_pictures (gconstpointer data)
{
  return percept_session_get_weights (session, 1) != NULL;
}

static gboolean
has_pictures_past_step (gconstpointer step)
{
  return percept_session_get_weights (session, 1)->step > *(const guint64 *) step;
}

static gboolean
message_mentions (gconstpointer word)
{
  g_autofree char *message = status_message ();

  return strstr (message, word) != NULL;
}

static gboolean
file_exists (gconstpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
pause_run (void)
{
  set_state ("run", g_variant_new_boolean (FALSE));
  driver_wait_for (is_phase, GUINT_TO_POINTER (PERCEPT_PHASE_PAUSED), "pause");
  /* What was on its way when it paused. */
  driver_let_run (100);
}

/* Walking the widgets */

typedef void (*Visit) (GtkWidget *widget,
                       gpointer   data);

static void
walk (GtkWidget *widget,
      Visit      visit,
      gpointer   data)
{
  visit (widget, data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    walk (child, visit, data);
}

static void
collect_readouts (GtkWidget *widget,
                  gpointer   data)
{
  if (PERCEPT_IS_READOUT (widget) && gtk_widget_get_mapped (widget))
    g_string_append_printf (data, "%s|", percept_readout_get_value (PERCEPT_READOUT (widget)));
}

/* Controls of GTK that consist of others and name those themselves. */
static gboolean
is_inside_another (GtkWidget *widget)
{
  const GType composed[] = {
    GTK_TYPE_MENU_BUTTON, GTK_TYPE_SPIN_BUTTON,   GTK_TYPE_WINDOW_CONTROLS,   GTK_TYPE_POPOVER,
    GTK_TYPE_SCROLLBAR,   ADW_TYPE_VIEW_SWITCHER, ADW_TYPE_VIEW_SWITCHER_BAR,
  };
  GtkWidget  *parent = gtk_widget_get_parent (widget);

  for (guint i = 0; parent != NULL && i < G_N_ELEMENTS (composed); i++)
    if (gtk_widget_get_ancestor (parent, composed[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* A toast is the platform's. */
static gboolean
is_in_toast (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (g_str_equal (gtk_widget_get_css_name (widget), "toast"))
      return TRUE;
  return FALSE;
}

static void
check_name (GtkWidget *widget,
            gpointer   data)
{
  gboolean is_control = GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_ENTRY (widget)
                        || GTK_IS_RANGE (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_PROGRESS_BAR (widget)
                        || PERCEPT_IS_FIGURE_VIEW (widget) || ADW_IS_SPLIT_BUTTON (widget);
  gboolean is_worded = (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL);

  if (!is_control || is_worded || is_inside_another (widget) || is_in_toast (widget))
    return;
  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    {
      g_test_message ("no accessible name: %s (%s) in %s", G_OBJECT_TYPE_NAME (widget),
                      gtk_widget_get_tooltip_text (widget), G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
      g_test_fail ();
    }
  (*(guint *) data)++;
}

/* Tests, in this order: each goes on from the one before */

static void
test_gallery (void)
{
  g_autoptr (GVariant) state = NULL;

  window = driver_open_window ();
  session = percept_window_get_session (window);
  state = g_action_group_get_action_state (G_ACTION_GROUP (window), "status");
  g_assert_nonnull (strstr (g_variant_get_string (state, NULL), "\"page\":\"gallery\""));
  g_assert_false (is_enabled ("run"));
  g_assert_false (is_enabled ("save"));
  g_assert_false (is_enabled ("sidebar"));
}

static void
test_opens_and_trains (void)
{
  g_autoptr (GString) readouts = g_string_new (NULL);
  guint64             step;

  activate ("experiment", g_variant_new_string ("digits-softmax"));
  driver_wait_for (is_phase, GUINT_TO_POINTER (PERCEPT_PHASE_RUNNING), "running");
  set_state ("pace", g_variant_new_string ("full"));
  driver_wait_for (has_points, GUINT_TO_POINTER (3), "three points of the curve");
  driver_wait_for (has_pictures, NULL, "pictures of weights");
  g_assert_cmpuint (percept_session_get_weights (session, 1)->n_units, ==, 10);
  step = percept_session_get_weights (session, 1)->step;
  driver_wait_for (has_pictures_past_step, &step, "later pictures");
  pause_run ();
  driver_let_run (1200);
  walk (GTK_WIDGET (window), collect_readouts, readouts);
  g_assert_nonnull (strstr (readouts->str, " %|"));
}

static void
test_rate_is_marked (void)
{
  set_state ("run", g_variant_new_boolean (TRUE));
  activate ("set", g_variant_new_string ("training.rate=0.02"));
  driver_wait_for (has_marks, GUINT_TO_POINTER (1), "the mark of the new rate");
  g_assert_cmpfloat (g_array_index (percept_session_get_history (session)->marks, TrainMark, 0).to, ==, 0.02);
  pause_run ();
}

static void
test_bad_value_changes_nothing (void)
{
  activate ("set", g_variant_new_string ("training.rate=-1"));
  driver_wait_for (message_mentions, "training.rate", "the error");
  g_assert_cmpstr (train_experiment_get (percept_session_get_experiment (session), "training", "rate"), ==, "0.02");
  activate ("set", g_variant_new_string ("nonsense"));
  driver_wait_for (message_mentions, "nonsense", "the error");
}

static void
test_bad_path_keeps_all (void)
{
  guint64          step = status ()->step;
  g_autofree char *junk = g_build_filename (driver_get_scratch (), "junk.bin", NULL);
  g_autofree char *absent = g_build_filename (driver_get_scratch (), "absent", NULL);

  g_assert_true (g_file_set_contents (junk, "junk", 4, NULL));
  activate ("open-path", g_variant_new_string (junk));
  driver_wait_for (message_mentions, "junk.bin", "the error");
  activate ("open-path", g_variant_new_string (absent));
  driver_wait_for (message_mentions, "absent", "the error");
  g_assert_cmpuint (status ()->step, ==, step);
  g_assert_cmpstr (train_experiment_get_name (percept_session_get_experiment (session)), ==, "digits-softmax");
}

static void
test_steps_and_restart (void)
{
  guint64 wanted = status ()->step + 1;
  guint64 zero = 0;

  activate ("step", g_variant_new_string ("batch"));
  driver_wait_for (is_step, &wanted, "one step more");
  wanted += status ()->n_steps_per_epoch;
  activate ("step", g_variant_new_string ("epoch"));
  driver_wait_for (is_phase, GUINT_TO_POINTER (PERCEPT_PHASE_PAUSED), "the end of the epoch");
  activate ("restart", NULL);
  driver_wait_for (is_step, &zero, "step 0");
}

static void
test_saves_and_opens (void)
{
  g_autofree char *run = g_build_filename (driver_get_scratch (), "run", NULL);
  g_autofree char *json = g_build_filename (run, "run.json", NULL);
  g_autofree char *picture = g_build_filename (driver_get_scratch (), "cost.png", NULL);
  guint64          zero = 0, one = 1;

  activate ("step", g_variant_new_string ("batch"));
  driver_wait_for (is_step, &one, "step 1");
  activate ("save-as", g_variant_new_string (run));
  driver_wait_for (file_exists, json, "the saved run");
  activate ("restart", NULL);
  driver_wait_for (is_step, &zero, "step 0");
  activate ("open-path", g_variant_new_string (run));
  driver_wait_for (is_step, &one, "the run where it stood");
  g_assert_cmpstr (train_experiment_get (percept_session_get_experiment (session), "training", "rate"), ==, "0.02");
  activate ("save-figure", g_variant_new ("(ss)", "cost", picture));
  driver_wait_for (file_exists, picture, "the saved figure");
}

static gboolean
has_layers (gconstpointer n)
{
  guint n_layers;

  percept_session_get_layers (session, &n_layers);
  return n_layers == GPOINTER_TO_UINT (n);
}

/* The data are drawn and the network is built anew, yet nothing else was opened. */
static void
test_restart_with_changes_keeps_the_page (void)
{
  set_state ("page", g_variant_new_string ("weights"));
  set_state ("pace", g_variant_new_string ("walk"));
  activate ("set", g_variant_new_string ("network.layers=dense 20 tanh; dense 10"));
  g_assert_true (has_layers (GUINT_TO_POINTER (1)));
  activate ("restart", NULL);
  driver_wait_for (has_layers, GUINT_TO_POINTER (2), "the hidden layer");
  driver_let_run (100);
  g_assert_true (is_state ("page", "weights"));
  g_assert_true (is_state ("pace", "walk"));
  set_state ("page", g_variant_new_string ("train"));
}

static void
count_named (GtkWidget *widget,
             gpointer   data)
{
  struct
  {
    const char *name;
    guint       n;
  } *wanted = data;

  if (PERCEPT_IS_FIGURE_VIEW (widget) && gtk_widget_get_ancestor (widget, PERCEPT_TYPE_PRESENT_VIEW) == NULL
      && gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    {
      g_autofree char *wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                                   GTK_ACCESSIBLE_PROPERTY_LABEL, wanted->name);

      wanted->n += wrong == NULL;
    }
}

static void
test_figures_are_named_for_what_they_show (void)
{
  struct
  {
    const char *name;
    guint       n;
  } hidden = { "Hidden units", 0 };

  driver_wait_for (has_pictures, NULL, "pictures of weights");
  walk (GTK_WIDGET (window), count_named, &hidden);
  /* The strip of the Train page and the sheet of the Weights page; Present keeps what it showed last. */
  g_assert_cmpuint (hidden.n, ==, 2);
}

static void
texture_cb (GObject      *clipboard,
            GAsyncResult *result,
            gpointer      texture)
{
  *(GdkTexture **) texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static gboolean
is_set (gconstpointer pointer)
{
  return *(void *const *) pointer != NULL;
}

static gboolean
has_picture (gconstpointer clipboard)
{
  return gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats ((GdkClipboard *) clipboard), "image/png");
}

static void
test_copies_a_figure (void)
{
  g_autoptr (GdkTexture) texture = NULL;
  GdkClipboard          *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));

  activate ("copy-figure", g_variant_new_string ("cost"));
  driver_wait_for (has_picture, clipboard, "a picture in the clipboard");
  gdk_clipboard_read_texture_async (clipboard, NULL, texture_cb, &texture);
  driver_wait_for (is_set, &texture, "the picture in the clipboard");
  g_assert_cmpint (gdk_texture_get_width (texture), >, 400);
  g_assert_cmpint (gdk_texture_get_height (texture), >, 300);
}

static void
test_reveals_once (void)
{
  g_assert_true (is_enabled ("reveal-test"));
  activate ("reveal-test", NULL);
  g_assert_false (is_enabled ("reveal-test"));
}

static gboolean
is_in_the_work (gconstpointer data)
{
  g_autoptr (GVariant) presenting = g_action_group_get_action_state (G_ACTION_GROUP (window), "present");

  return !g_variant_get_boolean (presenting) && is_enabled ("sidebar");
}

static void
test_opening_ends_presenting (void)
{
  set_state ("present", g_variant_new_boolean (TRUE));
  driver_let_run (100);
  g_assert_false (is_enabled ("sidebar"));
  activate ("experiment", g_variant_new_string ("digits-softmax"));
  driver_wait_for (is_in_the_work, NULL, "the pages");
  driver_wait_for (has_layers, GUINT_TO_POINTER (1), "the other network");
  /* Only a window manager makes it so in the first place. */
  g_assert_false (gtk_window_is_fullscreen (GTK_WINDOW (window)));
  pause_run ();
}

static void
test_pages_and_present (void)
{
  g_autoptr (GVariant) page = NULL;
  g_autoptr (GVariant) presenting = NULL;
  g_autoptr (GVariant) stopped = NULL;

  set_state ("page", g_variant_new_string ("weights"));
  driver_let_run (300);
  page = g_action_group_get_action_state (G_ACTION_GROUP (window), "page");
  g_assert_cmpstr (g_variant_get_string (page, NULL), ==, "weights");
  set_state ("present", g_variant_new_boolean (TRUE));
  driver_let_run (300);
  presenting = g_action_group_get_action_state (G_ACTION_GROUP (window), "present");
  g_assert_true (g_variant_get_boolean (presenting));
  set_state ("present", g_variant_new_boolean (FALSE));
  driver_let_run (300);
  stopped = g_action_group_get_action_state (G_ACTION_GROUP (window), "present");
  g_assert_false (g_variant_get_boolean (stopped));
}

static void
test_everything_has_a_name (void)
{
  guint n = 0;

  walk (GTK_WIDGET (window), check_name, &n);
  g_assert_cmpuint (n, >, 20);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
add_tests (void)
{
  g_test_add_func ("/window/gallery", test_gallery);
  g_test_add_func ("/window/opens-and-trains", test_opens_and_trains);
  g_test_add_func ("/window/rate-is-marked", test_rate_is_marked);
  g_test_add_func ("/window/bad-value-changes-nothing", test_bad_value_changes_nothing);
  g_test_add_func ("/window/bad-path-keeps-all", test_bad_path_keeps_all);
  g_test_add_func ("/window/steps-and-restart", test_steps_and_restart);
  g_test_add_func ("/window/saves-and-opens", test_saves_and_opens);
  g_test_add_func ("/window/pages-and-present", test_pages_and_present);
  g_test_add_func ("/window/restart-with-changes-keeps-the-page", test_restart_with_changes_keeps_the_page);
  g_test_add_func ("/window/figures-are-named-for-what-they-show", test_figures_are_named_for_what_they_show);
  g_test_add_func ("/window/copies-a-figure", test_copies_a_figure);
  g_test_add_func ("/window/reveals-once", test_reveals_once);
  g_test_add_func ("/window/opening-ends-presenting", test_opening_ends_presenting);
  g_test_add_func ("/window/everything-has-a-name", test_everything_has_a_name);
}

int
main (int    argc,
      char **argv)
{
  return driver_run_tests (&argc, &argv, add_tests);
}
