/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/curves.h"
#include "widgets/figure-view.h"

/* The hand on curves: Ctrl and the wheel, or two fingers, zoom along x at the pointer; dragging and scrolling sideways
 * move a part that is shown; a double click shows all of it again. Main thread. */

/* @curves show another part of their x axis. */
typedef void (*PerceptCurveZoomed) (PlotCurves *curves,
                                    gpointer    data);

/* @view: shows PlotCurves whenever it shows something. @data: outlives it. */
void percept_curve_zoom_add (PerceptFigureView  *view,
                             PerceptCurveZoomed  zoomed,
                             gpointer            data);
