/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "views/landscape/race-player.h"
#include "widgets/readout.h"

/* The large numbers of a race, for its transport bar and for Present: one wording for both. */

/* "12 / 20", "race step" */
void  percept_race_show_step (PerceptReadout    *readout,
                              PerceptRacePlayer *player);
/* "0.41273", "Momentum", in the color of racer @i, which must be one. @tight: there is room for the number alone, and
 * the name is cut. */
void  percept_race_show_cost (PerceptReadout    *readout,
                              PerceptRacePlayer *player,
                              guint              i,
                              gboolean           tight);

/* The racers that are shown, the lowest cost first, at most @n of them into @order. Returns: how many */
guint percept_race_rank      (PerceptRacePlayer *player,
                              guint             *order,
                              guint              n);
