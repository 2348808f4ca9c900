/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/check-job.h"
#include "session/model-request.h"
#include "session/session-probe.h"

#include <string.h>

/* A copy of the network for analyses, while it trains, and the check that works on it. */

static PerceptModel       *model;
static guint               n_models;
static PerceptCheckResult *result;
static GError             *failure;

static void
model_cb (PerceptSession *session,
          PerceptModel   *given)
{
  n_models++;
  percept_model_unref (model);
  model = percept_model_ref (given);
}

static void
ask (Probe *probe)
{
  g_signal_connect (probe->session, "model", G_CALLBACK (model_cb), NULL);
  percept_session_request_model (probe->session);
}

static gboolean
has_model (Probe *probe)
{
  return model != NULL;
}

static gboolean
has_checked (Probe *probe)
{
  return result != NULL || failure != NULL;
}

static void
forget (void)
{
  g_clear_pointer (&model, percept_model_unref);
  g_clear_pointer (&result, percept_check_result_free);
  g_clear_error (&failure);
  n_models = 0;
}

/* It has the training's own parameters, and keeps them while that goes on. */
static void
test_copy (Probe        *probe,
           gconstpointer data)
{
  g_autofree float *before = NULL;
  PerceptWeights   *weights;

  probe_open (probe, "training.steps=1000000", FALSE);
  PROBE_WAIT (probe, probe_has_opened);
  percept_session_watch_weights (probe->session, 1);
  probe_idle (200);
  ask (probe);
  PROBE_WAIT (probe, has_model);
  weights = percept_session_get_weights (probe->session, 1);
  g_assert_nonnull (weights);
  g_assert_cmpuint (model->step, ==, 0);
  g_assert_cmpmem (model->parameters, 20 * sizeof (float), weights->weights, 20 * sizeof (float));
  before = g_memdup2 (model->parameters, 20 * sizeof (float));
  percept_session_run (probe->session);
  PROBE_WAIT (probe, probe_has_moved);
  g_assert_cmpmem (model->parameters, 20 * sizeof (float), before, 20 * sizeof (float));
  forget ();
}

/* Where nothing is open there is nothing to copy. */
static void
test_nothing_open (Probe        *probe,
                   gconstpointer data)
{
  ask (probe);
  probe_idle (100);
  g_assert_cmpuint (n_models, ==, 0);
  forget ();
}

static GCancellable *cancellable;

static void
requested_cb (GObject      *source,
              GAsyncResult *answer,
              gpointer      data)
{
  n_models++;
  model = percept_model_request_finish (answer, &failure);
  if (cancellable)
    g_cancellable_cancel (cancellable);
}

static gboolean
has_answer (Probe *probe)
{
  return n_models > 0;
}

/* Who asks hears that there is none. */
static void
test_request_of_nothing (Probe        *probe,
                         gconstpointer data)
{
  percept_model_request_async (probe->session, NULL, NULL, requested_cb, NULL);
  PROBE_WAIT (probe, has_answer);
  g_assert_null (model);
  g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  forget ();
}

/* Who has the answer may cancel as before: the request has ended, once. */
static void
test_request_ends_once (Probe        *probe,
                        gconstpointer data)
{
  cancellable = g_cancellable_new ();
  probe_open (probe, "", FALSE);
  PROBE_WAIT (probe, probe_has_opened);
  percept_model_request_async (probe->session, NULL, cancellable, requested_cb, NULL);
  PROBE_WAIT (probe, has_answer);
  probe_idle (50);
  g_assert_cmpuint (n_models, ==, 1);
  g_assert_nonnull (model);
  g_assert_no_error (failure);
  g_clear_object (&cancellable);
  forget ();
}

/* A copy that was asked for before is none of what was changed since. */
static void
test_request_after_edit (Probe        *probe,
                         gconstpointer data)
{
  const PerceptEdit edit = { 3, 7.5f };

  probe_open (probe, "", FALSE);
  PROBE_WAIT (probe, probe_has_opened);
  percept_session_request_model (probe->session);
  percept_session_edit (probe->session, &edit, 1, "set", FALSE);
  percept_model_request_async (probe->session, NULL, NULL, requested_cb, NULL);
  PROBE_WAIT (probe, has_answer);
  g_assert_nonnull (model);
  g_assert_cmpfloat (model->parameters[3], ==, 7.5f);
  forget ();
}

static void
done_cb (PerceptCheckResult *outcome,
         const GError       *error,
         gpointer            data)
{
  result = outcome;
  failure = error ? g_error_copy (error) : NULL;
}

static PerceptCheckJob *
start (Probe      *probe,
       const char *coordinates)
{
  g_autoptr (TrainExperiment) experiment = NULL;

  ask (probe);
  PROBE_WAIT (probe, has_model);
  experiment = train_experiment_set (model->experiment, "check", "coordinates", coordinates, NULL);
  return percept_check_job_start (model, experiment, done_cb, NULL);
}

static void
test_check_beside_training (Probe        *probe,
                            gconstpointer data)
{
  PerceptCheckJob *job;

  probe_open (probe, "training.steps=1000000", TRUE);
  PROBE_WAIT (probe, probe_has_moved);
  job = start (probe, "largest 5");
  PROBE_WAIT (probe, has_checked);
  g_assert_no_error (failure);
  g_assert_cmpint (result->check->verdict, ==, AN_VERDICT_AGREES);
  g_assert_cmpuint (result->check->n, ==, 5);
  g_assert_cmpfloat (percept_check_job_get_progress (job), >, 0.5);
  g_assert_true (probe_is_running (probe));
  percept_check_job_free (job);
  forget ();
}

static void
test_check_is_stopped (Probe        *probe,
                       gconstpointer data)
{
  PerceptCheckJob *job;

  probe_open (probe, "network.layers=dense_2000_tanh;dense_3", FALSE);
  PROBE_WAIT (probe, probe_has_opened);
  job = start (probe, "all");
  percept_check_job_stop (job);
  PROBE_WAIT (probe, has_checked);
  g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  percept_check_job_free (job);
  forget ();
}

/* One that is let go in the middle is over, and says nothing more. */
static void
test_check_is_freed (Probe        *probe,
                     gconstpointer data)
{
  probe_open (probe, "network.layers=dense_2000_tanh;dense_3", FALSE);
  PROBE_WAIT (probe, probe_has_opened);
  percept_check_job_free (start (probe, "all"));
  probe_idle (100);
  g_assert_null (result);
  g_assert_no_error (failure);
  forget ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/model/copy", Probe, NULL, probe_set_up, test_copy, probe_tear_down);
  g_test_add ("/model/nothing-open", Probe, NULL, probe_set_up, test_nothing_open, probe_tear_down);
  g_test_add ("/model/request-of-nothing", Probe, NULL, probe_set_up, test_request_of_nothing, probe_tear_down);
  g_test_add ("/model/request-ends-once", Probe, NULL, probe_set_up, test_request_ends_once, probe_tear_down);
  g_test_add ("/model/request-after-edit", Probe, NULL, probe_set_up, test_request_after_edit, probe_tear_down);
  g_test_add ("/model/check-beside-training", Probe, NULL, probe_set_up, test_check_beside_training, probe_tear_down);
  g_test_add ("/model/check-is-stopped", Probe, NULL, probe_set_up, test_check_is_stopped, probe_tear_down);
  g_test_add ("/model/check-is-freed", Probe, NULL, probe_set_up, test_check_is_freed, probe_tear_down);
  return g_test_run ();
}
