/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/nice-steps.h"

#include <gtk/gtk.h>

/* A number to be dragged or typed: symbol, entry, slider. The slider is logarithmic: PERCEPT_STEPS_125 in the number
 * itself, over about three decades around it, PERCEPT_STEPS_TO_ONE in its distance to one. The wheel belongs to what
 * scrolls around it. Signals:
 *
 *   "changed"   the hand has another value: at once, while it drags
 *   "settled"   the hand rests
 *   "refused"   (const char *): what was typed is not possible, in words; NULL: it is put right
 */

#define PERCEPT_TYPE_VALUE_SLIDER (percept_value_slider_get_type ())
G_DECLARE_FINAL_TYPE (PerceptValueSlider, percept_value_slider, PERCEPT, VALUE_SLIDER, GtkWidget)

/* @symbol: "α". @kind: PERCEPT_STEPS_125, values above 0, or PERCEPT_STEPS_TO_ONE, from 0 to below 1. */
GtkWidget *percept_value_slider_new       (const char         *symbol,
                                           PerceptSteps        kind);

/* @name: translated; tooltip and accessible name: "Learning rate of Momentum". */
void       percept_value_slider_set_name  (PerceptValueSlider *slider,
                                           const char         *name);
/* From outside: emits nothing. */
void       percept_value_slider_set_value (PerceptValueSlider *slider,
                                           double              value);
double     percept_value_slider_get_value (PerceptValueSlider *slider);
