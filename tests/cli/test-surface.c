/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"
#include "formats/npy.h"

#include <math.h>
#include <string.h>

#define WEIGHTS "landscape.weights=W1[7,1], b1[2]"

static double
at (JsonArray *rows,
    guint      row,
    guint      column)
{
  return json_array_get_double_element (json_array_get_array_element (rows, row), column);
}

static JsonArray *
read_rows (const Call  *done,
           JsonParser **parser)
{
  call_check (done, 0, NULL);
  return json_object_get_array_member (call_json (done, parser), "rows");
}

/* Axes and rows; the point where the network stands has the loss that another subcommand tells. */
static void
test_json (Scratch      *scratch,
           gconstpointer data)
{
  g_autofree char       *tiny = call_tiny (scratch, 40);
  g_autoptr (Call)       checked = call ("check", tiny, "--set", "check.examples=0", "--set", "network.init=zero",
                                         "--set", "network.layers=dense 3", "--json", NULL);
  g_autoptr (Call)       done = call ("surface", tiny, "--weights", "W1[7,1],b1[2]", "--grid", "4x3", "--range",
                                      "-1:2,0:4", "--set", "network.init=zero", "--set",
                                      "network.layers=dense 3", "--json", NULL);
  g_autoptr (JsonParser) parser = NULL, other = NULL;
  JsonObject            *object = call_json (done, &parser);
  JsonArray             *rows, *axes, *names;
  double                 cost;

  call_check (done, 0, NULL);
  call_check (checked, 0, NULL);
  cost = json_object_get_double_member (call_json (checked, &other), "cost");
  rows = json_object_get_array_member (object, "rows");
  axes = json_object_get_array_member (object, "axes");
  names = json_object_get_array_member (object, "weights");
  g_assert_cmpstr (json_array_get_string_element (names, 0), ==, "W1[7,1]");
  g_assert_cmpstr (json_array_get_string_element (names, 1), ==, "b1[2]");
  g_assert_cmpstr (json_object_get_string_member (object, "reduction"), ==, "mean");
  g_assert_cmpint (json_object_get_int_member (object, "examples"), ==, 28); /* the others validate */
  for (guint k = 0; k < 4; k++)
    g_assert_cmpfloat (at (axes, 0, k), ==, -1.0 + k);
  for (guint k = 0; k < 3; k++)
    g_assert_cmpfloat (at (axes, 1, k), ==, 2.0 * k);
  g_assert_cmpuint (json_array_get_length (rows), ==, 3);
  g_assert_cmpuint (json_array_get_length (json_array_get_array_element (rows, 2)), ==, 4);
  g_assert_cmpfloat_with_epsilon (at (rows, 0, 1), cost, 1e-5 * cost);
  g_assert_cmpfloat (fabs (at (rows, 2, 1) - cost), >, 0.01 * cost);
}

static void
test_files (Scratch      *scratch,
            gconstpointer data)
{
  g_autofree char       *tiny = call_tiny (scratch, 40);
  g_autofree char       *folder = scratch_path (scratch, "new/folder");
  g_autofree char       *npy = g_build_filename (folder, "surface.npy", NULL);
  g_autofree char       *csv = g_build_filename (folder, "surface.csv", NULL);
  g_autofree char       *text = NULL;
  g_autoptr (Call)       done = call ("surface", tiny, "--set", WEIGHTS, "--grid", "4x3", "--range", "-7:2,0:7",
                                      "--out", folder, "--json", NULL);
  g_autoptr (Call)       wrong = call ("surface", tiny, "--set", WEIGHTS, "--grid", "4x3", "--out", "/proc/no", NULL);
  g_autoptr (JsonParser) parser = NULL;
  JsonArray             *rows = read_rows (done, &parser);
  g_auto (GStrv)         lines = NULL;
  g_auto (FmtNpy)        file = { NULL };
  GError                *error = NULL;

  call_check (wrong, 1, "/proc/no");
  fmt_npy_read (npy, &file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (file.array->n_dimensions, ==, 2);
  g_assert_cmpuint (file.array->shape[0], ==, 3);
  g_assert_cmpuint (file.array->shape[1], ==, 4);
  g_assert_true (g_file_get_contents (csv, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "\"W1[7,1]\",\"b1[2]\",loss");
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 12 + 1);
  for (guint p = 0; p < 12; p++)
    {
      double loss = at (rows, p / 4, p % 4);

      g_assert_cmpfloat (fmt_array_get (file.array, p), ==, loss);
      g_assert_cmpfloat (g_ascii_strtod (strrchr (lines[1 + p], ',') + 1, NULL), ==, loss);
    }
  g_assert_true (g_str_has_prefix (lines[2], "-4,0,"));
}

static JsonObject *
get_racer (JsonObject *object,
           guint       i)
{
  return json_array_get_object_element (json_object_get_array_member (object, "racers"), i);
}

/* The racers start where they are told; the first step of gradient descent is the one that its rate and slope say, and
 * momentum's from rest is the same. */
static void
test_race (Scratch      *scratch,
           gconstpointer data)
{
  g_autofree char       *tiny = call_tiny (scratch, 40);
  g_autofree char       *folder = scratch_path (scratch, "race");
  g_autofree char       *csv = g_build_filename (folder, "race.csv", NULL), *text = NULL;
  g_autofree char       *png = g_build_filename (folder, "surface.png", NULL);
  g_autoptr (Call)       done = call ("surface", tiny, "--set", WEIGHTS, "--grid", "5x5", "--range", "-2:2,-2:2",
                                      "--racers", "gd rate 0.5; momentum rate 0.5 momentum 0.9", "--steps", "3",
                                      "--start", "-1,1", "--out", folder, "--json", NULL);
  g_autoptr (JsonParser) parser = NULL;
  JsonObject            *object, *gd, *momentum, *curvature;
  JsonArray             *places, *other;
  g_auto (GStrv)         lines = NULL;

  call_check (done, 0, NULL);
  object = call_json (done, &parser);
  gd = get_racer (object, 0);
  momentum = get_racer (object, 1);
  places = json_object_get_array_member (gd, "places");
  other = json_object_get_array_member (momentum, "places");
  g_assert_cmpstr (json_object_get_string_member (gd, "optimizer"), ==, "gd");
  g_assert_cmpfloat (json_object_get_double_member (momentum, "momentum"), ==, 0.9);
  g_assert_cmpuint (json_array_get_length (places), ==, 4);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (gd, "costs")), ==, 4);
  g_assert_cmpfloat (at (places, 0, 0), ==, -1.0);
  g_assert_cmpfloat (at (places, 0, 1), ==, 1.0);
  g_assert_cmpfloat (at (places, 1, 1), ==, at (other, 1, 1));
  g_assert_cmpfloat (at (places, 1, 1), !=, 1.0);
  g_assert_cmpfloat (fabs (at (other, 2, 1) - 1.0), >, fabs (at (places, 2, 1) - 1.0));
  curvature = json_object_get_object_member (object, "curvature");
  g_assert_cmpfloat (json_array_get_double_element (json_object_get_array_member (curvature, "eigenvalues"), 0), >=,
                     json_array_get_double_element (json_object_get_array_member (curvature, "eigenvalues"), 1));
  g_assert_true (json_object_has_member (gd, "stable_rate"));
  g_assert_cmpint (json_object_get_int_member (object, "step"), ==, 0);
  g_assert_true (g_file_get_contents (csv, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "racer,step,\"W1[7,1]\",\"b1[2]\",cost");
  g_assert_true (g_str_has_prefix (lines[1], "\"gd rate 0.5\",0,-1,1,"));
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 2 * 4 + 1);
  g_assert_true (g_file_test (png, G_FILE_TEST_IS_REGULAR));
}

/* An experiment about a surface is trained first, and what is open is found. */
static void
test_kind (Scratch      *scratch,
           gconstpointer data)
{
  g_autofree char       *tiny = call_tiny (scratch, 40);
  g_autoptr (Call)       done = call ("surface", tiny, "--set", "experiment.kind=surface", "--set",
                                      "network.layers=dense 3", "--grid", "8x8", "--json", NULL);
  g_autoptr (Call)       run = call ("run", tiny, "--set", "experiment.kind=surface", "--json", NULL);
  g_autoptr (JsonParser) parser = NULL;
  JsonObject            *object;

  call_check (run, 0, NULL);
  call_check (done, 0, "trained first");
  object = call_json (done, &parser);
  g_assert_cmpint (json_object_get_int_member (object, "step"), >, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "racers")), ==, 5);
}

/* A model is looked at where training has left it. */
static void
test_model (Scratch      *scratch,
            gconstpointer data)
{
  g_autofree char       *tiny = call_tiny (scratch, 40);
  g_autofree char       *folder = scratch_path (scratch, "run");
  g_autofree char       *model = g_build_filename (folder, "model.safetensors", NULL);
  g_autoptr (Call)       trained = call ("run", tiny, "--out", folder, "--json", NULL);
  g_autoptr (Call)       fresh = call ("surface", tiny, "--set", WEIGHTS, "--range", "0:1,0:1", "--json", NULL);
  g_autoptr (Call)       of_folder = call ("surface", folder, "--set", WEIGHTS, "--range", "0:1,0:1", "--json", NULL);
  g_autoptr (Call)       of_model = call ("surface", model, "--set", WEIGHTS, "--range", "0:1,0:1", "--json", NULL);
  g_autoptr (Call)       text = call ("surface", folder, "--set", WEIGHTS, NULL);
  g_autoptr (JsonParser) first = NULL, second = NULL, third = NULL;
  JsonArray             *rows = read_rows (of_folder, &first);

  call_check (trained, 0, NULL);
  call_check (text, 0, NULL);
  g_assert_nonnull (strstr (text->out, "W1[7,1]"));
  g_assert_cmpuint (json_array_get_length (rows), ==, 60);
  g_assert_cmpfloat (at (rows, 0, 0), ==, at (read_rows (of_model, &second), 0, 0));
  g_assert_cmpfloat (at (rows, 0, 0), <, at (read_rows (fresh, &third), 0, 0));
}

static void
test_wrong_calls (Scratch      *scratch,
                  gconstpointer data)
{
  g_autofree char *tiny = call_tiny (scratch, 40);
  const struct
  {
    const char *words[5];
    const char *told;
  } calls[] = {
    { { "surface" }, "one experiment" },
    { { "surface", "a", "b" }, "one experiment" },
    { { "surface", "no-such-experiment" }, "no-such-experiment" },
    { { "surface", "no-such.safetensors" }, "no-such.safetensors" },
    { { "surface", tiny, "--grid", "0x9" }, "0x9" },
    { { "surface", tiny, "--grid", "500x500" }, "2 to 200" },
    { { "surface", tiny, "--range", "1:0,0:1" }, "1:0,0:1" },
    { { "surface", tiny, "--weights", "largest 2" }, "largest 2" },
    { { "surface", tiny, "--weights", "W1[0,0]" }, "two different weights" },
    { { "surface", tiny, "--racers", "sgd rate 1" }, "landscape.racers" },
    { { "surface", tiny, "--racers", "gd rate -1" }, "landscape.racers" },
    { { "surface", tiny, "--steps", "0" }, "landscape.racer-steps" },
    { { "surface", tiny, "--steps", "1001" }, "1000" },
    { { "surface", tiny, "--start", "3" }, "landscape.start" },
    { { "surface", tiny, "--start", "here" }, "“here”" },
    { { "run", tiny, "--set", "landscape.window=5" }, "landscape.window" },
    { { "run", tiny, "--set", "landscape.weights=largest 2" }, "landscape.weights" },
    { { "surface", tiny, "--weights", "W9[0,0],W1[0,0]" }, "W9" },
    { { "surface", tiny, "--weights", "W1[99999,0],W1[0,0]" }, "99999" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      const char *const *w = calls[i].words;
      g_autoptr (Call)   done = call (w[0], w[1], w[2], w[3], NULL);

      call_check (done, 2, calls[i].told);
      g_assert_cmpstr (done->out, ==, "");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/surface/json", Scratch, NULL, scratch_set_up, test_json, scratch_tear_down);
  g_test_add ("/surface/files", Scratch, NULL, scratch_set_up, test_files, scratch_tear_down);
  g_test_add ("/surface/race", Scratch, NULL, scratch_set_up, test_race, scratch_tear_down);
  g_test_add ("/surface/kind", Scratch, NULL, scratch_set_up, test_kind, scratch_tear_down);
  g_test_add ("/surface/model", Scratch, NULL, scratch_set_up, test_model, scratch_tear_down);
  g_test_add ("/surface/wrong-calls", Scratch, NULL, scratch_set_up, test_wrong_calls, scratch_tear_down);
  return g_test_run ();
}
