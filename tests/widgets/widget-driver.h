/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Drives widgets in this process. */

/* Instead of gtk_test_init(). FALSE: there is no display, and the tests are said to be skipped. */
gboolean   driver_start    (int    *argc,
                            char ***argv);

typedef gboolean (*DriverCondition) (gconstpointer data);

/* Iterates the main loop until @condition holds; ends the test program when it does not within a minute. */
void       driver_wait_for (DriverCondition condition,
                            gconstpointer   data,
                            const char     *what);
void       driver_let_run  (int             milliseconds);

/* A window of its own for @child, shown. */
GtkWidget *driver_show     (GtkWidget      *child,
                            int             width,
                            int             height);

/* The @n-th (from 0) widget of @type within @root in reading order that is on the screen, or NULL. */
GtkWidget *driver_find     (GtkWidget      *root,
                            GType           type,
                            guint           n);
/* Whether a label on the screen has @words. */
gboolean   driver_tells    (GtkWidget      *root,
                            const char     *words);

/* Returns: whether @widget did something about it */
gboolean   driver_press    (GtkWidget      *widget,
                            guint           key,
                            GdkModifierType modifiers);
