/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Private to cli/: one file for each subcommand, a row each in the registry of cli.c. */

#define CLI_DONE 0
#define CLI_FAILED 1
#define CLI_WRONG_CALL 2
#define CLI_INTERRUPTED 130

typedef struct
{
  const char *name;
  const char *arguments;                  /* after the name, for --help */
  const char *summary;                    /* N_() */
  int       (*run) (int argc, char **argv); /* argv[0] is the name */
} CliCommand;

extern const CliCommand cli_list_command;
extern const CliCommand cli_run_command;
extern const CliCommand cli_evaluate_command;
extern const CliCommand cli_bench_command;
extern const CliCommand cli_check_command;
extern const CliCommand cli_surface_command;
extern const CliCommand cli_units_command;
extern const CliCommand cli_export_command;
extern const CliCommand cli_import_command;

/* Parses the options of @command; the rest stays in @argv. Handles --help by printing it and exiting the parse with
 * FALSE and *status 0; a wrong option is told on standard error and *status is CLI_WRONG_CALL. */
gboolean cli_parse (const CliCommand   *command,
                    const GOptionEntry *entries,
                    int                *argc,
                    char             ***argv,
                    int                *status);

/* Prints "percept: MESSAGE" on standard error, control characters taken out; returns @status. */
int      cli_fail  (int                 status,
                    const char         *message);
