/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/call.h"

#include <signal.h>
#include <string.h>

static GSubprocess *
start (const char *const *words)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                                                        G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray)           argv = g_ptr_array_new ();
  g_autoptr (GError)              error = NULL;
  GSubprocess                    *process;

  g_assert_nonnull (g_getenv ("PERCEPT_CLI"));
  g_ptr_array_add (argv, (gpointer) g_getenv ("PERCEPT_CLI"));
  for (gsize i = 0; words[i]; i++)
    g_ptr_array_add (argv, (gpointer) words[i]);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  return process;
}

static Call *
finish (GSubprocess *process)
{
  Call              *done = g_new0 (Call, 1);
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &done->out, &done->err, &error);
  g_assert_no_error (error);
  done->status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process)
                                                      : -g_subprocess_get_term_sig (process);
  return done;
}

Call *
call (const char *word,
      ...)
{
  g_autoptr (GPtrArray)   words = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  va_list                 rest;

  va_start (rest, word);
  for (; word; word = va_arg (rest, const char *))
    g_ptr_array_add (words, (gpointer) word);
  va_end (rest);
  g_ptr_array_add (words, NULL);
  process = start ((const char *const *) words->pdata);
  return finish (process);
}

Call *
call_interrupt (guint              milliseconds,
                const char *const *words)
{
  g_autoptr (GSubprocess) process = start (words);

  g_usleep (milliseconds * 1000);
  g_subprocess_send_signal (process, SIGINT);
  return finish (process);
}

void
call_free (Call *done)
{
  g_free (done->out);
  g_free (done->err);
  g_free (done);
}

void
call_check (const Call *done,
            int         status,
            const char *told)
{
  if (done->status != status || (told && !strstr (done->err, told)))
    g_error ("status %d instead of %d, or no “%s” in: %s%s", done->status, status, told ? told : "", done->err,
             done->out);
}

JsonObject *
call_json (const Call  *done,
           JsonParser **parser)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_suffix (done->out, "\n"));
  g_assert_true (strchr (done->out, '\n') == done->out + strlen (done->out) - 1);
  *parser = json_parser_new ();
  json_parser_load_from_data (*parser, done->out, -1, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (*parser));
}

char *
call_tiny (Scratch *scratch,
           gsize    n_train)
{
  g_autofree char *text = g_strdup_printf ("[data]\nsource = mnist\npath = %s\nvalidation = 12\n"
                                           "[network]\nlayers = dense 8 tanh; dense 3\n"
                                           "[training]\nbatch = 10\nsteps = 60\nevaluate = 10\n", scratch->folder);

  tiny_idx_write (scratch->folder, n_train, 30);
  return scratch_write (scratch, "tiny.percept", text, strlen (text));
}
