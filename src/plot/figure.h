/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/theme.h"

/* A figure is a model that can be painted, told in words, and written as numbers. Each kind embeds PlotFigure as
 * its first member. One painter serves the screen, the files and the tests. Not locked: one thread at a time; for
 * another thread there is plot_figure_copy(). Counted references: whoever shows a figure keeps it. */

typedef struct _PlotFigure PlotFigure;

typedef struct
{
  const char *name;                                   /* untranslated: "curves", "weights" */
  /* Paints the whole rectangle 0,0 .. width,height, background included. */
  void      (*draw)      (const PlotFigure *figure,
                          cairo_t          *cr,
                          double            width,
                          double            height,
                          const PlotTheme  *theme);
  /* The picture in words, for a screen reader, translated: "Cost, train 0.083, validation 0.101 at step 2314".
   * Returns: (transfer full) */
  char     *(*describe)  (const PlotFigure *figure);
  /* The numbers behind the picture as CSV with a header line (RFC 4180, "." as decimal point in every locale). */
  void      (*write_csv) (const PlotFigure *figure,
                          GString          *csv);
  /* How many numbers write_csv() writes, without writing them. */
  gsize     (*count)     (const PlotFigure *figure);
  /* Returns: (transfer full) one that shares nothing with @figure, or NULL when there is no memory for it. */
  PlotFigure *
            (*copy)      (const PlotFigure *figure);
  /* Paints over the picture of this size what stands at x, y; NULL: nothing ever does. */
  void      (*draw_hover) (const PlotFigure *figure,
                          cairo_t          *cr,
                          double            width,
                          double            height,
                          const PlotTheme  *theme,
                          double            x,
                          double            y);
  void      (*free)      (PlotFigure       *figure);
} PlotFigureClass;

struct _PlotFigure
{
  const PlotFigureClass *klass;
  guint                  references;
};

/* For the kinds of figures: one reference, the caller's. */
static inline void
plot_figure_init (PlotFigure            *figure,
                  const PlotFigureClass *klass)
{
  figure->klass = klass;
  figure->references = 1;
}

void      plot_figure_draw     (const PlotFigure *figure,
                                cairo_t          *cr,
                                double            width,
                                double            height,
                                const PlotTheme  *theme);
char     *plot_figure_describe (const PlotFigure *figure);
char     *plot_figure_to_csv   (const PlotFigure *figure);
gsize     plot_figure_count    (const PlotFigure *figure);

/* NULL is allowed. Returns: (transfer full) @figure */
PlotFigure *
          plot_figure_ref      (PlotFigure       *figure);
void      plot_figure_unref    (PlotFigure       *figure);

/* As it is now, for another thread to paint and write. Returns: (transfer full), or NULL when there is no memory. */
PlotFigure *
          plot_figure_copy     (const PlotFigure *figure);

/* The cross-hair, values and the like at @x, @y of a figure of this size, over its picture. */
void      plot_figure_draw_hover (const PlotFigure *figure,
                                cairo_t          *cr,
                                double            width,
                                double            height,
                                const PlotTheme  *theme,
                                double            x,
                                double            y);

/* Painted at @width x @height px times @scale. Returns: (transfer full) */
cairo_surface_t *plot_figure_to_surface (const PlotFigure *figure,
                                         double            width,
                                         double            height,
                                         double            scale,
                                         const PlotTheme  *theme);

/* Painted at @width x @height px times @scale. Returns: (transfer full), or NULL with @error. */
GBytes   *plot_figure_to_png   (const PlotFigure *figure,
                                double            width,
                                double            height,
                                double            scale,
                                const PlotTheme  *theme,
                                GError          **error);

/* Saves by the ending of @path: .png (twice the pixels), .svg, .pdf, .csv; another ending is an error that names
 * these four. Written whole or not at all. */
gboolean  plot_figure_save     (const PlotFigure *figure,
                                const char       *path,
                                double            width,
                                double            height,
                                const PlotTheme  *theme,
                                GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotFigure, plot_figure_unref)
