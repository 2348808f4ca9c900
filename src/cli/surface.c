/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analysis-error.h"
#include "cli/background-work.h"
#include "cli/command.h"
#include "cli/experiment-options.h"
#include "figures/landscape.h"
#include "session/surface.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What is to be computed, and what becomes of it. */
typedef struct
{
  TrainExperiment *experiment;
  const char      *model;      /* path, or NULL */
  const char      *grid;
  const char      *out;        /* folder to write, or NULL */
  gboolean         as_json;
} Job;

static gpointer
work (gconstpointer      task,
      const atomic_bool *stop,
      BaseProgress       progress,
      gpointer           user_data,
      GError           **error)
{
  const Job *job = task;

  return percept_surface_run (job->experiment, job->model, job->grid, stop, progress, user_data, error);
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

static int
finish (const Job                  *job,
        const PerceptSurfaceResult *result)
{
  g_autoptr (GError) error = NULL;

  if (job->as_json)
    {
      g_autofree char *json = percept_surface_to_json (result);

      g_print ("%s\n", json);
    }
  else
    print_text (result);
  if (job->out && (!percept_surface_save (result, job->out, &error) ||
                   !percept_surface_picture_save (result, job->out, &error)))
    return cli_fail (CLI_FAILED, error->message);
  return CLI_DONE;
}

/* Weights that the network has not are known only when it is there. */
static gboolean
is_wrong_call (const GError *error)
{
  return g_error_matches (error, AN_ERROR, AN_ERROR_RANGE) || g_error_matches (error, AN_ERROR, AN_ERROR_SYNTAX);
}

static int
compute (const Job *job)
{
  g_autoptr (GError)               error = NULL;
  g_autoptr (PerceptSurfaceResult) result = cli_background_work ("surface", _("Computing"), work, job, &error);

  if (result)
    return finish (job, result);
  return cli_work_failed (is_wrong_call (error) ? CLI_WRONG_CALL : CLI_FAILED, error);
}

static int
run (int    argc,
     char **argv)
{
  g_auto (CliExperimentOptions) options = { NULL };
  g_autofree char              *weights = NULL, *grid = NULL, *range = NULL, *start = NULL, *racers = NULL;
  g_autofree char              *steps = NULL, *out = NULL;
  gboolean                      as_json = FALSE;
  int                           status = CLI_DONE;
  g_autoptr (GError)            error = NULL;
  g_autoptr (TrainExperiment)   experiment = NULL;
  Job                           job = { NULL };
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
  experiment = cli_experiment_load_subject (argv[1], &options, &job.model, &error);
  experiment = cli_experiment_set (experiment, "landscape", "weights", weights, &error);
  experiment = cli_experiment_set (experiment, "landscape", "window", range, &error);
  experiment = cli_experiment_set (experiment, "landscape", "racers", racers, &error);
  experiment = cli_experiment_set (experiment, "landscape", "racer-steps", steps, &error);
  experiment = cli_experiment_set (experiment, "landscape", "start", start, &error);
  job.grid = grid ? grid : "60x60";
  if (!experiment || !percept_surface_validate (experiment, job.grid, &error))
    return cli_fail (CLI_WRONG_CALL, error->message);
  job.experiment = experiment;
  job.out = out;
  job.as_json = as_json;
  if (!job.model && percept_surface_trains (experiment))
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
