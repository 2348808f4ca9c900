/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

#include <gtk/gtk.h>

/* What the experiment is about; when a run has come to its end, why it ended and up to three experiments to try next.
 * As high the one way as the other: nothing below moves. */

#define PERCEPT_TYPE_NEXT_BAR (percept_next_bar_get_type ())
G_DECLARE_FINAL_TYPE (PerceptNextBar, percept_next_bar, PERCEPT, NEXT_BAR, GtkWidget)

void percept_next_bar_set_session (PerceptNextBar *bar,
                                   PerceptSession *session);
