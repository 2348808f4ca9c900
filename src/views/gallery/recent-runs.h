/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* The newest runs of the store, one row each. If the newest was cut off, the list with the property "is-offer" offers
 * to go on with it, alone, and the other list leaves it out. Hidden when there is nothing to show. */

#define PERCEPT_TYPE_RECENT_RUNS (percept_recent_runs_get_type ())
G_DECLARE_FINAL_TYPE (PerceptRecentRuns, percept_recent_runs, PERCEPT, RECENT_RUNS, GtkWidget)

/* Reads the store in a thread and shows what it found. */
void percept_recent_runs_refresh (PerceptRecentRuns *runs);
