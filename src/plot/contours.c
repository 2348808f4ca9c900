/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/contours.h"

#include <math.h>

#define NONE G_MAXUINT

/* A piece of a line or outline between two points, both numbered; what is inside lies at its left. */
typedef struct
{
  guint from, to;
} Piece;

/* The corners of a cell, counterclockwise from its lower left; side i goes from corner i to corner i + 1. */
typedef struct
{
  guint  column, row;
  double values[4];
} Cell;

static guint
cells_of (const PlotSurface *surface,
          int                axis)
{
  return surface->n[axis] - 1;
}

/* Sides of cells are numbered: the level ones row by row, then the upright ones row by row. */
static guint
n_level_sides (const PlotSurface *surface)
{
  return surface->n[1] * cells_of (surface, 0);
}

static guint
n_sides (const PlotSurface *surface)
{
  return n_level_sides (surface) + cells_of (surface, 1) * surface->n[0];
}

static guint
corner_number (const PlotSurface *surface,
               const Cell        *cell,
               int                corner)
{
  guint column = cell->column + (corner == 1 || corner == 2);
  guint row = cell->row + (corner >= 2);

  return row * surface->n[0] + column;
}

static guint
side_number (const PlotSurface *surface,
             const Cell        *cell,
             int                side)
{
  if (side % 2 == 0)
    return (cell->row + (side == 2)) * cells_of (surface, 0) + cell->column;
  return n_level_sides (surface) + cell->row * surface->n[0] + cell->column + (side == 1);
}

/* FALSE: a corner is not finite. */
static gboolean
load_cell (const PlotSurface *surface,
           Cell              *cell,
           guint              column,
           guint              row)
{
  const double *low = surface->values + (gsize) row * surface->n[0] + column;
  const double *high = low + surface->n[0];

  if (!plot_surface_has_cell (surface, column, row))
    return FALSE;
  *cell = (Cell) { column, row, { low[0], low[1], high[1], high[0] } };
  return TRUE;
}

static PlotContourPoint
corner_point (const PlotSurface *surface,
              guint              corner)
{
  return (PlotContourPoint) { surface->axes[0][corner % surface->n[0]], surface->axes[1][corner / surface->n[0]] };
}

/* Where the value is @level between @a and @b, as a part of the way; neither overflows nor leaves 0..1. */
static double
part_at (double a,
         double b,
         double level)
{
  double size = MAX (fabs (a), fabs (b));

  return CLAMP ((level / size - a / size) / (b / size - a / size), 0.0, 1.0);
}

static PlotContourPoint
side_point (const PlotSurface *surface,
            guint              side,
            double             level)
{
  guint            level_sides = n_level_sides (surface);
  guint            from, to;
  PlotContourPoint a, b;
  double           part;

  if (side < level_sides)
    {
      from = side / cells_of (surface, 0) * surface->n[0] + side % cells_of (surface, 0);
      to = from + 1;
    }
  else
    {
      from = side - level_sides;
      to = from + surface->n[0];
    }
  a = corner_point (surface, from);
  b = corner_point (surface, to);
  part = part_at (surface->values[from], surface->values[to], level);
  return (PlotContourPoint) { a.x + part * (b.x - a.x), a.y + part * (b.y - a.y) };
}

/* Of a cell whose corners 0 and 2 are above and 1 and 3 below the level, or the other way round: whether the two that
 * are above are joined. Relative to the level, bilinear interpolation has its saddle at (a c - b d) / (a - b + c - d),
 * whose denominator has the sign of a. */
static gboolean
joins_above (const Cell *cell,
             double      level)
{
  double size = 0, to[4], saddle;

  for (int i = 0; i < 4; i++)
    size = MAX (size, fabs (cell->values[i]));
  for (int i = 0; i < 4; i++)
    to[i] = cell->values[i] / size - level / size;
  saddle = to[0] * to[2] - to[1] * to[3];
  return to[0] >= 0 ? saddle >= 0 : saddle <= 0;
}

static gboolean
is_above (const Cell *cell,
          int         corner,
          double      level)
{
  return cell->values[corner % 4] >= level;
}

/* The side at which the outline of what is above comes back, having left it at @side. */
static int
side_after (const Cell *cell,
            int         side,
            double      level)
{
  int found = NONE, n = 0;

  for (int i = 0; i < 4; i++)
    if (!is_above (cell, i, level) && is_above (cell, i + 1, level))
      {
        found = i;
        n++;
      }
  if (n < 2)
    return found;
  return (side + (joins_above (cell, level) ? 1 : 3)) % 4;
}

/* The pieces of the line of @level in @cell; what is above lies at their left. Returns: how many, 2 at most. Their
 * points are the numbers of sides. */
static guint
cross_cell (const PlotSurface *surface,
            const Cell        *cell,
            double             level,
            Piece              pieces[2])
{
  guint n = 0;

  for (int side = 0; side < 4; side++)
    if (is_above (cell, side, level) && !is_above (cell, side + 1, level))
      pieces[n++] = (Piece) { side_number (surface, cell, side),
                              side_number (surface, cell, side_after (cell, side, level)) };
  return n;
}

void
plot_contour_line_free (gpointer line)
{
  g_free (((PlotContourLine *) line)->points);
  g_free (line);
}

static void
append_distinct (GArray           *points,
                 PlotContourPoint  point)
{
  const PlotContourPoint *last = points->len > 0 ? &g_array_index (points, PlotContourPoint, points->len - 1) : NULL;

  if (!last || last->x != point.x || last->y != point.y)
    g_array_append_val (points, point);
}

/* Which piece leaves each side, and which arrives at it; NONE: none does. */
typedef struct
{
  const PlotSurface *surface;
  guint             *leaves;
  guint             *arrives;
} Joints;

/* Follows the line from @first on, and takes its pieces away. */
static void
follow (const Joints *joints,
        const GArray *pieces,
        guint         first,
        double        level,
        GPtrArray    *lines)
{
  GArray          *points = g_array_new (FALSE, FALSE, sizeof (PlotContourPoint));
  PlotContourLine *line = g_new0 (PlotContourLine, 1);
  guint            start = g_array_index (pieces, Piece, first).from, next = first;

  line->level = level;
  append_distinct (points, side_point (joints->surface, start, level));
  while (next != NONE && !line->closed)
    {
      const Piece *piece = &g_array_index (pieces, Piece, next);

      joints->leaves[piece->from] = NONE;
      append_distinct (points, side_point (joints->surface, piece->to, level));
      line->closed = piece->to == start;
      next = joints->leaves[piece->to];
    }
  if (line->closed && points->len > 1)
    g_array_set_size (points, points->len - 1);
  line->n = points->len;
  line->points = (PlotContourPoint *) (gpointer) g_array_free (points, FALSE);
  /* A line around a single corner that lies on the level has no extent. */
  if (line->n >= (line->closed ? 3 : 2))
    g_ptr_array_add (lines, line);
  else
    plot_contour_line_free (line);
}

static void
join_pieces (const Joints *joints,
             const GArray *pieces,
             double        level,
             GPtrArray    *lines)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      joints->leaves[g_array_index (pieces, Piece, i).from] = i;
      joints->arrives[g_array_index (pieces, Piece, i).to] = i;
    }
  /* The open ones first, from their beginnings; what is left then is closed. */
  for (int closed = 0; closed < 2; closed++)
    for (guint i = 0; i < pieces->len; i++)
      {
        guint from = g_array_index (pieces, Piece, i).from;

        if (joints->leaves[from] == i && (closed || joints->arrives[from] == NONE))
          follow (joints, pieces, i, level, lines);
      }
  for (guint i = 0; i < pieces->len; i++)
    joints->arrives[g_array_index (pieces, Piece, i).to] = NONE;
}

static guint *
new_numbers (guint n)
{
  guint *numbers = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    numbers[i] = NONE;
  return numbers;
}

static int
first_level_above (const GArray *levels,
                   double        value)
{
  int first = 0;

  for (int last = (int) levels->len; first < last;)
    {
      int middle = (first + last) / 2;

      if (g_array_index (levels, double, middle) > value)
        last = middle;
      else
        first = middle + 1;
    }
  return first;
}

static void
find_range (const Cell *cell,
            double     *low,
            double     *high)
{
  *low = MIN (MIN (cell->values[0], cell->values[1]), MIN (cell->values[2], cell->values[3]));
  *high = MAX (MAX (cell->values[0], cell->values[1]), MAX (cell->values[2], cell->values[3]));
}

/* One way through the cells for all levels. */
static void
collect_pieces (const PlotSurface *surface,
                const GArray      *levels,
                GArray           **pieces)
{
  Cell  cell;
  Piece found[2];

  for (guint row = 0; row < cells_of (surface, 1); row++)
    for (guint column = 0; column < cells_of (surface, 0); column++)
      {
        double low, high, level;

        if (!load_cell (surface, &cell, column, row))
          continue;
        find_range (&cell, &low, &high);
        for (guint i = first_level_above (levels, low); i < levels->len; i++)
          {
            level = g_array_index (levels, double, i);
            if (level > high)
              break;
            g_array_append_vals (pieces[i], found, cross_cell (surface, &cell, level, found));
          }
      }
}

GPtrArray *
plot_contour_lines (const PlotSurface *surface,
                    const GArray      *levels)
{
  GPtrArray         *lines = g_ptr_array_new_with_free_func (plot_contour_line_free);
  g_autofree GArray **pieces = g_new (GArray *, MAX (levels->len, 1));
  g_autofree guint  *leaves = new_numbers (n_sides (surface));
  g_autofree guint  *arrives = new_numbers (n_sides (surface));
  Joints             joints = { surface, leaves, arrives };

  for (guint i = 0; i < levels->len; i++)
    pieces[i] = g_array_new (FALSE, FALSE, sizeof (Piece));
  collect_pieces (surface, levels, pieces);
  for (guint i = 0; i < levels->len; i++)
    {
      join_pieces (&joints, pieces[i], g_array_index (levels, double, i), lines);
      g_array_unref (pieces[i]);
    }
  return lines;
}

/* The outline of a band is made of pieces between points with numbers: where a side crosses the lower or the upper
 * limit (twice the side's number, and one more), then the corners. */
typedef struct
{
  const PlotSurface *surface;
  double             low, high;
  guint              first_corner;
  GArray            *pieces;
} Band;

static gboolean
is_inside (const Band *band,
           double      value)
{
  return value >= band->low && value < band->high;
}

/* The point of the outline next to a corner with @value on a side that leaves the band there, or the corner itself. */
static guint
end_point (const Band *band,
           const Cell *cell,
           int         corner,
           int         side)
{
  if (is_inside (band, cell->values[corner]))
    return band->first_corner + corner_number (band->surface, cell, corner);
  return 2 * side_number (band->surface, cell, side) + (cell->values[corner] >= band->high);
}

static gboolean
has_neighbor (const PlotSurface *surface,
              const Cell        *cell,
              int                side)
{
  static const int across[4][2] = { { 0, -1 }, { 1, 0 }, { 0, 1 }, { -1, 0 } };
  int              column = (int) cell->column + across[side][0], row = (int) cell->row + across[side][1];

  return column >= 0 && row >= 0 && column < (int) cells_of (surface, 0) && row < (int) cells_of (surface, 1) &&
         plot_surface_has_cell (surface, column, row);
}

/* Along the edge of what is finite, the band ends at the sides of its cells. */
static void
add_edges (const Band *band,
           const Cell *cell)
{
  for (int side = 0; side < 4; side++)
    {
      int      next = (side + 1) % 4;
      double   a = cell->values[side], b = cell->values[next];
      gboolean apart = (a < band->low && b < band->low) || (a >= band->high && b >= band->high);
      Piece    piece;

      if (apart || has_neighbor (band->surface, cell, side))
        continue;
      piece = (Piece) { end_point (band, cell, side, side), end_point (band, cell, next, side) };
      g_array_append_val (band->pieces, piece);
    }
}

static void
add_borders (const Band *band,
             const Cell *cell)
{
  Piece pieces[2];
  guint n = cross_cell (band->surface, cell, band->low, pieces);

  for (guint i = 0; i < n; i++)
    {
      Piece piece = { 2 * pieces[i].from, 2 * pieces[i].to };

      g_array_append_val (band->pieces, piece);
    }
  n = cross_cell (band->surface, cell, band->high, pieces);
  for (guint i = 0; i < n; i++)
    {
      Piece piece = { 2 * pieces[i].to + 1, 2 * pieces[i].from + 1 };

      g_array_append_val (band->pieces, piece);
    }
}

/* Most cells are not at the border of a band. */
static void
add_cell (const Band *band,
          const Cell *cell)
{
  gboolean at_edge = cell->column == 0 || cell->row == 0 || cell->column + 1 == cells_of (band->surface, 0) ||
                     cell->row + 1 == cells_of (band->surface, 1);
  double   low, high;

  find_range (cell, &low, &high);
  if (high < band->low || low >= band->high)
    return;
  if (low < band->low || high >= band->high)
    add_borders (band, cell);
  if (at_edge || !band->surface->is_whole)
    add_edges (band, cell);
}

static PlotContourPoint
band_point (const Band *band,
            guint       number)
{
  if (number >= band->first_corner)
    return corner_point (band->surface, number - band->first_corner);
  return side_point (band->surface, number / 2, number % 2 ? band->high : band->low);
}

/* From each point leave as many pieces as arrive, so that any choice among them closes every outline. */
static void
trace_outlines (const Band   *band,
                cairo_t      *cr,
                const double  origin[2],
                const double  factor[2])
{
  guint             n = band->pieces->len;
  g_autofree guint *leaves = new_numbers (band->first_corner + band->surface->n[0] * band->surface->n[1]);
  g_autofree guint *others = g_new (guint, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      guint from = g_array_index (band->pieces, Piece, i).from;

      others[i] = leaves[from];
      leaves[from] = i;
    }
  for (guint i = 0; i < n; i++)
    {
      guint at = g_array_index (band->pieces, Piece, i).from;

      if (leaves[at] == NONE)
        continue;
      cairo_new_sub_path (cr);
      while (leaves[at] != NONE)
        {
          PlotContourPoint point = band_point (band, at);
          guint            next = leaves[at];

          cairo_line_to (cr, origin[0] + factor[0] * point.x, origin[1] + factor[1] * point.y);
          leaves[at] = others[next];
          at = g_array_index (band->pieces, Piece, next).to;
        }
      cairo_close_path (cr);
    }
}

void
plot_contour_add_band (const PlotSurface *surface,
                       double             low,
                       double             high,
                       cairo_t           *cr,
                       const double       origin[2],
                       const double       factor[2])
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  Band band = { surface, low, high, 2 * n_sides (surface), pieces };
  Cell cell;

  for (guint row = 0; row < cells_of (surface, 1); row++)
    for (guint column = 0; column < cells_of (surface, 0); column++)
      if (load_cell (surface, &cell, column, row))
        add_cell (&band, &cell);
  trace_outlines (&band, cr, origin, factor);
}
