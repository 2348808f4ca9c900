/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

#include <gtk/gtk.h>

/* The menu of a transport bar that chooses how fast steps follow one another: "win.pace". */

/* Returns: a menu button */
GtkWidget *percept_pace_button_new  (void);
/* Its label and name say @pace. */
void       percept_pace_button_show (GtkWidget   *button,
                                     PerceptPace  pace);
