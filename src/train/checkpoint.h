/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/result.h"
#include "train/trainer.h"

/* A trainer to and from a run folder (run-folder.h says what is in it). */

/* Writes @trainer as the run folder @path. A run folder that is there is replaced; anything else that is there stays
 * and is an error. */
gboolean      train_checkpoint_write (TrainTrainer       *trainer,
                                      const TrainResult  *result,
                                      const char         *path,
                                      GError            **error);

/* The experiment inside the run folder, or inside its model.safetensors, at @path. Returns: (transfer full) */
TrainExperiment *train_checkpoint_read_experiment (const char  *path,
                                                   GError     **error);

/* Only the parameters: other data may have been put under the trainer. */
gboolean      train_checkpoint_read_parameters (TrainTrainer  *trainer,
                                                const char    *path,
                                                GError       **error);

/* Makes @trainer, fresh from the same experiment, what it was when the folder was written. Of a lone model file
 * only the parameters and the step come back. The trainer is unchanged after an error. */
gboolean      train_checkpoint_read  (TrainTrainer       *trainer,
                                      const char         *path,
                                      GError            **error);
