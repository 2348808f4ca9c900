/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

#include <gtk/gtk.h>

/* The row of one key of the experiment: its name, a control that fits its kind, and, unfolded by a click on the
 * row, what it does and what it takes. A value that the key does not take is told in the row and changes nothing; a
 * change that waits for a restart says so. */

#define PERCEPT_TYPE_KEY_ROW (percept_key_row_get_type ())
G_DECLARE_FINAL_TYPE (PerceptKeyRow, percept_key_row, PERCEPT, KEY_ROW, GtkListBoxRow)

/* @session: kept. */
GtkWidget *percept_key_row_new     (PerceptSession *session,
                                    const TrainKey *key);

/* Shows what the session's experiment says. */
void       percept_key_row_refresh (PerceptKeyRow  *row);

/* Unfolds what the key does, or folds it away. */
void       percept_key_row_toggle_about (PerceptKeyRow *row);
