/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session-probe.h"

static gboolean
has_answers (Probe *probe)
{
  return percept_session_get_answers (probe->session) != NULL;
}

static gboolean
are_of_now (Probe *probe)
{
  return has_answers (probe) &&
         percept_session_get_answers (probe->session)->step == percept_session_get_status (probe->session)->step;
}

static void
test_follow_the_run (Probe        *probe,
                     gconstpointer data)
{
  const TrainAnswers *answers;

  percept_session_watch_answers (probe->session);
  probe_open (probe, NULL, FALSE);
  PROBE_WAIT (probe, has_answers);
  g_assert_cmpuint (percept_session_get_answers (probe->session)->step, ==, 0);
  percept_session_run (probe->session);
  PROBE_WAIT (probe, probe_has_ended);
  PROBE_WAIT (probe, are_of_now);
  answers = percept_session_get_answers (probe->session);
  g_assert_cmpuint (answers->n, ==, PROBE_VALIDATION);
  g_assert_cmpfloat_with_epsilon ((double) answers->correct / (double) answers->n,
                                  percept_session_get_status (probe->session)->accuracy[TRAIN_PART_VALIDATION], 1e-9);
}

/* Without validation examples those of training tell. */
static void
test_without_validation (Probe        *probe,
                         gconstpointer data)
{
  percept_session_watch_answers (probe->session);
  probe_open (probe, "data.validation=0", FALSE);
  PROBE_WAIT (probe, has_answers);
  g_assert_cmpint (percept_session_get_answers (probe->session)->part, ==, TRAIN_PART_TRAIN);
}

static void
test_only_when_watched (Probe        *probe,
                        gconstpointer data)
{
  probe_open (probe, NULL, TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  probe_idle (50);
  g_assert_false (has_answers (probe));
  percept_session_watch_answers (probe->session);
  PROBE_WAIT (probe, are_of_now);
  percept_session_unwatch_answers (probe->session);
  /* Those of another network are gone. */
  probe_open (probe, "seed.init=9", FALSE);
  PROBE_WAIT (probe, probe_is_paused);
  probe_idle (50);
  g_assert_false (has_answers (probe));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/session-answers/follow-the-run", Probe, NULL, probe_set_up, test_follow_the_run, probe_tear_down);
  g_test_add ("/session-answers/without-validation", Probe, NULL, probe_set_up, test_without_validation,
              probe_tear_down);
  g_test_add ("/session-answers/only-when-watched", Probe, NULL, probe_set_up, test_only_when_watched,
              probe_tear_down);
  return g_test_run ();
}
