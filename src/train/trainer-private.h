/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/trainer.h"

/* Shared by trainer.c (steps), trainer-start.c (network, memory and weights of step 0), trainer-points.c
 * (measuring) and trainer-ends.c (when it ends, and what it keeps). */

/* trainer-start.c */
guint64      train_trainer_plan_steps    (const TrainTrainer *trainer,
                                          TrainExperiment    *experiment);

/* trainer.c */
/* Rate, momentum, penalties and plan become those of the experiment in force; no mark is left. */
void         train_trainer_read_live_settings (TrainTrainer  *trainer);
/* Back to the last good parameters. Returns: TRAIN_DIVERGED */
TrainAdvance train_trainer_diverge       (TrainTrainer       *trainer);

/* trainer-ends.c */
/* Takes over training.stop of the experiment in force; what it has seen so far is kept where it still fits. */
void         train_trainer_set_stop_rule   (TrainTrainer     *trainer);
/* After a step over @step that changed the parameters by @change: whether the rule is met goes to rule_met. */
void         train_trainer_apply_stop_rule (TrainTrainer     *trainer,
                                            const TrainTally *step,
                                            double            change);
/* The weights of now become the best if @point, which is theirs, has the highest accuracy of all on the validation
 * examples. */
void         train_trainer_consider_best   (TrainTrainer     *trainer,
                                            const TrainPoint *point);

/* trainer-points.c */
/* Whether a point belongs to the step just made. */
gboolean     train_trainer_wants_point   (const TrainTrainer *trainer);
/* Makes the point that is due. When measuring is stopped it stays due, and is made before the next step. */
TrainAdvance train_trainer_settle_point  (TrainTrainer       *trainer);
/* From now on the norm of the gradient is that of the pass, a sum over @n examples, or else @norm. */
void         train_trainer_set_gradient  (TrainTrainer       *trainer,
                                          gsize               n,
                                          double              norm);
/* What divergence goes back to. */
void         train_trainer_remember_good (TrainTrainer       *trainer);
