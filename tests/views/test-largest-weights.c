/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which weights stand as bars, against sorting all of them, and how keys go along these. */

#include "views/weights/largest-weights.h"

#include <math.h>
#include <stdlib.h>

#define N 500

static float weights[N];

static int
compare (gconstpointer a,
         gconstpointer b)
{
  gsize i = *(const gsize *) a, k = *(const gsize *) b;
  float x = fabsf (weights[i]), y = fabsf (weights[k]);

  return x != y ? (x < y) - (x > y) : (i > k) - (i < k);
}

/* Values in tenths: there are many equal ones. */
static void
test_against_sorting (void)
{
  gsize all[N], places[PERCEPT_MOST_BARS];

  for (guint round = 0; round < 50; round++)
    {
      for (gsize i = 0; i < N; i++)
        {
          all[i] = i;
          weights[i] = (float) g_test_rand_int_range (-50, 51) / 10;
        }
      qsort (all, N, sizeof *all, compare);
      g_assert_cmpuint (percept_largest_weights (weights, N, places), ==, PERCEPT_MOST_BARS);
      for (guint i = 0; i < PERCEPT_MOST_BARS; i++)
        {
          g_assert_true (percept_largest_has (places, PERCEPT_MOST_BARS, all[i]));
          g_assert_true (i == 0 || places[i - 1] < places[i]);
        }
    }
}

static void
test_few (void)
{
  static const float three[] = { 1, -3, 2 };
  gsize              places[PERCEPT_MOST_BARS];

  g_assert_cmpuint (percept_largest_weights (three, 3, places), ==, 3);
  for (gsize i = 0; i < 3; i++)
    g_assert_cmpuint (places[i], ==, i);
  g_assert_cmpuint (percept_largest_weights (three, 0, places), ==, 0);
}

/* From a bar, from between two, and at the ends. */
static void
test_move (void)
{
  static const gsize places[] = { 2, 5, 9 };

  g_assert_cmpuint (percept_largest_move (places, 3, 5, 1), ==, 9);
  g_assert_cmpuint (percept_largest_move (places, 3, 5, -1), ==, 2);
  g_assert_cmpuint (percept_largest_move (places, 3, 6, 1), ==, 9);
  g_assert_cmpuint (percept_largest_move (places, 3, 6, -1), ==, 5);
  g_assert_cmpuint (percept_largest_move (places, 3, 0, 1), ==, 2);
  g_assert_cmpuint (percept_largest_move (places, 3, 0, -1), ==, 2);
  g_assert_cmpuint (percept_largest_move (places, 3, 20, 1), ==, 9);
  g_assert_cmpuint (percept_largest_move (places, 3, 20, -1), ==, 9);
  g_assert_cmpuint (percept_largest_move (places, 3, 5, 100), ==, 9);
}

/* Over all maps; of equal magnitudes the first place. */
static void
test_place (void)
{
  static const float maps[] = { 0.5f, -2, 0, 1, /* and */ 1, 0, -2, 2 };

  g_assert_cmpuint (percept_largest_place (maps, 1, 4), ==, 1);
  g_assert_cmpuint (percept_largest_place (maps + 4, 1, 4), ==, 2);
  g_assert_cmpuint (percept_largest_place (maps, 2, 4), ==, 1);
  g_assert_cmpuint (percept_largest_place (maps + 2, 1, 1), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/views/largest-weights/against-sorting", test_against_sorting);
  g_test_add_func ("/views/largest-weights/few", test_few);
  g_test_add_func ("/views/largest-weights/move", test_move);
  g_test_add_func ("/views/largest-weights/place", test_place);
  return g_test_run ();
}
