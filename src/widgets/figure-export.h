/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/figure-view.h"

/* Figures on their way out of the window, into files and the clipboard: as large as in their view and with its looks.
 * The figure is copied, and painted, encoded and written in a thread: the window goes on, whatever the size. Main
 * thread.
 *
 * The clipboard gets ready bytes: GTK 4.8 hands over 256 KiB and more piece by piece (the "INCR" of X11), and from a
 * string, or a texture, which it would encode meanwhile, that stops the program that pastes for good. Beyond
 * PERCEPT_CLIPBOARD_MOST bytes a file is the better way in any case. */
#define PERCEPT_CLIPBOARD_MOST (1024 * 1024)

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
