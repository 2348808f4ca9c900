/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/contours.h"
#include "plot/figure.h"

/* The cost over two coordinates, seen from above: filled bands between gray contours (or a heat map), its lowest point
 * marked, and upon it the paths of racers, each with a color, a marker shape and a label at its end; the start; arrows of
 * velocity and gradient; the last race as a ghost; the trail of a training run. Where the cost is not finite, the surface
 * is hatched and says so. Blue and red are left to weights.
 *
 * The bands and lines of a surface are computed once for each surface, size and theme and kept: what moves is painted over
 * them. */

typedef struct _PlotLandscape PlotLandscape;

#define PLOT_MAX_RACERS 9

typedef struct
{
  double x, y;
} PlotPlace;

typedef enum
{
  PLOT_LANDSCAPE_BANDS,
  PLOT_LANDSCAPE_HEAT,
} PlotLandscapeStyle;

/* Returns: (transfer full) */
PlotLandscape *plot_landscape_new             (void);

/* @note: small, at the right of the title; @empty: what stands there while there is no surface. Copied; NULL: none. */
void           plot_landscape_set_titles      (PlotLandscape      *landscape,
                                               const char         *title,
                                               const char         *note,
                                               const char         *x_title,
                                               const char         *y_title,
                                               const char         *empty);
/* In words, for a screen reader. */
void           plot_landscape_set_description (PlotLandscape      *landscape,
                                               const char         *description);
/* Shared; NULL: none. */
void           plot_landscape_set_surface     (PlotLandscape      *landscape,
                                               PlotSurface        *surface);
void           plot_landscape_set_style       (PlotLandscape      *landscape,
                                               PlotLandscapeStyle  style,
                                               PlotLevelKind       levels);
/* The window shown, which may differ from the surface's while a new one is computed. */
void           plot_landscape_set_window      (PlotLandscape      *landscape,
                                               const double        from[2],
                                               const double        to[2]);
void           plot_landscape_set_start       (PlotLandscape      *landscape,
                                               const PlotPlace    *start);   /* NULL: none */

/* Racer @i (0 to PLOT_MAX_RACERS - 1 choose color and shape): its places so far, the last of which is where it is. @n 0:
 * not in the race. @label: at its end. A race that has more places than the window shows is cut off at the edge. */
void           plot_landscape_set_path        (PlotLandscape      *landscape,
                                               guint               i,
                                               const char         *label,
                                               const PlotPlace    *places,
                                               guint               n);
/* Where the next step of racer @i leads, and down the gradient, both as differences in the plane; NULL: no arrow. */
void           plot_landscape_set_arrows      (PlotLandscape      *landscape,
                                               guint               i,
                                               const PlotPlace    *velocity,
                                               const PlotPlace    *gradient);
/* The race before, thin and faint; n 0: none. */
void           plot_landscape_set_ghost       (PlotLandscape      *landscape,
                                               guint               i,
                                               const PlotPlace    *places,
                                               guint               n);
/* The training run on this plane, the newest place last. */
void           plot_landscape_set_trail       (PlotLandscape      *landscape,
                                               const PlotPlace    *places,
                                               guint               n);

/* From px to the plane and back, as the figure of this size is painted. FALSE outside of the plot's frame. */
gboolean       plot_landscape_to_place        (const PlotLandscape *landscape,
                                               double               width,
                                               double               height,
                                               const PlotTheme     *theme,
                                               double               x,
                                               double               y,
                                               PlotPlace           *place);
void           plot_landscape_to_px           (const PlotLandscape *landscape,
                                               double               width,
                                               double               height,
                                               const PlotTheme     *theme,
                                               const PlotPlace     *place,
                                               double              *x,
                                               double              *y);

/* The color of racer @i in @theme, and its marker's shape, for rows and legends beside the figure. */
const PlotColor *
               plot_racer_color               (const PlotTheme    *theme,
                                               guint               i);
void           plot_racer_marker_draw         (cairo_t            *cr,
                                               guint               i,
                                               double              x,
                                               double              y,
                                               double              size,
                                               const PlotTheme    *theme);

static inline PlotFigure *
plot_landscape_figure (PlotLandscape *landscape)
{
  return (PlotFigure *) landscape;
}
