/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analysis-error.h"
#include "cli/background-work.h"
#include "cli/command.h"
#include "cli/experiment-options.h"
#include "cli/units-text.h"

#include <glib/gi18n-lib.h>

/* Of the class that is asked for. */
#define LISTED 10

#define AS_MANY_AS_USUAL G_MININT

/* What is to be ranked, and what becomes of it. */
typedef struct
{
  TrainExperiment    *experiment;
  const char         *model;         /* path, or NULL */
  const char         *out;           /* folder to write, or NULL */
  PerceptUnitsRequest request;
  int                 limit;
  gboolean            as_json;
} Job;

static gpointer
work (gconstpointer      task,
      const atomic_bool *stop,
      BaseProgress       progress,
      gpointer           user_data,
      GError           **error)
{
  const Job *job = task;

  return percept_units_run (job->experiment, job->model, &job->request, stop, progress, user_data, error);
}

/* Lists of units: with --for some, with --limit that many. */
static guint
count_listed (const Job                *job,
              const PerceptUnitsResult *result)
{
  if (job->limit == AS_MANY_AS_USUAL)
    return job->request.for_class ? LISTED : 0;
  return job->limit == 0 ? result->ranking->n_units : (guint) job->limit;
}

static int
finish (const Job                *job,
        const PerceptUnitsResult *result)
{
  g_autoptr (GError) error = NULL;

  if (result->fresh)
    g_printerr (_("percept: %s has its initial weights; to rank what it has learned, name a run folder\n"),
                result->name);
  if (job->as_json)
    {
      g_autofree char *json = percept_units_to_json (result, (guint) MAX (job->limit, 0));

      g_print ("%s\n", json);
    }
  else
    cli_units_print (result, count_listed (job, result));
  if (job->out && !percept_units_save (result, job->out, &error))
    return cli_fail (CLI_FAILED, error->message);
  return CLI_DONE;
}

static int
rank (const Job *job)
{
  g_autoptr (GError)             error = NULL;
  g_autoptr (PerceptUnitsResult) result = cli_background_work ("units", _("Computing"), work, job, &error);

  if (result)
    return finish (job, result);
  /* Classes and layers that the network has not are known only now. */
  return cli_work_failed (g_error_matches (error, AN_ERROR, AN_ERROR_RANGE) ? CLI_WRONG_CALL : CLI_FAILED, error);
}

/* What can be known to be wrong before any data are read. Returns: CLI_DONE if nothing is */
static int
check (const Job  *job,
       const char *by,
       int         layer)
{
  g_autofree char *message = NULL;

  if (!job->request.type)
    {
      g_autoptr (GString) names = g_string_new (an_ranking_types[0]->name);

      for (gsize i = 1; an_ranking_types[i]; i++)
        g_string_append_printf (names, ", %s", an_ranking_types[i]->name);
      message = g_strdup_printf (_("--by %s: there is no such ranking; there are %s"), by, names->str);
    }
  else if (layer < 0)
    message = g_strdup_printf (_("--layer %d: hidden layers are counted from 1"), layer);
  else if (job->limit < 0 && job->limit != AS_MANY_AS_USUAL)
    message = g_strdup_printf (_("--limit %d: a number of units is needed, 0 for all"), job->limit);
  return message ? cli_fail (CLI_WRONG_CALL, message) : CLI_DONE;
}

static int
run (int    argc,
     char **argv)
{
  g_auto (CliExperimentOptions) options = { NULL };
  g_autofree char              *for_class = NULL, *by = NULL, *out = NULL;
  int                           status = CLI_DONE, layer = 0;
  g_autoptr (GError)            error = NULL;
  g_autoptr (TrainExperiment)   experiment = NULL;
  Job                           job = { .limit = AS_MANY_AS_USUAL };
  const GOptionEntry            entries[] = {
    CLI_EXPERIMENT_OPTIONS (options),
    { "for", 0, 0, G_OPTION_ARG_STRING, &for_class, N_("Only for this class"), N_("CLASS") },
    { "by", 0, 0, G_OPTION_ARG_STRING, &by, N_("weight, activation or contribution (unless given)"), N_("RANKING") },
    { "layer", 0, 0, G_OPTION_ARG_INT, &layer, N_("A hidden layer, the last one unless given"), N_("N") },
    { "limit", 0, 0, G_OPTION_ARG_INT, &job.limit, N_("List so many units of each class, 0 for all"), N_("N") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("Write ranking.csv into a folder"), N_("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &job.as_json, N_("Print one JSON object"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!cli_parse (&cli_units_command, entries, &argc, &argv, &status))
    return status;
  if (argc != 2)
    return cli_fail (CLI_WRONG_CALL, _("“percept units” takes one experiment or model"));
  job.request.type = an_ranking_type_find (by ? by : "contribution");
  status = check (&job, by, layer);
  if (status != CLI_DONE)
    return status;
  experiment = cli_experiment_load_subject (argv[1], &options, &job.model, &error);
  if (!experiment)
    return cli_fail (CLI_WRONG_CALL, error->message);
  job.experiment = experiment;
  job.out = out;
  job.request.for_class = for_class;
  job.request.layer = (guint) layer;
  return rank (&job);
}

const CliCommand cli_units_command = {
  .name = "units",
  .arguments = "MODEL|EXPERIMENT [--data PATH] [--set GROUP.KEY=VALUE]… [--for CLASS] "
               "[--by weight|activation|contribution] [--layer N] [--limit N] [--out DIR] [--json]",
  .summary = N_("Ranks the hidden units by what they do for each class"),
  .run = run,
};
