/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A pool for short parallel jobs of a fixed number of shards: shard k always runs the k-th part of the work, so a
 * result that is reduced in shard order does not depend on timing. The caller's thread runs shard 0. Waiting
 * threads spin for some microseconds before they sleep, since a training step may last 100 us. Jobs do not nest,
 * and one thread at a time may call base_pool_run(). Locks are pthread ones, visible to ThreadSanitizer. */

typedef struct _BasePool BasePool;

typedef void (*BasePoolFunc) (guint    shard,
                              guint    n_shards,
                              gpointer user_data);

/* A pool of @n_threads shards, the caller's thread among them (1 to 64; fewer where the system has no more threads).
 * Returns: (transfer full) */
BasePool *base_pool_new           (guint         n_threads);
void      base_pool_free          (BasePool     *pool);

/* The number of shards of every job. */
guint     base_pool_get_n_threads (BasePool     *pool);

/* Runs @func once for every shard and returns when all are done. */
void      base_pool_run           (BasePool     *pool,
                                   BasePoolFunc  func,
                                   gpointer      user_data);

/* The part of @n items that belongs to @shard, in multiples of @grain: from *@start up to, not including, *@end. */
void      base_pool_part          (gsize         n,
                                   gsize         grain,
                                   guint         shard,
                                   guint         n_shards,
                                   gsize        *start,
                                   gsize        *end);

/* Processors this process may use, at least 1. */
guint     base_pool_processors    (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BasePool, base_pool_free)
