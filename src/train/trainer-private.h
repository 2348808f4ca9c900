/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/trainer.h"

/* Shared by trainer.c (steps), trainer-start.c (network, memory and weights of step 0) and trainer-points.c
 * (measuring). */

/* trainer-start.c */
guint64      train_trainer_plan_steps    (const TrainTrainer *trainer,
                                          TrainExperiment    *experiment);

/* trainer.c */
/* Back to the last good parameters. Returns: TRAIN_DIVERGED */
TrainAdvance train_trainer_diverge       (TrainTrainer       *trainer);

/* trainer-points.c */
/* Whether a point belongs to the step just made. */
gboolean     train_trainer_wants_point   (const TrainTrainer *trainer);
/* Makes the point that is due. When measuring is stopped it stays due, and is made before the next step. */
TrainAdvance train_trainer_settle_point  (TrainTrainer       *trainer);
/* What divergence goes back to. */
void         train_trainer_remember_good (TrainTrainer       *trainer);
