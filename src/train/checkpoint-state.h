/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "formats/safetensors.h"
#include "train/trainer.h"

/* Private to checkpoint.c: state.safetensors, which holds all of a trainer that neither experiment, history nor model
 * file hold: random numbers, place in the epoch, the optimizer's memory, what the stopping rule has seen, and the last
 * parameters where the model file has the best ones. */

gboolean        train_state_write   (const TrainTrainer  *trainer,
                                     const char          *path,
                                     GError             **error);

/* Reads @path and checks everything against @trainer. Returns: (transfer full) */
FmtSafetensors *train_state_read    (TrainTrainer        *trainer,
                                     const char          *path,
                                     GError             **error);
/* Puts @trainer, whose parameters are those of the model file by now, where the checked @file says. */
void            train_state_restore (TrainTrainer        *trainer,
                                     FmtSafetensors      *file);
