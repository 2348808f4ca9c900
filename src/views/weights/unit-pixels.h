/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/weight-sheet.h"
#include "session/weight-source.h"

#include <gtk/gtk.h>

/* One unit's incoming weights, large: as the image that it looks at, or, of a unit that looks at other units, the
 * largest as bars. The pointer reads a place; a click or the arrow keys put the cursor there, a frame that stays.
 * While it is seen it watches the unit's layer and all below.
 *
 * Signals:
 *   "pointed"  percept_unit_pixels_get_place() is another
 *   "cursor"   percept_unit_pixels_get_cursor() is another
 *   "weights"  percept_unit_pixels_get_weights() is new */

#define PERCEPT_TYPE_UNIT_PIXELS (percept_unit_pixels_get_type ())
G_DECLARE_FINAL_TYPE (PerceptUnitPixels, percept_unit_pixels, PERCEPT, UNIT_PIXELS, GtkWidget)

/* Once. */
void            percept_unit_pixels_set_source  (PerceptUnitPixels   *pixels,
                                                 PerceptSession      *session,
                                                 PerceptWeightSource *source);
/* @layer: from 1; 0: nothing. The cursor goes to the unit's largest weight; among bars it stays with the largest until
 * a hand moves it. */
void            percept_unit_pixels_show        (PerceptUnitPixels   *pixels,
                                                 guint                layer,
                                                 guint                unit);

/* Together at first. */
void            percept_unit_pixels_set_parts   (PerceptUnitPixels   *pixels,
                                                 PlotWeightParts      parts);
/* Another network was opened, which has ended all watching: nothing is shown. */
void            percept_unit_pixels_forget      (PerceptUnitPixels   *pixels);

/* Of the layer that is shown; NULL while there are none. */
PerceptWeights *percept_unit_pixels_get_weights (PerceptUnitPixels   *pixels);

/* Under the pointer, else the cursor: row times width plus column, the same for all channels. */
gsize           percept_unit_pixels_get_place   (PerceptUnitPixels   *pixels);
gsize           percept_unit_pixels_get_cursor  (PerceptUnitPixels   *pixels);
/* The weight at the cursor is being changed: it stays there. */
void            percept_unit_pixels_keep_cursor (PerceptUnitPixels   *pixels);
/* Px of @width that the largest picture takes which is not higher than @height, with all around it. */
int             percept_unit_pixels_fit         (PerceptUnitPixels   *pixels,
                                                 int                  width,
                                                 int                  height);
/* Words on that place for a screen reader, which reads them when the view has the focus. */
void            percept_unit_pixels_tell        (PerceptUnitPixels   *pixels,
                                                 const char          *words);
