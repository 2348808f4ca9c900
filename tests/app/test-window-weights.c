/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Weights page: units by a ranking, one large, moments of the run, edits by hand, the diagram, and files. */

#include "window-driver.h"

#include "formats/npy.h"
#include "views/weights/unit-panel.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static PerceptWindow  *window;
static PerceptSession *session;

static void
activate (const char *action,
          const char *text)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), action, text != NULL ? g_variant_new_string (text) : NULL);
}

static void
change (const char *action,
        const char *text)
{
  g_action_group_change_action_state (G_ACTION_GROUP (window), action, g_variant_new_string (text));
}

/* @member of win.status, or of its object @group. Returns: (transfer full), NULL when it is not there */
static JsonNode *
read_status (const char *group,
             const char *member)
{
  g_autoptr (GVariant)  state = g_action_group_get_action_state (G_ACTION_GROUP (window), "status");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject            *object;

  g_assert_true (json_parser_load_from_data (parser, g_variant_get_string (state, NULL), -1, NULL));
  object = json_node_get_object (json_parser_get_root (parser));
  if (group != NULL)
    object = json_object_has_member (object, group) ? json_object_get_object_member (object, group) : NULL;
  return object != NULL && json_object_has_member (object, member)
           ? json_node_copy (json_object_get_member (object, member))
           : NULL;
}

static double
read_number (const char *group,
             const char *member)
{
  g_autoptr (JsonNode) node = read_status (group, member);

  return node != NULL ? json_node_get_double (node) : NAN;
}

static gboolean
is_true (gconstpointer member)
{
  g_autoptr (JsonNode) node = read_status ("weights", member);

  return node != NULL && json_node_get_boolean (node);
}

static gboolean
is_false (gconstpointer member)
{
  g_autoptr (JsonNode) node = read_status ("weights", member);

  return node != NULL && !json_node_get_boolean (node);
}

static gboolean
tells (gconstpointer words)
{
  g_autoptr (JsonNode) node = read_status (NULL, "message");

  return node != NULL && strstr (json_node_get_string (node), words) != NULL;
}

static gboolean
is_at_step (gconstpointer step)
{
  const PerceptStatus *status = percept_session_get_status (session);

  return status->step == GPOINTER_TO_UINT (step) && status->phase != PERCEPT_PHASE_RUNNING
         && status->phase != PERCEPT_PHASE_LOADING;
}

static gboolean
has_file (gconstpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
has_edits (gconstpointer n)
{
  return read_number ("edits", "done") == (double) GPOINTER_TO_UINT (n) && isfinite (read_number ("edits", "cost"));
}

static gboolean
has_no_edits (gconstpointer data)
{
  return percept_session_get_edits (session)->n_done == 0;
}

static gboolean
has_no_unit (gconstpointer data)
{
  return isnan (read_number ("weights", "unit"));
}

static gboolean
shows_step (gconstpointer step)
{
  return read_number ("weights", "step") == (double) GPOINTER_TO_UINT (step);
}

/* A short run that is over, on the Weights page. */
static void
open_page (void)
{
  g_autoptr (TrainExperiment) bundled = train_experiment_load ("digits-hidden", NULL);
  g_autoptr (TrainExperiment) shorter = train_experiment_assign (bundled, "training.steps=100", NULL);
  g_autoptr (TrainExperiment) experiment = train_experiment_assign (shorter, "network.layers=dense 20 tanh; dense 10",
                                                                    NULL);
  g_autofree char            *text = train_experiment_to_text (experiment);
  g_autofree char            *path = g_build_filename (driver_get_scratch (), "short.percept", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  window = driver_open_window ();
  session = percept_window_get_session (window);
  activate ("experiment", path);
  driver_wait_for (is_at_step, GUINT_TO_POINTER (100), "the end of the run");
  change ("page", "weights");
  driver_wait_for (shows_step, GUINT_TO_POINTER (100), "the page");
}

static gboolean
is_whole (gconstpointer data)
{
  GtkWidget *panel = driver_find (GTK_WIDGET (window), PERCEPT_TYPE_UNIT_PANEL, 0);

  return is_true ("whole") && panel != NULL
         && gtk_widget_get_width (panel) == gtk_widget_get_width (gtk_widget_get_ancestor (panel, ADW_TYPE_FLAP));
}

/* One unit has all of the page until it is put away or the network is asked for. */
static void
test_whole (void)
{
  open_page ();
  g_action_group_change_action_state (G_ACTION_GROUP (window), "unit-whole", g_variant_new_boolean (TRUE));
  driver_wait_for (tells, "Choose a unit first", "the refusal without a unit");
  activate ("unit", "1:7");
  g_action_group_change_action_state (G_ACTION_GROUP (window), "unit-whole", g_variant_new_boolean (TRUE));
  driver_wait_for (is_whole, NULL, "the unit on all of the page");
  activate ("unit", "1:8");
  driver_wait_for (is_whole, NULL, "the next unit there");
  change ("weights-view", "network");
  driver_wait_for (is_false, "whole", "the network");
  g_assert_cmpfloat (read_number ("weights", "unit"), ==, 8);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "unit-whole", g_variant_new_boolean (TRUE));
  driver_wait_for (is_whole, NULL, "the unit on all of the page again");
  activate ("unit", "none");
  driver_wait_for (has_no_unit, NULL, "no unit");
  g_assert_false (is_true ("whole"));
  change ("weights-view", "units");
  driver_close_window (window);
}

static void
test_ranks_and_shows (void)
{
  open_page ();
  activate ("rank", "contribution 8");
  driver_wait_for (is_true, "ranked", "the ranking");
  activate ("unit", "1:7");
  driver_wait_for (is_true, "known", "what is known of the unit");
  g_assert_cmpfloat (read_number ("weights", "unit"), ==, 7);
  activate ("rank", "beauty 8");
  driver_wait_for (tells, "no order “beauty”", "the refusal of the order");
  activate ("rank", "weight 12");
  driver_wait_for (tells, "no class “12”", "the refusal of the class");
  activate ("unit", "1:20");
  driver_wait_for (tells, "no unit 20", "the refusal of the unit");
  activate ("unit", "none");
  driver_wait_for (has_no_unit, NULL, "no unit");
  driver_close_window (window);
}

/* Back in time and to now; then the run goes on from there, and ends where it did. */
static void
test_moments (void)
{
  g_autofree char *hash = NULL;

  open_page ();
  hash = g_strdup (percept_session_get_result (session)->result_hash);
  activate ("moment", "50");
  driver_wait_for (shows_step, GUINT_TO_POINTER (50), "the moment");
  g_assert_false (is_true ("now"));
  activate ("moment", "now");
  driver_wait_for (is_true, "now", "the network of now");
  activate ("moment", "50");
  driver_wait_for (shows_step, GUINT_TO_POINTER (50), "the moment again");
  activate ("go-on", NULL);
  driver_wait_for (is_at_step, GUINT_TO_POINTER (50), "the run at the moment");
  g_action_group_change_action_state (G_ACTION_GROUP (window), "run", g_variant_new_boolean (TRUE));
  driver_wait_for (is_at_step, GUINT_TO_POINTER (100), "the end of the branch");
  driver_let_run (200);
  g_assert_cmpstr (percept_session_get_result (session)->result_hash, ==, hash);
  driver_close_window (window);
}

static void
test_edits (void)
{
  double before;

  open_page ();
  before = read_number ("accuracy", "validation");
  activate ("edit-weight", "W1[406,3]=25");
  driver_wait_for (has_edits, GUINT_TO_POINTER (1), "the answer");
  activate ("silence-unit", "1:4");
  driver_wait_for (has_edits, GUINT_TO_POINTER (2), "the second answer");
  g_assert_cmpfloat (read_number ("edits", "accuracy_before"), ==, before);
  activate ("undo-edit", NULL);
  driver_wait_for (has_edits, GUINT_TO_POINTER (1), "one undone");
  activate ("undo-edit", NULL);
  driver_wait_for (has_no_edits, NULL, "both undone");
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "undo-edit"));
  activate ("edit-weight", "W9[0,0]=1");
  driver_wait_for (tells, "W9: the network has 2 layer", "the refusal of the weight");
  activate ("edit-weight", "W1[406,3]");
  driver_wait_for (tells, "sets no weight", "the refusal of the text");
  activate ("edit-weight", "W1[406,3],W1[406,4]=1");
  driver_wait_for (tells, "“W1[406,3],W1[406,4]=1” sets no weight", "the refusal of two weights");
  activate ("silence-unit", "2:1");
  driver_wait_for (tells, "Layer 2 has no unit 1 to silence", "the refusal of an output");
  driver_close_window (window);
}

static void
test_files (void)
{
  g_autofree char  *npy = g_build_filename (driver_get_scratch (), "weights.npy", NULL);
  g_autofree char  *csv = g_build_filename (driver_get_scratch (), "ranking.csv", NULL);
  g_autofree char  *text = NULL;
  g_auto (FmtNpy)   read = { NULL };

  open_page ();
  activate ("save-weights", npy);
  driver_wait_for (has_file, npy, "the weights");
  g_assert_true (fmt_npy_read (npy, &read, NULL));
  g_assert_cmpuint (read.array->n_dimensions, ==, 3);
  g_assert_cmpuint (read.array->shape[0], ==, 20);
  g_assert_cmpuint (read.array->shape[1], ==, 28);
  g_assert_cmpuint (read.array->shape[2], ==, 28);
  activate ("rank", "weight 3");
  driver_wait_for (is_true, "ranked", "the ranking");
  activate ("save-ranking", csv);
  driver_wait_for (has_file, csv, "the ranking in a file");
  g_assert_true (g_file_get_contents (csv, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "class,rank,unit,score\n\"0\",1,"));
  activate ("save-weights", "weights.txt");
  driver_wait_for (tells, "should end in .npy", "the refusal of the ending");
  driver_close_window (window);
}

static void
save_sheet (const char *path)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "save-figure", g_variant_new ("(ss)", "weights", path));
  driver_wait_for (has_file, path, "the sheet in a file");
}

static gboolean
are_equal (const char *a,
           const char *b)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gsize            n_first, n_second;

  g_assert_true (g_file_get_contents (a, &first, &n_first, NULL));
  g_assert_true (g_file_get_contents (b, &second, &n_second, NULL));
  return n_first == n_second && memcmp (first, second, n_first) == 0;
}

/* What is saved while another page is seen is what there is, not what the page showed when it was left. */
static void
test_files_unseen (void)
{
  g_autofree char *before = g_build_filename (driver_get_scratch (), "before.png", NULL);
  g_autofree char *unseen = g_build_filename (driver_get_scratch (), "unseen.png", NULL);
  g_autofree char *seen = g_build_filename (driver_get_scratch (), "seen.png", NULL);
  g_autofree char *npy = g_build_filename (driver_get_scratch (), "unseen.npy", NULL);
  g_auto (FmtNpy)  read = { NULL };

  open_page ();
  save_sheet (before);
  change ("page", "train");
  activate ("edit-weight", "W1[406,3]=25");
  driver_wait_for (has_edits, GUINT_TO_POINTER (1), "the answer");
  save_sheet (unseen);
  activate ("save-weights", npy);
  driver_wait_for (has_file, npy, "the weights");
  g_assert_true (fmt_npy_read (npy, &read, NULL));
  g_assert_cmpfloat (((const float *) read.array->data)[3 * 784 + 406], ==, 25);
  change ("page", "weights");
  driver_let_run (300);
  save_sheet (seen);
  g_assert_false (are_equal (before, unseen));
  g_assert_true (are_equal (unseen, seen));
  driver_close_window (window);
}

/* A ranking that is saved right after another moment was chosen is that moment's. */
static void
test_ranking_of_moment (void)
{
  g_autofree char *now = g_build_filename (driver_get_scratch (), "now.csv", NULL);
  g_autofree char *soon = g_build_filename (driver_get_scratch (), "soon.csv", NULL);
  g_autofree char *later = g_build_filename (driver_get_scratch (), "later.csv", NULL);

  open_page ();
  activate ("rank", "contribution 3");
  driver_wait_for (is_true, "ranked", "the ranking");
  activate ("save-ranking", now);
  driver_wait_for (has_file, now, "the ranking of now");
  activate ("moment", "50");
  activate ("save-ranking", soon);
  driver_wait_for (has_file, soon, "the ranking of the moment");
  driver_let_run (500);
  activate ("save-ranking", later);
  driver_wait_for (has_file, later, "the ranking of the moment again");
  g_assert_false (are_equal (now, soon));
  g_assert_true (are_equal (soon, later));
  driver_close_window (window);
}

static void
test_diagram (void)
{
  g_autofree char *path = g_build_filename (driver_get_scratch (), "network.png", NULL);

  open_page ();
  change ("weights-view", "network");
  driver_let_run (300);
  g_action_group_activate_action (G_ACTION_GROUP (window), "save-figure",
                                  g_variant_new ("(ss)", "network", path));
  driver_wait_for (has_file, path, "the diagram in a file");
  activate ("image", "next");
  change ("weights-view", "forest");
  driver_wait_for (tells, "no view “forest”", "the refusal of the view");
  driver_close_window (window);
}

static void
add_tests (void)
{
  g_test_add_func ("/window-weights/ranks-and-shows", test_ranks_and_shows);
  g_test_add_func ("/window-weights/whole", test_whole);
  g_test_add_func ("/window-weights/moments", test_moments);
  g_test_add_func ("/window-weights/edits", test_edits);
  g_test_add_func ("/window-weights/files", test_files);
  g_test_add_func ("/window-weights/files-unseen", test_files_unseen);
  g_test_add_func ("/window-weights/ranking-of-moment", test_ranking_of_moment);
  g_test_add_func ("/window-weights/diagram", test_diagram);
}

int
main (int   argc,
      char *argv[])
{
  return driver_run_tests (&argc, &argv, add_tests);
}
