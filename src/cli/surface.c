/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analysis-error.h"
#include "cli/command.h"
#include "cli/experiment-options.h"
#include "figures/landscape.h"
#include "session/surface.h"
#include "train/checkpoint.h"
#include "train/run-folder.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <math.h>
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

/* "inf" says little. */
static void
print_rate (double rate)
{
  if (isfinite (rate))
    g_print (" %12.4g", rate);
  else
    g_print (" %12s", _("none"));
}

static void
print_curvature (const PerceptSurfaceResult *result)
{
  const AnCurvature *curvature = &result->curvature;

  g_print (_("At the start %g, %g: curvature %.6g and %.6g, condition %.4g\n"), result->race->start[0],
           result->race->start[1], curvature->eigenvalues[0], curvature->eigenvalues[1], curvature->condition);
}

static void
print_race (const PerceptSurfaceResult *result)
{
  g_print ("\n%-38s %6s %12s %12s %12s %12s %12s\n", _("racer"), _("steps"), _("x"), _("y"), _("loss"), _("length"),
           _("rate limit"));
  for (guint i = 0; i < result->race->n_paths; i++)
    {
      const AnRacePath *path = &result->race->paths[i];
      const AnRaceStep *last = &path->steps[path->n - 1];
      g_autofree char  *name = an_racers_format (&path->racer, 1);

      g_print ("%-38s %6u %12.4g %12.4g %12.6g %12.4g", name, path->n - 1, last->w[0], last->w[1], last->cost,
               path->length);
      print_rate (an_curvature_limit (&result->curvature, path->racer.optimizer, path->racer.momentum));
      g_print ("%s\n", path->diverged ? _("   diverged") : "");
    }
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
  print_curvature (result);
  print_race (result);
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
  if (job->out && (!percept_surface_save (job->result, job->out, &error) ||
                   !percept_surface_picture_save (job->result, job->out, &error)))
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
  g_autofree char              *weights = NULL, *grid = NULL, *range = NULL, *start = NULL, *racers = NULL;
  g_autofree char              *steps = NULL, *out = NULL;
  gboolean                      as_json = FALSE, is_model;
  int                           status = CLI_DONE;
  g_autoptr (GError)            error = NULL;
  g_autoptr (TrainExperiment)   experiment = NULL;
  Job                           job = { .show_progress = isatty (STDERR_FILENO) };
  const GOptionEntry            entries[] = {
    CLI_EXPERIMENT_OPTIONS (options),
    { "weights", 0, 0, G_OPTION_ARG_STRING, &weights,
      N_("The two weights, such as “W1[199,2],W1[200,2]”, or “suggest”"), N_("NAME,NAME") },
    { "grid", 0, 0, G_OPTION_ARG_STRING, &grid, N_("Points along each weight, 60x60 unless given"), N_("NxN") },
    { "range", 0, 0, G_OPTION_ARG_STRING, &range, N_("Values of each weight, such as “-7:2,0:7”, or “fit”"),
      N_("X0:X1,Y0:Y1") },
    { "racers", 0, 0, G_OPTION_ARG_STRING, &racers,
      N_("Optimizers, such as “gd rate 0.5; momentum rate 0.5 momentum 0.3”, or “suggest”"), N_("LIST") },
    { "steps", 0, 0, G_OPTION_ARG_STRING, &steps, N_("Steps of each racer, 20 unless given"), N_("K") },
    { "start", 0, 0, G_OPTION_ARG_STRING, &start, N_("Where racers start, such as “-5.6,3.3”, or “trained” or “fit”"),
      N_("X,Y") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out,
      N_("Write surface.csv, surface.npy, race.csv and surface.png into a folder"), N_("DIR") },
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
  experiment = lay_over (experiment, "racers", racers, &error);
  experiment = lay_over (experiment, "racer-steps", steps, &error);
  experiment = lay_over (experiment, "start", start, &error);
  job.grid = grid ? grid : "60x60";
  if (!experiment || !percept_surface_validate (experiment, job.grid, &error))
    return cli_fail (CLI_WRONG_CALL, error->message);
  job.experiment = experiment;
  job.model = is_model ? argv[1] : NULL;
  job.out = out;
  job.as_json = as_json;
  if (!is_model && percept_surface_trains (experiment))
    g_printerr (_("percept: %s is trained first, for that is what it is about\n"),
                train_experiment_get_name (experiment));
  return compute (&job);
}

const CliCommand cli_surface_command = {
  .name = "surface",
  .arguments = "EXPERIMENT|MODEL [--data PATH] [--set GROUP.KEY=VALUE]… [--weights 'W1[199,2],W1[200,2]'] "
               "[--grid 60x60] [--range X0:X1,Y0:Y1] [--racers 'gd rate 0.5; …'] [--steps K] [--start X,Y] [--out DIR] "
               "[--json]",
  .summary = N_("Computes the loss over two weights, all others kept, and the paths of optimizers on it; an "
                "experiment of kind surface is trained first, others are taken with fresh weights"),
  .run = run,
};
