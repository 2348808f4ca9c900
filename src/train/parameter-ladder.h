/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/trainer-state.h"

#include <stdatomic.h>

/* States of a run along its way, from its start to now: a rung each time that one is taken. When there is no more room,
 * the rung goes whose neighbors are closest for how far it is from the start or from now, whichever is nearer: what is
 * left lies densely where most is learned, at the beginning, and where stepping back looks for it. The first rung and
 * the last always stay; pinned ones go last. */

#define TRAIN_LADDER_RUNGS 64         /* at most, */
#define TRAIN_LADDER_BYTES (96 << 20) /* and at first at most so much memory */

/* Immutable, reference-counted, any thread. */
typedef struct
{
  atomic_uint      refs;
  guint64          step;
  float           *parameters;
  TrainState      *state;       /* all that training depends on; NULL: there was room for the parameters alone */
  TrainExperiment *experiment;  /* with the live settings of then; NULL without a state */
  guint            n_entries;   /* of the journal by then */
  guint64          id;          /* no other has it */
  gsize            bytes;
  gboolean         pinned;
} TrainRung;

/* As @trainer stands. Returns: (transfer full), NULL when there is no memory */
TrainRung   *train_rung_new            (const TrainTrainer *trainer);
/* Of @state (transfer full), which was read. Returns: (transfer full) */
TrainRung   *train_rung_new_of         (TrainState         *state,
                                        guint64             id,
                                        TrainExperiment    *experiment,
                                        guint               n_entries);
/* Nothing but a copy of @n @parameters. Returns: (transfer full), NULL when there is no memory */
TrainRung   *train_rung_new_bare       (guint64             step,
                                        const float        *parameters,
                                        gsize               n);
TrainRung   *train_rung_ref            (TrainRung          *rung);
void         train_rung_unref          (TrainRung          *rung);

/* For one thread at a time. */
typedef struct _TrainLadder TrainLadder;

typedef enum
{
  TRAIN_LADDER_NOTHING,    /* not even three copies of the parameters fit */
  TRAIN_LADDER_PARAMETERS, /* moments of the run can be looked at, but not gone back to */
  TRAIN_LADDER_STATES,
} TrainLadderKeeps;

/* For @n_parameters numbers, whose states take @state_bytes, in @bytes of memory. Returns: (transfer full) */
TrainLadder *train_ladder_new          (gsize               n_parameters,
                                        gsize               state_bytes,
                                        gsize               bytes);
/* For runs of @trainer. Returns: (transfer full) */
TrainLadder *train_ladder_new_for      (const TrainTrainer *trainer,
                                        gsize               bytes);
void         train_ladder_free         (TrainLadder        *ladder);

/* What lies beyond @bytes is thinned out. */
void         train_ladder_set_bytes    (TrainLadder        *ladder,
                                        gsize               bytes);
TrainLadderKeeps train_ladder_get_keeps (const TrainLadder *ladder);

/* What @trainer has come to is a rung; nothing happens when there is one of its step or of a later one, or no memory.
 * With @anew, for when parameters came from elsewhere, it takes the place of the rung of its step, and is pinned. */
void         train_ladder_climb        (TrainLadder        *ladder,
                                        const TrainTrainer *trainer,
                                        gboolean            anew);
/* @rung (transfer full) among the others, unless there is one of its step. */
void         train_ladder_add          (TrainLadder        *ladder,
                                        TrainRung          *rung);
/* The rungs beyond @step go. */
void         train_ladder_cut          (TrainLadder        *ladder,
                                        guint64             step);

/* The last rung with a state from which the steps lead to @step. Returns: (transfer none), NULL: there is none */
TrainRung   *train_ladder_find         (const TrainLadder  *ladder,
                                        const TrainJournal *journal,
                                        guint64             step);

/* Another number after each change of the rungs. */
guint        train_ladder_get_version  (const TrainLadder  *ladder);

/* Some of those with a state, @most of them and @bytes in all, as the ladder itself would thin them out; none where not
 * even three fit. Returns: (transfer full) (element-type TrainRung) */
GPtrArray   *train_ladder_choose       (const TrainLadder  *ladder,
                                        guint               most,
                                        gsize               bytes);

/* All rungs as of now, by step. Returns: (transfer full) (element-type TrainRung) an array of its own */
GPtrArray   *train_ladder_get_rungs    (const TrainLadder  *ladder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainRung, train_rung_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainLadder, train_ladder_free)
