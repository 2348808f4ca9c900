/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/run-figures.h"
#include "session/weight-source.h"

#include <gtk/gtk.h>

/* A slider through the moments of the run that are kept (they lie closer where more is learned), below a learning curve
 * that shows where the moment is; at its end it shows the network as it is now. "Go on from here" makes the
 * moment the run's own. Hidden while there is nothing to go back to. */

#define PERCEPT_TYPE_MOMENT_SLIDER (percept_moment_slider_get_type ())
G_DECLARE_FINAL_TYPE (PerceptMomentSlider, percept_moment_slider, PERCEPT, MOMENT_SLIDER, GtkWidget)

GtkWidget *percept_moment_slider_new     (PerceptSession      *session,
                                          PerceptWeightSource *source,
                                          PerceptRunFigures   *figures);

/* Where there is little height, the curve is hidden while the moment is now. */
void       percept_moment_slider_set_low (PerceptMomentSlider *slider,
                                          gboolean             low);
/* The moment that is kept nearest to @step; the slider says so where it is another. FALSE: there is none, or it is
 * still to come. */
gboolean   percept_moment_slider_show     (PerceptMomentSlider *slider,
                                           guint64              step,
                                           GError             **error);
void       percept_moment_slider_show_now (PerceptMomentSlider *slider);
/* FALSE: what was asked for is what is shown, or nothing was. */
gboolean   percept_moment_slider_get_asked (PerceptMomentSlider *slider,
                                            guint64             *step);
/* In words, as beside the slider. Returns: (transfer full) */
char      *percept_moment_slider_describe (PerceptMomentSlider *slider);
/* As the button: the run goes on from the moment that is shown. FALSE: it is now. */
gboolean   percept_moment_slider_go_on    (PerceptMomentSlider *slider);
