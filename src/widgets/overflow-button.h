/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* A button that opens what rows have no room for (widgets/fold-box.h). It is there while it has something to show. */

#define PERCEPT_TYPE_OVERFLOW_BUTTON (percept_overflow_button_get_type ())
G_DECLARE_FINAL_TYPE (PerceptOverflowButton, percept_overflow_button, PERCEPT, OVERFLOW_BUTTON, GtkWidget)

GtkWidget *percept_overflow_button_new     (void);

/* Takes @widget, which has no parent; @place: those with lower ones stand above it. */
void       percept_overflow_button_take    (PerceptOverflowButton *button,
                                            GtkWidget             *widget,
                                            guint                  place);

/* @widget, one that it has taken, has no parent again. */
void       percept_overflow_button_release (PerceptOverflowButton *button,
                                            GtkWidget             *widget);
