/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* The large button of a transport bar, "win.run": an icon and a word, or the icon alone where it is narrow. */

#define PERCEPT_TYPE_PLAY_BUTTON (percept_play_button_get_type ())
G_DECLARE_FINAL_TYPE (PerceptPlayButton, percept_play_button, PERCEPT, PLAY_BUTTON, GtkButton)

/* @verb: translated, what it does while nothing plays: "Run". */
GtkWidget *percept_play_button_new         (const char        *verb);
void       percept_play_button_set_playing (PerceptPlayButton *button,
                                            gboolean           playing);
/* Why it cannot be used just now; NULL: it can. */
void       percept_play_button_explain     (PerceptPlayButton *button,
                                            const char        *reason);
void       percept_play_button_set_compact (PerceptPlayButton *button,
                                            gboolean           compact);
