/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/parameter-ladder.h"
#include "train/result.h"
#include "train/trainer.h"

/* A trainer to and from a run folder (run-folder.h says what is in it). */

/* Writes @trainer as the run folder @path. A run folder that is there is replaced; anything else that is there stays
 * and is an error. */
gboolean      train_checkpoint_write (TrainTrainer       *trainer,
                                      const TrainResult  *result,
                                      const char         *path,
                                      GError            **error);
/* The same, with states of @ladder along the run (NULL: none). The run is whole without them: what hinders them alone
 * is in @lost (NULL: nobody asks), and they are left out. */
gboolean      train_checkpoint_write_along (TrainTrainer      *trainer,
                                            const TrainLadder *ladder,
                                            const TrainResult *result,
                                            const char        *path,
                                            GError           **lost,
                                            GError           **error);

/* Below, @path is a run folder, any file of one (train_run_folder_of()), or a model file that lies by itself. */

/* The experiment inside it. Returns: (transfer full) */
TrainExperiment *train_checkpoint_read_experiment (const char  *path,
                                                   GError     **error);

/* Only the parameters: other data may have been put under the trainer. */
gboolean      train_checkpoint_read_parameters (TrainTrainer  *trainer,
                                                const char    *path,
                                                GError       **error);

/* Makes @trainer, fresh from the same experiment, what it was when the folder was written. The parameters of a lone
 * model file become the initial weights of a run that begins. The trainer is unchanged after an error. */
gboolean      train_checkpoint_read  (TrainTrainer       *trainer,
                                      const char         *path,
                                      GError            **error);
