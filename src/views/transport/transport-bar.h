/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

#include <gtk/gtk.h>

/* The bar at the bottom that drives the run: restart, run or pause, step, where it is, how well it does, how fast.
 * Its buttons activate the window's actions; in a narrow window it folds to run, step and two numbers. */

#define PERCEPT_TYPE_TRANSPORT_BAR (percept_transport_bar_get_type ())
G_DECLARE_FINAL_TYPE (PerceptTransportBar, percept_transport_bar, PERCEPT, TRANSPORT_BAR, GtkWidget)

void percept_transport_bar_set_session (PerceptTransportBar *bar,
                                        PerceptSession      *session);

/* For narrow windows: the run button without its word. */
void percept_transport_bar_set_compact (PerceptTransportBar *bar,
                                        gboolean             compact);

/* Shows the pace that the session has. */
void percept_transport_bar_update_pace (PerceptTransportBar *bar);

/* Step, cost and accuracy are those of @step of the run, and say so; G_MAXUINT64: of now. */
void percept_transport_bar_set_moment  (PerceptTransportBar *bar,
                                        guint64              step);
