/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/run-numbers.h"

#include <math.h>

/* 1.96 sqrt (0.9 0.1 / 2000) = 0.01315 */
static void
test_half_width (void)
{
  g_assert_cmpfloat_with_epsilon (train_accuracy_half_width (0.9, 2000), 0.013148, 1e-6);
  g_assert_cmpfloat (train_accuracy_half_width (1, 2000), ==, 0);
  g_assert_true (isnan (train_accuracy_half_width (0.9, 0)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-numbers/half-width", test_half_width);
  return g_test_run ();
}
