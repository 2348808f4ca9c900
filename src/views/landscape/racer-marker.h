/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* The marker of a racer as it walks over the landscape, beside words about it. For the eye only: the words say which
 * racer it is. */

#define PERCEPT_TYPE_RACER_MARKER (percept_racer_marker_get_type ())
G_DECLARE_FINAL_TYPE (PerceptRacerMarker, percept_racer_marker, PERCEPT, RACER_MARKER, GtkWidget)

/* Of racer @i, in body text; @scale times as large. */
GtkWidget *percept_racer_marker_new (guint  i,
                                     double scale);
