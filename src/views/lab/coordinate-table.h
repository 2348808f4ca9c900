/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/gradient-check.h"

#include <gtk/gtk.h>

/* Fills @grid with the largest coordinates of @check: name, float32, double, difference at the best h, and whether the
 * difference steps across a kink. What was in it goes. */
void percept_coordinate_table_fill (GtkGrid               *grid,
                                    const AnGradientCheck *check);
