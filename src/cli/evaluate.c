/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"
#include "formats/json-writer.h"
#include "train/evaluation.h"
#include "train/result.h"

#include <glib/gi18n-lib.h>

static void
print_json (const TrainEvaluation *evaluation)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autofree char        *line = NULL;

  json_builder_begin_object (json);
  fmt_json_add_count (json, "examples", evaluation->n);
  fmt_json_add_real (json, "loss", evaluation->loss);
  fmt_json_add_real (json, "accuracy", evaluation->accuracy);
  json_builder_set_member_name (json, "confusion");
  json_builder_begin_array (json);
  for (guint i = 0; i < evaluation->n_classes; i++)
    {
      json_builder_begin_array (json);
      for (guint k = 0; k < evaluation->n_classes; k++)
        json_builder_add_int_value (json, (gint64) evaluation->confusion[i * evaluation->n_classes + k]);
      json_builder_end_array (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  line = fmt_json_finish (json, FALSE);
  g_print ("%s\n", line);
}

static void
print_text (const TrainEvaluation *evaluation)
{
  g_print (_("%" G_GSIZE_FORMAT " examples: accuracy %.2f %% ± %.2f, cost %.4f\n"), evaluation->n,
           100.0 * evaluation->accuracy,
           100.0 * train_accuracy_half_width (evaluation->accuracy, evaluation->n), evaluation->loss);
  g_print (_("Confusion (rows: true class, columns: predicted)\n"));
  for (guint i = 0; i < evaluation->n_classes; i++)
    {
      g_print ("%6u", i);
      for (guint k = 0; k < evaluation->n_classes; k++)
        g_print (" %6" G_GSIZE_FORMAT, evaluation->confusion[i * evaluation->n_classes + k]);
      g_print ("\n");
    }
}

static int
run (int    argc,
     char **argv)
{
  g_autofree char             *data = NULL;
  gboolean                     as_json = FALSE;
  int                          status = CLI_DONE;
  g_autoptr (GError)           error = NULL;
  g_autoptr (TrainEvaluation)  evaluation = NULL;
  const GOptionEntry           entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data,
      N_("The data: a folder of IDX files or a MATLAB file; its test set is used"), N_("PATH") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print one JSON object"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!cli_parse (&cli_evaluate_command, entries, &argc, &argv, &status))
    return status;
  if (argc != 2)
    return cli_fail (CLI_WRONG_CALL, _("“percept evaluate” takes one model: a run folder or its model.safetensors"));
  evaluation = train_evaluate_model (argv[1], data, &error);
  if (!evaluation)
    return cli_fail (CLI_FAILED, error->message);
  if (as_json)
    print_json (evaluation);
  else
    print_text (evaluation);
  return CLI_DONE;
}

const CliCommand cli_evaluate_command = {
  .name = "evaluate",
  .arguments = "MODEL [--data PATH] [--json]",
  .summary = N_("Loss and accuracy of a model on other data"),
  .run = run,
};
