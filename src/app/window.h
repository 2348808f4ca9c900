/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

#include <adwaita.h>

/* The window: a session, the pages that show it, and the commands that drive it (all of them actions). */

#define PERCEPT_TYPE_WINDOW (percept_window_get_type ())
G_DECLARE_FINAL_TYPE (PerceptWindow, percept_window, PERCEPT, WINDOW, AdwApplicationWindow)

PerceptWindow  *percept_window_new         (GtkApplication *application);

/* Recognizes what @file is and opens it; what it is not is told in the window. */
void            percept_window_open_file   (PerceptWindow  *window,
                                            GFile          *file);
/* For tests. (transfer none) */
PerceptSession *percept_window_get_session (PerceptWindow  *window);
