/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/weight-source.h"

#include <gtk/gtk.h>

/* A weight of one unit set by hand, the unit silenced, both undone and done again; and what cost and accuracy say to
 * it. Only the network as it is now can be changed.
 *
 * Signal "weight-set": a hand sets the weight. */

#define PERCEPT_TYPE_UNIT_HAND (percept_unit_hand_get_type ())
G_DECLARE_FINAL_TYPE (PerceptUnitHand, percept_unit_hand, PERCEPT, UNIT_HAND, GtkWidget)

/* Once. */
void percept_unit_hand_set_source (PerceptUnitHand     *hand,
                                   PerceptSession      *session,
                                   PerceptWeightSource *source);
/* The weight that can be set: @input of @unit of @layer (from 1; 0: none). */
void percept_unit_hand_show       (PerceptUnitHand     *hand,
                                   guint                layer,
                                   guint                unit,
                                   gsize                input);
/* The weights are new. */
void percept_unit_hand_update     (PerceptUnitHand     *hand);
