/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/parameter-ladder.h"

/* Puts a trainer back to a step of its run that lies behind it: a rung's state comes back, and the steps from there are
 * made again, with the batch sizes and settings of then. Points that the history has are taken from there instead of
 * being measured again. The bits are those that were. */

typedef struct _TrainReplay TrainReplay;

typedef enum
{
  TRAIN_REPLAY_ON,       /* a step was made, more follow */
  TRAIN_REPLAY_THERE,
  TRAIN_REPLAY_STOPPED,  /* the stop flag was raised */
  TRAIN_REPLAY_ASTRAY,   /* the steps do not lead there: they diverge, or the journal is not this run's */
} TrainReplayAdvance;

/* @trainer stands at @rung, which train_ladder_find() gave for @step, and until train_replay_settle() or
 * train_replay_undo() is to be led by train_replay_advance() alone. Returns: (transfer full), NULL when there is no
 * memory */
TrainReplay       *train_replay_new      (TrainTrainer *trainer,
                                          TrainRung    *rung,
                                          guint64       step);
TrainReplayAdvance train_replay_advance  (TrainReplay  *replay);

/* It is there: the history ends here. Frees @replay. */
void               train_replay_settle   (TrainReplay  *replay);
/* The trainer is what it was. Frees @replay. */
void               train_replay_undo     (TrainReplay  *replay);
