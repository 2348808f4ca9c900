/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window.h"

/* Drives windows of the application in this process. */

typedef gboolean (*DriverCondition) (gconstpointer data);

/* Runs the tests that were added, as soon as the application is up; with no display they are skipped. Data go to a
 * folder of their own. Returns: main's status */
int             driver_run_tests   (int    *argc,
                                    char ***argv,
                                    void  (*add_tests) (void));

/* The folder for what the tests write. */
const char     *driver_get_scratch (void);

/* Iterates the main loop until @condition holds; ends the test program when it does not within a minute. */
void            driver_wait_for    (DriverCondition condition,
                                    gconstpointer   data,
                                    const char     *what);
void            driver_let_run     (int             milliseconds);

/* A new window, shown. */
PerceptWindow  *driver_open_window (void);

/* The @n-th (from 0) widget of @type within @root in reading order that is on the screen, or NULL. */
GtkWidget      *driver_find        (GtkWidget      *root,
                                    GType           type,
                                    guint           n);
