/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/cost-plane-private.h"
#include "analysis/loss-surface.h"

/* Private to the loss surface: ways to compute a whole grid that are better than its points one by one. */

typedef struct
{
  AnCostJob      cost;
  AnLossSurface *surface;
} AnSurfaceJob;

typedef struct
{
  gboolean (*applies) (const AnCostJob *job);
  /* What one shard needs; NULL when there is no memory for it. */
  gpointer (*begin)   (const AnSurfaceJob *job);
  /* Adds examples @first .. @first + @rows - 1, at most AN_COST_ROWS. Gives up when the stop flag is raised. */
  void     (*add)     (const AnSurfaceJob *job, gpointer shard, gsize first, gsize rows);
  /* Adds the sum of the losses of what the shard saw to @sums, n[1] x n[0]. */
  void     (*finish)  (const AnSurfaceJob *job, gpointer shard, double *sums);
  void     (*free)    (gpointer shard);
} AnSurfaceWay;

extern const AnSurfaceWay an_softmax_surface;

/* Fills the job's surface that way. FALSE with @error. */
gboolean an_surface_go_through (const AnSurfaceJob *job,
                                const AnSurfaceWay *way,
                                BasePool           *pool,
                                BaseProgress        progress,
                                gpointer            user_data,
                                GError            **error);
