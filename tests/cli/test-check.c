/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static double
number (JsonObject *object,
        const char *name)
{
  return json_object_get_double_member (object, name);
}

/* Table 2 of report C from the command line. */
static void
test_report_c (void)
{
  static const double    table[] = { 2.698202291518717, 0.200166359876926, 0.019912135073950066,
                                     0.0019906216532900034 };
  g_autoptr (Call)       done = call ("check", "gradient-check@C", "--json", NULL);
  g_autoptr (JsonParser) parser = NULL;
  JsonObject            *object;
  JsonArray             *steps;

  call_check (done, 0, NULL);
  object = call_json (done, &parser);
  g_assert_cmpstr (json_object_get_string_member (object, "verdict"), ==, "agrees");
  g_assert_cmpstr (json_object_get_string_member (object, "reduction"), ==, "sum");
  g_assert_cmpint (json_object_get_int_member (object, "examples"), ==, 4);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "coordinates")), ==, 20);
  steps = json_object_get_array_member (object, "steps");
  g_assert_cmpuint (json_array_get_length (steps), ==, 10);
  for (guint k = 0; k < G_N_ELEMENTS (table); k++)
    {
      JsonObject *step = json_array_get_object_element (steps, k);
      JsonObject *forward = json_object_get_object_member (step, "forward");

      g_assert_cmpfloat (fabs (number (forward, "sum") / table[k] - 1), <, 1e-4);
    }
}

static void
test_options (Scratch      *scratch,
              gconstpointer data)
{
  g_autofree char       *tiny = call_tiny (scratch, 40);
  g_autoptr (Call)       done = call ("check", tiny, "--h", "1e-2,1e-4", "--scheme", "forward", "--coordinates",
                                      "W1[0,1] b1[2]", "--set", "network.layers=dense 3", "--json", NULL);
  g_autoptr (Call)       text = call ("check", tiny, NULL);
  g_autoptr (JsonParser) parser = NULL;
  JsonObject            *object;
  JsonArray             *coordinates;

  call_check (done, 0, NULL);
  object = call_json (done, &parser);
  g_assert_cmpstr (json_object_get_string_member (object, "scheme"), ==, "forward");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "steps")), ==, 2);
  coordinates = json_object_get_array_member (object, "coordinates");
  g_assert_cmpuint (json_array_get_length (coordinates), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (coordinates, 1), "name"), ==,
                   "b1[2]");
  call_check (text, 0, NULL);
  g_assert_nonnull (strstr (text->out, "The gradient agrees"));
  g_assert_nonnull (strstr (text->out, "kinked: how many"));
}

/* A bug, and a check that says nothing, are status 1; the answer is printed all the same. */
static void
test_failures (Scratch      *scratch,
               gconstpointer data)
{
  g_autofree char       *tiny = call_tiny (scratch, 40);
  g_autoptr (Call)       bug = call ("check", tiny, "--bug", "wrong-sign", "--json", NULL);
  g_autoptr (Call)       text = call ("check", tiny, "--bug", "stale-bias", NULL);
  g_autoptr (Call)       vacuous = call ("check", tiny, "--set", "network.layers=dense 4 relu; dense 3", "--set",
                                         "network.init=zero", "--coordinates", "W1[0,0] W2[0,0]", NULL);
  g_autoptr (Call)       beyond = call ("check", tiny, "--coordinates", "W9[0,0]", NULL);
  g_autoptr (JsonParser) parser = NULL;

  call_check (bug, 1, "disagree");
  g_assert_cmpstr (json_object_get_string_member (call_json (bug, &parser), "verdict"), ==, "disagrees");
  call_check (text, 1, NULL);
  g_assert_nonnull (strstr (text->out, "Stale bias"));
  g_assert_nonnull (strstr (text->out, "disagree"));
  call_check (vacuous, 1, NULL);
  g_assert_nonnull (strstr (vacuous->out, "Nothing was checked"));
  call_check (beyond, 1, "W9");
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
    { { "check" }, "one experiment" },
    { { "check", "a", "b" }, "one experiment" },
    { { "check", "no-such-experiment" }, "no-such-experiment" },
    { { "check", tiny, "--h", "0" }, "check.h = 0" },
    { { "check", tiny, "--h", "" }, "check.h" },
    { { "check", tiny, "--scheme", "sideways" }, "check.scheme = sideways" },
    { { "check", tiny, "--coordinates", "some" }, "check.coordinates = some" },
    { { "check", tiny, "--bug", "moth" }, "check.bug = moth" },
    { { "check", tiny, "--set", "check.weights=1 x" }, "“x”" },
    { { "check", "no-such.safetensors" }, "no-such.safetensors" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      const char *const *w = calls[i].words;
      g_autoptr (Call)   done = call (w[0], w[1], w[2], w[3], NULL);

      call_check (done, 2, calls[i].told);
      g_assert_cmpstr (done->out, ==, "");
    }
}

/* A trained model is checked where it stands. */
static void
test_model (Scratch      *scratch,
            gconstpointer data)
{
  g_autofree char       *tiny = call_tiny (scratch, 40);
  g_autofree char       *folder = scratch_path (scratch, "run");
  g_autofree char       *model = g_build_filename (folder, "model.safetensors", NULL);
  g_autoptr (Call)       trained = call ("run", tiny, "--out", folder, "--json", NULL);
  g_autoptr (Call)       fresh = call ("check", tiny, "--json", NULL);
  g_autoptr (Call)       of_folder = call ("check", folder, "--json", NULL);
  g_autoptr (Call)       of_model = call ("check", model, "--json", NULL);
  g_autoptr (JsonParser) first = NULL, second = NULL;

  call_check (trained, 0, NULL);
  call_check (of_folder, 0, NULL);
  g_assert_cmpstr (strstr (of_folder->out, "verdict"), ==, strstr (of_model->out, "verdict"));
  g_assert_cmpfloat (number (call_json (of_folder, &first), "cost"), <, number (call_json (fresh, &second), "cost"));
}

static void
test_picture (Scratch      *scratch,
              gconstpointer data)
{
  g_autofree char *picture = scratch_path (scratch, "check.png");
  g_autofree char *numbers = scratch_path (scratch, "check.csv");
  g_autofree char *text = NULL;
  g_autoptr (Call) png = call ("check", "gradient-check@C", "--out", picture, NULL);
  g_autoptr (Call) csv = call ("check", "gradient-check@C", "--set", "check.along=2", "--out", numbers, NULL);
  g_autoptr (Call) wrong = call ("check", "gradient-check@C", "--out", "/no/such/folder/x.png", NULL);
  char             magic[4];

  call_check (png, 0, NULL);
  call_check (csv, 0, NULL);
  call_check (wrong, 1, "/no/such/folder/x.png");
  g_assert_true (g_file_get_contents (picture, &text, NULL, NULL));
  memcpy (magic, text, 4);
  g_assert_cmpmem (magic, 4, "\211PNG", 4);
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (numbers, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "central,,0.01,"));
  g_assert_nonnull (strstr (text, "angle"));
}

/* Ctrl-C in the middle of a long check. */
static void
test_interrupt (Scratch      *scratch,
                gconstpointer data)
{
  g_autofree char         *tiny = call_tiny (scratch, 40);
  const char *const        words[] = { "check", tiny, "--coordinates", "all", "--set",
                                       "network.layers=dense 3000 tanh; dense 3", NULL };
  g_autoptr (Call)         done = call_interrupt (400, words);

  call_check (done, 130, NULL);
  g_assert_cmpstr (done->out, ==, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check/report-c", test_report_c);
  g_test_add ("/check/options", Scratch, NULL, scratch_set_up, test_options, scratch_tear_down);
  g_test_add ("/check/failures", Scratch, NULL, scratch_set_up, test_failures, scratch_tear_down);
  g_test_add ("/check/wrong-calls", Scratch, NULL, scratch_set_up, test_wrong_calls, scratch_tear_down);
  g_test_add ("/check/model", Scratch, NULL, scratch_set_up, test_model, scratch_tear_down);
  g_test_add ("/check/picture", Scratch, NULL, scratch_set_up, test_picture, scratch_tear_down);
  g_test_add ("/check/interrupt", Scratch, NULL, scratch_set_up, test_interrupt, scratch_tear_down);
  return g_test_run ();
}
