/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/landscape.h"

/* What the race runs over: while the name is the same, a new race is the old one with something moved. Returns:
 * (transfer full) */
char *percept_race_name_ground (PerceptLandscape *landscape);
