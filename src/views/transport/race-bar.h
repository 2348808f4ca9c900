/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "views/landscape/race-player.h"

#include <gtk/gtk.h>

/* The transport bar of a race, in the place of the training's: rewind, back, Race, step, how far it is, the cost of
 * each racer in its color, pace. Its buttons are the actions of the window. */

#define PERCEPT_TYPE_RACE_BAR (percept_race_bar_get_type ())
G_DECLARE_FINAL_TYPE (PerceptRaceBar, percept_race_bar, PERCEPT, RACE_BAR, GtkWidget)

/* @player: kept; once. */
void percept_race_bar_set_player  (PerceptRaceBar    *bar,
                                   PerceptRacePlayer *player);
/* Icons without words, for a narrow window. */
void percept_race_bar_set_compact (PerceptRaceBar    *bar,
                                   gboolean           compact);
