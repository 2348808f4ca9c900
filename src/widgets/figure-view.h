/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"

#include <gtk/gtk.h>

/* A widget that shows a figure. The picture is painted when the figure has changed and its turn in the redraw queue
 * has come, and kept: unrelated redraws of the window cost nothing, and what the figure tells of the place under the
 * pointer is painted over it. Its context menu (pointer, long press, Menu key, Shift+F10) copies the picture or its
 * numbers and saves them; screen readers get the figure's words.
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

/* @figure: kept; NULL: nothing. @name: translated, what a
 * screen reader calls it; NULL keeps the name. The same again changes nothing. */
void        percept_figure_view_set_figure      (PerceptFigureView   *view,
                                                 PlotFigure          *figure,
                                                 const char          *name);
PlotFigure *percept_figure_view_get_figure      (PerceptFigureView   *view);
const char *percept_figure_view_get_name        (PerceptFigureView   *view);

/* The figure has changed: it is painted when its turn comes, or with the next frame if @now (an answer to the
 * user's hand). */
void        percept_figure_view_queue_update    (PerceptFigureView   *view,
                                                 gboolean             now);

/* While a hand drags something in the figure, what is told of the place under it would hide it. */
void        percept_figure_view_set_dragged     (PerceptFigureView   *view,
                                                 gboolean             dragged);
/* For the back row: large text and thick lines. */
void        percept_figure_view_set_presenting  (PerceptFigureView   *view,
                                                 gboolean             presenting);
void        percept_figure_view_set_height_func (PerceptFigureView   *view,
                                                 PerceptFigureHeight  height_func);
/* What it is painted with at its present size. */
void        percept_figure_view_get_theme       (PerceptFigureView   *view,
                                                 PlotTheme           *theme);
/* Whether the view asks for all of the height that its height function says, at its width. */
void        percept_figure_view_set_whole       (PerceptFigureView   *view,
                                                 gboolean             whole);
/* What of the figure's top stays in sight while the rest scrolls, by a function as for the height. */
void        percept_figure_view_set_head_func   (PerceptFigureView   *view,
                                                 PerceptFigureHeight  head_func);
/* Scrolls as little as brings @top .. @bottom, px of the figure, into sight. */
void        percept_figure_view_scroll_to       (PerceptFigureView   *view,
                                                 double               top,
                                                 double               bottom);
/* From a point of the view to a point of the figure, and the figure's height. */
double      percept_figure_view_to_figure_y     (PerceptFigureView   *view,
                                                 double               y);
double      percept_figure_view_get_full_height (PerceptFigureView   *view);

/* What the owner's figure can do beyond being copied and saved, first in the context menu; kept. */
void        percept_figure_view_set_extra_menu  (PerceptFigureView   *view,
                                                 GMenuModel          *menu);
GMenuModel *percept_figure_view_get_extra_menu  (PerceptFigureView   *view);

/* The size of what is saved and copied: the figure's in the view, or a usual one before the view has any. */
void        percept_figure_view_get_saved_size  (PerceptFigureView   *view,
                                                 double              *width,
                                                 double              *height);
/* What a file with the figure should be called, without ending: "digits-hidden-cost". */
void        percept_figure_view_set_file_name   (PerceptFigureView   *view,
                                                 const char          *file_name);
const char *percept_figure_view_get_file_name   (PerceptFigureView   *view);
