/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/run-figures.h"

/* Writes the pictures of a run into its folder @path: curves.png (cost and accuracy) and weights.png (the units that
 * look at the pixels). */
gboolean percept_run_pictures_save (PerceptRunFigures *figures,
                                    const char        *path,
                                    GError           **error);
