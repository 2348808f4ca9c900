/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"

#include <string.h>

/* Ctrl-C in the middle: status 130, and what was reached is told and saved. */
static void
test_in_the_middle (Scratch      *scratch,
                    gconstpointer data)
{
  g_autofree char       *tiny = call_tiny (scratch, 100);
  g_autofree char       *path = scratch_path (scratch, "out");
  g_autofree char       *summary = g_build_filename (path, "run.json", NULL);
  g_autofree char       *saved = NULL;
  const char            *words[] = { "run",   tiny, "--set",  "training.steps=100000000",
                                     "--out", path, "--json", NULL };
  g_autoptr (Call)       done = call_interrupt (500, words);
  g_autoptr (Call)       evaluated = NULL;
  g_autoptr (JsonParser) parser = NULL;
  JsonObject            *object;

  call_check (done, 130, NULL);
  object = call_json (done, &parser);
  g_assert_cmpstr (json_object_get_string_member (object, "stopped_because"), ==, "interrupted");
  g_assert_cmpint (json_object_get_int_member (object, "steps"), >, 0);
  g_assert_true (g_file_get_contents (summary, &saved, NULL, NULL));
  g_assert_nonnull (strstr (saved, json_object_get_string_member (object, "result_hash")));
  evaluated = call ("evaluate", path, "--data", scratch->folder, NULL);
  call_check (evaluated, 0, NULL);
}

/* While data are being drawn there is nothing to save yet; the end comes at once all the same. */
static void
test_while_loading (Scratch      *scratch,
                    gconstpointer data)
{
  static const char *const commands[] = { "run", "check", "surface", "units" };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const char      *words[] = { commands[i], "digits-hidden", "--json", NULL };
      g_autoptr (Call) done = call_interrupt (150, words);

      call_check (done, 130, NULL);
      if (i > 0)
        g_assert_cmpstr (done->out, ==, "");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/interrupt/in-the-middle", Scratch, NULL, scratch_set_up, test_in_the_middle, scratch_tear_down);
  g_test_add ("/interrupt/while-loading", Scratch, NULL, scratch_set_up, test_while_loading, scratch_tear_down);
  return g_test_run ();
}
