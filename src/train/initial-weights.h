/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "nn/network.h"
#include "train/experiment.h"

/* Puts the weights of the file that network.weights names, if it names one, into @parameters, which is untouched after
 * an error. A run folder counts as its model.safetensors; models/weights-file.h says what else is read. */
gboolean train_initial_weights_read (TrainExperiment  *experiment,
                                     const NnNetwork  *network,
                                     float            *parameters,
                                     GError          **error);
