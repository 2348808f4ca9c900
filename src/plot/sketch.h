/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/brush.h"

/* An image that is drawn in stroke by stroke, with the way back. For one thread. */

typedef struct _PlotSketch PlotSketch;

/* Without an image. Returns: (transfer full) */
PlotSketch           *plot_sketch_new       (void);
void                  plot_sketch_free      (PlotSketch     *sketch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotSketch, plot_sketch_free)

/* What to draw on: @channels x @height x @width bytes, copied, 0 is the background; NULL: there is no image. What was
 * drawn before is forgotten. */
void                  plot_sketch_set       (PlotSketch     *sketch,
                                             const guint8   *bytes,
                                             guint           channels,
                                             guint           height,
                                             guint           width);
/* (transfer none); bytes are NULL without an image. */
const PlotBrushImage *plot_sketch_get       (PlotSketch     *sketch);

/* A stroke, from its first dot; one that is not over yet ends. @eraser: it takes ink away. Returns: as
 * plot_brush_draw() */
gboolean              plot_sketch_begin     (PlotSketch     *sketch,
                                             PlotBrushPoint  point,
                                             gboolean        eraser);
/* Goes on with it to @point; nothing without one. */
gboolean              plot_sketch_extend    (PlotSketch     *sketch,
                                             PlotBrushPoint  point);
/* It is over. One that has changed nothing is not undone either. */
void                  plot_sketch_end       (PlotSketch     *sketch);
gboolean              plot_sketch_is_open   (PlotSketch     *sketch);

/* To the background; this can be undone. Returns: whether anything was there */
gboolean              plot_sketch_clear     (PlotSketch     *sketch);
/* What was before the last stroke comes back; FALSE: there is none. */
gboolean              plot_sketch_undo      (PlotSketch     *sketch);
gboolean              plot_sketch_can_undo  (PlotSketch     *sketch);
/* Nothing is there; also without an image. */
gboolean              plot_sketch_is_blank  (PlotSketch     *sketch);
/* It is as it was set. */
gboolean              plot_sketch_is_untouched (PlotSketch  *sketch);
/* All that there is was drawn on the empty background: nothing of it is of the image that was set. */
gboolean              plot_sketch_is_own    (PlotSketch     *sketch);
