/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analysis-error.h"
#include "cli/command.h"
#include "cli/experiment-options.h"
#include "cli/units-text.h"
#include "train/checkpoint.h"
#include "train/run-folder.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

/* Of the class that is asked for. */
#define LISTED 10

#define AS_MANY_AS_USUAL G_MININT

/* A ranking on a thread of its own, so that this one can wait for Ctrl-C. */
typedef struct
{
  TrainExperiment    *experiment;
  const char         *model;         /* path, or NULL */
  const char         *out;           /* folder to write, or NULL */
  PerceptUnitsRequest request;
  int                 limit;
  gboolean            as_json;
  gboolean            show_progress;
  gint64              shown;
  atomic_bool         stop;
  GMainLoop          *loop;
  PerceptUnitsResult *result;
  GError             *error;
} Job;

static gboolean
show_progress (const char *what,
               double      fraction,
               gpointer    user_data)
{
  Job   *job = user_data;
  gint64 now = g_get_monotonic_time ();

  if (job->show_progress && fraction >= 0.0 && now - job->shown >= G_USEC_PER_SEC / 5)
    {
      job->shown = now;
      g_printerr ("\r\033[K%s %3.0f %%", what ? what : _("Computing"), 100.0 * fraction);
    }
  return !atomic_load_explicit (&job->stop, memory_order_relaxed);
}

static gboolean
quit (gpointer user_data)
{
  Job *job = user_data;

  g_main_loop_quit (job->loop);
  return G_SOURCE_REMOVE;
}

static gpointer
work (gpointer user_data)
{
  Job *job = user_data;

  job->result = percept_units_run (job->experiment, job->model, &job->request, &job->stop, show_progress, job,
                                   &job->error);
  g_idle_add (quit, job);
  return NULL;
}

static gboolean
on_interrupt (gpointer user_data)
{
  Job *job = user_data;

  atomic_store_explicit (&job->stop, TRUE, memory_order_relaxed);
  return G_SOURCE_CONTINUE;
}

/* Lists of units: with --for some, with --limit that many. */
static guint
count_listed (const Job *job)
{
  if (job->limit == AS_MANY_AS_USUAL)
    return job->request.for_class ? LISTED : 0;
  return job->limit == 0 ? job->result->ranking->n_units : (guint) job->limit;
}

/* Classes and layers that the network has not are known only now. */
static int
fail (const Job *job)
{
  if (atomic_load (&job->stop))
    return CLI_INTERRUPTED;
  return cli_fail (g_error_matches (job->error, AN_ERROR, AN_ERROR_RANGE) ? CLI_WRONG_CALL : CLI_FAILED,
                   job->error->message);
}

static int
finish (const Job *job)
{
  g_autoptr (GError) error = NULL;

  if (!job->result)
    return fail (job);
  if (job->result->fresh)
    g_printerr (_("percept: %s has its initial weights; to rank what it has learned, name a run folder\n"),
                job->result->name);
  if (job->as_json)
    {
      g_autofree char *json = percept_units_to_json (job->result, (guint) MAX (job->limit, 0));

      g_print ("%s\n", json);
    }
  else
    cli_units_print (job->result, count_listed (job));
  if (job->out && !percept_units_save (job->result, job->out, &error))
    return cli_fail (CLI_FAILED, error->message);
  return CLI_DONE;
}

static int
rank (Job *job)
{
  g_autoptr (GMainLoop) loop = job->loop = g_main_loop_new (NULL, FALSE);
  guint                 signals[] = { g_unix_signal_add (SIGINT, on_interrupt, job),
                                      g_unix_signal_add (SIGTERM, on_interrupt, job) };
  g_autoptr (GError)    error = NULL;
  GThread              *thread = g_thread_try_new ("units", work, job, &error);
  int                   status;

  if (!thread)
    return cli_fail (CLI_FAILED, error->message);
  g_main_loop_run (loop);
  g_thread_join (thread);
  if (job->shown > 0)
    g_printerr ("\r\033[K");
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (signals[i]);
  status = finish (job);
  percept_units_result_free (job->result);
  g_clear_error (&job->error);
  return status;
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
  gboolean                      is_model;
  g_autoptr (GError)            error = NULL;
  g_autoptr (TrainExperiment)   experiment = NULL;
  Job                           job = { .show_progress = isatty (STDERR_FILENO), .limit = AS_MANY_AS_USUAL };
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
  is_model = train_run_recognizes (argv[1]) || g_str_has_suffix (argv[1], ".safetensors");
  experiment = is_model ? train_checkpoint_read_experiment (argv[1], &error)
                        : train_experiment_load (argv[1], &error);
  if (experiment)
    experiment = cli_experiment_lay_over (experiment, &options, &error);
  if (!experiment)
    return cli_fail (CLI_WRONG_CALL, error->message);
  job.experiment = experiment;
  job.model = is_model ? argv[1] : NULL;
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
