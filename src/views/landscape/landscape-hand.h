/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/landscape.h"
#include "widgets/figure-view.h"

/* The hand on the landscape's figure. The pointer takes the start wherever it is pressed, and it follows (a finger must
 * be on it: elsewhere a finger scrolls the page, and a tap calls the start); the arrow keys move it by 1/50 of the
 * window, or 1/10 with Shift. Ctrl and the wheel, two fingers, + and − zoom at the pointer; Shift and dragging, or the
 * middle button, move the window; a double click or 0 shows the valley again. Main thread. */

typedef enum
{
  PERCEPT_MOVED_START,
  PERCEPT_MOVED_WINDOW,
  PERCEPT_MOVED_FIT,     /* the window, to the valley */
} PerceptMoved;

/* The landscape has another start or window by the user's hand; @held: and the hand is still on it. */
typedef void (*PerceptLandscapeMoved) (PerceptMoved what,
                                       gboolean     held,
                                       gpointer     data);

/* @view: shows a PlotLandscape. @landscape, @data: outlive it. */
void percept_landscape_hand_add (PerceptFigureView     *view,
                                 PerceptLandscape      *landscape,
                                 PerceptLandscapeMoved  moved,
                                 gpointer               data);
