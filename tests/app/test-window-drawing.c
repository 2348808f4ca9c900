/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The image that the Weights page asks its network about: examples, what is drawn, and what the network answers. */

#include "window-driver.h"

#include "train/bundled-run.h"
#include "views/weights/image-pane.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/* Digits as a hand would draw them on the pad: of several sizes, and anywhere. */
static const char *const digits[10] = {
  "15,4 11,5 8,9 7,14 8,19 11,23 15,24 19,22 21,18 22,13 21,8 18,5 15,4",
  "11,8 15,4 15,23",
  "7,9 9,5 13,4 17,6 18,10 15,15 10,20 7,23 13,23 20,23",
  "5,5 9,3 13,4 15,7 13,10 9,12 13,13 16,16 15,20 11,22 6,21",
  "13,5 10,10 6,16 13,16 21,16; 17,9 17,16 17,25",
  "20,5 14,5 10,5 9,9 9,13 14,12 18,14 20,18 18,22 13,24 8,22",
  "16,4 12,8 9,13 8,18 10,22 14,23 18,21 19,17 16,14 12,15 9,18",
  "6,6 13,5 20,6 17,11 14,17 12,24",
  "18,7 14,4 10,6 10,10 14,13 18,17 18,21 14,24 10,21 10,17 14,13 18,10 18,7",
  "18,8 15,5 11,6 10,10 12,13 16,12 18,8 18,14 17,19 15,24",
};

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

static gboolean
is_enabled (const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

static PerceptImagePane *
pane (void)
{
  return PERCEPT_IMAGE_PANE (driver_find (GTK_WIDGET (window), PERCEPT_TYPE_IMAGE_PANE, 0));
}

/* The member of win.status. Returns: (transfer full) (nullable) */
static JsonNode *
read_status (const char *name)
{
  g_autoptr (GVariant)   state = g_action_group_get_action_state (G_ACTION_GROUP (window), "status");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject            *object;

  g_assert_true (json_parser_load_from_data (parser, g_variant_get_string (state, NULL), -1, NULL));
  object = json_node_get_object (json_parser_get_root (parser));
  return json_object_has_member (object, name) ? json_node_copy (json_object_get_member (object, name)) : NULL;
}

static gboolean
tells (gconstpointer words)
{
  g_autoptr (JsonNode) node = read_status ("message");

  return node != NULL && strstr (json_node_get_string (node), words) != NULL;
}

/* As in the status: the place of the example and its class, or "drawn". Returns: (transfer full) */
static char *
read_image (void)
{
  g_autoptr (JsonNode) node = read_status ("image");
  JsonObject          *image = node != NULL ? json_node_get_object (node) : NULL;

  if (image == NULL)
    return g_strdup ("none");
  if (json_object_get_boolean_member (image, "drawn"))
    return g_strdup ("drawn");
  return g_strdup_printf ("%d", (int) json_object_get_int_member (image, "index"));
}

static gboolean
has_image (gconstpointer expected)
{
  g_autofree char *image = read_image ();

  return g_str_equal (image, expected);
}

static gboolean
is_other_image (gconstpointer before)
{
  return !has_image (before);
}

static gboolean
is_done (gconstpointer data)
{
  return percept_session_get_status (session)->phase == PERCEPT_PHASE_FINISHED;
}

static gboolean
has_answer (gconstpointer data)
{
  guint n = 0;

  if (pane () != NULL)
    percept_image_pane_get_top (pane (), &n);
  return n > 0;
}

/* The class that is named, "" while none is. */
static const char *
answer (void)
{
  guint                  n;
  const PerceptClassBar *top = percept_image_pane_get_top (pane (), &n);

  return n > 0 ? top[0].name : "";
}

static const PlotBrushImage *
drawing (void)
{
  return percept_drawing_pad_get (percept_image_pane_get_pad (pane ()));
}

/* A run that is over, on the diagram. */
static void
open_diagram (const char *steps)
{
  g_autoptr (TrainExperiment) experiment = bundled_run ("digits-hidden", steps,
                                                        "network.layers=dense 60 tanh; dense 10", NULL);
  g_autofree char            *text = train_experiment_to_text (experiment);
  g_autofree char            *path = g_build_filename (driver_get_scratch (), "drawing.percept", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  window = driver_open_window ();
  session = percept_window_get_session (window);
  activate ("experiment", path);
  driver_wait_for (is_done, NULL, "the end of the run");
  change ("page", "weights");
  change ("weights-view", "network");
  driver_wait_for (has_answer, NULL, "an answer");
}

static void
test_examples (void)
{
  open_diagram ("training.steps=20");
  driver_wait_for (has_image, "0", "the first example");
  activate ("image", "next");
  driver_wait_for (has_image, "1", "the next one");
  activate ("image", "17");
  driver_wait_for (has_image, "17", "one by its number");
  activate ("image", "previous");
  driver_wait_for (has_image, "16", "the one before");
  activate ("image", "99999");
  driver_wait_for (tells, "no example 99999", "the refusal of the number");
  activate ("image", "last");
  driver_wait_for (tells, "“last” is no image", "the refusal of the word");
  /* The test set is sealed until it is revealed. */
  activate ("image-part", "test");
  driver_wait_for (tells, "The test set is sealed", "the seal");
  g_assert_true (has_image ("16"));
  activate ("reveal-test", NULL);
  activate ("image-part", "test");
  driver_wait_for (has_image, "0", "the first test example");
  activate ("image-part", "cellar");
  driver_wait_for (tells, "no part of the data", "the refusal of the part");
  driver_close_window (window);
}

/* The example that is painted over, the way back, and an empty pad. */
static void
test_draws_and_undoes (void)
{
  g_autofree guint8 *example = NULL;

  open_diagram ("training.steps=20");
  example = g_memdup2 (drawing ()->bytes, 784);
  g_assert_false (is_enabled ("draw-undo"));
  g_assert_false (is_enabled ("draw-back"));
  activate ("draw", "3,3 25,3; 3,25 25,25");
  driver_wait_for (has_image, "drawn", "the drawing");
  g_assert_true (is_enabled ("draw-undo"));
  activate ("draw-undo", NULL);
  g_assert_true (is_enabled ("draw-undo"));
  activate ("draw-undo", NULL);
  g_assert_false (is_enabled ("draw-undo"));
  g_assert_cmpmem (drawing ()->bytes, 784, example, 784);
  driver_wait_for (has_image, "0", "the example after both strokes are undone");
  activate ("erase", "0,14 28,14");
  driver_wait_for (has_image, "drawn", "the erased example");
  activate ("draw-back", NULL);
  driver_wait_for (has_image, "0", "the example again");
  g_assert_cmpmem (drawing ()->bytes, 784, example, 784);
  activate ("draw", "3,3 25");
  driver_wait_for (tells, "is no stroke", "the refusal of a stroke");
  activate ("draw", "3,3 nan,2");
  activate ("draw-clear", NULL);
  for (guint i = 0; i < 784; i++)
    g_assert_cmpuint (drawing ()->bytes[i], ==, 0);
  activate ("image", "next");
  driver_wait_for (has_image, "1", "the next example");
  g_assert_false (is_enabled ("draw-undo"));
  driver_close_window (window);
}

/* What is erased to the last pixel is an empty pad: the answer is that to nothing at all. */
static void
test_erases_all (void)
{
  g_autofree char *rows = g_strdup ("0,0");
  double           empty, left;
  guint            n;

  open_diagram ("training.steps=20");
  activate ("draw-clear", NULL);
  empty = percept_image_pane_get_top (pane (), &n)[0].value;
  activate ("draw", digits[8]);
  g_assert_cmpfloat (fabs (percept_image_pane_get_top (pane (), &n)[0].value - empty), >, 1e-6);
  for (int y = 0; y <= 28; y += 2)
    {
      g_autofree char *before = rows;

      rows = g_strdup_printf ("%s 0,%d 28,%d", before, y, y);
    }
  activate ("erase", rows);
  for (guint i = 0; i < 784; i++)
    g_assert_cmpuint (drawing ()->bytes[i], ==, 0);
  left = percept_image_pane_get_top (pane (), &n)[0].value;
  g_assert_cmpfloat (left, ==, empty);
  driver_close_window (window);
}

/* A run that has seen little gets images wrong: each is another one, and none is right. */
static void
test_finds_mistakes (void)
{
  open_diagram ("training.steps=20");
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char    *before = read_image ();
      g_autoptr (JsonNode) node = NULL;

      activate ("image", "wrong");
      driver_wait_for (is_other_image, before, "a mistake");
      node = read_status ("image");
      g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "label"), !=, answer ());
    }
  driver_close_window (window);
}

static void
enabled_cb (int *n)
{
  (*n)++;
}

/* News of a run that change no command's being possible tell nobody that they did. */
static void
test_commands_rest (void)
{
  int    n = 0;
  gulong id;

  open_diagram ("training.steps=20");
  id = g_signal_connect_swapped (window, "action-enabled-changed", G_CALLBACK (enabled_cb), &n);
  g_signal_emit_by_name (session, "status");
  g_assert_cmpint (n, ==, 0);
  activate ("draw", "3,3 25,3");
  driver_wait_for (has_image, "drawn", "the drawing");
  g_assert_cmpint (n, ==, 2); /* draw-undo, draw-back */
  g_signal_emit_by_name (session, "status");
  g_assert_cmpint (n, ==, 2);
  g_signal_handler_disconnect (window, id);
  driver_close_window (window);
}

/* What the network receives. */
static const guint8 *
received (PerceptChosenImage *image)
{
  guint channels, height, width;

  return percept_chosen_image_get_bytes (image, &channels, &height, &width);
}

/* Only what was drawn on the empty pad is framed, and only as long as that is wished for. */
static void
test_frames (void)
{
  PerceptChosenImage *image;

  open_diagram ("training.steps=20");
  image = percept_image_pane_get_image (pane ());
  activate ("draw", "2,2 8,2");
  g_assert_cmpmem (received (image), 784, drawing ()->bytes, 784);
  activate ("draw-clear", NULL);
  activate ("draw", "2,2 8,2 5,9");
  g_assert_cmpint (memcmp (received (image), drawing ()->bytes, 784), !=, 0);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "draw-framed", g_variant_new_boolean (FALSE));
  g_assert_cmpmem (received (image), 784, drawing ()->bytes, 784);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "draw-framed", g_variant_new_boolean (TRUE));
  g_assert_cmpint (memcmp (received (image), drawing ()->bytes, 784), !=, 0);
  driver_close_window (window);
}

/* Ten digits are drawn, and eight or more are named; each answer is there when the stroke is. */
static void
test_names_digits (void)
{
  guint  n_right = 0, n_unframed = 0;
  gint64 slowest = 0;

  open_diagram ("training.steps=500");
  for (guint digit = 0; digit < 10; digit++)
    {
      const char name[] = { (char) ('0' + digit), '\0' };
      gint64     before;

      activate ("draw-clear", NULL);
      before = g_get_monotonic_time ();
      activate ("draw", digits[digit]);
      slowest = MAX (slowest, g_get_monotonic_time () - before);
      g_test_message ("%s is named %s", name, answer ());
      n_right += g_str_equal (answer (), name);
      g_action_group_change_action_state (G_ACTION_GROUP (window), "draw-framed", g_variant_new_boolean (FALSE));
      n_unframed += g_str_equal (answer (), name);
      g_action_group_change_action_state (G_ACTION_GROUP (window), "draw-framed", g_variant_new_boolean (TRUE));
    }
  g_test_message ("%u right, %u unframed; slowest answer to a whole digit %.1f ms", n_right, n_unframed,
                  (double) slowest / 1000);
  g_assert_cmpuint (n_right, >=, 8);
  driver_close_window (window);
}

/* It follows the run: another network gives another answer, at once and by itself. */
static gboolean
is_another (gconstpointer before)
{
  guint                  n;
  const PerceptClassBar *top = percept_image_pane_get_top (pane (), &n);

  return n > 0 && fabs (top[0].value - *(const double *) before) > 1e-4;
}

static void
test_follows_moments (void)
{
  guint  n;
  double before;

  open_diagram ("training.steps=20");
  activate ("draw-clear", NULL);
  activate ("draw", digits[3]);
  before = percept_image_pane_get_top (pane (), &n)[0].value;
  g_assert_cmpuint (n, ==, PERCEPT_N_CLASS_BARS);
  activate ("moment", "0");
  driver_wait_for (is_another, &before, "the answer of the start");
  driver_close_window (window);
}

static void
add_tests (void)
{
  g_test_add_func ("/window-drawing/examples", test_examples);
  g_test_add_func ("/window-drawing/draws-and-undoes", test_draws_and_undoes);
  g_test_add_func ("/window-drawing/erases-all", test_erases_all);
  g_test_add_func ("/window-drawing/finds-mistakes", test_finds_mistakes);
  g_test_add_func ("/window-drawing/commands-rest", test_commands_rest);
  g_test_add_func ("/window-drawing/frames", test_frames);
  g_test_add_func ("/window-drawing/names-digits", test_names_digits);
  g_test_add_func ("/window-drawing/follows-moments", test_follows_moments);
}

int
main (int   argc,
      char *argv[])
{
  return driver_run_tests (&argc, &argv, add_tests);
}
