/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Puts the remembered color scheme into force. */
void percept_preferences_apply (void);
void percept_preferences_show  (GtkWindow *parent);
