/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"
#include "models/model-export.h"
#include "train/run-folder.h"

#include <glib/gi18n-lib.h>

/* Returns: (transfer full) */
static char *
list_formats (void)
{
  GString *list = g_string_new (NULL);

  for (gsize i = 0; model_exports[i]; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", model_exports[i]->name);
  return g_string_free (list, FALSE);
}

static int
run (int    argc,
     char **argv)
{
  g_autofree char            *to = NULL;
  g_autofree char            *out = NULL;
  g_autofree char            *path = NULL;
  int                         status = CLI_DONE;
  g_autoptr (GError)          error = NULL;
  g_autoptr (FmtSafetensors)  model = NULL;
  const ModelExport          *format;
  const GOptionEntry          entries[] = {
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, N_("The format: safetensors or npz"), N_("FORMAT") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("The file to write"), N_("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  if (!cli_parse (&cli_export_command, entries, &argc, &argv, &status))
    return status;
  if (argc != 2 || !to || !out)
    return cli_fail (CLI_WRONG_CALL,
                     _("“percept export” takes one model (a run folder or its model.safetensors), --to and --out"));
  format = model_export_find (to);
  if (!format)
    {
      g_autofree char *formats = list_formats ();
      g_autofree char *message = g_strdup_printf (_("there is no format “%s” to export to; there are %s"), to, formats);

      return cli_fail (CLI_WRONG_CALL, message);
    }
  path = train_run_model_path (argv[1]);
  model = fmt_safetensors_read (path, &error);
  if (!model || !format->write (model, out, &error))
    return cli_fail (CLI_FAILED, error->message);
  return CLI_DONE;
}

const CliCommand cli_export_command = {
  .name = "export",
  .arguments = "MODEL --to safetensors|npz --out FILE",
  .summary = N_("Write the weights of a model for other programs"),
  .run = run,
};
