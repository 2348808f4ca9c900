/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analysis-error.h"
#include "cli/command.h"
#include "cli/experiment-options.h"
#include "session/surface.h"
#include "train/checkpoint.h"
#include "train/run-folder.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

/* A surface on a thread of its own, so that this one can wait for Ctrl-C. */
typedef struct
{
  TrainExperiment      *experiment;
  const char           *model;         /* path, or NULL */
  const char           *grid;
  const char           *out;           /* folder to write, or NULL */
  gboolean              as_json;
  gboolean              show_progress;
  gint64                shown;
  atomic_bool           stop;
  GMainLoop            *loop;
  PerceptSurfaceResult *result;
  GError               *error;
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

  job->result = percept_surface_run (job->experiment, job->model, job->grid, &job->stop, show_progress, job,
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

static void
print_text (const PerceptSurfaceResult *result)
{
  const AnLossSurface *surface = result->surface;
  gsize                n = (gsize) surface->n[0] * surface->n[1], least = 0;

  for (gsize p = 0; p < n; p++)
    if (!(surface->loss[p] >= surface->loss[least]))
      least = p;
  g_print (_("%s: loss (%s over %" G_GSIZE_FORMAT " examples) on %u x %u points\n"), result->name,
           result->sum ? _("sum") : _("mean"), result->n_examples, surface->n[0], surface->n[1]);
  for (int k = 0; k < 2; k++)
    g_print (_("%s from %g to %g, in the network %g\n"), surface->names[k], surface->axes[k][0],
             surface->axes[k][surface->n[k] - 1], result->values[k]);
  g_print (_("Least: %.6g at %s = %g, %s = %g\n"), surface->loss[least], surface->names[0],
           surface->axes[0][least % surface->n[0]], surface->names[1], surface->axes[1][least / surface->n[0]]);
}

/* Weights that the network has not are known only now. */
static int
fail (const Job *job)
{
  if (atomic_load (&job->stop))
    return CLI_INTERRUPTED;
  return cli_fail (g_error_matches (job->error, AN_ERROR, AN_ERROR_RANGE) ||
                   g_error_matches (job->error, AN_ERROR, AN_ERROR_SYNTAX) ? CLI_WRONG_CALL : CLI_FAILED,
                   job->error->message);
}

static int
finish (const Job *job)
{
  g_autoptr (GError) error = NULL;

  if (!job->result)
    return fail (job);
  if (job->as_json)
    {
      g_autofree char *json = percept_surface_to_json (job->result);

      g_print ("%s\n", json);
    }
  else
    print_text (job->result);
  if (job->out && !percept_surface_save (job->result, job->out, &error))
    return cli_fail (CLI_FAILED, error->message);
  return CLI_DONE;
}

static int
compute (Job *job)
{
  g_autoptr (GMainLoop) loop = job->loop = g_main_loop_new (NULL, FALSE);
  guint                 signals[] = { g_unix_signal_add (SIGINT, on_interrupt, job),
                                      g_unix_signal_add (SIGTERM, on_interrupt, job) };
  g_autoptr (GError)    error = NULL;
  GThread              *thread = g_thread_try_new ("surface", work, job, &error);
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
  percept_surface_result_free (job->result);
  g_clear_error (&job->error);
  return status;
}

static TrainExperiment *
lay_over (TrainExperiment *experiment,
          const char      *key,
          const char      *value,
          GError         **error)
{
  TrainExperiment *changed;

  if (!experiment || !value)
    return experiment;
  changed = train_experiment_set (experiment, "landscape", key, value, error);
  train_experiment_unref (experiment);
  return changed;
}

static int
run (int    argc,
     char **argv)
{
  g_auto (CliExperimentOptions) options = { NULL };
  g_autofree char              *weights = NULL, *grid = NULL, *range = NULL, *out = NULL;
  gboolean                      as_json = FALSE, is_model;
  int                           status = CLI_DONE;
  g_autoptr (GError)            error = NULL;
  g_autoptr (TrainExperiment)   experiment = NULL;
  Job                           job = { .show_progress = isatty (STDERR_FILENO) };
  const GOptionEntry            entries[] = {
    CLI_EXPERIMENT_OPTIONS (options),
    { "weights", 0, 0, G_OPTION_ARG_STRING, &weights, N_("The two weights, such as “W1[199,2],W1[200,2]”"),
      N_("NAME,NAME") },
    { "grid", 0, 0, G_OPTION_ARG_STRING, &grid, N_("Points along each weight, 60x60 unless given"), N_("NxN") },
    { "range", 0, 0, G_OPTION_ARG_STRING, &range, N_("Values of each weight, such as “-7:2,0:7”"), N_("X0:X1,Y0:Y1") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("Write surface.csv and surface.npy into a folder"), N_("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print one JSON object"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!cli_parse (&cli_surface_command, entries, &argc, &argv, &status))
    return status;
  if (argc != 2)
    return cli_fail (CLI_WRONG_CALL, _("“percept surface” takes one experiment or model"));
  is_model = train_run_recognizes (argv[1]) || g_str_has_suffix (argv[1], ".safetensors");
  experiment = is_model ? train_checkpoint_read_experiment (argv[1], &error)
                        : train_experiment_load (argv[1], &error);
  if (experiment)
    experiment = cli_experiment_lay_over (experiment, &options, &error);
  experiment = lay_over (experiment, "weights", weights, &error);
  experiment = lay_over (experiment, "window", range, &error);
  job.grid = grid ? grid : "60x60";
  if (!experiment || !percept_surface_validate (experiment, job.grid, &error))
    return cli_fail (CLI_WRONG_CALL, error->message);
  job.experiment = experiment;
  job.model = is_model ? argv[1] : NULL;
  job.out = out;
  job.as_json = as_json;
  return compute (&job);
}

const CliCommand cli_surface_command = {
  .name = "surface",
  .arguments = "EXPERIMENT|MODEL [--data PATH] [--set GROUP.KEY=VALUE]… [--weights 'W1[199,2],W1[200,2]'] "
               "[--grid 60x60] [--range X0:X1,Y0:Y1] [--out DIR] [--json]",
  .summary = N_("Computes the loss over two weights, all others kept"),
  .run = run,
};
