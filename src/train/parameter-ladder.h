/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdatomic.h>

/* The parameters along a run, from its start to now: a rung each time that a copy is taken. When there is no more room,
 * the rung goes whose neighbors are closest on a logarithmic scale of steps: what is left lies densely where most is
 * learned, at the beginning. The first rung and the last always stay. */

#define TRAIN_LADDER_RUNGS 64         /* at most, */
#define TRAIN_LADDER_BYTES (64 << 20) /* and at most so much memory */

/* Immutable, reference-counted, any thread. */
typedef struct
{
  atomic_uint refs;
  guint64     step;
  float      *parameters;
} TrainRung;

TrainRung   *train_rung_ref          (TrainRung    *rung);
void         train_rung_unref        (TrainRung    *rung);

/* For one thread at a time. */
typedef struct _TrainLadder TrainLadder;

/* For @n_parameters numbers a rung. Returns: (transfer full) */
TrainLadder *train_ladder_new        (gsize         n_parameters);
void         train_ladder_free       (TrainLadder  *ladder);

/* How many rungs there is room for; 0 for a network of which not even three copies fit. */
guint        train_ladder_get_room   (const TrainLadder *ladder);

/* Copies @parameters as a rung of @step; nothing happens when the last rung is of this step or a later one, or there is
 * no memory. */
void         train_ladder_climb      (TrainLadder  *ladder,
                                      guint64       step,
                                      const float  *parameters);

/* Another number after each change of the rungs. */
guint        train_ladder_get_version (const TrainLadder *ladder);

/* All rungs as of now, by step. Returns: (transfer full) (element-type TrainRung) an array of its own */
GPtrArray   *train_ladder_get_rungs  (const TrainLadder *ladder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainLadder, train_ladder_free)
