/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_help (void)
{
  static const char *const commands[] = { "list", "run", "evaluate", "check", "units", "bench" };
  g_autoptr (Call)         help = call ("--help", NULL);
  g_autoptr (Call)         short_help = call ("-h", NULL);
  g_autoptr (Call)         version = call ("--version", NULL);

  call_check (help, 0, NULL);
  g_assert_cmpstr (help->err, ==, "");
  g_assert_cmpstr (help->out, ==, short_help->out);
  call_check (version, 0, NULL);
  g_assert_cmpstr (version->out, ==, "percept " PERCEPT_VERSION "\n");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *name = g_strdup_printf ("percept %s", commands[i]);
      g_autoptr (Call) own = call (commands[i], "--help", NULL);

      g_assert_nonnull (strstr (help->out, name));
      call_check (own, 0, NULL);
      g_assert_nonnull (strstr (own->out, name));
      g_assert_nonnull (strstr (own->out, "--json"));
    }
}

static void
test_list (void)
{
  static const char *const kinds[] = { "train", "check", "surface", NULL };
  g_autoptr (Call) plain = call ("list", NULL);
  g_autoptr (Call) json = call ("list", "--json", NULL);
  g_auto (GStrv)   lines = g_strsplit (json->out, "\n", -1);
  guint            n = 0;

  call_check (plain, 0, NULL);
  call_check (json, 0, NULL);
  for (; lines[n][0] != '\0'; n++)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      JsonObject            *object;

      g_assert_true (json_parser_load_from_data (parser, lines[n], -1, NULL));
      object = json_node_get_object (json_parser_get_root (parser));
      g_assert_nonnull (strstr (plain->out, json_object_get_string_member (object, "name")));
      g_assert_nonnull (strstr (plain->out, json_object_get_string_member (object, "title")));
      g_assert_true (g_strv_contains (kinds, json_object_get_string_member (object, "kind")));
    }
  g_assert_cmpuint (n, >=, 3);
  g_assert_nonnull (strstr (plain->out, "digits-softmax"));
}

/* What is wrong with the call itself is told, with the status 2. */
static void
test_wrong_calls (Scratch      *scratch,
                  gconstpointer data)
{
  g_autofree char *tiny = call_tiny (scratch, 40);
  const struct
  {
    const char *words[6];
    const char *told;
  } calls[] = {
    { { "rnu" }, "rnu" },
    { { "run" }, "one experiment" },
    { { "run", "a", "b" }, "one experiment" },
    { { "run", "no-such-experiment" }, "no-such-experiment" },
    { { "run", "no-such.percept" }, "no-such.percept" },
    { { "run", "digits-softmax@no-such" }, "no-such" },
    { { "run", tiny, "--no-such-option" }, "--no-such-option" },
    { { "run", tiny, "--set" }, "--set" },
    { { "run", tiny, "--set", "training.raet=1" }, "raet" },
    { { "run", tiny, "--set", "training.rate=-1" }, "training.rate = -1" },
    { { "run", tiny, "--set", "rate=1" }, "GROUP.KEY=VALUE" },
    { { "run", tiny, "--set", "network.layers=dense -3" }, "dense -3" },
    { { "run", tiny, "--seed", "x" }, "seed.init = x" },
    { { "run", tiny, "--seed", "-1" }, "seed.init = -1" },
    { { "list", "extra" }, "list" },
    { { "list", "--no-such-option" }, "--no-such-option" },
    { { "evaluate" }, "one model" },
    { { "evaluate", "a", "b" }, "one model" },
    { { "bench", "softmax" }, "softmax-fullbatch" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      const char *const *w = calls[i].words;
      g_autoptr (Call)   done = call (w[0], w[1], w[2], w[3], w[4], NULL);

      call_check (done, 2, calls[i].told);
      g_assert_cmpstr (done->out, ==, "");
      g_assert_true (g_str_has_prefix (done->err, "percept: "));
    }
}

/* Files are for the window. */
static void
test_not_a_command (Scratch      *scratch,
                    gconstpointer data)
{
  g_autofree char *tiny = call_tiny (scratch, 40);
  g_autoptr (Call) none = call (NULL, NULL);
  g_autoptr (Call) file = call (tiny, NULL);

  call_check (none, 99, NULL);
  call_check (file, 99, NULL);
}

/* What fails on the way is status 1, and the message names the file or the setting. */
static void
test_failures (Scratch      *scratch,
               gconstpointer data)
{
  g_autofree char *tiny = call_tiny (scratch, 40);
  g_autofree char *images = scratch_path (scratch, "train-images-idx3-ubyte");
  g_autofree char *letter = NULL;
  g_autoptr (Call) outputs = call ("run", tiny, "--set", "network.layers=dense 2", NULL);
  g_autoptr (Call) amount = call ("run", tiny, "--set", "data.validation=500", NULL);
  g_autoptr (Call) out = NULL, truncated = NULL, absent = NULL, diverged = NULL;

  call_check (outputs, 1, "dense 3");
  call_check (amount, 1, "500");
  letter = scratch_write (scratch, "letter.txt", "hello", 5);
  out = call ("run", tiny, "--out", letter, NULL);
  call_check (out, 1, "letter.txt");
  diverged = call ("run", tiny, "--set", "training.loss=squared", "--set", "training.rate=1e6", "--set",
                   "training.steps=5000", NULL);
  call_check (diverged, 1, "infinite");
  g_assert_nonnull (strstr (diverged->out, "diverged"));
  g_assert_true (g_file_set_contents (images, "\0\0\010\003", 4, NULL));
  truncated = call ("run", tiny, "--json", NULL);
  call_check (truncated, 1, images);
  g_assert_cmpstr (truncated->out, ==, "");
  absent = call ("run", tiny, "--set", "data.path=/no/such/folder", NULL);
  call_check (absent, 1, "/no/such/folder");
}

/* No escape sequence out of a name reaches the terminal. */
static void
test_control_characters (void)
{
  g_autoptr (Call) done = call ("run", "\033[31mred", NULL);

  call_check (done, 2, "[31mred");
  g_assert_null (strchr (done->err, '\033'));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calls/help", test_help);
  g_test_add_func ("/calls/list", test_list);
  g_test_add ("/calls/wrong", Scratch, NULL, scratch_set_up, test_wrong_calls, scratch_tear_down);
  g_test_add ("/calls/not-a-command", Scratch, NULL, scratch_set_up, test_not_a_command, scratch_tear_down);
  g_test_add ("/calls/failures", Scratch, NULL, scratch_set_up, test_failures, scratch_tear_down);
  g_test_add_func ("/calls/control-characters", test_control_characters);
  return g_test_run ();
}
