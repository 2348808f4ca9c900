/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/weight-source.h"

#include <gtk/gtk.h>

/* A slider through the moments of the run that are kept, on a logarithmic scale of steps, above a small learning curve
 * that shows where that is; at its right end it shows the network as it is now. "Go on from here" makes the moment the
 * run's own. */

#define PERCEPT_TYPE_MOMENT_SLIDER (percept_moment_slider_get_type ())
G_DECLARE_FINAL_TYPE (PerceptMomentSlider, percept_moment_slider, PERCEPT, MOMENT_SLIDER, GtkWidget)

GtkWidget *percept_moment_slider_new (PerceptSession      *session,
                                      PerceptWeightSource *source);
