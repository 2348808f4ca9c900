/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"
#include "cli/experiment-options.h"
#include "figures/run-pictures.h"
#include "train/run-folder.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

/* One run from the call to the exit status. */
typedef struct
{
  PerceptSession    *session;
  PerceptRunFigures *figures;       /* with --out */
  GMainLoop         *loop;
  const char        *out;           /* --out, or NULL */
  gboolean           show_progress;
  gboolean           interrupted;
  gboolean           failed;
  gint64             shown;         /* when progress was last shown */
} Run;

static void
clear_progress (Run *run)
{
  if (run->show_progress && run->shown > 0)
    g_printerr ("\r\033[K");
}

static void
on_status (Run *run)
{
  const PerceptStatus *status = percept_session_get_status (run->session);
  gint64               now = g_get_monotonic_time ();

  if (!run->show_progress || now - run->shown < G_USEC_PER_SEC / 5)
    return;
  run->shown = now;
  if (status->phase == PERCEPT_PHASE_LOADING)
    g_printerr ("\r\033[K%s %3.0f %%", status->message, 100.0 * status->progress);
  else if (!isnan (status->accuracy[TRAIN_PART_VALIDATION]))
    g_printerr (_("\r\033[Kstep %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT ", cost %.4f, validation %.2f %%"),
                status->step, status->total_steps, status->cost[TRAIN_PART_TRAIN],
                100.0 * status->accuracy[TRAIN_PART_VALIDATION]);
  else
    g_printerr (_("\r\033[Kstep %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT ", cost %.4f"), status->step,
                status->total_steps, status->cost[TRAIN_PART_TRAIN]);
}

static void
on_finished (Run *run)
{
  if (run->out && percept_session_get_result (run->session))
    percept_session_save (run->session, run->out); /* "saved" or "failed" ends the loop */
  else
    g_main_loop_quit (run->loop);
}

static void
on_failed (Run    *run,
           GError *error)
{
  clear_progress (run);
  cli_fail (CLI_FAILED, error->message);
  run->failed = TRUE;
  g_main_loop_quit (run->loop);
}

static void
on_saved (Run *run)
{
  g_autoptr (GError) error = NULL;

  if (!percept_run_pictures_save (run->figures, run->out, &error))
    on_failed (run, error);
  else
    g_main_loop_quit (run->loop);
}

/* The first Ctrl-C ends the run and saves; a second one has GLib's handler gone and kills. */
static gboolean
on_interrupt (gpointer user_data)
{
  Run *run = user_data;

  run->interrupted = TRUE;
  percept_session_finish (run->session);
  return G_SOURCE_REMOVE;
}

static void
print_percent (const char *name,
               double      accuracy,
               double      loss,
               gsize       n)
{
  if (n > 0)
    g_print (_("%-12s %6.2f %% ± %.2f   cost %.4f   %" G_GSIZE_FORMAT " examples\n"), name, 100.0 * accuracy,
             100.0 * train_accuracy_half_width (accuracy, n), loss, n);
}

static void
print_result (const TrainResult *result,
              gboolean           as_json)
{
  if (as_json)
    {
      g_autofree char *json = train_result_to_json (result, FALSE);

      g_print ("%s\n", json);
      return;
    }
  g_print (_("%s: %" G_GUINT64_FORMAT " steps in %.2f s (%.0f examples/s), stopped because: %s\n"), result->title,
           result->step, result->seconds, result->examples_per_second, result->stopped_because);
  if (result->kept_step != result->step)
    g_print (_("kept: the weights of step %" G_GUINT64_FORMAT ", the best on the validation examples\n"),
             result->kept_step);
  print_percent (_("train"), result->accuracy[0], result->loss[0], result->n_examples[0]);
  print_percent (_("validation"), result->accuracy[1], result->loss[1], result->n_examples[1]);
  print_percent (_("test"), result->accuracy[2], result->loss[2], result->n_examples[2]);
  g_print ("result_hash  %s\n", result->result_hash);
}

static int
get_status (const Run *run)
{
  const TrainResult *result = percept_session_get_result (run->session);

  if (run->failed)
    return CLI_FAILED;
  if (run->interrupted)
    return CLI_INTERRUPTED;
  if (result && g_str_equal (result->stopped_because, "diverged"))
    return cli_fail (CLI_FAILED, percept_session_get_status (run->session)->message);
  return CLI_DONE;
}

static int
train (TrainExperiment *experiment,
       const char      *out,
       gboolean         as_json,
       gboolean         quiet)
{
  g_autoptr (PerceptSession) session = percept_session_new (0);
  g_autoptr (GMainLoop)      loop = g_main_loop_new (NULL, FALSE);
  Run                        run = { .session = session, .loop = loop, .out = out };
  guint                      signals[] = { g_unix_signal_add (SIGINT, on_interrupt, &run),
                                           g_unix_signal_add (SIGTERM, on_interrupt, &run) };

  run.show_progress = !quiet && isatty (STDERR_FILENO);
  g_signal_connect_swapped (session, "status", G_CALLBACK (on_status), &run);
  g_signal_connect_swapped (session, "finished", G_CALLBACK (on_finished), &run);
  g_signal_connect_swapped (session, "failed", G_CALLBACK (on_failed), &run);
  if (out)
    {
      run.figures = percept_run_figures_new (session);
      percept_session_watch_weights (session, 1);
      percept_session_set_picture_interval (session, G_MAXINT); /* the last pictures are enough */
      g_signal_connect_swapped (session, "saved", G_CALLBACK (on_saved), &run);
    }
  percept_session_open (session, experiment, TRUE);
  g_main_loop_run (loop);
  clear_progress (&run);
  if (!run.failed && percept_session_get_result (session))
    print_result (percept_session_get_result (session), as_json);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    if (g_main_context_find_source_by_id (NULL, signals[i]))
      g_source_remove (signals[i]);
  percept_session_close (session);
  g_clear_object (&run.figures);
  return get_status (&run);
}

static int
run (int    argc,
     char **argv)
{
  g_auto (CliExperimentOptions) options = { NULL };
  g_autofree char              *out = NULL;
  gboolean                      as_json = FALSE;
  gboolean                      quiet = FALSE;
  int                           status = CLI_DONE;
  g_autoptr (GError)            error = NULL;
  g_autoptr (TrainExperiment)   experiment = NULL;
  const GOptionEntry            entries[] = {
    CLI_EXPERIMENT_OPTIONS (options),
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out,
      N_("Write the run as a folder, with pictures; a run that is there is replaced"), N_("DIR") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print the result as one JSON object"), NULL },
    { "quiet", 0, 0, G_OPTION_ARG_NONE, &quiet, N_("No progress on standard error"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!cli_parse (&cli_run_command, entries, &argc, &argv, &status))
    return status;
  if (argc != 2)
    return cli_fail (CLI_WRONG_CALL,
                     _("“percept run” takes one experiment: a name of “percept list” or a .percept file"));
  experiment = cli_experiment_load (argv[1], &options, &error);
  if (!experiment)
    return cli_fail (CLI_WRONG_CALL, error->message);
  if (out && !train_run_check_place (out, &error)) /* not only when the training is done */
    return cli_fail (CLI_FAILED, error->message);
  return train (experiment, out, as_json, quiet);
}

const CliCommand cli_run_command = {
  .name = "run",
  .arguments = "EXPERIMENT [--data PATH] [--set GROUP.KEY=VALUE]… [--seed N] [--out DIR] [--json] [--quiet]",
  .summary = N_("Trains and prints what came out"),
  .run = run,
};
