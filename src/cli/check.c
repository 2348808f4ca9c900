/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/check-words.h"
#include "cli/background-work.h"
#include "cli/command.h"
#include "cli/experiment-options.h"
#include "figures/check-figures.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SHOWN_COORDINATES 10

/* What is to be checked, and what becomes of it. */
typedef struct
{
  TrainExperiment *experiment;
  const char      *model;      /* path, or NULL */
  const char      *out;        /* picture to write, or NULL */
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

  return percept_check_run (job->experiment, job->model, NULL, stop, progress, user_data, error);
}

static void
print_steps (const AnGradientCheck *check)
{
  g_print ("%-10s %14s %14s %14s %12s %8s\n", "h", an_scheme_name (0), an_scheme_name (1), an_scheme_name (2),
           _("angle"), _("kinked"));
  for (guint k = 0; k < check->n_h; k++)
    {
      const AnAgreement *agreement = &check->of_reference[check->scheme][k];

      g_print ("%-10g", check->h[k]);
      for (AnScheme s = 0; s < AN_N_SCHEMES; s++)
        g_print (" %14.6g", check->of_reference[s][k].sum);
      g_print (" %12.3g %8u\n", agreement->angle, agreement->n_kinked);
    }
}

static void
print_coordinates (const AnGradientCheck *check)
{
  const double     *d = check->differences[check->scheme] + check->best * check->n;
  g_autofree gsize *order = an_gradient_check_order (check);

  g_print (_("\n%-14s %16s %16s %16s   (h = %g)\n"), _("coordinate"), _("float32"), _("double"), _("difference"),
           check->h[check->best]);
  for (gsize k = 0; k < MIN (check->n, SHOWN_COORDINATES); k++)
    {
      gsize i = order[k];

      g_print ("%-14s %16.8g %16.10g %16.10g%s\n", check->names[i], check->production[i], check->reference[i], d[i],
               check->kinks[check->scheme][check->best * check->n + i] > 0 ? _("   kink") : "");
    }
  if (check->n > SHOWN_COORDINATES)
    g_print (_("… and %" G_GSIZE_FORMAT " more\n"), check->n - SHOWN_COORDINATES);
}

static void
print_text (const PerceptCheckResult *result)
{
  const AnGradientCheck *check = result->check;
  g_autofree char       *words = an_check_words (check);

  g_print (_("%s: cost %.6g (%s over %" G_GSIZE_FORMAT " examples), %" G_GSIZE_FORMAT " coordinates\n"), result->title,
           check->cost, result->sum ? _("sum") : _("mean"), result->n_examples, check->n);
  if (check->bug)
    g_print (_("Planted: %s\n"), _(check->bug->title));
  g_print (_("For each step h: the sum of absolute differences to the gradient by forward, backward and central "
             "differences.\n"
             "Of the %s ones also the angle to the gradient in radians, and kinked: how many of them step across a\n"
             "kink of an activation (relu at 0). A kink spoils a difference, not the gradient: these do not count.\n"),
           _(an_scheme_name (check->scheme)));
  print_steps (check);
  print_coordinates (check);
  if (result->along)
    g_print (_("\n%-12s %14s\n"), _("cost"), _("angle, rad"));
  for (guint i = 0; result->along && i < result->along->len; i++)
    g_print ("%-12.6g %14.6g\n", g_array_index (result->along, AnAnglePoint, i).cost,
             g_array_index (result->along, AnAnglePoint, i).angle);
  g_print ("\n%s\n", words);
}

static int
finish (const Job                *job,
        const PerceptCheckResult *result)
{
  g_autoptr (GError) error = NULL;

  if (job->as_json)
    {
      g_autofree char *json = percept_check_to_json (result);

      g_print ("%s\n", json);
    }
  else
    print_text (result);
  if (job->out && !percept_check_pictures_save (result, job->out, &error))
    return cli_fail (CLI_FAILED, error->message);
  if (result->check->verdict == AN_VERDICT_AGREES)
    return CLI_DONE;
  if (job->as_json)
    {
      g_autofree char *words = an_check_words (result->check);

      return cli_fail (CLI_FAILED, words);
    }
  return CLI_FAILED;
}

static int
check (const Job *job)
{
  g_autoptr (GError)             error = NULL;
  g_autoptr (PerceptCheckResult) result = cli_background_work ("check", _("Checking"), work, job, &error);

  return result ? finish (job, result) : cli_work_failed (CLI_FAILED, error);
}

static int
run (int    argc,
     char **argv)
{
  g_auto (CliExperimentOptions) options = { NULL };
  g_autofree char              *h = NULL, *scheme = NULL, *coordinates = NULL, *bug = NULL, *out = NULL;
  int                           status = CLI_DONE;
  g_autoptr (GError)            error = NULL;
  g_autoptr (TrainExperiment)   experiment = NULL;
  Job                           job = { NULL };
  const GOptionEntry            entries[] = {
    CLI_EXPERIMENT_OPTIONS (options),
    { "h", 0, 0, G_OPTION_ARG_STRING, &h, N_("Steps of the differences, such as “0.1, 1e-3”"), N_("LIST") },
    { "scheme", 0, 0, G_OPTION_ARG_STRING, &scheme, N_("forward, backward or central"), N_("SCHEME") },
    { "coordinates", 0, 0, G_OPTION_ARG_STRING, &coordinates,
      N_("“largest 30”, “random 30 seed 2”, “all”, “all weights”, “output 0 first 30”, or “W1[3,4] b1[0]”"),
      N_("RULE") },
    { "bug", 0, 0, G_OPTION_ARG_STRING, &bug, N_("Plant a bug into the double-precision gradient"), N_("NAME") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("Save the pictures as PNG, SVG, PDF or CSV"), N_("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &job.as_json, N_("Print one JSON object"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!cli_parse (&cli_check_command, entries, &argc, &argv, &status))
    return status;
  if (argc != 2)
    return cli_fail (CLI_WRONG_CALL, _("“percept check” takes one experiment or model"));
  experiment = cli_experiment_load_subject (argv[1], &options, &job.model, &error);
  experiment = cli_experiment_set (experiment, "check", "h", h, &error);
  experiment = cli_experiment_set (experiment, "check", "scheme", scheme, &error);
  experiment = cli_experiment_set (experiment, "check", "coordinates", coordinates, &error);
  experiment = cli_experiment_set (experiment, "check", "bug", bug, &error);
  if (!experiment || !percept_check_validate (experiment, &error))
    return cli_fail (CLI_WRONG_CALL, error->message);
  job.experiment = experiment;
  job.out = out;
  return check (&job);
}

const CliCommand cli_check_command = {
  .name = "check",
  .arguments = "EXPERIMENT|MODEL [--data PATH] [--set GROUP.KEY=VALUE]… [--h LIST] [--scheme forward|backward|central] "
               "[--coordinates RULE] [--bug NAME] [--out FILE] [--json]",
  .summary = N_("Compares the gradient with finite differences of the cost"),
  .run = run,
};
