/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/landscape.h"

/* The race before the one that is seen, for comparison: what a change of start, racers or steps has made something else
 * of. While a hand drags, it stays the race that was there when the drag began, and what changes in quick succession
 * counts as one change. Over another plane there is none. Filled with zeros it is empty. */

typedef struct
{
  AnRace  *race;     /* the latest, */
  char    *ground;   /* what it ran over, */
  gint64   changed;  /* and when it came */
  gboolean held;
} PerceptRaceGhost;

/* A hand takes hold, holds, or has let go. */
void percept_race_ghost_hold   (PerceptRaceGhost *ghost,
                                PlotLandscape    *figure,
                                gboolean          held);
/* @landscape has another race. */
void percept_race_ghost_take   (PerceptRaceGhost *ghost,
                                PlotLandscape    *figure,
                                PerceptLandscape *landscape);
/* No ghost, and nothing to become one. */
void percept_race_ghost_forget (PerceptRaceGhost *ghost,
                                PlotLandscape    *figure);
void percept_race_ghost_clear  (PerceptRaceGhost *ghost);
