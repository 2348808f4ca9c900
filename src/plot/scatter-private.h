/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/scatter.h"
#include "plot/text.h"

/* The model of a scatter figure, and its layout in px; shared by the files scatter*.c alone. */

#define PLOT_SCATTER_MARKER 3.2 /* size in widths of a line */

typedef struct
{
  char    *name;
  double   x, y;
  gboolean hollow;
} PlotScatterPoint;

typedef struct
{
  PlotRole role;
  char    *label;
  gboolean joined;
  GArray  *points; /* of PlotScatterPoint */
} PlotScatterSeries;

typedef struct
{
  double x0, y0, x1, y1;
  char  *label;
} PlotGuide;

struct _PlotScatter
{
  PlotFigure    figure;
  char         *title;
  char         *note;
  char         *x_title;
  char         *y_title;
  char         *empty;
  char         *description;
  PlotScaleKind x_kind, y_kind;
  GPtrArray    *series; /* of PlotScatterSeries */
  GArray       *guides; /* of PlotGuide */
};

/* One painting, handed through its steps. */
typedef struct
{
  const PlotScatter *scatter;
  cairo_t           *cr;
  const PlotTheme   *theme;
  PlotText          *text;
  double             width, height;
  double             left, top, right, bottom; /* of the plot, px */
  double             line, edge;
  double             label_gap;
  gboolean           numbers;                  /* there is room for text */
  gboolean           empty;
  PlotScale          x, y;
  PlotTicks          x_ticks, y_ticks;
} PlotScatterPainting;

static inline double
plot_scatter_x_px (const PlotScatterPainting *painting,
                   double                     x)
{
  return painting->left + plot_scale_map (&painting->x, x) * (painting->right - painting->left);
}

static inline double
plot_scatter_y_px (const PlotScatterPainting *painting,
                   double                     y)
{
  return painting->bottom - plot_scale_map (&painting->y, y) * (painting->bottom - painting->top);
}

static inline const PlotScatterSeries *
plot_scatter_series_at (const PlotScatter *scatter,
                        guint              i)
{
  return g_ptr_array_index (scatter->series, i);
}

static inline const PlotScatterPoint *
plot_scatter_point_at (const PlotScatterSeries *series,
                       guint                    i)
{
  return &g_array_index (series->points, PlotScatterPoint, i);
}

/* Fills in what comes after the size. */
void plot_scatter_lay_out (PlotScatterPainting *painting);

/* Whether the axes have a place for it. */
gboolean plot_scatter_shows (const PlotScatter      *scatter,
                             const PlotScatterPoint *point);

/* The point farthest to the right; NULL when none can be shown. */
const PlotScatterPoint *
         plot_scatter_find_end (const PlotScatter       *scatter,
                                const PlotScatterSeries *series);

/* Px at the right for the labels of the series; 0: none have any, or the figure is too narrow. */
double   plot_scatter_room_for_labels (const PlotScatterPainting *painting);

/* Of the @i-th tick, numbered or not; all of a logarithmic axis are in digits, or all are powers of ten.
 * Returns: (transfer full) */
char    *plot_scatter_tick_number (const PlotScale *scale,
                                   const PlotTicks *ticks,
                                   guint            i);

void plot_scatter_draw (const PlotFigure *figure,
                        cairo_t          *cr,
                        double            width,
                        double            height,
                        const PlotTheme  *theme);

/* Name and numbers of the point next to @x, @y. */
void plot_scatter_draw_hover (const PlotFigure *figure,
                              cairo_t          *cr,
                              double            width,
                              double            height,
                              const PlotTheme  *theme,
                              double            x,
                              double            y);
