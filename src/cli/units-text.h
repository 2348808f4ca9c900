/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/units.h"

/* Private to cli/: a ranking of units as tables for a terminal: what it means, a line for each class, what silencing
 * does, and the first @limit units of each class, 0: no such lists. */
void cli_units_print (const PerceptUnitsResult *result,
                      guint                     limit);
