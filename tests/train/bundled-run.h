/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/experiment.h"

/* The bundled experiment @name with settings laid over it, "GROUP.KEY=VALUE" and NULL after the last.
 * Returns: (transfer full) */
TrainExperiment *bundled_run (const char *name,
                              ...) G_GNUC_NULL_TERMINATED;
