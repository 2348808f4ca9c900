/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/parameter-ladder.h"

/* The folder snapshots/ of a run folder: some of the states along the run, STEP-ID.safetensors each (all of a state,
 * and in its metadata the experiment with the settings of then), and journal.csv, which leads from one to the next. A
 * run without it is whole; only nothing leads back. */

#define TRAIN_SNAPSHOTS         "snapshots"
#define TRAIN_SNAPSHOTS_JOURNAL "journal.csv"
#define TRAIN_SNAPSHOTS_MOST    16         /* at most, */
#define TRAIN_SNAPSHOTS_BYTES   (32 << 20) /* and at most so much */

/* Into the run folder @folder, which is being written to take the place of @old: what lies there already need not be
 * written again. The state in which @trainer stands is in the folder anyway. */
gboolean train_snapshots_write   (const TrainLadder  *ladder,
                                  const TrainTrainer *trainer,
                                  const char         *folder,
                                  const char         *old,
                                  GError            **error);

/* Adds those of the run folder @folder, that @trainer was read from, to @ladder, and gives @trainer their journal. A
 * file that is not sound is passed over; FALSE then, with the first in @error. */
gboolean train_snapshots_read    (TrainLadder        *ladder,
                                  TrainTrainer       *trainer,
                                  const char         *folder,
                                  GError            **error);

/* Removes them from the run folder @folder; what somebody else put there stays. */
void     train_snapshots_discard (const char         *folder);
