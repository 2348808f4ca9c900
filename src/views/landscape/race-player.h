/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/landscape.h"
#include "session/session.h"

/* Plays the race of a landscape. A race is computed all at once; the player says how much of it is seen: from step 0,
 * the start, to get_n_steps(), the whole paths. Main thread.
 *
 * A race over another plane, or of another network, waits at its start. When it is only run anew over the same one
 * (somebody drags the start, a rate, a momentum), the step stays, and where nothing was played yet the whole paths are
 * shown, since that is what the hand wants to see.
 *
 * Signal "changed": step, number of steps, playing, pace or what is hidden. */

#define PERCEPT_TYPE_RACE_PLAYER (percept_race_player_get_type ())
G_DECLARE_FINAL_TYPE (PerceptRacePlayer, percept_race_player, PERCEPT, RACE_PLAYER, GObject)

/* @landscape: kept. Returns: (transfer full) */
PerceptRacePlayer *percept_race_player_new           (PerceptLandscape  *landscape);
/* (transfer none) */
PerceptLandscape  *percept_race_player_get_landscape (PerceptRacePlayer *player);

/* Steps that the race has; while none is computed, those that are asked for. */
guint              percept_race_player_get_n_steps   (PerceptRacePlayer *player);
guint              percept_race_player_get_step      (PerceptRacePlayer *player);
/* Clamped; playing goes on from there. */
void               percept_race_player_set_step      (PerceptRacePlayer *player,
                                                      guint              step);

/* From the start when the race is at its end. */
void               percept_race_player_play          (PerceptRacePlayer *player);
void               percept_race_player_pause         (PerceptRacePlayer *player);
gboolean           percept_race_player_is_playing    (PerceptRacePlayer *player);
/* One step on (1) or back (-1), and stops there. */
void               percept_race_player_step          (PerceptRacePlayer *player,
                                                      int                direction);
/* To the start, and stops there. */
void               percept_race_player_rewind        (PerceptRacePlayer *player);

/* As training does; PERCEPT_PACE_FULL: all of it within a second. */
void               percept_race_player_set_pace      (PerceptRacePlayer *player,
                                                      PerceptPace        pace);
PerceptPace        percept_race_player_get_pace      (PerceptRacePlayer *player);

/* Bit i: racer @i is not shown. */
guint              percept_race_player_get_hidden    (PerceptRacePlayer *player);
void               percept_race_player_toggle        (PerceptRacePlayer *player,
                                                      guint              i);
/* Racer @i leaves: those behind it move up. */
void               percept_race_player_remove        (PerceptRacePlayer *player,
                                                      guint              i);
