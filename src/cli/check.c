/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/check-words.h"
#include "cli/command.h"
#include "cli/experiment-options.h"
#include "figures/check-figures.h"
#include "train/checkpoint.h"
#include "train/run-folder.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <unistd.h>

#define SHOWN_COORDINATES 10

/* A check on a thread of its own, so that this one can wait for Ctrl-C. */
typedef struct
{
  TrainExperiment    *experiment;
  const char         *model;         /* path, or NULL */
  const char         *out;           /* picture to write, or NULL */
  gboolean            show_progress;
  gint64              shown;
  atomic_bool         stop;
  GMainLoop          *loop;
  PerceptCheckResult *result;
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
      g_printerr ("\r\033[K%s %3.0f %%", what ? what : _("Checking"), 100.0 * fraction);
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

  job->result = percept_check_run (job->experiment, job->model, NULL, &job->stop, show_progress, job, &job->error);
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
finish (const Job *job,
        gboolean   as_json)
{
  g_autoptr (GError) error = NULL;

  if (!job->result)
    return atomic_load (&job->stop) ? CLI_INTERRUPTED : cli_fail (CLI_FAILED, job->error->message);
  if (as_json)
    {
      g_autofree char *json = percept_check_to_json (job->result);

      g_print ("%s\n", json);
    }
  else
    print_text (job->result);
  if (job->out && !percept_check_pictures_save (job->result, job->out, &error))
    return cli_fail (CLI_FAILED, error->message);
  if (job->result->check->verdict == AN_VERDICT_AGREES)
    return CLI_DONE;
  if (as_json)
    {
      g_autofree char *words = an_check_words (job->result->check);

      return cli_fail (CLI_FAILED, words);
    }
  return CLI_FAILED;
}

static int
check (Job     *job,
       gboolean as_json)
{
  g_autoptr (GMainLoop) loop = job->loop = g_main_loop_new (NULL, FALSE);
  guint                 signals[] = { g_unix_signal_add (SIGINT, on_interrupt, job),
                                      g_unix_signal_add (SIGTERM, on_interrupt, job) };
  g_autoptr (GError)    error = NULL;
  GThread              *thread = g_thread_try_new ("check", work, job, &error);
  int                   status;

  if (!thread)
    return cli_fail (CLI_FAILED, error->message);
  g_main_loop_run (loop);
  g_thread_join (thread);
  if (job->shown > 0)
    g_printerr ("\r\033[K");
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (signals[i]);
  status = finish (job, as_json);
  percept_check_result_free (job->result);
  g_clear_error (&job->error);
  return status;
}

/* A run folder or a model file, as opposed to an experiment. */
static gboolean
is_model (const char *name)
{
  return train_run_recognizes (name) || g_str_has_suffix (name, ".safetensors");
}

/* An option of its own for a key of the group [check]. */
typedef struct
{
  const char *key;
  const char *value; /* NULL: not given */
} Change;

static TrainExperiment *
load (const char                 *name,
      const CliExperimentOptions *options,
      const Change               *changes,
      gsize                       n_changes,
      GError                    **error)
{
  TrainExperiment *experiment = is_model (name) ? train_checkpoint_read_experiment (name, error)
                                                : train_experiment_load (name, error);

  if (experiment)
    experiment = cli_experiment_lay_over (experiment, options, error);
  for (gsize i = 0; experiment && i < n_changes; i++)
    if (changes[i].value)
      {
        TrainExperiment *changed = train_experiment_set (experiment, "check", changes[i].key, changes[i].value, error);

        train_experiment_unref (experiment);
        experiment = changed;
      }
  if (experiment && percept_check_validate (experiment, error))
    return experiment;
  train_experiment_unref (experiment);
  return NULL;
}

static int
run (int    argc,
     char **argv)
{
  g_auto (CliExperimentOptions) options = { NULL };
  g_autofree char              *h = NULL, *scheme = NULL, *coordinates = NULL, *bug = NULL, *out = NULL;
  gboolean                      as_json = FALSE;
  int                           status = CLI_DONE;
  g_autoptr (GError)            error = NULL;
  g_autoptr (TrainExperiment)   experiment = NULL;
  Job                           job = { .show_progress = isatty (STDERR_FILENO) };
  const GOptionEntry            entries[] = {
    CLI_EXPERIMENT_OPTIONS (options),
    { "h", 0, 0, G_OPTION_ARG_STRING, &h, N_("Steps of the differences, such as “0.1, 1e-3”"), N_("LIST") },
    { "scheme", 0, 0, G_OPTION_ARG_STRING, &scheme, N_("forward, backward or central"), N_("SCHEME") },
    { "coordinates", 0, 0, G_OPTION_ARG_STRING, &coordinates,
      N_("“largest 30”, “random 30 seed 2”, “all”, “all weights”, “output 0 first 30”, or “W1[3,4] b1[0]”"),
      N_("RULE") },
    { "bug", 0, 0, G_OPTION_ARG_STRING, &bug, N_("Plant a bug into the double-precision gradient"), N_("NAME") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("Save the pictures as PNG, SVG, PDF or CSV"), N_("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print one JSON object"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!cli_parse (&cli_check_command, entries, &argc, &argv, &status))
    return status;
  if (argc != 2)
    return cli_fail (CLI_WRONG_CALL, _("“percept check” takes one experiment or model"));
  {
    const Change changes[] = { { "h", h }, { "scheme", scheme }, { "coordinates", coordinates }, { "bug", bug } };

    experiment = load (argv[1], &options, changes, G_N_ELEMENTS (changes), &error);
  }
  if (!experiment)
    return cli_fail (CLI_WRONG_CALL, error->message);
  job.experiment = experiment;
  job.out = out;
  job.model = is_model (argv[1]) ? argv[1] : NULL;
  return check (&job, as_json);
}

const CliCommand cli_check_command = {
  .name = "check",
  .arguments = "EXPERIMENT|MODEL [--data PATH] [--set GROUP.KEY=VALUE]… [--h LIST] [--scheme forward|backward|central] "
               "[--coordinates RULE] [--bug NAME] [--out FILE] [--json]",
  .summary = N_("Compares the gradient with finite differences of the cost"),
  .run = run,
};
