/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"

#include <string.h>

static void
test_same_hash (Scratch      *scratch,
                gconstpointer data)
{
  g_autofree char       *tiny = call_tiny (scratch, 100);
  g_autoptr (Call)       one = call ("run", tiny, "--json", NULL);
  g_autoptr (Call)       two = call ("run", tiny, "--json", NULL);
  g_autoptr (Call)       other = call ("run", tiny, "--json", "--seed", "77", NULL);
  JsonParser            *parsers[3];
  JsonObject            *first, *second, *third;

  call_check (one, 0, NULL);
  call_check (two, 0, NULL);
  call_check (other, 0, NULL);
  g_assert_cmpstr (one->err, ==, ""); /* no terminal, no progress */
  first = call_json (one, &parsers[0]);
  second = call_json (two, &parsers[1]);
  third = call_json (other, &parsers[2]);
  g_assert_cmpstr (json_object_get_string_member (first, "result_hash"), ==,
                   json_object_get_string_member (second, "result_hash"));
  g_assert_cmpstr (json_object_get_string_member (first, "result_hash"), !=,
                   json_object_get_string_member (third, "result_hash"));
  g_assert_cmpint (json_object_get_int_member (third, "seed"), ==, 77);
  g_assert_cmpstr (json_object_get_string_member (first, "stopped_because"), ==, "steps");
  g_assert_cmpstr (json_object_get_string_member (first, "experiment"), ==, "tiny");
  for (int i = 0; i < 3; i++)
    g_object_unref (parsers[i]);
}

static void
test_set (Scratch      *scratch,
          gconstpointer data)
{
  g_autofree char       *tiny = call_tiny (scratch, 100);
  g_autoptr (Call)       done = call ("run", tiny, "--json", "--set", "training.epochs=3", "--set",
                                      "network.layers=dense 3", "--set", "training.epochs = 2", NULL);
  g_autoptr (JsonParser) parser = NULL;
  JsonObject            *object;

  call_check (done, 0, NULL);
  object = call_json (done, &parser);
  g_assert_cmpfloat (json_object_get_double_member (object, "epochs"), ==, 2.0); /* the last word counts */
  g_assert_cmpint (json_object_get_int_member (object, "parameters"), ==, 93);
  g_assert_cmpstr (json_object_get_string_member (object, "stopped_because"), ==, "epochs");
}

static void
test_data (Scratch      *scratch,
           gconstpointer data)
{
  g_autofree char *tiny = call_tiny (scratch, 100);
  g_autofree char *elsewhere = scratch_path (scratch, "none");
  g_autoptr (Call) done = call ("run", tiny, "--set", "data.path=/no/such/folder", "--data", scratch->folder, NULL);
  g_autoptr (Call) absent = call ("run", tiny, "--data", elsewhere, NULL);

  call_check (done, 1, "/no/such/folder"); /* --set has the last word */
  g_assert_cmpint (absent->status, !=, 0);
  g_assert_nonnull (strstr (absent->err, elsewhere));
}

static void
test_text (Scratch      *scratch,
           gconstpointer data)
{
  g_autofree char *tiny = call_tiny (scratch, 100);
  g_autoptr (Call) done = call ("run", tiny, NULL);

  call_check (done, 0, NULL);
  g_assert_nonnull (strstr (done->out, "60 steps"));
  g_assert_nonnull (strstr (done->out, "validation"));
  g_assert_nonnull (strstr (done->out, "result_hash"));
}

static void
check_out (Scratch    *scratch,
           const char *tiny,
           const char *out)
{
  static const char *const names[] = { "experiment.percept", "run.json", "history.csv", "marks.csv",
                                       "model.safetensors", "state.safetensors", "curves.png", "weights.png" };
  g_autofree char         *path = scratch_path (scratch, out);
  g_autoptr (Call)         done = call ("run", tiny, "--out", path, "--json", NULL);
  g_autoptr (JsonParser)   parser = NULL;

  call_check (done, 0, NULL);
  g_assert_nonnull (call_json (done, &parser));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_build_filename (path, names[i], NULL);

      if (!g_file_test (name, G_FILE_TEST_IS_REGULAR))
        g_error ("%s is not there", name);
    }
}

/* Anew, in the place of an old run, and with a shell's slash at the end. */
static void
test_out (Scratch      *scratch,
          gconstpointer data)
{
  g_autofree char *tiny = call_tiny (scratch, 100);

  check_out (scratch, tiny, "out");
  check_out (scratch, tiny, "out");
  check_out (scratch, tiny, "slash/");
}

/* Told before anything is trained, and nothing is touched. */
static void
test_out_refused (Scratch      *scratch,
                  gconstpointer data)
{
  g_autofree char    *tiny = call_tiny (scratch, 100);
  g_autofree char    *letter = scratch_write (scratch, "letter.txt", "hello", 5);
  const char         *endless = "training.steps=100000000";
  g_autoptr (Call)    folder = call ("run", tiny, "--set", endless, "--out", scratch->folder, NULL);
  g_autoptr (Call)    file = call ("run", tiny, "--set", endless, "--out", letter, NULL);
  g_autofree char    *content = NULL;

  call_check (folder, 1, scratch->folder);
  call_check (file, 1, letter);
  g_assert_true (g_file_get_contents (letter, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "hello");
}

/* With the number of bytes, and before any of them is taken. */
static void
test_too_big (Scratch      *scratch,
              gconstpointer data)
{
  g_autofree char *tiny = call_tiny (scratch, 100);
  g_autoptr (Call) done = call ("run", tiny, "--set", "network.layers=dense 1000000; dense 1000000; dense 3", NULL);

  call_check (done, 1, "network.layers");
  g_assert_true (g_regex_match_simple ("needs [0-9]{13,} bytes of memory", done->err, 0, 0));
}

static gint64
sum_confusion (JsonObject *object,
               gint64     *right)
{
  JsonArray *rows = json_object_get_array_member (object, "confusion");
  gint64     sum = 0;

  *right = 0;
  for (guint i = 0; i < json_array_get_length (rows); i++)
    for (guint k = 0; k < json_array_get_length (rows); k++)
      {
        gint64 n = json_array_get_int_element (json_array_get_array_element (rows, i), k);

        sum += n;
        *right += i == k ? n : 0;
      }
  return sum;
}

static void
test_evaluate (Scratch      *scratch,
               gconstpointer data)
{
  g_autofree char       *tiny = call_tiny (scratch, 100);
  g_autofree char       *path = scratch_path (scratch, "out");
  g_autofree char       *model = g_build_filename (path, "model.safetensors", NULL);
  g_autoptr (Call)       trained = call ("run", tiny, "--out", path, "--json", NULL);
  g_autoptr (Call)       done = call ("evaluate", path, "--data", scratch->folder, "--json", NULL);
  g_autoptr (Call)       text = call ("evaluate", model, "--data", scratch->folder, NULL);
  g_autoptr (Call)       broken = NULL, absent = NULL, no_data = NULL;
  g_autoptr (JsonParser) parser = NULL, trained_parser = NULL;
  JsonObject            *object, *accuracy;
  gint64                 right;

  call_check (done, 0, NULL);
  object = call_json (done, &parser);
  accuracy = json_object_get_object_member (call_json (trained, &trained_parser), "accuracy");
  g_assert_cmpint (json_object_get_int_member (object, "examples"), ==, 30);
  g_assert_cmpint (sum_confusion (object, &right), ==, 30);
  g_assert_cmpfloat (json_object_get_double_member (object, "accuracy"), ==, (double) right / 30);
  g_assert_cmpfloat (json_object_get_double_member (object, "accuracy"), ==,
                     json_object_get_double_member (accuracy, "test"));
  call_check (text, 0, NULL);
  g_assert_nonnull (strstr (text->out, "30 examples"));
  no_data = call ("evaluate", path, "--data", "/no/such/folder", NULL);
  call_check (no_data, 1, "/no/such/folder");
  g_assert_true (g_file_set_contents (model, "rubbish", -1, NULL));
  broken = call ("evaluate", path, "--data", scratch->folder, "--json", NULL);
  call_check (broken, 1, "model.safetensors");
  g_assert_cmpstr (broken->out, ==, "");
  absent = call ("evaluate", "/no/such/model", NULL);
  call_check (absent, 1, "/no/such/model");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/run/same-hash", Scratch, NULL, scratch_set_up, test_same_hash, scratch_tear_down);
  g_test_add ("/run/set", Scratch, NULL, scratch_set_up, test_set, scratch_tear_down);
  g_test_add ("/run/data", Scratch, NULL, scratch_set_up, test_data, scratch_tear_down);
  g_test_add ("/run/text", Scratch, NULL, scratch_set_up, test_text, scratch_tear_down);
  g_test_add ("/run/too-big", Scratch, NULL, scratch_set_up, test_too_big, scratch_tear_down);
  g_test_add ("/run/out-refused", Scratch, NULL, scratch_set_up, test_out_refused, scratch_tear_down);
  g_test_add ("/run/out", Scratch, NULL, scratch_set_up, test_out, scratch_tear_down);
  g_test_add ("/run/evaluate", Scratch, NULL, scratch_set_up, test_evaluate, scratch_tear_down);
  return g_test_run ();
}
