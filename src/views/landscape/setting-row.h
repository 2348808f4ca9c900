/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* A row of a list: what is set, the control that sets it, and a sentence on what it does, which a click on the row
 * shows. */

#define PERCEPT_TYPE_SETTING_ROW (percept_setting_row_get_type ())
G_DECLARE_FINAL_TYPE (PerceptSettingRow, percept_setting_row, PERCEPT, SETTING_ROW, GtkListBoxRow)

/* @title, @about: translated. @control: becomes the row's, and gets @title as its accessible name. */
GtkWidget *percept_setting_row_new          (const char        *title,
                                             const char        *about,
                                             GtkWidget         *control);
void       percept_setting_row_toggle_about (PerceptSettingRow *row);

/* The usual kind of control: @titles, translated, one of which is chosen. */
GtkWidget *percept_setting_choice_new       (const char *const *titles);
