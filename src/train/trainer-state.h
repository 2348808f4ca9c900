/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "formats/safetensors.h"
#include "train/trainer.h"

/* All of a trainer that training depends on and that neither experiment nor data nor history hold: parameters, the
 * optimizer's memory, random numbers, place in the epoch, what the stopping rule has seen, the best parameters. One
 * list of named arrays, whether it lies in memory (a rung) or in a file (state.safetensors of a run folder, a
 * snapshot). */

typedef struct _TrainState TrainState;

/* Points into @trainer, and holds as long as that stays where it is. Returns: (transfer full) */
TrainState  *train_state_view           (const TrainTrainer *trainer);
/* By itself. Returns: (transfer full), NULL when there is no memory */
TrainState  *train_state_copy           (const TrainState   *view);
void         train_state_free           (TrainState         *state);

/* That a copy takes. */
gsize        train_state_get_bytes      (const TrainState   *state);
const float *train_state_get_parameters (const TrainState   *state);
guint64      train_state_get_step       (const TrainState   *state);

/* With @whole also what the model file of a run folder holds: the parameters that the run would leave behind.
 * @file keeps pointing into @state until it is written. */
void         train_state_fill           (const TrainState   *state,
                                         FmtSafetensors     *file,
                                         gboolean            whole);
/* Everything of it that is there is checked against @trainer, and with @whole that it is all there. @path: for
 * messages.
 * Returns: (transfer full) */
TrainState  *train_state_from_file      (FmtSafetensors     *file, /* (transfer full) */
                                         const TrainTrainer *trainer,
                                         gboolean            whole,
                                         const char         *path,
                                         GError            **error);

/* Puts @trainer where @state says. Of a state that is not whole, the parameters of the model file are there already. */
void         train_state_restore        (const TrainState   *state,
                                         TrainTrainer       *trainer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainState, train_state_free)
