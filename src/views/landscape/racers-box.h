/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "views/landscape/race-player.h"

#include <gtk/gtk.h>

/* The racers of a landscape, a row for each: what it is and how it shows, its rate and its momentum to be dragged, and
 * how it stands at the step that the player shows; below, the numbers of the selected one's next step. Changes go to
 * the landscape at once, and by the action "win.set" to the experiment when the hand rests. */

#define PERCEPT_TYPE_RACERS_BOX (percept_racers_box_get_type ())
G_DECLARE_FINAL_TYPE (PerceptRacersBox, percept_racers_box, PERCEPT, RACERS_BOX, GtkWidget)

GtkWidget *percept_racers_box_new           (void);

/* Both are kept; once, the landscape first. */
void       percept_racers_box_set_landscape (PerceptRacersBox  *box,
                                             PerceptLandscape  *landscape);
void       percept_racers_box_set_player    (PerceptRacersBox  *box,
                                             PerceptRacePlayer *player);
