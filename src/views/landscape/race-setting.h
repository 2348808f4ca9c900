/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/landscape.h"

#include <gtk/gtk.h>

/* What is set on the Landscape, by hand or by a command, is the experiment's, so that saving keeps it: each function
 * writes to its group [landscape] by the action "win.set" of the window that @widget is in, and does nothing where
 * there is none. Weights, window, start and racers are those of the plane of two weights; on another plane they are
 * not kept. */

void percept_race_setting_keep         (GtkWidget        *widget,
                                        PerceptLandscape *landscape,
                                        const char       *key,
                                        const char       *value);
void percept_race_setting_keep_count   (GtkWidget        *widget,
                                        PerceptLandscape *landscape,
                                        const char       *key,
                                        gsize             n);

/* These write what @landscape has. */
void percept_race_setting_keep_start   (GtkWidget        *widget,
                                        PerceptLandscape *landscape);
void percept_race_setting_keep_window  (GtkWidget        *widget,
                                        PerceptLandscape *landscape);
void percept_race_setting_keep_racers  (GtkWidget        *widget,
                                        PerceptLandscape *landscape);
/* Other weights have another window and another start, which are found again. */
void percept_race_setting_keep_weights (GtkWidget        *widget,
                                        PerceptLandscape *landscape);
