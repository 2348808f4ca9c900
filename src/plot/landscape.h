/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/contours.h"
#include "plot/figure.h"
#include "plot/marker.h"

/* The cost over two coordinates, seen from above: filled bands between gray contours (or a heat map), its lowest point
 * marked, and upon it the paths of racers, each with a color, a marker shape and a label at its end; the start; arrows
 * of velocity and gradient; the last race as a ghost; the trail of a training run. Where the cost is not finite, the
 * surface is hatched and says so. Blue and red are left to weights.
 *
 * The levels and lines of a surface are computed once, its picture once for each size and theme; what moves is painted
 * over it. Files with vectors get the surface as vectors. */

typedef struct _PlotLandscape PlotLandscape;

#define PLOT_MAX_RACERS PLOT_N_RACERS

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

/* @note: small, at the right of the title, in several lines as plot_header_draw() takes it; @empty: what stands there
 * while there is no surface. Copied; NULL: none. */
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
/* The window shown, which may differ from the surface's while a new one is computed; before the first call it is the
 * surface's. */
void           plot_landscape_set_window      (PlotLandscape      *landscape,
                                               const double        from[2],
                                               const double        to[2]);
void           plot_landscape_set_start       (PlotLandscape      *landscape,
                                               const PlotPlace    *start);   /* NULL: none */

/* Racer @i (0 to PLOT_MAX_RACERS - 1 choose color and shape): its places so far, the last of which is where it is.
 * @n 0: not in the race. @label: at its end. A path that leaves the window is cut off at its edge. */
void           plot_landscape_set_path        (PlotLandscape      *landscape,
                                               guint               i,
                                               const char         *label,
                                               const PlotPlace    *places,
                                               guint               n);
/* What the racer paid at its first @n places, where that is known better than from the surface: the reading under the
 * pointer and the CSV tell it. plot_landscape_set_path() forgets it. */
void           plot_landscape_set_costs       (PlotLandscape      *landscape,
                                               guint               i,
                                               const double       *costs,
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

/* From px to the plane and back, as the figure of this size is painted. FALSE outside of the plot's frame, where @place
 * goes on as inside, so that a drag may leave it; and while there is no window, where nothing is written. */
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

static inline PlotFigure *
plot_landscape_figure (PlotLandscape *landscape)
{
  return (PlotFigure *) landscape;
}
