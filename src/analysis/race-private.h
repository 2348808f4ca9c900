/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/race.h"
#include "base/rng.h"

/* Private to races: what the two kinds of them share. */

/* Mini-batches as in training: each epoch is all examples in a random order, and its last batch may be smaller. */
typedef struct
{
  BaseRng  rng;
  guint32 *order;     /* n; NULL: every batch is all examples */
  gsize    n;
  gsize    size;
  gsize    position;
} AnRaceBatches;

/* All examples when @settings want no batches, or none smaller than all. FALSE with AN_ERROR_MEMORY. */
gboolean       an_race_batches_init  (AnRaceBatches         *batches,
                                      const AnRaceSettings  *settings,
                                      gsize                  n_examples,
                                      GError               **error);
void           an_race_batches_clear (AnRaceBatches         *batches);

/* The next one, valid until the next call; NULL: all examples. */
const AnBatch *an_race_batches_draw  (AnRaceBatches         *batches,
                                      AnBatch               *batch);

/* Paths with room for all steps and none made. Returns: (transfer full) */
AnRace        *an_race_new           (const double           start[2],
                                      const AnRacer         *racers,
                                      guint                  n_racers,
                                      const AnRaceSettings  *settings,
                                      gboolean               full_run);

/* Adds up the length of the path. */
void           an_race_path_measure  (AnRacePath            *path);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnRaceBatches, an_race_batches_clear)
