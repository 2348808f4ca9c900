/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session-probe.h"

#include <stdio.h>
#include <unistd.h>

/* The slow suite has 10,000. */
#ifndef CYCLES
#define CYCLES 200
#endif

/* Memory in use, pages; and threads. */
static long
count_pages (void)
{
  g_autofree char *text = NULL;
  long             size, resident;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%ld %ld", &size, &resident), ==, 2);
  return resident;
}

static guint
count_threads (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  guint            n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

/* The system lists a thread a moment longer than it can be joined. */
static void
check_threads (guint expected)
{
  for (int i = 0; i < 1000 && count_threads () > expected; i++)
    g_usleep (1000);
  g_assert_cmpuint (count_threads (), <=, expected);
}

static void
cycle (Probe *probe,
       guint  i)
{
  probe_open (probe, "training.steps=1000000", i % 3 != 0);
  percept_session_watch_weights (probe->session, 1 + i % 2);
  if (i % 4 == 1)
    PROBE_WAIT (probe, probe_has_opened);
  if (i % 4 == 2)
    percept_session_pause (probe->session);
  if (i % 4 == 3)
    percept_session_finish (probe->session);
  probe_renew (probe);
}

static void
test_start_and_stop (Probe        *probe,
                     gconstpointer data)
{
  long  pages = 0;
  guint threads;

  percept_session_close (probe->session);
  g_usleep (10000);
  threads = count_threads ();
  for (guint i = 0; i < CYCLES; i++)
    {
      cycle (probe, i);
      if (i == CYCLES / 4) /* the allocator has its arenas by now */
        pages = count_pages ();
    }
  percept_session_close (probe->session);
  check_threads (threads);
  g_test_message ("%d cycles, %ld pages more", CYCLES, count_pages () - pages);
#ifndef __SANITIZE_ADDRESS__ /* which keeps what is freed for a while, and finds leaks itself */
  g_assert_cmpint ((count_pages () - pages) * sysconf (_SC_PAGESIZE), <, 16 << 20);
#endif
}

/* Open, restart, pause, run and step in any order within one session. */
static void
test_any_order (Probe        *probe,
                gconstpointer data)
{
  probe_open (probe, "training.steps=200", TRUE);
  for (guint i = 0; i < CYCLES; i++)
    {
      switch (g_test_rand_int_range (0, 8))
        {
        case 0:
          probe_open (probe, "training.steps=200", g_test_rand_bit ());
          break;
        case 1:
          percept_session_restart (probe->session);
          break;
        case 2:
          percept_session_pause (probe->session);
          break;
        case 3:
          percept_session_step (probe->session, PERCEPT_STEP_EPOCH);
          break;
        case 4:
          percept_session_finish (probe->session);
          break;
        case 5:
          percept_session_set (probe->session, "training", "rate", i % 2 ? "0.1" : "0.2", NULL);
          break;
        case 6:
          percept_session_set_pace (probe->session, i % 4);
          break;
        default:
          percept_session_run (probe->session);
        }
      g_main_context_iteration (NULL, FALSE);
    }
  percept_session_set_pace (probe->session, PERCEPT_PACE_FULL);
  probe_idle (50);
  probe->n_finished = 0;
  probe_open (probe, NULL, TRUE);
  PROBE_WAIT (probe, probe_has_ended);
  g_assert_cmpuint (probe->n_failed, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/cycles/start-and-stop", Probe, NULL, probe_set_up, test_start_and_stop, probe_tear_down);
  g_test_add ("/cycles/any-order", Probe, NULL, probe_set_up, test_any_order, probe_tear_down);
  return g_test_run ();
}
