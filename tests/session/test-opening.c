/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session-probe.h"

#include <math.h>
#include <string.h>

static gboolean
has_picture (Probe *probe)
{
  return percept_session_get_weights (probe->session, 1) != NULL;
}

static gboolean
is_loading (Probe *probe)
{
  return percept_session_get_status (probe->session)->phase == PERCEPT_PHASE_LOADING;
}

static void
test_opens (Probe        *probe,
            gconstpointer data)
{
  const PerceptStatus    *status;
  const PerceptLayerInfo *layers;
  guint                   n_layers;

  g_assert_null (percept_session_get_experiment (probe->session));
  g_assert_null (percept_session_get_dataset (probe->session));
  g_assert_cmpint (percept_session_get_status (probe->session)->phase, ==, PERCEPT_PHASE_EMPTY);
  probe_open (probe, NULL, FALSE);
  PROBE_WAIT (probe, probe_is_paused);
  status = percept_session_get_status (probe->session);
  g_assert_cmpuint (probe->n_opened, ==, 1);
  g_assert_cmpuint (status->step, ==, 0);
  g_assert_cmpuint (status->total_steps, ==, 60);
  g_assert_cmpuint (status->n_examples[0], ==, PROBE_TRAIN - PROBE_VALIDATION);
  g_assert_cmpuint (status->n_examples[1], ==, PROBE_VALIDATION);
  g_assert_cmpuint (status->n_examples[2], ==, PROBE_TEST);
  g_assert_cmpuint (status->n_parameters, ==, 30 * 8 + 8 + 8 * 3 + 3);
  g_assert_cmpuint (status->n_steps_per_epoch, ==, 8);
  g_assert_cmpfloat_with_epsilon (status->cost[0], log (3), 0.3);
  g_assert_cmpfloat (status->steps_per_second, ==, 0.0);
  g_assert_cmpstr (status->message, ==, "");
  g_assert_cmpuint (percept_session_get_history (probe->session)->points->len, ==, 1);
  g_assert_cmpuint (percept_session_get_dataset (probe->session)->n_examples, ==, PROBE_TRAIN);
  layers = percept_session_get_layers (probe->session, &n_layers);
  g_assert_cmpuint (n_layers, ==, 2);
  g_assert_cmpstr (layers[0].text, ==, "dense 8 tanh");
  g_assert_cmpuint (layers[0].width, ==, TINY_WIDTH);
  g_assert_cmpuint (layers[0].height, ==, TINY_HEIGHT);
  g_assert_cmpuint (layers[1].n_units, ==, 3);
  g_assert_cmpuint (layers[1].width, ==, 8);
  g_assert_false (percept_session_get_changed (probe->session));
  /* Loading is told first; what is new is there before it is told of. */
  if (!g_regex_match_simple ("^s?oesh", probe->told->str, 0, 0))
    g_error ("told: %s", probe->told->str);
}

/* Commands that follow at once are no reason to give up the opening. */
static void
test_commands_follow_at_once (Probe        *probe,
                              gconstpointer data)
{
  for (int i = 0; i < 30; i++)
    {
      probe_open (probe, "data.source=digits data.path=", FALSE);
      percept_session_close (probe->session); /* in the middle of loading */
      probe_renew (probe);
      probe_open (probe, NULL, FALSE);
      percept_session_watch_weights (probe->session, 1);
      percept_session_set_pace (probe->session, PERCEPT_PACE_FULL);
      percept_session_set_picture_interval (probe->session, 50);
      PROBE_WAIT (probe, probe_has_opened);
      PROBE_WAIT (probe, probe_is_paused);
      g_assert_cmpuint (probe->n_failed, ==, 0);
      PROBE_WAIT (probe, has_picture);
      g_assert_cmpuint (percept_session_get_history (probe->session)->points->len, ==, 1);
    }
}

static gboolean
is_complete (Probe *probe)
{
  return percept_session_get_status (probe->session)->phase == PERCEPT_PHASE_FINISHED &&
         percept_session_get_history (probe->session)->points->len >= 12;
}

/* The curve starts at step 0 and has every point of the plan, whatever came in between. A pause may have added one. */
static void
test_first_point_is_never_lost (Probe        *probe,
                                gconstpointer data)
{
  const guint64 steps[] = { 0, 1, 2, 3, 5, 8, 10, 20, 30, 40, 50, 60 };

  for (int i = 0; i < 30; i++)
    {
      const TrainHistory *history;
      guint               planned = 0;

      probe_open (probe, NULL, i % 2 == 0);
      g_usleep (i * 50);
      percept_session_pause (probe->session);
      percept_session_restart (probe->session);
      percept_session_run (probe->session);
      percept_session_pause (probe->session);
      percept_session_run (probe->session);
      PROBE_WAIT (probe, is_complete);
      history = percept_session_get_history (probe->session);
      g_assert_cmpuint (train_history_point (history, 0)->step, ==, 0);
      for (guint k = 0; k < history->points->len && planned < G_N_ELEMENTS (steps); k++)
        planned += train_history_point (history, k)->step == steps[planned];
      g_assert_cmpuint (planned, ==, G_N_ELEMENTS (steps));
      g_assert_cmpuint (history->points->len, <=, G_N_ELEMENTS (steps) + 2);
      probe_renew (probe);
    }
}

/* Paused while step 0 is being measured: it is measured all the same. */
static void
test_pause_at_once (Probe        *probe,
                    gconstpointer data)
{
  for (int i = 0; i < 30; i++)
    {
      probe_open (probe, "training.steps=1000000", TRUE);
      percept_session_pause (probe->session);
      PROBE_WAIT (probe, probe_is_paused);
      probe_idle (40);
      g_assert_cmpuint (percept_session_get_history (probe->session)->points->len, >=, 1);
      g_assert_cmpuint (train_history_point (percept_session_get_history (probe->session), 0)->step, ==, 0);
      probe_renew (probe);
    }
}

static void
test_failure_keeps_what_is_open (Probe        *probe,
                                 gconstpointer data)
{
  static const struct
  {
    const char *settings, *told;
  } wrong[] = {
    { "network.layers=dense_2", "dense 3" },
    { "data.validation=2000", "2000" },
    { "data.path=/no/such/folder", "/no/such/folder" },
    { "training.batch=5000", "5000" },
    { "data.size=28x28 data.size=9x9", "9x9" },
  };

  probe_open (probe, "training.steps=1000000", TRUE);
  PROBE_WAIT (probe, probe_has_moved);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      guint64 step = percept_session_get_status (probe->session)->step;

      probe->n_failed = 0;
      probe_open (probe, wrong[i].settings, TRUE);
      PROBE_WAIT (probe, probe_has_failed);
      if (!strstr (probe->error, wrong[i].told))
        g_error ("“%s” does not say “%s”", probe->error, wrong[i].told);
      probe_idle (40);
      g_assert_cmpuint (probe->n_opened, ==, 1);
      g_assert_true (probe_is_running (probe)); /* it ran before, it runs on */
      g_assert_cmpuint (percept_session_get_status (probe->session)->step, >, step);
      g_assert_cmpstr (train_experiment_get (percept_session_get_experiment (probe->session), "network", "layers"),
                       ==, "dense 8 tanh; dense 3");
    }
}

static void
test_failure_with_nothing_open (Probe        *probe,
                                gconstpointer data)
{
  probe_open (probe, "network.layers=dense_2", TRUE);
  PROBE_WAIT (probe, probe_has_failed);
  probe_idle (30);
  g_assert_cmpint (percept_session_get_status (probe->session)->phase, ==, PERCEPT_PHASE_EMPTY);
  g_assert_null (percept_session_get_experiment (probe->session));
  /* Nothing of this has anything to act on. */
  percept_session_run (probe->session);
  percept_session_step (probe->session, PERCEPT_STEP_EPOCH);
  percept_session_pause (probe->session);
  percept_session_restart (probe->session);
  percept_session_save (probe->session, "/no/such/folder/run");
  g_assert_false (percept_session_set (probe->session, "training", "rate", "1", NULL));
  g_assert_false (percept_session_is_pending (probe->session, NULL, NULL));
  probe->n_failed = 0;
  probe_open (probe, NULL, TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  g_assert_cmpstr (probe->because, ==, "steps");
}

/* The second opening ends the first, which is not told of. */
static void
test_second_opening (Probe        *probe,
                     gconstpointer data)
{
  probe_open (probe, "data.source=digits data.path= network.layers=dense_10", TRUE);
  PROBE_WAIT (probe, is_loading);
  probe_open (probe, NULL, TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  g_assert_cmpuint (probe->n_opened, ==, 1);
  g_assert_cmpuint (probe->n_failed, ==, 0);
  g_assert_cmpuint (probe->n_finished, ==, 1);
}

static void
check_close (Probe *probe)
{
  gint64 start = g_get_monotonic_time ();

  percept_session_close (probe->session);
  g_test_message ("closing took %.1f ms", (double) (g_get_monotonic_time () - start) / 1000);
  percept_session_close (probe->session); /* twice is once */
  percept_session_run (probe->session);   /* and nothing happens any more */
  probe_renew (probe);
}

static void
test_close (Probe        *probe,
            gconstpointer data)
{
  check_close (probe);
  for (guint i = 0; i < 5; i++)
    {
      probe_open (probe, "data.source=digits data.path= network.layers=dense_10", TRUE);
      probe_idle (i * 20);
      check_close (probe);
    }
  probe_open (probe, "training.steps=1000000 network.layers=dense_500_tanh;_dense_3 training.batch=full", TRUE);
  PROBE_WAIT (probe, probe_has_moved);
  check_close (probe);
}

static void
test_wrong_run (Probe        *probe,
                gconstpointer data)
{
  g_autofree char *absent = scratch_path (&probe->scratch, "absent");

  percept_session_open_run (probe->session, absent);
  PROBE_WAIT (probe, probe_has_failed);
  g_assert_nonnull (strstr (probe->error, absent));
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
    { "/opening/opens", test_opens },
    { "/opening/commands-follow-at-once", test_commands_follow_at_once },
    { "/opening/first-point-is-never-lost", test_first_point_is_never_lost },
    { "/opening/pause-at-once", test_pause_at_once },
    { "/opening/failure-keeps-what-is-open", test_failure_keeps_what_is_open },
    { "/opening/failure-with-nothing-open", test_failure_with_nothing_open },
    { "/opening/second-opening", test_second_opening },
    { "/opening/close", test_close },
    { "/opening/wrong-run", test_wrong_run },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Probe, NULL, probe_set_up, tests[i].func, probe_tear_down);
  return g_test_run ();
}
