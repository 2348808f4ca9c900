/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/thread-pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#define MAX_THREADS 64
/* Longer than the gap between two jobs of a training step, shorter than a wake-up is worth. */
#define SPINS 4000
/* Every so often a waiting thread lets another have its processor: on a busy computer it may be the one waited for. */
#define SPINS_A_TURN 64

typedef struct
{
  BasePool *pool;
  guint     shard;
  pthread_t thread;
} Worker;

struct _BasePool
{
  guint           n_threads;
  Worker          workers[MAX_THREADS];
  pthread_mutex_t lock;
  pthread_cond_t  started;
  pthread_cond_t  finished;
  atomic_uint     generation;
  atomic_uint     pending;
  atomic_bool     closing;
  BasePoolFunc    func;
  gpointer        user_data;
};

static inline void
relax (int spin)
{
  if (spin % SPINS_A_TURN == SPINS_A_TURN - 1)
    sched_yield ();
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause ();
#endif
}

/* Waits until the generation is no longer @seen. Returns the new one. */
static guint
wait_for_job (BasePool *pool,
              guint     seen)
{
  guint now;

  for (int i = 0; i < SPINS; i++)
    {
      now = atomic_load_explicit (&pool->generation, memory_order_acquire);
      if (now != seen)
        return now;
      relax (i);
    }
  pthread_mutex_lock (&pool->lock);
  while ((now = atomic_load_explicit (&pool->generation, memory_order_acquire)) == seen)
    pthread_cond_wait (&pool->started, &pool->lock);
  pthread_mutex_unlock (&pool->lock);
  return now;
}

static void *
worker_main (void *data)
{
  Worker   *worker = data;
  BasePool *pool = worker->pool;
  guint     seen = 0;

  for (;;)
    {
      seen = wait_for_job (pool, seen);
      if (atomic_load_explicit (&pool->closing, memory_order_acquire))
        return NULL;
      pool->func (worker->shard, pool->n_threads, pool->user_data);
      if (atomic_fetch_sub_explicit (&pool->pending, 1, memory_order_acq_rel) == 1)
        {
          pthread_mutex_lock (&pool->lock);
          pthread_cond_signal (&pool->finished);
          pthread_mutex_unlock (&pool->lock);
        }
    }
}

static void
announce (BasePool *pool)
{
  pthread_mutex_lock (&pool->lock);
  atomic_fetch_add_explicit (&pool->generation, 1, memory_order_release);
  pthread_cond_broadcast (&pool->started);
  pthread_mutex_unlock (&pool->lock);
}

static void
wait_until_done (BasePool *pool)
{
  for (int i = 0; i < SPINS; i++)
    {
      if (atomic_load_explicit (&pool->pending, memory_order_acquire) == 0)
        return;
      relax (i);
    }
  pthread_mutex_lock (&pool->lock);
  while (atomic_load_explicit (&pool->pending, memory_order_acquire) != 0)
    pthread_cond_wait (&pool->finished, &pool->lock);
  pthread_mutex_unlock (&pool->lock);
}

BasePool *
base_pool_new (guint n_threads)
{
  BasePool *pool = g_new0 (BasePool, 1);

  pool->n_threads = 1;
  pthread_mutex_init (&pool->lock, NULL);
  pthread_cond_init (&pool->started, NULL);
  pthread_cond_init (&pool->finished, NULL);
  n_threads = CLAMP (n_threads, 1, MAX_THREADS);
  /* Where the system has no more threads the pool is smaller. */
  for (guint i = 1; i < n_threads; i++)
    {
      pool->workers[i] = (Worker) { .pool = pool, .shard = i };
      if (pthread_create (&pool->workers[i].thread, NULL, worker_main, &pool->workers[i]) != 0)
        break;
      pool->n_threads++;
    }
  return pool;
}

void
base_pool_free (BasePool *pool)
{
  if (!pool)
    return;
  atomic_store_explicit (&pool->closing, TRUE, memory_order_release);
  announce (pool);
  for (guint i = 1; i < pool->n_threads; i++)
    pthread_join (pool->workers[i].thread, NULL);
  pthread_cond_destroy (&pool->started);
  pthread_cond_destroy (&pool->finished);
  pthread_mutex_destroy (&pool->lock);
  g_free (pool);
}

guint
base_pool_get_n_threads (BasePool *pool)
{
  return pool->n_threads;
}

void
base_pool_run (BasePool     *pool,
               BasePoolFunc  func,
               gpointer      user_data)
{
  if (pool->n_threads > 1)
    {
      pool->func = func;
      pool->user_data = user_data;
      atomic_store_explicit (&pool->pending, pool->n_threads - 1, memory_order_relaxed);
      announce (pool);
    }
  func (0, pool->n_threads, user_data);
  if (pool->n_threads > 1)
    wait_until_done (pool);
}

void
base_pool_part (gsize  n,
                gsize  grain,
                guint  shard,
                guint  n_shards,
                gsize *start,
                gsize *end)
{
  gsize grains = (n + grain - 1) / grain;

  *start = MIN (n, grains * shard / n_shards * grain);
  *end = MIN (n, grains * (shard + 1) / n_shards * grain);
}

guint
base_pool_processors (void)
{
  return MAX (1, g_get_num_processors ());
}
