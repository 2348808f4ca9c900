/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

/* Lines and bands of equal value over a grid: marching squares (Lorensen and Cline 1987 in two dimensions), with the
 * saddles decided by the value in the middle of the cell, which is bilinear interpolation's (Nielson and Hamann 1991).
 * Cells with a corner that is not finite have neither. */

/* Values over a grid of places. Immutable, reference-counted, any thread. */
typedef struct
{
  gatomicrefcount refs;
  guint           n[2];     /* 2 or more */
  double         *axes[2];  /* n[k], ascending */
  double         *values;   /* n[1] rows of n[0] */
} PlotSurface;

/* Copies. Returns: (transfer full) */
PlotSurface *plot_surface_new     (const guint          n[2],
                                   const double *const  axes[2],
                                   const double        *values);
PlotSurface *plot_surface_ref     (PlotSurface         *surface);
void         plot_surface_unref   (PlotSurface         *surface);

/* The smallest finite value and its place in values; FALSE when no value is finite. */
gboolean     plot_surface_find_lowest (const PlotSurface *surface,
                                       gsize             *place);

typedef enum
{
  PLOT_LEVELS_EQUAL,        /* equal steps */
  PLOT_LEVELS_LOGARITHMIC,  /* equal ratios of the value above the lowest */
} PlotLevelKind;

/* About @n (2 to 64) levels for the finite values, round numbers where steps are equal, ascending, the lowest value
 * below the first. Returns: (transfer full) (element-type double), empty for a flat surface */
GArray      *plot_contour_levels  (const PlotSurface   *surface,
                                   PlotLevelKind        kind,
                                   guint                n);

typedef struct
{
  double x, y;
} PlotContourPoint;

/* One line of equal value. */
typedef struct
{
  double            level;
  gboolean          closed;
  guint             n;
  PlotContourPoint *points;  /* on the axes' scales */
} PlotContourLine;

/* Returns: (transfer full) (element-type PlotContourLine) in order of the levels */
GPtrArray   *plot_contour_lines   (const PlotSurface   *surface,
                                   const GArray        *levels);

/* Adds the outlines of where low <= value < high (-INFINITY and INFINITY are allowed) to the path of @cr, in the axes'
 * scales mapped by x' = x_origin + x x_factor, y' likewise; to be filled with either rule. */
void         plot_contour_add_band (const PlotSurface  *surface,
                                    double              low,
                                    double              high,
                                    cairo_t            *cr,
                                    const double        origin[2],
                                    const double        factor[2]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotSurface, plot_surface_unref)
