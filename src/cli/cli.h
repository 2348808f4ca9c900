/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The command line: every subcommand works without a display. */

#define CLI_NOT_A_COMMAND (-1)

/* Runs `percept SUBCOMMAND …`, `--help` or `--version` and returns the exit status: 0 done, 1 the work failed, 2 the
 * call was wrong, 130 interrupted with what was reached saved. CLI_NOT_A_COMMAND when the arguments name none: then
 * they are files for the window. @argv is left alone. */
int cli_main (int    argc,
              char **argv);
