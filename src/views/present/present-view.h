/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "views/figure-binding.h"
#include "views/landscape/race-player.h"

#include <gtk/gtk.h>

/* For the back row: one figure and three large numbers fill the window. */

#define PERCEPT_TYPE_PRESENT_VIEW (percept_present_view_get_type ())
G_DECLARE_FINAL_TYPE (PerceptPresentView, percept_present_view, PERCEPT, PRESENT_VIEW, GtkWidget)

/* Both are kept; once, before it is shown. */
void percept_present_view_set_run (PerceptPresentView *view,
                                   PerceptSession     *session,
                                   PerceptRunFigures  *figures);
/* Figures that come before those of the run: @views (element-type PerceptFigureView), kept, show them at the page that
 * is left. NULL: none. To be called again when they show others; the place among them is kept. */
void percept_present_view_set_guests (PerceptPresentView *view,
                                      GPtrArray          *views);
/* Where all of them are shown. (transfer none) */
PerceptFigureView *
     percept_present_view_get_view   (PerceptPresentView *view);
/* This one of the run's. */
void percept_present_view_show_figure (PerceptPresentView *view,
                                       PerceptRunFigure    figure);
/* While a guest is shown, the large numbers are those of @race: its step and the two in the lead. NULL: of the run. */
void percept_present_view_set_race (PerceptPresentView *view,
                                    PerceptRacePlayer  *race);
/* The figure after (1) or before (-1) this one. */
void percept_present_view_turn    (PerceptPresentView *view,
                                   int                 direction);
