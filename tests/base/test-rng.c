/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/rng.h"

#include <math.h>

/* The reference algorithm (https://prng.di.unimi.it/xoshiro256starstar.c) from the state 1, 2, 3, 4. */
static void
test_reference_numbers (void)
{
  static const guint64 expected[] = {
    G_GUINT64_CONSTANT (11520),
    G_GUINT64_CONSTANT (0),
    G_GUINT64_CONSTANT (1509978240),
    G_GUINT64_CONSTANT (1215971899390074240),
    G_GUINT64_CONSTANT (1216172134540287360),
    G_GUINT64_CONSTANT (607988272756665600),
    G_GUINT64_CONSTANT (16172922978634559625),
    G_GUINT64_CONSTANT (8476171486693032832),
    G_GUINT64_CONSTANT (10595114339597558777),
    G_GUINT64_CONSTANT (2904607092377533576),
  };
  BaseRng rng = { { 1, 2, 3, 4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (base_rng_next (&rng), ==, expected[i]);
}

static void
test_copy_goes_on_alike (void)
{
  BaseRng rng, copy;

  base_rng_seed (&rng, 7, BASE_RNG_INIT);
  for (int i = 0; i < 100; i++)
    base_rng_normal (&rng);
  copy = rng;
  for (int i = 0; i < 100; i++)
    g_assert_cmpuint (base_rng_next (&rng), ==, base_rng_next (&copy));
}

/* Seeds 0 to 49 in every stream: no first number comes twice. */
static void
test_streams_differ (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint                  n = 0;

  for (guint64 seed = 0; seed < 50; seed++)
    for (BaseRngStream stream = BASE_RNG_SPLIT; stream <= BASE_RNG_DRAWING; stream++, n++)
      {
        BaseRng rng;
        guint64 first;

        base_rng_seed (&rng, seed, stream);
        first = base_rng_next (&rng);
        g_hash_table_add (seen, g_memdup2 (&first, sizeof first));
      }
  g_assert_cmpuint (g_hash_table_size (seen), ==, n);
}

static void
test_uniform_moments (void)
{
  const int n = 200000;
  BaseRng   rng;
  double    sum = 0, squares = 0, lag = 0, before = 0.5;

  base_rng_seed (&rng, 1, BASE_RNG_NOISE);
  for (int i = 0; i < n; i++)
    {
      double u = base_rng_uniform (&rng);

      g_assert_true (u >= 0.0 && u < 1.0);
      sum += u;
      squares += u * u;
      lag += (u - 0.5) * (before - 0.5);
      before = u;
    }
  /* Five standard errors. */
  g_assert_cmpfloat_with_epsilon (sum / n, 0.5, 5 * sqrt (1 / 12.0 / n));
  g_assert_cmpfloat_with_epsilon (squares / n, 1 / 3.0, 5 * sqrt (4 / 45.0 / n));
  g_assert_cmpfloat_with_epsilon (lag / n, 0.0, 5 / 12.0 / sqrt (n));
}

static void
test_range (void)
{
  BaseRng rng;
  double  least = INFINITY, most = -INFINITY;

  base_rng_seed (&rng, 1, BASE_RNG_NOISE);
  for (int i = 0; i < 10000; i++)
    {
      double x = base_rng_range (&rng, -3.0, 5.0);

      least = MIN (least, x);
      most = MAX (most, x);
    }
  g_assert_true (least >= -3.0 && least < -2.95);
  g_assert_true (most < 5.0 && most > 4.95);
}

static void
test_normal_moments (void)
{
  const int n = 200000;
  BaseRng   rng;
  double    sum[5] = { 0 };
  int       within = 0;

  base_rng_seed (&rng, 2, BASE_RNG_NOISE);
  for (int i = 0; i < n; i++)
    {
      double z = base_rng_normal (&rng);

      g_assert_true (isfinite (z));
      for (int k = 1; k < 5; k++)
        sum[k] += pow (z, k);
      within += fabs (z) < 1.0;
    }
  /* Variances of z^k: 1, 2, 15, 96. */
  g_assert_cmpfloat_with_epsilon (sum[1] / n, 0.0, 5 * sqrt (1.0 / n));
  g_assert_cmpfloat_with_epsilon (sum[2] / n, 1.0, 5 * sqrt (2.0 / n));
  g_assert_cmpfloat_with_epsilon (sum[3] / n, 0.0, 5 * sqrt (15.0 / n));
  g_assert_cmpfloat_with_epsilon (sum[4] / n, 3.0, 5 * sqrt (96.0 / n));
  g_assert_cmpfloat_with_epsilon ((double) within / n, 0.682689, 5 * sqrt (0.25 / n));
}

/* Chi-square of the counts; and every value comes. */
static void
test_below_is_even (void)
{
  static const guint32 bounds[] = { 1, 2, 3, 6, 7, 10, 100, 1000 };
  BaseRng              rng;

  base_rng_seed (&rng, 3, BASE_RNG_BATCH);
  for (gsize b = 0; b < G_N_ELEMENTS (bounds); b++)
    {
      const guint32      bound = bounds[b];
      const double       each = 200;
      g_autofree guint  *counts = g_new0 (guint, bound);
      double             chi = 0;

      for (guint i = 0; i < each * bound; i++)
        {
          guint32 x = base_rng_below (&rng, bound);

          g_assert_cmpuint (x, <, bound);
          counts[x]++;
        }
      for (guint k = 0; k < bound; k++)
        {
          g_assert_cmpuint (counts[k], >, 0);
          chi += (counts[k] - each) * (counts[k] - each) / each;
        }
      g_assert_cmpfloat (chi, <, (bound - 1) + 5 * sqrt (2.0 * bound));
    }
}

/* 3 * 2^30 of 2^32: a plain multiplication or modulo would give the lower third twice as often. */
static void
test_below_large_bound (void)
{
  const guint32 bound = 3u << 30;
  const int     n = 30000;
  BaseRng       rng;
  int           counts[3] = { 0 };
  int           residues[3] = { 0 };

  base_rng_seed (&rng, 4, BASE_RNG_BATCH);
  for (int i = 0; i < n; i++)
    {
      guint32 x = base_rng_below (&rng, bound);

      g_assert_cmpuint (x, <, bound);
      counts[x >> 30]++;
      residues[x % 3]++;
    }
  for (int k = 0; k < 3; k++)
    {
      g_assert_cmpfloat_with_epsilon (counts[k], n / 3.0, 5 * sqrt (n * 2 / 9.0));
      g_assert_cmpfloat_with_epsilon (residues[k], n / 3.0, 5 * sqrt (n * 2 / 9.0));
    }
}

static void
test_shuffle_is_a_permutation (void)
{
  BaseRng rng;

  base_rng_seed (&rng, 5, BASE_RNG_BATCH);
  for (gsize n = 0; n < 60; n++)
    {
      g_autofree guint32 *indices = g_new (guint32, MAX (n, 1));
      guint64             seen = 0;

      for (gsize i = 0; i < n; i++)
        indices[i] = (guint32) i;
      base_rng_shuffle (&rng, indices, n);
      for (gsize i = 0; i < n; i++)
        seen |= G_GUINT64_CONSTANT (1) << indices[i];
      g_assert_cmpuint (seen, ==, (G_GUINT64_CONSTANT (1) << n) - 1);
    }
}

/* Each of the 24 orders of four cards equally often. */
static void
test_shuffle_is_fair (void)
{
  const double each = 1000;
  BaseRng      rng;
  guint        counts[256] = { 0 };
  guint        orders = 0;
  double       chi = 0;

  base_rng_seed (&rng, 6, BASE_RNG_BATCH);
  for (int i = 0; i < 24 * each; i++)
    {
      guint32 cards[4] = { 0, 1, 2, 3 };

      base_rng_shuffle (&rng, cards, 4);
      counts[cards[0] | cards[1] << 2 | cards[2] << 4 | cards[3] << 6]++;
    }
  for (int k = 0; k < 256; k++)
    if (counts[k] > 0)
      {
        orders++;
        chi += (counts[k] - each) * (counts[k] - each) / each;
      }
  g_assert_cmpuint (orders, ==, 24);
  g_assert_cmpfloat (chi, <, 23 + 5 * sqrt (46));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rng/reference-numbers", test_reference_numbers);
  g_test_add_func ("/rng/copy-goes-on-alike", test_copy_goes_on_alike);
  g_test_add_func ("/rng/streams-differ", test_streams_differ);
  g_test_add_func ("/rng/uniform-moments", test_uniform_moments);
  g_test_add_func ("/rng/range", test_range);
  g_test_add_func ("/rng/normal-moments", test_normal_moments);
  g_test_add_func ("/rng/below-is-even", test_below_is_even);
  g_test_add_func ("/rng/below-large-bound", test_below_large_bound);
  g_test_add_func ("/rng/shuffle-is-a-permutation", test_shuffle_is_a_permutation);
  g_test_add_func ("/rng/shuffle-is-fair", test_shuffle_is_fair);
  return g_test_run ();
}
