/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"
#include "plot/scale.h"

/* Curves over a common x axis: learning curves of cost and accuracy. Points that are not finite leave a gap.
 * Labels stand at the ends of the curves ("validation 0.101"), moved apart where they would touch; series are told
 * apart by color, by marker shape and by label. Long series are thinned to the extremes of each pixel column, so
 * that drawing costs no more than the width of the figure. */

typedef struct _PlotCurves PlotCurves;

/* An empty figure. All strings are copied. @title: "Cost"; @y_note: right of the title, small ("mean -log p");
 * @x_title: "steps". @percent: y is a fraction 0..1 shown as 0 % to 100 %. Returns: (transfer full) */
PlotCurves *plot_curves_new        (const char    *title,
                                    const char    *y_note,
                                    const char    *x_title,
                                    gboolean       percent);

/* Adds a series, empty; returns its number, from 0. @label: "train" (translated by the caller). */
guint       plot_curves_add_series (PlotCurves    *curves,
                                    PlotRole       role,
                                    const char    *label);

/* Appends points: @x must be finite and not decrease within a series; a point that breaks this is left out. */
void        plot_curves_append     (PlotCurves    *curves,
                                    guint          series,
                                    const double  *x,
                                    const double  *y,
                                    gsize          n);

void        plot_curves_clear_series (PlotCurves  *curves,
                                    guint          series);

/* Forgets points, marks, and, for curves_clear(), keeps series and titles. */
void        plot_curves_clear      (PlotCurves    *curves);
void        plot_curves_set_visible(PlotCurves    *curves,
                                    guint          series,
                                    gboolean       visible);
void        plot_curves_set_label  (PlotCurves    *curves,
                                    guint          series,
                                    const char    *label);
void        plot_curves_set_x_title(PlotCurves    *curves,
                                    const char    *x_title);
void        plot_curves_set_note   (PlotCurves    *curves,
                                    const char    *y_note);
void        plot_curves_set_y_scale(PlotCurves    *curves,
                                    PlotScaleKind  kind);

/* The x axis reaches at least to @x (the planned number of steps; 0 for "as far as there are points"). */
void        plot_curves_set_x_end  (PlotCurves    *curves,
                                    double         x);

/* The part of the x axis that is shown, within which the y axis fits what is visible; it stays where it is while points
 * come. @low not below @high, or NaN: all of it. */
void        plot_curves_set_view   (PlotCurves    *curves,
                                    double         low,
                                    double         high);
/* FALSE: all of it, which is then @low .. @high. */
gboolean    plot_curves_get_view   (const PlotCurves *curves,
                                    double        *low,
                                    double        *high);
/* Shows @factor times as much of the axis, with the value @at where it was, within what there is to show. */
void        plot_curves_zoom       (PlotCurves    *curves,
                                    double         at,
                                    double         factor);
/* Moves a part that is shown by @by to higher values. */
void        plot_curves_pan        (PlotCurves    *curves,
                                    double         by);
/* The value on the x axis @px from the left of the figure painted in this size. */
double      plot_curves_x_at       (const PlotCurves *curves,
                                    double         width,
                                    double         height,
                                    const PlotTheme *theme,
                                    double         px);

/* The same place told in another unit when the pointer asks for it: @title ("epochs") and what x is multiplied by for
 * it. NULL or 0: there is none. */
void        plot_curves_set_second_x (PlotCurves  *curves,
                                    const char    *title,
                                    double         factor);

/* A dotted vertical line with a short text: something was changed here ("α 0.05 → 0.10"). */
void        plot_curves_add_mark   (PlotCurves    *curves,
                                    double         x,
                                    const char    *text);

/* The moment of the run that is looked at elsewhere: a line from top to bottom that stands on a triangle above its
 * number; NaN: none. */
void        plot_curves_set_moment (PlotCurves    *curves,
                                    double         x);

static inline PlotFigure *
plot_curves_figure (PlotCurves *curves)
{
  return (PlotFigure *) curves;
}
