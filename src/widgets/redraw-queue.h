/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Paces the pictures that follow a run, so that training keeps the processor: a widget is painted at most once per
 * interval, and no two within one slot, so that no single frame paints everything. The interval (100 ms at least)
 * grows until painting, frames included, takes no more than a few percent of one processor. What leads is painted at
 * the interval, and while it is on the screen all else more rarely, the longer that is.
 *
 * Works by a timeout and not by the frame clock, which stops when the window is hidden. One for the process, for
 * the main thread. Signal "notify::interval". */

#define PERCEPT_TYPE_REDRAW_QUEUE (percept_redraw_queue_get_type ())
G_DECLARE_FINAL_TYPE (PerceptRedrawQueue, percept_redraw_queue, PERCEPT, REDRAW_QUEUE, GObject)

/* Brings the widget up to date with what it shows; called from the queue. */
typedef void (*PerceptRedraw) (GtkWidget *widget);

/* (transfer none) */
PerceptRedrawQueue *percept_redraw_queue_get_default (void);

/* Calls @redraw when @widget's turn comes; pushing again before that changes nothing. A widget that is destroyed
 * leaves the queue. */
void  percept_redraw_queue_push         (PerceptRedrawQueue *queue,
                                         GtkWidget          *widget,
                                         PerceptRedraw       redraw);
/* @widget is what its page is about. */
void  percept_redraw_queue_set_leads    (PerceptRedrawQueue *queue,
                                         GtkWidget          *widget);
/* The frames of the window @root count as painting. */
void  percept_redraw_queue_watch_frames (PerceptRedrawQueue *queue,
                                         GtkWidget          *root);
/* Milliseconds between two pictures of a widget that leads, or of any where none does. */
guint percept_redraw_queue_get_interval (PerceptRedrawQueue *queue);
