/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/landscape.h"
#include "session/session.h"

#include <gtk/gtk.h>

/* Chooses the two weights of a landscape: by two clicks on the picture of a unit's weights (or two units'), by name, or
 * by letting a pair be suggested. What is not possible is said in place. */

#define PERCEPT_TYPE_WEIGHT_PICKER (percept_weight_picker_get_type ())
G_DECLARE_FINAL_TYPE (PerceptWeightPicker, percept_weight_picker, PERCEPT, WEIGHT_PICKER, GtkWidget)

/* Once. */
void percept_weight_picker_set_session (PerceptWeightPicker *picker,
                                        PerceptSession      *session,
                                        PerceptLandscape    *landscape);
/* @text: "W1[199,2], W1[200,2]", or "suggest". The pair is also the experiment's from then on; one that is suggested
 * once it is found. */
gboolean percept_weight_picker_choose  (PerceptWeightPicker *picker,
                                        const char          *text,
                                        GError             **error);
/* Another pair that a rule finds. */
void percept_weight_picker_suggest     (PerceptWeightPicker *picker);
