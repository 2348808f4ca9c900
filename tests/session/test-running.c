/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session-probe.h"

#include <math.h>
#include <string.h>

static void
test_runs_to_the_end (Probe        *probe,
                      gconstpointer data)
{
  g_autofree char     *straight = probe_straight (probe, NULL);
  const PerceptStatus *status = percept_session_get_status (probe->session);
  const TrainHistory  *history = percept_session_get_history (probe->session);

  probe_open (probe, NULL, TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  g_assert_cmpuint (probe->n_finished, ==, 1);
  g_assert_cmpstr (probe->because, ==, "steps");
  g_assert_cmpint (status->phase, ==, PERCEPT_PHASE_FINISHED);
  g_assert_cmpuint (status->step, ==, 60);
  g_assert_cmpfloat (status->progress, ==, 1.0);
  g_assert_cmpfloat (status->epoch, ==, 7.5);
  g_assert_cmpuint (history->points->len, ==, 12);
  g_assert_cmpfloat (status->cost[1], ==, train_history_point (history, 11)->cost[1]);
  g_assert_cmpstr (probe_hash (probe), ==, straight);
  g_assert_cmpuint (percept_session_get_result (probe->session)->step, ==, 60);
  g_assert_true (percept_session_get_changed (probe->session));
  g_assert_true (g_str_has_suffix (probe->told->str, "f")); /* the end is told last */
  /* It is over: neither running nor stepping goes beyond. */
  percept_session_run (probe->session);
  percept_session_step (probe->session, PERCEPT_STEP_BATCH);
  probe_idle (50);
  g_assert_cmpuint (status->step, ==, 60);
  g_assert_cmpuint (probe->n_finished, ==, 1);
}

static void
test_epochs_is_the_reason (Probe        *probe,
                           gconstpointer data)
{
  probe_open (probe, "training.epochs=2", TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  g_assert_cmpstr (probe->because, ==, "epochs");
  g_assert_cmpuint (percept_session_get_status (probe->session)->step, ==, 16);
}

/* A rule ends the run; what is kept is said, saved, and said again when the run is opened. */
static void
test_rule_and_best (Probe        *probe,
                    gconstpointer data)
{
  g_autofree char     *path = scratch_path (&probe->scratch, "run");
  const PerceptStatus *status;

  probe_open (probe, "training.stop=weights_1000 training.keep=best-validation", TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  status = percept_session_get_status (probe->session);
  g_assert_cmpstr (probe->because, ==, "weights");
  g_assert_cmpint (status->phase, ==, PERCEPT_PHASE_FINISHED);
  g_assert_cmpuint (status->step, ==, 1);
  g_assert_nonnull (strstr (status->message, "are kept"));
  percept_session_save (probe->session, path);
  PROBE_WAIT (probe, probe_has_saved);
  probe_renew (probe);
  percept_session_open_run (probe->session, path);
  PROBE_WAIT (probe, probe_has_opened);
  probe_idle (40);
  status = percept_session_get_status (probe->session);
  g_assert_cmpint (status->phase, ==, PERCEPT_PHASE_FINISHED);
  g_assert_nonnull (strstr (status->message, "are kept"));
}

static gboolean
has_step (Probe *probe)
{
  return percept_session_get_status (probe->session)->step > 0 && probe_is_paused (probe);
}

static gboolean
has_an_epoch (Probe *probe)
{
  return percept_session_get_status (probe->session)->epoch >= 1.0 && probe_is_paused (probe);
}

static void
test_steps (Probe        *probe,
            gconstpointer data)
{
  const PerceptStatus *status = percept_session_get_status (probe->session);

  probe_open (probe, NULL, FALSE);
  PROBE_WAIT (probe, probe_is_paused);
  percept_session_step (probe->session, PERCEPT_STEP_BATCH);
  PROBE_WAIT (probe, has_step);
  g_assert_cmpuint (status->step, ==, 1);
  g_assert_cmpfloat (status->epoch, ==, 10 / 80.0);
  percept_session_restart (probe->session);
  percept_session_step (probe->session, PERCEPT_STEP_EXAMPLE);
  probe_idle (60);
  g_assert_cmpuint (status->step, ==, 1);
  g_assert_cmpfloat (status->epoch, ==, 1 / 80.0);
  percept_session_restart (probe->session);
  percept_session_step (probe->session, PERCEPT_STEP_EPOCH);
  PROBE_WAIT (probe, has_an_epoch);
  g_assert_cmpuint (status->step, ==, 8);
  g_assert_cmpfloat (status->epoch, ==, 1.0);
}

static gboolean
curve_is_up_to_date (Probe *probe)
{
  const PerceptStatus *status = percept_session_get_status (probe->session);
  const TrainHistory  *history = percept_session_get_history (probe->session);
  const TrainPoint    *last = history->points->len > 0 ? train_history_point (history, history->points->len - 1) : NULL;

  return last && last->step == status->step && last->cost[1] == status->cost[1] && last->cost[0] == status->cost[0];
}

/* Each step by hand shows the numbers of now, whatever training.evaluate says; so does a slow pace. */
static void
test_numbers_are_of_now (Probe        *probe,
                         gconstpointer data)
{
  const PerceptStatus *status = percept_session_get_status (probe->session);
  double               before = NAN;

  probe_open (probe, "training.evaluate=1000 training.steps=1000000", FALSE);
  PROBE_WAIT (probe, probe_is_paused);
  for (int i = 0; i < 12; i++)
    {
      guint64 step = status->step;

      percept_session_step (probe->session, i % 3 == 0 ? PERCEPT_STEP_EPOCH : i % 3 == 1 ? PERCEPT_STEP_EXAMPLE
                                                                                          : PERCEPT_STEP_BATCH);
      while (status->step == step || !probe_is_paused (probe) || !curve_is_up_to_date (probe))
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpfloat (status->cost[1], !=, before);
      before = status->cost[1];
    }
  percept_session_set_pace (probe->session, PERCEPT_PACE_WALK);
  percept_session_run (probe->session);
  probe_idle (400);
  percept_session_pause (probe->session);
  PROBE_WAIT (probe, probe_is_paused);
  g_assert_true (curve_is_up_to_date (probe));
}

static gboolean
is_at_rest (Probe *probe)
{
  PerceptPhase phase = percept_session_get_status (probe->session)->phase;

  return (phase == PERCEPT_PHASE_PAUSED || phase == PERCEPT_PHASE_FINISHED) && curve_is_up_to_date (probe);
}

static void
test_pause_and_go_on (Probe        *probe,
                      gconstpointer data)
{
  g_autofree char     *straight = probe_straight (probe, "training.steps=3000");
  const PerceptStatus *status = percept_session_get_status (probe->session);

  probe_open (probe, "training.steps=3000", TRUE);
  for (int i = 0; i < 20 && probe->n_finished == 0; i++)
    {
      guint64 step;

      probe_idle (3);
      percept_session_pause (probe->session);
      PROBE_WAIT (probe, probe_has_opened);
      PROBE_WAIT (probe, is_at_rest);
      step = status->step;
      g_assert_cmpfloat (status->steps_per_second, ==, 0.0);
      g_assert_true (curve_is_up_to_date (probe));
      probe_idle (20);
      g_assert_cmpuint (status->step, ==, step);
      percept_session_run (probe->session);
    }
  PROBE_WAIT (probe, probe_has_ended);
  g_assert_cmpstr (probe_hash (probe), ==, straight);
  /* Those of the plan, and one for each pause between two of them. */
  g_assert_cmpuint (percept_session_get_history (probe->session)->points->len, >=, 306);
  g_assert_cmpuint (percept_session_get_history (probe->session)->points->len, <=, 326);
}

static char *
hash_pictures (Probe *probe)
{
  GChecksum *sum = g_checksum_new (G_CHECKSUM_SHA256);
  char      *hash;

  for (guint layer = 1; layer <= 2; layer++)
    {
      PerceptWeights *weights = percept_session_get_weights (probe->session, layer);

      g_assert_nonnull (weights);
      g_assert_cmpuint (weights->layer, ==, layer);
      g_assert_cmpuint (weights->step, ==, percept_session_get_status (probe->session)->step);
      g_checksum_update (sum, (const guchar *) weights->weights,
                         (gssize) (weights->n_units * weights->channels * weights->height * weights->width * 4));
      g_checksum_update (sum, (const guchar *) weights->biases, weights->n_units * 4);
    }
  hash = g_strdup (g_checksum_get_string (sum));
  g_checksum_free (sum);
  return hash;
}

/* Pictures follow the numbers of their step, and may come with the next delivery. */
static gboolean
has_pictures_at_rest (Probe *probe)
{
  return probe_is_paused (probe) && percept_session_get_weights (probe->session, 1) &&
         percept_session_get_weights (probe->session, 2);
}

static gboolean
is_at_zero (Probe *probe)
{
  return probe->n_opened > 1 && probe_is_paused (probe) &&
         percept_session_get_status (probe->session)->step == 0 && percept_session_get_weights (probe->session, 2);
}

static void
test_restart_has_the_same_weights (Probe        *probe,
                                   gconstpointer data)
{
  g_autofree char *first = NULL, *last = NULL, *again = NULL;

  percept_session_watch_weights (probe->session, 1);
  percept_session_watch_weights (probe->session, 2);
  probe_open (probe, NULL, FALSE);
  PROBE_WAIT (probe, has_pictures_at_rest);
  first = hash_pictures (probe);
  percept_session_run (probe->session);
  PROBE_WAIT (probe, probe_has_ended);
  last = hash_pictures (probe);
  g_assert_cmpstr (first, !=, last);
  percept_session_restart (probe->session);
  PROBE_WAIT (probe, is_at_zero);
  again = hash_pictures (probe);
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpuint (percept_session_get_history (probe->session)->points->len, ==, 1);
  g_assert_null (percept_session_get_result (probe->session));
}

static gboolean
has_pictures_of_step (Probe *probe)
{
  return has_step (probe) && percept_session_get_weights (probe->session, 1)->step > 0 &&
         percept_session_get_weights (probe->session, 2)->step > 0;
}

/* Pictures say which units the last step left out. */
static void
test_dropped_units (Probe        *probe,
                    gconstpointer data)
{
  guint n_dropped = 0;

  percept_session_watch_weights (probe->session, 1);
  percept_session_watch_weights (probe->session, 2);
  probe_open (probe, "network.layers=dense_200_tanh;_dropout_0.5;_dense_3", FALSE);
  PROBE_WAIT (probe, has_pictures_at_rest);
  g_assert_null (percept_session_get_weights (probe->session, 1)->dropped);
  percept_session_step (probe->session, PERCEPT_STEP_BATCH);
  PROBE_WAIT (probe, has_pictures_of_step);
  g_assert_nonnull (percept_session_get_weights (probe->session, 1)->dropped);
  g_assert_null (percept_session_get_weights (probe->session, 2)->dropped);
  for (guint u = 0; u < 200; u++)
    n_dropped += percept_session_get_weights (probe->session, 1)->dropped[u];
  g_assert_cmpuint (n_dropped, >, 60);
  g_assert_cmpuint (n_dropped, <, 140);
}

static void
test_watching_is_counted (Probe        *probe,
                          gconstpointer data)
{
  guint n;

  percept_session_watch_weights (probe->session, 1);
  percept_session_watch_weights (probe->session, 1);
  percept_session_watch_weights (probe->session, 7); /* there is no such layer */
  probe_open (probe, "training.steps=1000000", TRUE);
  PROBE_WAIT (probe, probe_has_moved);
  percept_session_unwatch_weights (probe->session, 1);
  probe_idle (30);
  n = probe->n_weights;
  probe_idle (350);
  g_assert_cmpuint (probe->n_weights, >=, n + 2); /* ten a second */
  g_assert_cmpuint (probe->n_weights, <=, n + 5);
  percept_session_unwatch_weights (probe->session, 1);
  percept_session_unwatch_weights (probe->session, 1); /* once too often */
  probe_idle (50);
  n = probe->n_weights;
  probe_idle (250);
  g_assert_cmpuint (probe->n_weights, ==, n);
}

/* A step over all examples takes long: a pause does not wait for its end. */
static void
test_pause_is_quick (Probe        *probe,
                     gconstpointer data)
{
  gint64 longest = 0;

  tiny_idx_write (probe->scratch.folder, 60000, 300);
  probe_open (probe, "training.batch=full training.steps=1000000 "
              "network.layers=dense_600_tanh;_dense_600_tanh;_dense_3", TRUE);
  PROBE_WAIT (probe, probe_is_running);
  for (int i = 0; i < 8; i++)
    {
      gint64 start;

      probe_idle (30);
      start = g_get_monotonic_time ();
      percept_session_pause (probe->session);
      PROBE_WAIT (probe, probe_is_paused);
      longest = MAX (longest, g_get_monotonic_time () - start);
      percept_session_run (probe->session);
      PROBE_WAIT (probe, probe_is_running);
    }
  g_test_message ("the longest pause took %.1f ms", (double) longest / 1000);
}

static gboolean
has_completed_a_step (Probe *probe)
{
  return percept_session_get_status (probe->session)->step >= 1;
}

/* Many small commands must not keep a long step from ever being done. */
static void
test_small_commands_do_not_stop_a_step (Probe        *probe,
                                        gconstpointer data)
{
  gint64 start = g_get_monotonic_time ();

  tiny_idx_write (probe->scratch.folder, 60000, 300);
  probe_open (probe, "training.batch=full training.steps=1000000 network.layers=dense_100_tanh;_dense_3", TRUE);
  while (!has_completed_a_step (probe) && g_get_monotonic_time () - start < 120 * G_USEC_PER_SEC)
    {
      percept_session_set_picture_interval (probe->session, 100);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
  g_assert_true (has_completed_a_step (probe));
}

static void
test_finish_early (Probe        *probe,
                   gconstpointer data)
{
  const TrainResult *result;

  probe_open (probe, "training.steps=1000000", TRUE);
  PROBE_WAIT (probe, probe_has_moved);
  percept_session_finish (probe->session);
  PROBE_WAIT (probe, probe_has_ended);
  result = percept_session_get_result (probe->session);
  g_assert_cmpstr (probe->because, ==, "interrupted");
  g_assert_cmpuint (result->step, ==, percept_session_get_status (probe->session)->step);
  g_assert_true (isfinite (result->loss[0]) && isfinite (result->loss[1]) && isfinite (result->loss[2]));
  g_assert_true (probe_is_paused (probe)); /* and it can go on */
}

static void
test_finish_before_anything (Probe        *probe,
                             gconstpointer data)
{
  percept_session_finish (probe->session);
  PROBE_WAIT (probe, probe_has_ended);
  g_assert_cmpstr (probe->because, ==, "interrupted");
  g_assert_null (percept_session_get_result (probe->session));
}

static void
test_divergence (Probe        *probe,
                 gconstpointer data)
{
  const PerceptStatus *status = percept_session_get_status (probe->session);
  g_autofree char     *path = scratch_path (&probe->scratch, "run");
  g_autofree char     *summary = g_build_filename (path, "run.json", NULL);
  g_autofree char     *json = NULL;

  probe_open (probe, "training.rate=1000000 training.loss=squared training.steps=100000", TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  g_assert_cmpstr (probe->because, ==, "diverged");
  g_assert_cmpint (status->phase, ==, PERCEPT_PHASE_FINISHED);
  g_assert_nonnull (strstr (status->message, "infinite"));
  g_assert_nonnull (strstr (status->message, "smaller learning rate"));
  g_assert_true (g_utf8_validate (status->message, -1, NULL));
  g_assert_cmpstr (percept_session_get_result (probe->session)->stopped_because, ==, "diverged");
  percept_session_save (probe->session, path);
  PROBE_WAIT (probe, probe_has_saved);
  g_assert_true (g_file_get_contents (summary, &json, NULL, NULL));
  g_assert_nonnull (strstr (json, "\"diverged\""));
}

static void
test_pace (Probe        *probe,
           gconstpointer data)
{
  const PerceptStatus *status = percept_session_get_status (probe->session);
  guint64              step;

  g_assert_cmpint (percept_session_get_pace (probe->session), ==, PERCEPT_PACE_FULL);
  percept_session_set_pace (probe->session, PERCEPT_PACE_SLOW);
  probe_open (probe, "training.steps=1000000", TRUE);
  PROBE_WAIT (probe, probe_is_running);
  probe_idle (1250);
  g_assert_cmpuint (status->step, >=, 2);
  g_assert_cmpuint (status->step, <=, 4);
  percept_session_set_pace (probe->session, PERCEPT_PACE_WALK);
  step = status->step;
  probe_idle (500);
  g_assert_cmpuint (status->step, >=, step + 6);
  g_assert_cmpuint (status->step, <=, step + 12);
  percept_session_set_pace (probe->session, PERCEPT_PACE_FULL);
  probe_idle (300);
  g_assert_cmpuint (status->step, >, step + 100);
  g_assert_cmpfloat (status->steps_per_second, >, 100);
}

/* At every signal: what is told goes together. */
static void
check_consistent (Probe *probe)
{
  const PerceptStatus *status = percept_session_get_status (probe->session);
  const TrainHistory  *history = percept_session_get_history (probe->session);
  guint                n = history->points->len;
  const TrainPoint    *last = n > 0 ? train_history_point (history, n - 1) : NULL;

  if (status->phase == PERCEPT_PHASE_LOADING || status->phase == PERCEPT_PHASE_EMPTY)
    return;
  g_assert_cmpuint (status->step, <=, status->total_steps);
  g_assert_cmpfloat_with_epsilon (status->progress, (double) status->step / (double) status->total_steps, 1e-12);
  g_assert_true (status->seconds >= 0);
  for (guint i = 1; i < n; i++)
    g_assert_cmpuint (train_history_point (history, i)->step, >, train_history_point (history, i - 1)->step);
  if (!last)
    return;
  g_assert_cmpuint (last->step, <=, status->step);
  g_assert_cmpuint (status->step - last->step, <, 20);
  g_assert_cmpfloat (last->cost[0], ==, status->cost[0]);
}

static void
test_consistent (Probe        *probe,
                 gconstpointer data)
{
  g_signal_connect_swapped (probe->session, "status", G_CALLBACK (check_consistent), probe);
  probe_open (probe, "training.steps=5000", TRUE);
  for (int i = 0; i < 10; i++)
    {
      probe_idle (7);
      percept_session_restart (probe->session);
    }
  PROBE_WAIT (probe, probe_has_ended);
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
    { "/running/to-the-end", test_runs_to_the_end },
    { "/running/epochs-is-the-reason", test_epochs_is_the_reason },
    { "/running/steps", test_steps },
    { "/running/rule-and-best", test_rule_and_best },
    { "/running/numbers-are-of-now", test_numbers_are_of_now },
    { "/running/pause-and-go-on", test_pause_and_go_on },
    { "/running/restart-has-the-same-weights", test_restart_has_the_same_weights },
    { "/running/dropped-units", test_dropped_units },
    { "/running/watching-is-counted", test_watching_is_counted },
    { "/running/pause-is-quick", test_pause_is_quick },
    { "/running/small-commands", test_small_commands_do_not_stop_a_step },
    { "/running/finish-early", test_finish_early },
    { "/running/finish-before-anything", test_finish_before_anything },
    { "/running/divergence", test_divergence },
    { "/running/pace", test_pace },
    { "/running/consistent", test_consistent },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Probe, NULL, probe_set_up, tests[i].func, probe_tear_down);
  return g_test_run ();
}
