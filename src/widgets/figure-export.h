/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/figure-view.h"

/* Figures on their way out of the window, into files and the clipboard: as large as in their view and with its looks.
 * The figure is copied, and painted, encoded and written in a thread: the window goes on, whatever the size. Main
 * thread.
 *
 * The clipboard takes up to PERCEPT_CLIPBOARD_MOST bytes: the X server hands over more only bit by bit, and then a
 * program that goes away in the middle, or GTK's own side of it, stops the other for good. */
#define PERCEPT_CLIPBOARD_MOST (200 * 1024)

/* A file by the ending of @path, see plot_figure_save(): written whole or not at all, even when the window is closed
 * before it is. */
void      percept_figure_save_async         (PerceptFigureView   *view,
                                             const char          *path,
                                             GAsyncReadyCallback  callback,
                                             gpointer             data);

/* The picture to the clipboard as PNG, at twice the pixels, or as many as there is room for. */
void      percept_figure_copy_async         (PerceptFigureView   *view,
                                             GAsyncReadyCallback  callback,
                                             gpointer             data);

/* The numbers to the clipboard, as CSV. */
void      percept_figure_copy_numbers_async (PerceptFigureView   *view,
                                             GAsyncReadyCallback  callback,
                                             gpointer             data);

/* For all three. Returns: (transfer full) what to tell the user, "Saved as cost.png", or NULL with @error */
char     *percept_figure_export_finish      (PerceptFigureView   *view,
                                             GAsyncResult        *result,
                                             GError             **error);

/* Whether the numbers are few enough for the clipboard, as far as can be told without writing them. */
gboolean  percept_figure_has_few_numbers    (const PlotFigure    *figure);
