/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window.h"
#include "widgets/widget-driver.h"

/* Drives windows of the application in this process; their widgets as widget-driver.h has it. */

/* Runs the tests that were added, as soon as the application is up; with no display they are skipped. Data go to a
 * folder of their own. Returns: main's status */
int             driver_run_tests   (int    *argc,
                                    char ***argv,
                                    void  (*add_tests) (void));

/* The folder for what the tests write. */
const char     *driver_get_scratch (void);

/* A new window, shown. */
PerceptWindow  *driver_open_window (void);
/* Ends its session, too. */
void            driver_close_window (PerceptWindow *window);
