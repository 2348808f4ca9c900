/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/loss-surface.h"

/* Private to the loss surface: the ways to compute it, one file each. */

/* Examples that a shard takes at once. */
#define AN_SURFACE_ROWS 64

typedef struct
{
  const AnSubject   *subject;
  const atomic_bool *stop;
  AnLossSurface     *surface;
  float             *parameters;  /* the subject's in float32, the two that move at 0 */
  gsize              parameters_touched[2];
  const NnLayer     *layers[2];   /* that the two belong to */
  gsize              places[2];   /* of the two among the layer's own parameters */
} AnSurfaceJob;

typedef struct
{
  guint      n_blocks;  /* that a shard takes before all wait for each other and progress is told */
  gboolean (*applies) (const AnSurfaceJob *job);
  /* What one shard needs; NULL with @error. */
  gpointer (*begin)   (const AnSurfaceJob *job, GError **error);
  /* Adds examples @first .. @first + @rows - 1, at most AN_SURFACE_ROWS. Gives up when the stop flag is raised. */
  void     (*add)     (const AnSurfaceJob *job, gpointer shard, gsize first, gsize rows);
  /* Adds the sum of the losses of what the shard saw to @sums, n[1] x n[0]. */
  void     (*finish)  (const AnSurfaceJob *job, gpointer shard, double *sums);
  void     (*free)    (gpointer shard);
} AnSurfaceWay;

extern const AnSurfaceWay an_softmax_surface;
extern const AnSurfaceWay an_restart_surface;

/* Expands examples into @x (rows x input size) and @labels. */
void an_surface_load (const AnSurfaceJob *job,
                      gsize               first,
                      gsize               rows,
                      float              *x,
                      guint16            *labels);
