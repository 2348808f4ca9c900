/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session-probe.h"

#include <string.h>

static void
set (Probe      *probe,
     const char *group,
     const char *key,
     const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (percept_session_set (probe->session, group, key, value, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (train_experiment_get (percept_session_get_experiment (probe->session), group, key), ==, value);
}

static gboolean
has_mark (Probe *probe)
{
  return percept_session_get_history (probe->session)->marks->len > 0;
}

static void
test_live (Probe        *probe,
           gconstpointer data)
{
  const TrainMark *mark;

  probe_open (probe, "training.steps=1000000", TRUE);
  PROBE_WAIT (probe, probe_has_moved);
  set (probe, "training", "rate", "0.01");
  g_assert_false (percept_session_is_pending (probe->session, NULL, NULL));
  PROBE_WAIT (probe, has_mark);
  mark = &g_array_index (percept_session_get_history (probe->session)->marks, TrainMark, 0);
  g_assert_cmpstr (mark->key, ==, "rate");
  g_assert_cmpfloat (mark->from, ==, 0.05);
  g_assert_cmpfloat (mark->to, ==, 0.01);
  g_assert_cmpuint (mark->step, >, 0);
  g_assert_true (probe_is_running (probe));
}

/* More steps take a finished run up again, to the bits of a run that was planned so long; fewer end it, with a last
 * point. */
static void
test_steps (Probe        *probe,
            gconstpointer data)
{
  g_autofree char    *straight = probe_straight (probe, "training.steps=90");
  const TrainHistory *history;

  probe_open (probe, "training.steps=60", TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  g_assert_cmpuint (percept_session_get_status (probe->session)->step, ==, 60);
  probe->n_finished = 0;
  set (probe, "training", "steps", "90");
  percept_session_run (probe->session);
  PROBE_WAIT (probe, probe_has_ended);
  g_assert_cmpstr (probe_hash (probe), ==, straight);

  probe->n_finished = 0;
  set (probe, "training", "steps", "1000000");
  percept_session_run (probe->session);
  PROBE_WAIT (probe, probe_is_running);
  set (probe, "training", "steps", "91");
  PROBE_WAIT (probe, probe_has_ended);
  history = percept_session_get_history (probe->session);
  g_assert_cmpuint (train_history_point (history, history->points->len - 1)->step, ==,
                    percept_session_get_status (probe->session)->step);
}

static gboolean
is_without_mark (Probe *probe)
{
  return probe->n_opened == 2 && !has_mark (probe);
}

/* Not a live key: it waits, also through a live change, and the restart brings it into force. */
static void
test_pending (Probe        *probe,
              gconstpointer data)
{
  guint n_layers;

  probe_open (probe, "training.steps=1000000", TRUE);
  PROBE_WAIT (probe, probe_has_moved);
  set (probe, "network", "layers", "dense 3");
  set (probe, "training", "rate", "0.01");
  PROBE_WAIT (probe, has_mark);
  g_assert_true (percept_session_is_pending (probe->session, "network", "layers"));
  g_assert_true (percept_session_is_pending (probe->session, NULL, NULL));
  g_assert_false (percept_session_is_pending (probe->session, "training", "rate"));
  g_assert_false (percept_session_is_pending (probe->session, "training", "batch"));
  percept_session_get_layers (probe->session, &n_layers);
  g_assert_cmpuint (n_layers, ==, 2);
  set (probe, "network", "layers", "dense 8 tanh; dense 3"); /* taken back */
  g_assert_false (percept_session_is_pending (probe->session, NULL, NULL));
  set (probe, "network", "layers", "dense 3");
  percept_session_restart (probe->session);
  PROBE_WAIT (probe, is_without_mark);
  percept_session_get_layers (probe->session, &n_layers);
  g_assert_cmpuint (n_layers, ==, 1);
  g_assert_false (percept_session_is_pending (probe->session, NULL, NULL));
  g_assert_cmpstr (train_experiment_get (percept_session_get_experiment (probe->session), "training", "rate"), ==,
                   "0.01");
}

static gboolean
has_one_layer (Probe *probe)
{
  guint n_layers;

  percept_session_get_layers (probe->session, &n_layers);
  return n_layers == 1;
}

static void
test_at_once_at_step_0 (Probe        *probe,
                        gconstpointer data)
{
  probe_open (probe, NULL, FALSE);
  PROBE_WAIT (probe, probe_is_paused);
  set (probe, "network", "layers", "dense 3");
  PROBE_WAIT (probe, has_one_layer);
  PROBE_WAIT (probe, probe_is_paused);
  g_assert_false (percept_session_is_pending (probe->session, NULL, NULL));
}

/* One change directly after the other, the first of which reads the data anew: both are in force. */
static void
test_two_at_once (Probe        *probe,
                  gconstpointer data)
{
  TrainExperiment *experiment;
  g_autofree char *straight = probe_straight (probe, "data.validation=10 training.rate=0.02 training.batch=5");

  probe_open (probe, NULL, FALSE);
  PROBE_WAIT (probe, probe_is_paused);
  set (probe, "data", "validation", "10");
  set (probe, "training", "batch", "5");
  set (probe, "training", "rate", "0.02");
  probe_idle (150);
  experiment = percept_session_get_experiment (probe->session);
  g_assert_cmpstr (train_experiment_get (experiment, "data", "validation"), ==, "10");
  g_assert_cmpstr (train_experiment_get (experiment, "training", "rate"), ==, "0.02");
  g_assert_cmpstr (train_experiment_get (experiment, "training", "batch"), ==, "5");
  g_assert_cmpuint (percept_session_get_status (probe->session)->n_examples[1], ==, 10);
  percept_session_run (probe->session);
  PROBE_WAIT (probe, probe_has_ended);
  g_assert_cmpstr (probe_hash (probe), ==, straight);
}

/* A value that no network can be made of: told, and what was open is there and runs. */
static void
test_impossible_restart (Probe        *probe,
                         gconstpointer data)
{
  probe_open (probe, NULL, FALSE);
  PROBE_WAIT (probe, probe_is_paused);
  set (probe, "network", "layers", "dense 2");
  PROBE_WAIT (probe, probe_has_failed);
  probe_idle (40);
  g_assert_nonnull (strstr (probe->error, "dense 3"));
  g_assert_cmpstr (train_experiment_get (percept_session_get_experiment (probe->session), "network", "layers"), ==,
                   "dense 8 tanh; dense 3");
  g_assert_false (percept_session_is_pending (probe->session, NULL, NULL));
  probe->n_failed = 0;
  percept_session_run (probe->session);
  PROBE_WAIT (probe, probe_has_ended);
  g_assert_cmpstr (probe->because, ==, "steps");
}

static void
test_wrong_values (Probe        *probe,
                   gconstpointer data)
{
  static const char *const wrong[][3] = {
    { "training", "rate", "-1" }, { "training", "rate", "" },       { "network", "layers", "dense -3" },
    { "training", "batch", "0" }, { "training", "no-such", "1" },  { "no-such", "rate", "1" },
    { "seed", "init", "-1" },
  };
  g_autofree char *before = NULL, *after = NULL;

  probe_open (probe, NULL, FALSE);
  PROBE_WAIT (probe, probe_is_paused);
  before = train_experiment_to_text (percept_session_get_experiment (probe->session));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (percept_session_set (probe->session, wrong[i][0], wrong[i][1], wrong[i][2], &error));
      g_assert_nonnull (error);
    }
  after = train_experiment_to_text (percept_session_get_experiment (probe->session));
  g_assert_cmpstr (before, ==, after);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void      (*func) (Probe *probe, gconstpointer data);
  } tests[] = {
    { "/live-changes/live", test_live },
    { "/live-changes/steps", test_steps },
    { "/live-changes/pending", test_pending },
    { "/live-changes/at-once-at-step-0", test_at_once_at_step_0 },
    { "/live-changes/two-at-once", test_two_at_once },
    { "/live-changes/impossible-restart", test_impossible_restart },
    { "/live-changes/wrong-values", test_wrong_values },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Probe, NULL, probe_set_up, tests[i].func, probe_tear_down);
  return g_test_run ();
}
