/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <locale.h>

int
main (int    argc,
      char **argv)
{
  int status;

  setlocale (LC_ALL, "");
  status = cli_main (argc, argv);
  return status == CLI_NOT_A_COMMAND ? 99 : status;
}
