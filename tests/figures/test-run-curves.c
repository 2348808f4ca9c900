/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/run-curves.h"
#include "session/session-probe.h"

/* Learning curves follow a network that is changed by hand, step for step and back. */

static guint wanted;

static gboolean
has_done (Probe *probe)
{
  return percept_session_get_edits (probe->session)->n_done == wanted;
}

static void
wait_done (Probe *probe,
           guint  n)
{
  wanted = n;
  PROBE_WAIT (probe, has_done);
}

static void
set (Probe *probe,
     gsize  place,
     float  value)
{
  const PerceptEdit edit = { place, value };

  percept_session_edit (probe->session, &edit, 1, "set", FALSE);
}

/* What the cost's curves have for the last point. */
static char *
read_curves (PerceptRunCurves *curves)
{
  return plot_figure_to_csv (plot_curves_figure (percept_run_curves_get (curves, PERCEPT_RUN_CURVES_COST)));
}

/* What curves that see the history for the first time have. */
static char *
read_fresh (Probe *probe)
{
  PerceptRunCurves *curves = percept_run_curves_new (probe->session);
  char             *csv;

  percept_run_curves_open (curves);
  csv = read_curves (curves);
  percept_run_curves_free (curves);
  return csv;
}

static void
check (Probe            *probe,
       PerceptRunCurves *curves)
{
  g_autofree char *followed = read_curves (curves);
  g_autofree char *fresh = read_fresh (probe);

  g_assert_cmpstr (followed, ==, fresh);
  g_assert_false (percept_run_curves_has_earlier (curves));
}

static void
test_edits (Probe        *probe,
            gconstpointer data)
{
  PerceptRunCurves *curves = percept_run_curves_new (probe->session);
  g_autofree char  *before = NULL;
  g_autofree char  *after = NULL;

  g_signal_connect_swapped (probe->session, "opened", G_CALLBACK (percept_run_curves_open), curves);
  g_signal_connect_swapped (probe->session, "history", G_CALLBACK (percept_run_curves_update), curves);
  probe_open (probe, "training.steps=20", TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  before = read_curves (curves);
  for (guint i = 1; i <= 3; i++)
    {
      set (probe, i, 4.0f);
      wait_done (probe, i);
      check (probe, curves);
    }
  for (guint i = 3; i > 0; i--)
    {
      percept_session_undo_edit (probe->session);
      wait_done (probe, i - 1);
      check (probe, curves);
    }
  after = read_curves (curves);
  g_assert_cmpstr (after, ==, before);
  g_signal_handlers_disconnect_by_data (probe->session, curves);
  percept_run_curves_free (curves);
}

/* How many points the earlier run has. */
static guint
count_earlier (PerceptRunCurves *curves)
{
  g_autofree char *csv = read_curves (curves);
  g_auto (GStrv)   lines = g_strsplit (csv, "\r\n", -1);
  g_auto (GStrv)   titles = g_strsplit (lines[0], ",", -1);
  guint            column = 0;
  guint            n = 0;

  while (titles[column] != NULL && strstr (titles[column], "earlier run 1") == NULL)
    column++;
  for (guint i = 1; titles[column] != NULL && lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      n += cells[column][0] != '\0';
    }
  return n;
}

static gboolean
has_begun_again (Probe *probe)
{
  return percept_session_get_status (probe->session)->step == 0;
}

static gboolean
is_over (Probe *probe)
{
  return percept_session_get_status (probe->session)->phase == PERCEPT_PHASE_FINISHED;
}

static gboolean
is_at_19 (Probe *probe)
{
  return percept_session_get_status (probe->session)->step == 19;
}

/* One step back is the same run: the one before it stays beside it. */
static void
test_going_back (Probe        *probe,
                 gconstpointer data)
{
  PerceptRunCurves *curves = percept_run_curves_new (probe->session);
  guint             n;

  g_signal_connect_swapped (probe->session, "opened", G_CALLBACK (percept_run_curves_open), curves);
  g_signal_connect_swapped (probe->session, "history", G_CALLBACK (percept_run_curves_update), curves);
  probe_open (probe, "training.steps=20", TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  percept_session_restart (probe->session);
  PROBE_WAIT (probe, has_begun_again);
  percept_session_run (probe->session);
  PROBE_WAIT (probe, is_over);
  n = count_earlier (curves);
  g_assert_cmpuint (n, >, 1);
  percept_session_go_back (probe->session, 19, FALSE);
  PROBE_WAIT (probe, is_at_19);
  g_assert_cmpuint (count_earlier (curves), ==, n);
  g_signal_handlers_disconnect_by_data (probe->session, curves);
  percept_run_curves_free (curves);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/run-curves/edits", Probe, NULL, probe_set_up, test_edits, probe_tear_down);
  g_test_add ("/run-curves/going-back", Probe, NULL, probe_set_up, test_going_back, probe_tear_down);
  return g_test_run ();
}
