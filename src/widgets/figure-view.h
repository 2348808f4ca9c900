/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"

#include <gtk/gtk.h>

/* A widget that shows a figure. The picture is painted when the figure has changed and its turn in the redraw queue
 * has come, and kept: unrelated redraws of the window cost nothing. Its context menu (pointer, Menu key, Shift+F10)
 * copies the picture or its numbers and saves them; screen readers get the figure's words.
 *
 * Inside a GtkScrolledWindow a figure may be higher than the view (percept_figure_view_set_height_func): only what
 * is visible is painted. Main thread. */

#define PERCEPT_TYPE_FIGURE_VIEW (percept_figure_view_get_type ())
G_DECLARE_FINAL_TYPE (PerceptFigureView, percept_figure_view, PERCEPT, FIGURE_VIEW, GtkWidget)

/* Px that @figure needs at @width. */
typedef double (*PerceptFigureHeight) (PlotFigure      *figure,
                                       double           width,
                                       const PlotTheme *theme);

GtkWidget  *percept_figure_view_new             (void);

/* @figure: (transfer none) has to outlive the view or the next call; NULL: nothing. @name: translated, what a
 * screen reader calls it; NULL keeps the name. The same again changes nothing. */
void        percept_figure_view_set_figure      (PerceptFigureView   *view,
                                                 PlotFigure          *figure,
                                                 const char          *name);
PlotFigure *percept_figure_view_get_figure      (PerceptFigureView   *view);

/* The figure has changed: it is painted when its turn comes, or with the next frame if @now (an answer to the
 * user's hand). */
void        percept_figure_view_queue_update    (PerceptFigureView   *view,
                                                 gboolean             now);

/* For the back row: large text and thick lines. */
void        percept_figure_view_set_presenting  (PerceptFigureView   *view,
                                                 gboolean             presenting);
void        percept_figure_view_set_height_func (PerceptFigureView   *view,
                                                 PerceptFigureHeight  height_func);
/* What it is painted with at its present size. */
void        percept_figure_view_get_theme       (PerceptFigureView   *view,
                                                 PlotTheme           *theme);
/* From a point of the view to a point of the figure, and the figure's height. */
double      percept_figure_view_to_figure_y     (PerceptFigureView   *view,
                                                 double               y);
double      percept_figure_view_get_full_height (PerceptFigureView   *view);

/* As plot_figure_save(), at the size and with the looks of the view. */
gboolean    percept_figure_view_save            (PerceptFigureView   *view,
                                                 const char          *path,
                                                 GError             **error);
/* The picture to the clipboard, at twice the pixels. */
void        percept_figure_view_copy            (PerceptFigureView   *view);
