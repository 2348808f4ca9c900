/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/pacer.h"

#define SECOND 1000000

/* Steps made in @seconds of a clock of our own, when each takes @cost us. */
static guint64
count_steps (PerceptPace pace,
             double      seconds,
             gint64      cost)
{
  Pacer   pacer = { .pace = pace };
  gint64  now = 12345;
  gint64  end = now + (gint64) (seconds * SECOND);
  guint64 step = 0;

  pacer_start (&pacer, 0, now);
  for (;;)
    {
      gint64 wait = pacer_wait (&pacer, now);

      g_assert_cmpint (wait, >=, 0);
      now += wait + cost;
      if (now >= end)
        return step;
      pacer_count (&pacer, ++step, now);
    }
}

static void
test_paces (void)
{
  g_assert_cmpuint (count_steps (PERCEPT_PACE_SLOW, 10, 1000), ==, 20);
  g_assert_cmpuint (count_steps (PERCEPT_PACE_WALK, 10, 1000), ==, 200);
  g_assert_cmpuint (count_steps (PERCEPT_PACE_FULL, 1, 1000), >=, 999);
  /* A step that takes longer than its share: as fast as it goes. */
  g_assert_cmpuint (count_steps (PERCEPT_PACE_WALK, 10, SECOND / 10), >=, 99);
}

/* Equal times, equal factors, once it has got going. */
static void
test_accelerate (void)
{
  double at_10 = (double) count_steps (PERCEPT_PACE_ACCELERATE, 10, 10);
  double at_14 = (double) count_steps (PERCEPT_PACE_ACCELERATE, 14, 10);
  double at_18 = (double) count_steps (PERCEPT_PACE_ACCELERATE, 18, 10);

  g_assert_cmpuint (count_steps (PERCEPT_PACE_ACCELERATE, 1, 10), <=, 5);
  g_assert_cmpfloat (at_14, >, 4 * at_10);
  g_assert_cmpfloat_with_epsilon (at_18 / at_14, at_14 / at_10, 0.2 * at_14 / at_10);
}

/* What was missed is not made up for in a rush. */
static void
test_no_rush (void)
{
  Pacer   pacer = { .pace = PERCEPT_PACE_WALK };
  guint64 step = 0;
  gint64  now = 5 * SECOND;

  pacer_start (&pacer, 0, now);
  pacer_count (&pacer, ++step, now);
  now += 60 * SECOND; /* the computer slept */
  while (pacer_wait (&pacer, now) == 0)
    pacer_count (&pacer, ++step, now);
  g_assert_cmpuint (step, <=, 4);
}

static void
test_speed (void)
{
  Pacer pacer = { .pace = PERCEPT_PACE_FULL };

  pacer_start (&pacer, 100, SECOND);
  g_assert_cmpfloat (pacer.steps_per_second, ==, 0.0);
  for (guint i = 1; i <= 3000; i++)
    pacer_count (&pacer, 100 + i, SECOND + i * 1000);
  g_assert_cmpfloat_with_epsilon (pacer.steps_per_second, 1000.0, 10.0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pacer/paces", test_paces);
  g_test_add_func ("/pacer/accelerate", test_accelerate);
  g_test_add_func ("/pacer/no-rush", test_no_rush);
  g_test_add_func ("/pacer/speed", test_speed);
  return g_test_run ();
}
