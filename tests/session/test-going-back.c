/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session-probe.h"
#include "train/run-folder.h"

#include <string.h>

/* A session goes back along its run: to the same bits, the same history, and on from there. */

static guint64 wanted;

static void
set (Probe      *probe,
     const char *key,
     const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (percept_session_set (probe->session, "training", key, value, &error));
  g_assert_no_error (error);
}

static gboolean
is_there (Probe *probe)
{
  const PerceptStatus *status = percept_session_get_status (probe->session);
  const TrainHistory  *history = percept_session_get_history (probe->session);

  return status->step == wanted && status->phase != PERCEPT_PHASE_LOADING &&
         status->phase != PERCEPT_PHASE_RUNNING && history->points->len > 0 &&
         train_history_point (history, history->points->len - 1)->step == wanted;
}

static void
go_back (Probe   *probe,
         guint64  step,
         gboolean branch)
{
  wanted = step;
  percept_session_go_back (probe->session, step, branch);
  PROBE_WAIT (probe, is_there);
}

static void
step_to (Probe          *probe,
         guint64         step,
         PerceptStepKind kind)
{
  for (wanted = percept_session_get_status (probe->session)->step + 1; wanted <= step; wanted++)
    {
      percept_session_step (probe->session, kind);
      PROBE_WAIT (probe, is_there);
    }
}

static char *
describe (Probe *probe)
{
  g_autoptr (TrainHistory) history = train_history_copy (percept_session_get_history (probe->session));
  g_autofree char         *points = NULL, *marks = train_history_marks_to_csv (history);

  for (guint i = 0; i < history->points->len; i++)
    g_array_index (history->points, TrainPoint, i).seconds = 0.0;
  points = train_history_to_csv (history);
  return g_strconcat (points, marks, NULL);
}

static gboolean
has_now_rung (Probe *probe)
{
  GPtrArray *rungs = percept_session_get_rungs (probe->session);

  return rungs->len > 0 && ((TrainRung *) g_ptr_array_index (rungs, rungs->len - 1))->step == wanted;
}

static float *
copy_parameters (Probe *probe)
{
  GPtrArray *rungs = percept_session_get_rungs (probe->session);
  TrainRung *rung;

  wanted = percept_session_get_status (probe->session)->step;
  PROBE_WAIT (probe, has_now_rung);
  rungs = percept_session_get_rungs (probe->session);
  rung = g_ptr_array_index (rungs, rungs->len - 1);
  return g_memdup2 (rung->parameters, percept_session_get_status (probe->session)->n_parameters * sizeof (float));
}

static void
run_to_end (Probe *probe)
{
  probe->n_finished = 0;
  percept_session_run (probe->session);
  PROBE_WAIT (probe, probe_has_ended);
}

static const char *const ways[] = {
  "", "training.optimizer=adam training.rate=0.01 network.layers=dense_8_relu;_dropout_0.3;_dense_3",
  "training.l2=0.01 training.keep=best-validation",
};

/* After its end back, and to the end again. */
static void
test_from_the_end (Probe        *probe,
                   gconstpointer data)
{
  static const guint64 steps[] = { 59, 37, 20, 5, 0 };

  for (gsize w = 0; w < G_N_ELEMENTS (ways); w++)
    {
      g_autofree char *straight = probe_straight (probe, ways[w]);

      probe->n_finished = probe->n_opened = 0;
      probe_open (probe, ways[w], TRUE);
      PROBE_WAIT (probe, probe_has_opened);
      PROBE_WAIT (probe, probe_has_ended);
      for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
        {
          go_back (probe, steps[i], FALSE);
          g_assert_cmpint (percept_session_get_status (probe->session)->phase, ==, PERCEPT_PHASE_PAUSED);
        }
      run_to_end (probe);
      g_assert_cmpstr (probe_hash (probe), ==, straight);
      go_back (probe, 33, FALSE);
      run_to_end (probe);
      g_assert_cmpstr (probe_hash (probe), ==, straight);
    }
}

/* A rate that was changed, single examples and looks at steps come again as they were. */
static void
test_restless (Probe        *probe,
               gconstpointer data)
{
  g_autofree char  *then = NULL, *now = NULL, *end = NULL;
  g_autofree float *parameters = NULL, *again = NULL;

  probe_open (probe, ways[1], FALSE);
  PROBE_WAIT (probe, probe_is_paused);
  step_to (probe, 4, PERCEPT_STEP_BATCH);
  set (probe, "rate", "0.02");
  step_to (probe, 12, PERCEPT_STEP_EXAMPLE);
  set (probe, "momentum", "0.5");
  step_to (probe, 14, PERCEPT_STEP_BATCH);
  then = describe (probe);
  parameters = copy_parameters (probe);
  step_to (probe, 15, PERCEPT_STEP_BATCH);
  set (probe, "rate", "0.5");
  run_to_end (probe);
  end = g_strdup (probe_hash (probe));
  go_back (probe, 14, FALSE);
  now = describe (probe);
  again = copy_parameters (probe);
  g_assert_cmpstr (now, ==, then);
  g_assert_cmpmem (again, percept_session_get_status (probe->session)->n_parameters * sizeof (float), parameters,
                   percept_session_get_status (probe->session)->n_parameters * sizeof (float));
  g_assert_cmpstr (train_experiment_get (percept_session_get_experiment (probe->session), "training", "rate"), ==,
                   "0.02");
  step_to (probe, 15, PERCEPT_STEP_BATCH);
  set (probe, "rate", "0.5");
  run_to_end (probe);
  g_assert_cmpstr (probe_hash (probe), ==, end);
}

/* What was stays in the store as a run of its own, and the branch gets a folder and a mark. */
static void
test_branch (Probe        *probe,
             gconstpointer data)
{
  g_autofree char      *straight = probe_straight (probe, "");
  g_autofree char      *store = scratch_path (&probe->scratch, "store");
  g_autoptr (GPtrArray) runs = NULL;
  const TrainMark      *mark;
  guint64               steps = 0;

  percept_session_set_store (probe->session, store);
  probe_open (probe, "", TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  go_back (probe, 25, TRUE);
  g_assert_cmpuint (percept_session_get_history (probe->session)->marks->len, ==, 1);
  mark = &g_array_index (percept_session_get_history (probe->session)->marks, TrainMark, 0);
  g_assert_cmpstr (mark->key, ==, TRAIN_MARK_BRANCH);
  g_assert_cmpuint (mark->step, ==, 25);
  g_assert_cmpfloat (mark->from, ==, 60.0);
  step_to (probe, 26, PERCEPT_STEP_BATCH);
  percept_session_close (probe->session);
  runs = train_run_list (store);
  g_assert_cmpuint (runs->len, ==, 2);
  for (guint i = 0; i < runs->len; i++)
    steps += ((TrainRunSummary *) g_ptr_array_index (runs, i))->step;
  g_assert_cmpuint (steps, ==, 60 + 26);
  probe_renew (probe);
  for (guint i = 0; i < runs->len; i++)
    if (((TrainRunSummary *) g_ptr_array_index (runs, i))->step == 26)
      percept_session_open_run (probe->session, ((TrainRunSummary *) g_ptr_array_index (runs, i))->path);
  PROBE_WAIT (probe, probe_has_opened);
  run_to_end (probe);
  g_assert_cmpstr (probe_hash (probe), ==, straight);
}

/* Without a branch there is one run, which is shorter now. */
static void
test_no_branch (Probe        *probe,
                gconstpointer data)
{
  g_autofree char      *store = scratch_path (&probe->scratch, "store");
  g_autoptr (GPtrArray) runs = NULL;

  percept_session_set_store (probe->session, store);
  probe_open (probe, "", TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  go_back (probe, 25, FALSE);
  g_assert_cmpuint (percept_session_get_history (probe->session)->marks->len, ==, 0);
  percept_session_close (probe->session);
  runs = train_run_list (store);
  g_assert_cmpuint (runs->len, ==, 1);
  g_assert_cmpuint (((TrainRunSummary *) g_ptr_array_index (runs, 0))->step, ==, 25);
}

/* A run out of the store goes back as if it had never been closed. */
static void
test_reopened (Probe        *probe,
               gconstpointer data)
{
  g_autofree char      *straight = probe_straight (probe, ways[1]);
  g_autofree char      *store = scratch_path (&probe->scratch, "store");
  g_autofree char      *then = NULL, *now = NULL;
  g_autoptr (GPtrArray) runs = NULL;

  percept_session_set_store (probe->session, store);
  probe_open (probe, ways[1], FALSE);
  PROBE_WAIT (probe, probe_is_paused);
  step_to (probe, 7, PERCEPT_STEP_BATCH);
  then = describe (probe);
  run_to_end (probe);
  probe_renew (probe);
  runs = train_run_list (store);
  g_assert_cmpuint (runs->len, ==, 1);
  percept_session_open_run (probe->session, ((TrainRunSummary *) g_ptr_array_index (runs, 0))->path);
  PROBE_WAIT (probe, probe_has_opened);
  go_back (probe, 7, FALSE);
  now = describe (probe);
  g_assert_cmpstr (now, ==, then);
  g_assert_cmpuint (probe->n_failed, ==, 0);
  run_to_end (probe);
  g_assert_cmpstr (probe_hash (probe), ==, straight);
}

/* Nowhere to go: it is said, and nothing is lost. */
static void
test_refused (Probe        *probe,
              gconstpointer data)
{
  probe_open (probe, "", TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  percept_session_go_back (probe->session, 61, FALSE);
  PROBE_WAIT (probe, probe_has_failed);
  g_assert_cmpstr (probe->error, ==, "Step 61 is still to come: the run stands at step 60");
  probe->n_failed = 0;
  percept_session_set_state_memory (probe->session, 16);
  percept_session_go_back (probe->session, 30, FALSE);
  PROBE_WAIT (probe, probe_has_failed);
  g_assert_true (g_str_has_prefix (probe->error, "No state of this network is kept"));
  g_assert_cmpint (percept_session_get_state_keeping (probe->session), ==, TRAIN_LADDER_NOTHING);
  g_assert_cmpuint (percept_session_get_status (probe->session)->step, ==, 60);
  g_assert_cmpuint (percept_session_get_rungs (probe->session)->len, ==, 0);
}

static gboolean
is_going_back (Probe *probe)
{
  return percept_session_get_status (probe->session)->phase == PERCEPT_PHASE_LOADING;
}

static gboolean
has_state (Probe *probe)
{
  GPtrArray *rungs = percept_session_get_rungs (probe->session);

  return rungs->len > 0 && ((TrainRung *) g_ptr_array_index (rungs, 0))->state != NULL;
}

static double enough; /* seconds of training */

static gboolean
has_run_enough (Probe *probe)
{
  return percept_session_get_status (probe->session)->seconds >= enough;
}

static gboolean
rests (Probe *probe)
{
  wanted = percept_session_get_status (probe->session)->step;
  return is_there (probe) && has_now_rung (probe);
}

/* To before the rung that is farthest from the one before it. */
static guint64
find_long_way (Probe *probe)
{
  GPtrArray *rungs = percept_session_get_rungs (probe->session);
  guint64    longest = 0, step = 0;

  for (guint i = 1; i < rungs->len; i++)
    {
      guint64 here = ((TrainRung *) g_ptr_array_index (rungs, i))->step;
      guint64 way = here - ((TrainRung *) g_ptr_array_index (rungs, i - 1))->step;

      if (way > longest)
        step = here - 1;
      longest = MAX (way, longest);
    }
  g_assert_cmpuint (longest, >=, percept_session_get_status (probe->session)->step / 3);
  return step;
}

static gboolean
is_underway_or_there (Probe *probe)
{
  return is_going_back (probe) || is_there (probe);
}

/* Runs on and goes back, until the way is so long for this machine that it is told while most of it is left. Returns:
 * where it leads to; @before: what was before it */
static guint64
begin_long_way (Probe   *probe,
                char   **before,
                guint64 *from)
{
  for (enough = 1.0;; enough *= 2.0)
    {
      g_clear_pointer (before, g_free);
      percept_session_run (probe->session);
      PROBE_WAIT (probe, has_run_enough);
      percept_session_pause (probe->session);
      PROBE_WAIT (probe, rests);
      *before = describe (probe);
      *from = wanted;
      wanted = find_long_way (probe);
      percept_session_go_back (probe->session, wanted, FALSE);
      PROBE_WAIT (probe, is_underway_or_there);
      if (is_going_back (probe) && percept_session_get_status (probe->session)->progress < 0.2)
        return wanted;
      PROBE_WAIT (probe, is_there);
    }
}

/* A long way tells how far it is, and a pause ends it where it began, with nothing lost. */
static void
test_given_up (Probe        *probe,
               gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL, *told = NULL;
  TrainRung       *first;
  guint64          step, end;

  /* Three states are kept, far from one another: there is a long way to before one of them. */
  probe_open (probe, "training.steps=1000000000 training.evaluate=1000000000", FALSE);
  PROBE_WAIT (probe, probe_is_paused);
  PROBE_WAIT (probe, has_state); /* the point of step 0 may come before its state */
  first = g_ptr_array_index (percept_session_get_rungs (probe->session), 0);
  percept_session_set_state_memory (probe->session, 3 * first->bytes);
  step = begin_long_way (probe, &before, &end);
  told = g_strdup_printf ("Going back to step %" G_GUINT64_FORMAT, step);
  g_assert_cmpstr (percept_session_get_status (probe->session)->message, ==, told);
  percept_session_pause (probe->session);
  PROBE_WAIT (probe, rests);
  g_assert_cmpuint (percept_session_get_status (probe->session)->step, ==, end);
  after = describe (probe);
  g_assert_cmpstr (after, ==, before);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Probe *, gconstpointer);
  } tests[] = {
    { "from-the-end", test_from_the_end }, { "restless", test_restless }, { "branch", test_branch },
    { "no-branch", test_no_branch },       { "refused", test_refused },   { "given-up", test_given_up },
    { "reopened", test_reopened },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/session/going-back/%s", tests[i].name);

      g_test_add (path, Probe, NULL, probe_set_up, tests[i].test, probe_tear_down);
    }
  return g_test_run ();
}
