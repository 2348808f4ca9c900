/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/experiment.h"

/* Checks @value against what @key takes. The error says what was found and what is allowed; the caller adds where.
 * Private to the experiment file. */
gboolean train_key_check (const TrainKey *key,
                          const char     *value,
                          GError        **error);
