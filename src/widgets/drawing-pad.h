/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* A gray image of few pixels to draw in with pointer, pen or touch, and with the keys (arrows move, Space draws, Delete
 * erases, both with arrows held draw lines): a soft pen as wide as the strokes of handwritten digits, an eraser.
 *
 * Signal "drawn": the image has changed by hand. */

#define PERCEPT_TYPE_DRAWING_PAD (percept_drawing_pad_get_type ())
G_DECLARE_FINAL_TYPE (PerceptDrawingPad, percept_drawing_pad, PERCEPT, DRAWING_PAD, GtkWidget)

GtkWidget    *percept_drawing_pad_new       (void);
/* What to paint on: @height x @width bytes, 0 is the background; NULL: blank. Copied; no signal. */
void          percept_drawing_pad_set       (PerceptDrawingPad *pad,
                                             const guint8      *bytes,
                                             guint              height,
                                             guint              width);
/* (transfer none) */
const guint8 *percept_drawing_pad_get       (PerceptDrawingPad *pad,
                                             guint             *height,
                                             guint             *width);
void          percept_drawing_pad_clear     (PerceptDrawingPad *pad);
void          percept_drawing_pad_set_eraser (PerceptDrawingPad *pad,
                                              gboolean          eraser);
/* The stroke before the last comes back; FALSE: there is none. */
gboolean      percept_drawing_pad_undo      (PerceptDrawingPad *pad);
