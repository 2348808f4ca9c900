/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include "cli/command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CliCommand *const commands[] = {
  &cli_list_command,
  &cli_run_command,
  &cli_evaluate_command,
  &cli_check_command,
  &cli_surface_command,
  &cli_units_command,
  &cli_export_command,
  &cli_import_command,
  &cli_bench_command,
};

gboolean
cli_parse (const CliCommand   *command,
           const GOptionEntry *entries,
           int                *argc,
           char             ***argv,
           int                *status)
{
  g_autoptr (GOptionContext) context = g_option_context_new (command->arguments);
  g_autofree char           *program = g_strdup_printf ("percept %s", command->name);
  g_autoptr (GError)         error = NULL;
  gboolean                   help = FALSE;
  const GOptionEntry         help_entry[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_("Show this help and exit"), NULL }, G_OPTION_ENTRY_NULL
  };

  g_set_prgname (program);
  g_option_context_set_summary (context, _(command->summary));
  g_option_context_set_help_enabled (context, FALSE); /* GLib's own help exits the process */
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, help_entry, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      *status = cli_fail (CLI_WRONG_CALL, error->message);
      return FALSE;
    }
  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);

      g_print ("%s", text);
      *status = CLI_DONE;
      return FALSE;
    }
  return TRUE;
}

int
cli_fail (int         status,
          const char *message)
{
  g_autofree char *clean = g_strdup (message);

  /* A name out of a file may hold escape sequences: they are no business of the terminal. */
  for (char *c = clean; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c) && *c != '\n')
      *c = '?';
  g_printerr ("percept: %s\n", clean);
  return status;
}

static int
print_help (void)
{
  g_print ("%s\n  percept [%s]\n", _("Usage:"), _("FILE…"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  percept %s %s\n", commands[i]->name, commands[i]->arguments);
  g_print ("\n%s\n\n%s\n", _("Percept shows a neural network learning. Without a subcommand its window opens."),
           _("Subcommands (percept COMMAND --help tells more):"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i]->name, _(commands[i]->summary));
  g_print ("\n%s\n  -h, --help     %s\n  --version      %s\n", _("Options:"), _("Show this help and exit"),
           _("Show the version and exit"));
  return CLI_DONE;
}

static int
print_version (void)
{
  g_print ("percept %s\n", PERCEPT_VERSION);
  return CLI_DONE;
}

/* A bare word that is no file is more likely a mistyped subcommand than something for the window. */
static gboolean
looks_like_a_command (const char *word)
{
  return !strpbrk (word, "./") && !g_file_test (word, G_FILE_TEST_EXISTS);
}

int
cli_main (int    argc,
          char **argv)
{
  const char *word = argc > 1 ? argv[1] : NULL;

  if (!word)
    return CLI_NOT_A_COMMAND;
  if (g_str_equal (word, "--help") || g_str_equal (word, "-h"))
    return print_help ();
  if (g_str_equal (word, "--version"))
    return print_version ();
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (word, commands[i]->name))
      return commands[i]->run (argc - 1, argv + 1);
  if (word[0] != '-' && looks_like_a_command (word))
    {
      g_autofree char *message =
        g_strdup_printf (_("“%s” is neither a subcommand nor a file; see percept --help"), word);

      return cli_fail (CLI_WRONG_CALL, message);
    }
  return CLI_NOT_A_COMMAND;
}
