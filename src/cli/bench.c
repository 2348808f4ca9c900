/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/bench-dense.h"
#include "cli/bench-race.h"
#include "cli/bench-sheet.h"
#include "cli/command.h"
#include "formats/json-writer.h"

#include <glib/gi18n-lib.h>

#define N_THREADS 2 /* so that figures of different computers compare */
#define N_WARM_UP 2

const CliBenchCase *const cli_bench_cases[] = {
  &cli_bench_softmax_fullbatch,
  &cli_bench_mlp_1024,
  &cli_bench_mlp_2352,
  &cli_bench_mlp_3600,
  &cli_bench_mnist_mlp_epoch,
  &cli_bench_contour_point,
  &cli_bench_race_drag,
  &cli_bench_weight_sheet,
  NULL,
};

typedef struct
{
  double median; /* milliseconds a unit */
  double least;
  double check;
  guint  n_threads;
} Figures;

static const CliBenchCase *
find_case (const char *name)
{
  for (gsize i = 0; cli_bench_cases[i]; i++)
    if (g_str_equal (cli_bench_cases[i]->name, name))
      return cli_bench_cases[i];
  return NULL;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static gboolean
time_runs (const CliBenchCase *bench,
           gpointer            state,
           Figures            *figures,
           GError            **error)
{
  g_autofree double *times = g_new (double, bench->n_runs);

  for (guint i = 0; i < N_WARM_UP + bench->n_runs; i++)
    {
      gint64 start = g_get_monotonic_time ();

      if (!bench->run (bench, state, error))
        return FALSE;
      if (i >= N_WARM_UP)
        times[i - N_WARM_UP] = (double) (g_get_monotonic_time () - start) * 1e-3 / bench->n_units;
      if (i == 0)
        figures->check = bench->check (state);
    }
  qsort (times, bench->n_runs, sizeof *times, compare_doubles);
  figures->median = times[bench->n_runs / 2];
  figures->least = times[0];
  return TRUE;
}

static gboolean
measure (const CliBenchCase *bench,
         Figures            *figures,
         GError            **error)
{
  g_autoptr (BasePool) pool = base_pool_new (N_THREADS);
  gpointer             state = bench->prepare (bench, pool, error);
  gboolean             done;

  if (!state)
    return FALSE;
  figures->n_threads = base_pool_get_n_threads (pool);
  done = time_runs (bench, state, figures, error);
  bench->free (state);
  return done;
}

static void
print_json (const CliBenchCase *bench,
            const Figures      *figures)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autofree char        *line = NULL;

  json_builder_begin_object (json);
  fmt_json_add_text (json, "case", bench->name);
  fmt_json_add_text (json, "unit", bench->unit);
  fmt_json_add_real (json, "median_ms", figures->median);
  fmt_json_add_real (json, "min_ms", figures->least);
  fmt_json_add_count (json, "runs", bench->n_runs);
  fmt_json_add_count (json, "threads", figures->n_threads);
  fmt_json_add_real (json, "check", figures->check);
  json_builder_end_object (json);
  line = fmt_json_finish (json, FALSE);
  g_print ("%s\n", line);
}

static int
run_case (const CliBenchCase *bench,
          gboolean            as_json)
{
  g_autoptr (GError) error = NULL;
  Figures            figures = { 0 };

  if (!measure (bench, &figures, &error))
    return cli_fail (CLI_FAILED, error->message);
  if (as_json)
    print_json (bench, &figures);
  else
    g_print (_("%-26s median %10.4f ms, min %10.4f ms a %s (%u runs, %u threads, check %.6g)\n"), bench->name,
             figures.median, figures.least, bench->unit, bench->n_runs, figures.n_threads, figures.check);
  return CLI_DONE;
}

/* Before anything is measured. */
static int
check_names (char **names,
             int    n)
{
  for (int i = 0; i < n; i++)
    if (!find_case (names[i]))
      {
        g_autoptr (GString) message = g_string_new (NULL);

        g_string_printf (message, _("“%s” is no case of “percept bench”; there are"), names[i]);
        for (gsize k = 0; cli_bench_cases[k]; k++)
          g_string_append_printf (message, "%s %s", k > 0 ? "," : "", cli_bench_cases[k]->name);
        return cli_fail (CLI_WRONG_CALL, message->str);
      }
  return CLI_DONE;
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

  if (!cli_parse (&cli_bench_command, entries, &argc, &argv, &status) ||
      (status = check_names (argv + 1, argc - 1)) != CLI_DONE)
    return status;
  for (gsize i = 0; argc == 1 && status == CLI_DONE && cli_bench_cases[i]; i++)
    status = run_case (cli_bench_cases[i], as_json);
  for (int i = 1; status == CLI_DONE && i < argc; i++)
    status = run_case (find_case (argv[i]), as_json);
  return status;
}

const CliCommand cli_bench_command = {
  .name = "bench",
  .arguments = "[CASE…] [--json]",
  .summary = N_("Measures how fast this computer trains and paints"),
  .run = run,
};
