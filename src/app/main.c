/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/application.h"
#include "cli/cli.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>
#include <locale.h>

int
main (int    argc,
      char **argv)
{
  g_autoptr (PerceptApplication) application = NULL;
  int                            status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PERCEPT_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* Subcommands first: they need no display. */
  status = cli_main (argc, argv);
  if (status >= 0)
    return status;
  if (!gtk_init_check ())
    {
      g_printerr (_("percept: there is no display for the window. “percept run digits-softmax” trains without one; "
                    "“percept --help” lists what else does.\n"));
      return 1;
    }
  application = percept_application_new (G_APPLICATION_DEFAULT_FLAGS);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
