/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

/* Lines and bands of equal value over a grid: marching squares (Lorensen and Cline 1987 in two dimensions), with the
 * saddles decided by the saddle value of bilinear interpolation (the asymptotic decider, Nielson and Hamann 1991), so
 * that lines and bands have the topology of what is interpolated. Cells with a corner that is not finite have neither.
 * Any thread. */

/* Values over a grid of places. Immutable, reference-counted, any thread. */
typedef struct
{
  gatomicrefcount refs;
  guint           n[2];     /* 2 or more */
  double         *axes[2];  /* n[k], ascending */
  double         *values;   /* n[1] rows of n[0] */
  /* Found out once. */
  guint8         *cells;    /* n[1] - 1 rows of n[0] - 1: all corners are finite */
  gboolean        is_whole; /* those of all cells are */
  gboolean        has_value;
  gsize           lowest;   /* the smallest finite value's place, and the largest's */
  gsize           highest;
} PlotSurface;

/* Copies. Returns: (transfer full) */
PlotSurface *plot_surface_new     (const guint          n[2],
                                   const double *const  axes[2],
                                   const double        *values);
PlotSurface *plot_surface_ref     (PlotSurface         *surface);
void         plot_surface_unref   (PlotSurface         *surface);

/* The smallest finite value's place in values; FALSE when no value is finite. */
gboolean     plot_surface_find_lowest (const PlotSurface *surface,
                                       gsize             *place);
/* Whether the cell between the places @column, @row and @column + 1, @row + 1 has finite corners. */
gboolean     plot_surface_has_cell    (const PlotSurface *surface,
                                       guint              column,
                                       guint              row);
/* Whether @x, @y lies on the grid. */
gboolean     plot_surface_covers   (const PlotSurface  *surface,
                                    double              x,
                                    double              y);
/* Bilinear between the places of the grid; NaN beside it and in a cell with a corner that is not finite. */
double       plot_surface_value_at    (const PlotSurface *surface,
                                       double             x,
                                       double             y);

typedef enum
{
  PLOT_LEVELS_AUTOMATIC,    /* what plot_contour_choose_levels() says */
  PLOT_LEVELS_EQUAL,        /* equal steps */
  PLOT_LEVELS_LOGARITHMIC,  /* equal ratios of the value above the lowest */
} PlotLevelKind;

/* Logarithmic where equal steps would leave a wide floor without a line, else equal. */
PlotLevelKind plot_contour_choose_levels (const PlotSurface *surface);

/* About @n (2 to 64) levels for the finite values, round numbers where steps are equal, ascending, all of them above
 * the lowest value and below the highest. Returns: (transfer full) (element-type double), empty for a flat surface */
GArray      *plot_contour_levels  (const PlotSurface   *surface,
                                   PlotLevelKind        kind,
                                   guint                n);

typedef struct
{
  double x, y;
} PlotContourPoint;

/* One line of equal value; higher ground is at its left where both axes point as in mathematics. */
typedef struct
{
  double            level;
  gboolean          closed;  /* the last point is joined to the first, which does not come twice */
  guint             n;       /* 2 or more, 3 or more of a closed one; neighbors differ */
  PlotContourPoint *points;  /* on the axes' scales */
} PlotContourLine;

void         plot_contour_line_free (gpointer           line);

/* @levels: of double, ascending. Returns: (transfer full) (element-type PlotContourLine) in order of the levels */
GPtrArray   *plot_contour_lines   (const PlotSurface   *surface,
                                   const GArray        *levels);

/* Adds the outlines of where low <= value < high (-INFINITY and INFINITY are allowed) to the path of @cr, in the axes'
 * scales mapped by x' = origin[0] + x factor[0], y' likewise; to be filled with either rule. Bands that follow one
 * another share their borders: nothing lies between and nothing twice. */
void         plot_contour_add_band (const PlotSurface  *surface,
                                    double              low,
                                    double              high,
                                    cairo_t            *cr,
                                    const double        origin[2],
                                    const double        factor[2]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotSurface, plot_surface_unref)
