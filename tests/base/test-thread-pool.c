/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/thread-pool.h"

#include <string.h>

#define MAX_SHARDS 8

static const guint thread_counts[] = { 1, 2, 7 };

typedef struct
{
  guint         n_shards;
  guint         runs[MAX_SHARDS];
  GThread      *threads[MAX_SHARDS];
  const guint8 *numbers;
  gsize         n;
  guint64       sums[MAX_SHARDS];
} Job;

static void
run_shard (guint    shard,
           guint    n_shards,
           gpointer user_data)
{
  Job  *job = user_data;
  gsize start, end;

  g_assert_cmpuint (n_shards, ==, job->n_shards);
  g_assert_cmpuint (shard, <, n_shards);
  job->runs[shard]++;
  job->threads[shard] = g_thread_self ();
  base_pool_part (job->n, 1, shard, n_shards, &start, &end);
  job->sums[shard] = 0;
  for (gsize i = start; i < end; i++)
    job->sums[shard] += job->numbers[i];
}

static void
test_every_shard_once (void)
{
  for (gsize t = 0; t < G_N_ELEMENTS (thread_counts); t++)
    {
      g_autoptr (BasePool) pool = base_pool_new (thread_counts[t]);
      Job                  job = { .n_shards = thread_counts[t] };

      g_assert_cmpuint (base_pool_get_n_threads (pool), ==, thread_counts[t]);
      base_pool_run (pool, run_shard, &job);
      g_assert_true (job.threads[0] == g_thread_self ());
      for (guint s = 0; s < MAX_SHARDS; s++)
        g_assert_cmpuint (job.runs[s], ==, s < job.n_shards ? 1 : 0);
    }
}

/* Without anything between them, so that a job starts while the threads of the last one still spin. */
static void
test_many_short_jobs (void)
{
  guint8  numbers[1000];
  guint64 expected = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    expected += numbers[i] = (guint8) (i * 37);
  for (gsize t = 0; t < G_N_ELEMENTS (thread_counts); t++)
    {
      g_autoptr (BasePool) pool = base_pool_new (thread_counts[t]);
      Job                  job = { .n_shards = thread_counts[t], .numbers = numbers, .n = G_N_ELEMENTS (numbers) };
      guint                n_jobs = thread_counts[t] <= base_pool_processors () ? 5000 : 300;

      for (guint i = 0; i < n_jobs; i++)
        {
          guint64 sum = 0;

          base_pool_run (pool, run_shard, &job);
          for (guint s = 0; s < job.n_shards; s++)
            sum += job.sums[s];
          g_assert_cmpuint (sum, ==, expected);
        }
      for (guint s = 0; s < job.n_shards; s++)
        g_assert_cmpuint (job.runs[s], ==, n_jobs);
    }
}

/* The threads have gone to sleep in between. */
static void
test_jobs_after_a_pause (void)
{
  g_autoptr (BasePool) pool = base_pool_new (3);
  Job                  job = { .n_shards = 3 };

  for (guint i = 0; i < 20; i++)
    {
      g_usleep (2000);
      base_pool_run (pool, run_shard, &job);
    }
  for (guint s = 0; s < 3; s++)
    g_assert_cmpuint (job.runs[s], ==, 20);
}

static void
test_create_and_free (void)
{
  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (BasePool) pool = base_pool_new (1 + i % 4);
      Job                  job = { .n_shards = 1 + i % 4 };

      if (i % 2 == 0)
        base_pool_run (pool, run_shard, &job);
    }
  base_pool_free (NULL);
}

static void
test_clamped (void)
{
  g_autoptr (BasePool) none = base_pool_new (0);
  g_autoptr (BasePool) many = base_pool_new (100000);

  g_assert_cmpuint (base_pool_get_n_threads (none), ==, 1);
  g_assert_cmpuint (base_pool_get_n_threads (many), <=, 64);
  g_assert_cmpuint (base_pool_processors (), >=, 1);
}

/* The parts follow each other without gap or overlap, start at multiples of the grain and differ by one grain. */
static void
test_parts_cover (void)
{
  static const gsize grains[] = { 1, 16 };

  for (gsize k = 0; k < G_N_ELEMENTS (grains); k++)
    for (gsize n = 0; n < 200; n++)
      for (guint n_shards = 1; n_shards < 9; n_shards++)
        {
          gsize reached = 0, least = G_MAXSIZE, most = 0;

          for (guint s = 0; s < n_shards; s++)
            {
              gsize start, end;

              base_pool_part (n, grains[k], s, n_shards, &start, &end);
              g_assert_cmpuint (start, ==, reached);
              g_assert_cmpuint (end, >=, start);
              g_assert_true (start % grains[k] == 0 || start == n);
              reached = end;
              least = MIN (least, end - start);
              most = MAX (most, end - start);
            }
          g_assert_cmpuint (reached, ==, n);
          g_assert_cmpuint (most - least, <=, 2 * grains[k]);
        }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thread-pool/every-shard-once", test_every_shard_once);
  g_test_add_func ("/thread-pool/many-short-jobs", test_many_short_jobs);
  g_test_add_func ("/thread-pool/jobs-after-a-pause", test_jobs_after_a_pause);
  g_test_add_func ("/thread-pool/create-and-free", test_create_and_free);
  g_test_add_func ("/thread-pool/clamped", test_clamped);
  g_test_add_func ("/thread-pool/parts-cover", test_parts_cover);
  return g_test_run ();
}
