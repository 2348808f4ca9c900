/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/nice-steps.h"

#include <glib.h>

static double
next (PerceptSteps steps,
      double       value,
      int          direction)
{
  return percept_steps_next (steps, value, direction, 0, 1e6);
}

static void
test_125 (void)
{
  g_assert_cmpfloat_with_epsilon (next (PERCEPT_STEPS_125, 0.1, 1), 0.2, 1e-12);
  g_assert_cmpfloat_with_epsilon (next (PERCEPT_STEPS_125, 0.2, 1), 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (next (PERCEPT_STEPS_125, 0.5, 1), 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (next (PERCEPT_STEPS_125, 0.1, -1), 0.05, 1e-12);
  g_assert_cmpfloat_with_epsilon (next (PERCEPT_STEPS_125, 0.3, 1), 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (next (PERCEPT_STEPS_125, 0.3, -1), 0.2, 1e-12);
  g_assert_cmpfloat_with_epsilon (next (PERCEPT_STEPS_125, 1000, -1), 500, 1e-9);
}

static void
test_125_reaches_zero_and_leaves_it (void)
{
  double value = 1;

  for (int i = 0; i < 30 && value > 0; i++)
    value = next (PERCEPT_STEPS_125, value, -1);
  g_assert_cmpfloat (value, ==, 0);
  g_assert_cmpfloat (next (PERCEPT_STEPS_125, 0, 1), >, 0);
}

static void
test_to_one (void)
{
  g_assert_cmpfloat_with_epsilon (percept_steps_next (PERCEPT_STEPS_TO_ONE, 0.9, 1, 0, 1), 0.95, 1e-9);
  g_assert_cmpfloat_with_epsilon (percept_steps_next (PERCEPT_STEPS_TO_ONE, 0.9, -1, 0, 1), 0.8, 1e-9);
  g_assert_cmpfloat_with_epsilon (percept_steps_next (PERCEPT_STEPS_TO_ONE, 0, 1, 0, 1), 0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (percept_steps_next (PERCEPT_STEPS_TO_ONE, 0.5, -1, 0, 1), 0, 1e-9);
}

static void
test_stays_in_range (void)
{
  g_assert_cmpfloat (percept_steps_next (PERCEPT_STEPS_ONE, 5, 1, 0, 5), ==, 5);
  g_assert_cmpfloat (percept_steps_next (PERCEPT_STEPS_ONE, 0, -1, 0, 5), ==, 0);
  g_assert_cmpfloat (percept_steps_next (PERCEPT_STEPS_125, 1, -1, 1, 5), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nice-steps/125", test_125);
  g_test_add_func ("/nice-steps/125-reaches-zero-and-leaves-it", test_125_reaches_zero_and_leaves_it);
  g_test_add_func ("/nice-steps/to-one", test_to_one);
  g_test_add_func ("/nice-steps/stays-in-range", test_stays_in_range);
  return g_test_run ();
}
