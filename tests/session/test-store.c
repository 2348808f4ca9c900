/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session-probe.h"
#include "train/run-folder.h"

#include <glib/gstdio.h>
#include <string.h>

#define LONG_RUN "training.steps=40000 training.evaluate=1000"
#define ENDLESS  "training.steps=1000000000 training.evaluate=1000" /* for what must still run a little later */

static char *
use_store (Probe *probe)
{
  char *store = scratch_path (&probe->scratch, "store");

  percept_session_set_store (probe->session, store);
  return store;
}

/* Those of LONG_RUN up to @step: every thousand, and more often at the beginning. */
static guint
count_points (guint64 step)
{
  static const guint64 early[] = { 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987 };
  guint                n = (guint) (step / 1000) + 1;

  for (gsize i = 0; i < G_N_ELEMENTS (early); i++)
    n += early[i] <= step;
  return n;
}

/* The only run in the store. */
static TrainRunSummary *
get_kept (const char *store)
{
  g_autoptr (GPtrArray) runs = train_run_list (store);
  GError               *error = NULL;
  TrainRunSummary      *summary;

  g_assert_cmpuint (runs->len, ==, 1);
  summary = train_run_summarize (((TrainRunSummary *) g_ptr_array_index (runs, 0))->path, &error);
  g_assert_no_error (error);
  return summary;
}

static gboolean
is_well_under_way (Probe *probe)
{
  return percept_session_get_status (probe->session)->step > 100;
}

/* Closed in the middle, opened again where it stood, it comes to the very end of the run that never stopped. */
static void
test_close_and_go_on (Probe        *probe,
                      gconstpointer data)
{
  g_autofree char            *straight = probe_straight (probe, LONG_RUN);
  g_autofree char            *store = use_store (probe);
  g_autoptr (TrainRunSummary) kept = NULL, done = NULL;
  guint                       n_points, n_kept;
  gint64                      began;

  probe_open (probe, LONG_RUN, TRUE);
  PROBE_WAIT (probe, is_well_under_way);
  percept_session_close (probe->session);
  kept = get_kept (store);
  g_assert_cmpstr (kept->stopped_because, ==, "interrupted");
  g_assert_cmpstr (kept->experiment, ==, "probe");
  g_assert_cmpuint (kept->step, >, 100);
  probe_renew (probe);
  percept_session_set_store (probe->session, store);
  percept_session_open_run (probe->session, kept->path);
  PROBE_WAIT (probe, probe_has_opened);
  PROBE_WAIT (probe, probe_is_paused);
  g_assert_cmpuint (percept_session_get_status (probe->session)->step, ==, kept->step);
  n_points = percept_session_get_history (probe->session)->points->len;
  /* There is one for the very step in which it was closed; a planned one may be owed, and comes with the next step. */
  g_assert_cmpuint (n_points, <=, count_points (kept->step) + 1);
  g_assert_cmpuint (n_points, >=, count_points (kept->step - 1));
  began = g_get_monotonic_time ();
  percept_session_run (probe->session);
  PROBE_WAIT (probe, probe_has_ended);
  /* On a slow machine each half minute the run is kept, with a point for the step it is at. */
  n_kept = (guint) ((g_get_monotonic_time () - began + 5 * G_USEC_PER_SEC) / (30 * G_USEC_PER_SEC));
  g_assert_cmpstr (probe_hash (probe), ==, straight);
  g_assert_cmpuint (percept_session_get_history (probe->session)->points->len, >=, count_points (40000));
  g_assert_cmpuint (percept_session_get_history (probe->session)->points->len, <=, count_points (40000) + 1 + n_kept);
  done = get_kept (store); /* in the same folder */
  g_assert_cmpstr (done->path, ==, kept->path);
  g_assert_cmpstr (done->stopped_because, ==, "steps");
}

static void
test_nothing_to_keep (Probe        *probe,
                      gconstpointer data)
{
  g_autofree char *store = use_store (probe);

  probe_open (probe, NULL, FALSE);
  PROBE_WAIT (probe, probe_is_paused);
  percept_session_close (probe->session);
  g_assert_false (g_file_test (store, G_FILE_TEST_EXISTS));
}

/* Opening something else keeps what was under way, a folder for each. */
static void
test_opening_another (Probe        *probe,
                      gconstpointer data)
{
  g_autofree char      *store = use_store (probe);
  g_autoptr (GPtrArray) runs = NULL;

  for (guint i = 0; i < 3; i++)
    {
      probe->n_opened = 0;
      probe_open (probe, ENDLESS, TRUE);
      PROBE_WAIT (probe, probe_has_opened);
      PROBE_WAIT (probe, probe_has_moved);
    }
  percept_session_close (probe->session);
  runs = train_run_list (store);
  g_assert_cmpuint (runs->len, >=, 2);
}

static void
test_save (Probe        *probe,
           gconstpointer data)
{
  g_autofree char            *path = scratch_path (&probe->scratch, "named");
  g_autoptr (TrainRunSummary) summary = NULL;
  g_autoptr (GError)          error = NULL;

  probe_open (probe, ENDLESS, TRUE);
  PROBE_WAIT (probe, is_well_under_way);
  percept_session_pause (probe->session);
  PROBE_WAIT (probe, probe_is_paused);
  g_assert_true (percept_session_get_changed (probe->session));
  percept_session_save (probe->session, path);
  PROBE_WAIT (probe, probe_has_saved);
  g_assert_false (percept_session_get_changed (probe->session));
  summary = train_run_summarize (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (summary->step, ==, percept_session_get_status (probe->session)->step);
  percept_session_run (probe->session);
  PROBE_WAIT (probe, probe_is_running);
  probe_idle (50);
  g_assert_true (percept_session_get_changed (probe->session));
}

static gboolean
is_revealed (Probe *probe)
{
  return probe_has_opened (probe) && percept_session_is_test_revealed (probe->session);
}

static void
open_again (Probe      *probe,
            const char *path)
{
  probe_renew (probe);
  percept_session_open_run (probe->session, path);
  PROBE_WAIT (probe, probe_has_opened);
  g_assert_false (percept_session_get_changed (probe->session));
  PROBE_WAIT (probe, probe_is_paused);
  g_assert_false (percept_session_get_changed (probe->session));
}

static void
save_at_a_step (Probe      *probe,
                const char *path)
{
  probe_open (probe, ENDLESS " training.loss=squared", TRUE);
  PROBE_WAIT (probe, is_well_under_way);
  percept_session_pause (probe->session);
  PROBE_WAIT (probe, probe_is_paused);
  percept_session_save (probe->session, path);
  PROBE_WAIT (probe, probe_has_saved);
}

/* What was opened from a folder is saved until something changes. */
static void
test_nothing_new (Probe        *probe,
                  gconstpointer data)
{
  g_autofree char *path = scratch_path (&probe->scratch, "named");

  save_at_a_step (probe, path);
  open_again (probe, path);
  percept_session_set (probe->session, "training", "rate", "0.01", NULL);
  g_assert_true (percept_session_get_changed (probe->session));
  open_again (probe, path);
  percept_session_step (probe->session, PERCEPT_STEP_BATCH);
  while (!percept_session_get_changed (probe->session))
    g_main_context_iteration (NULL, TRUE);
}

/* Whoever has looked has looked: the seal does not come back with opening again. */
static void
test_reveal (Probe        *probe,
             gconstpointer data)
{
  g_autofree char            *path = scratch_path (&probe->scratch, "named");
  g_autofree char            *store = use_store (probe);
  g_autoptr (TrainRunSummary) kept = NULL;

  save_at_a_step (probe, path);
  g_assert_false (percept_session_is_test_revealed (probe->session));
  percept_session_reveal_test (probe->session);
  g_assert_true (percept_session_is_test_revealed (probe->session));
  g_assert_false (percept_session_is_pending (probe->session, NULL, NULL));
  g_assert_true (percept_session_get_changed (probe->session));
  probe->n_saved = 0;
  percept_session_save (probe->session, path);
  PROBE_WAIT (probe, probe_has_saved);
  g_assert_false (percept_session_get_changed (probe->session));
  percept_session_close (probe->session);
  kept = get_kept (store);
  open_again (probe, path);
  PROBE_WAIT (probe, is_revealed);
  open_again (probe, kept->path);
  PROBE_WAIT (probe, is_revealed);
}

/* Revealing the test of a run that has ended takes nothing up again. */
static void
test_reveal_after_the_end (Probe        *probe,
                           gconstpointer data)
{
  g_autofree char *store = use_store (probe);

  probe_open (probe, "training.rate=1000000 training.loss=squared training.steps=100000", TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  percept_session_reveal_test (probe->session);
  probe_idle (40);
  g_assert_cmpint (percept_session_get_status (probe->session)->phase, ==, PERCEPT_PHASE_FINISHED);
}

/* Opened again and gone wrong, it falls back to what was opened, or a later point, and says to which. */
static void
test_diverges_after_opening (Probe        *probe,
                             gconstpointer data)
{
  g_autofree char *path = scratch_path (&probe->scratch, "named");
  const char      *told;
  guint64          step, kept;

  save_at_a_step (probe, path);
  open_again (probe, path);
  step = percept_session_get_status (probe->session)->step;
  percept_session_set (probe->session, "training", "rate", "1000000", NULL);
  percept_session_run (probe->session);
  PROBE_WAIT (probe, probe_has_ended);
  g_assert_cmpstr (probe->because, ==, "diverged");
  told = strstr (percept_session_get_status (probe->session)->message, "the weights of step ");
  g_assert_nonnull (told);
  kept = g_ascii_strtoull (told + strlen ("the weights of step "), NULL, 10);
  g_assert_cmpuint (kept, >=, step);
  g_assert_cmpuint (kept, <=, percept_session_get_status (probe->session)->step);
}

static gboolean
is_at_step_0 (Probe *probe)
{
  return probe->n_opened == 2 && probe_is_paused (probe) && percept_session_get_weights (probe->session, 1) &&
         percept_session_get_status (probe->session)->step == 0;
}

/* A model by itself: its weights are those of step 0, and those to which a restart goes back. */
static void
test_lone_model (Probe        *probe,
                 gconstpointer data)
{
  g_autofree char  *path = scratch_path (&probe->scratch, "named");
  g_autofree char  *model = g_build_filename (path, TRAIN_RUN_MODEL, NULL);
  g_autofree char  *lone = scratch_path (&probe->scratch, "lone.safetensors");
  g_autofree float *weights = NULL;
  PerceptWeights   *now;
  gsize             bytes;

  percept_session_watch_weights (probe->session, 1);
  save_at_a_step (probe, path);
  now = percept_session_get_weights (probe->session, 1);
  bytes = now->n_units * TINY_WIDTH * TINY_HEIGHT * sizeof (float);
  weights = g_memdup2 (now->weights, bytes);
  g_assert_cmpint (g_rename (model, lone), ==, 0);
  open_again (probe, lone);
  g_assert_cmpuint (percept_session_get_status (probe->session)->step, ==, 0);
  g_assert_cmpfloat (percept_session_get_status (probe->session)->epoch, ==, 0);
  percept_session_step (probe->session, PERCEPT_STEP_EPOCH);
  PROBE_WAIT (probe, probe_has_moved);
  percept_session_watch_weights (probe->session, 1);
  percept_session_restart (probe->session);
  PROBE_WAIT (probe, is_at_step_0);
  g_assert_cmpmem (percept_session_get_weights (probe->session, 1)->weights, bytes, weights, bytes);
}

static void
test_save_fails (Probe        *probe,
                 gconstpointer data)
{
  g_autofree char *file = scratch_write (&probe->scratch, "letter.txt", "hello", 5);

  probe_open (probe, ENDLESS, TRUE);
  PROBE_WAIT (probe, probe_has_moved);
  percept_session_save (probe->session, file);
  PROBE_WAIT (probe, probe_has_failed);
  g_assert_nonnull (strstr (probe->error, file));
  g_assert_true (percept_session_get_changed (probe->session));
  percept_session_save (probe->session, probe->scratch.folder); /* full of other things */
  probe->n_failed = 0;
  PROBE_WAIT (probe, probe_has_failed);
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
    { "/store/close-and-go-on", test_close_and_go_on },
    { "/store/nothing-to-keep", test_nothing_to_keep },
    { "/store/opening-another", test_opening_another },
    { "/store/save", test_save },
    { "/store/nothing-new", test_nothing_new },
    { "/store/reveal", test_reveal },
    { "/store/reveal-after-the-end", test_reveal_after_the_end },
    { "/store/diverges-after-opening", test_diverges_after_opening },
    { "/store/lone-model", test_lone_model },
    { "/store/save-fails", test_save_fails },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Probe, NULL, probe_set_up, tests[i].func, probe_tear_down);
  return g_test_run ();
}
