/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"
#include "formats/json-writer.h"
#include "train/experiment.h"

#include <glib/gi18n-lib.h>

static void
print_json (TrainExperiment *experiment)
{
  static const char *const keys[] = { "title", "about", "kind", "reference", "page" };
  g_autoptr (JsonBuilder)  json = json_builder_new ();
  g_autofree char         *line = NULL;

  json_builder_begin_object (json);
  fmt_json_add_text (json, "name", train_experiment_get_name (experiment));
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    fmt_json_add_text (json, keys[i], train_experiment_get (experiment, "experiment", keys[i]));
  json_builder_end_object (json);
  line = fmt_json_finish (json, FALSE);
  g_print ("%s\n", line);
}

static int
run (int    argc,
     char **argv)
{
  gboolean           as_json = FALSE;
  int                status = CLI_DONE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print one JSON object a line"), NULL }, G_OPTION_ENTRY_NULL
  };
  g_auto (GStrv) names = NULL;

  if (!cli_parse (&cli_list_command, entries, &argc, &argv, &status))
    return status;
  if (argc > 1)
    return cli_fail (CLI_WRONG_CALL, _("“percept list” takes no arguments"));
  names = train_experiment_list_bundled ();
  for (guint i = 0; names[i]; i++)
    {
      g_autoptr (GError)          error = NULL;
      g_autoptr (TrainExperiment) experiment = train_experiment_load (names[i], &error);

      if (!experiment)
        return cli_fail (CLI_FAILED, error->message);
      if (as_json)
        print_json (experiment);
      else
        g_print ("%-22s %s\n", names[i], train_experiment_get_title (experiment));
    }
  return CLI_DONE;
}

const CliCommand cli_list_command = {
  .name = "list",
  .arguments = "[--json]",
  .summary = N_("Names the bundled experiments"),
  .run = run,
};
