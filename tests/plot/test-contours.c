/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surfaces.h"

#include <math.h>

/* Twice the area that a closed line goes around, counterclockwise. */
static double
area_of_line (const PlotContourLine *line)
{
  double area = 0;

  for (guint i = 0; i < line->n; i++)
    {
      const PlotContourPoint *a = &line->points[i], *b = &line->points[(i + 1) % line->n];

      area += (a->x * b->y - b->x * a->y) / 2;
    }
  return area;
}

static GArray *
levels_of (const double *values,
           guint         n)
{
  GArray *levels = g_array_new (FALSE, FALSE, sizeof (double));

  g_array_append_vals (levels, values, n);
  return levels;
}

static GPtrArray *
lines_at (const PlotSurface *surface,
          double             level)
{
  g_autoptr (GArray) levels = levels_of (&level, 1);

  return plot_contour_lines (surface, levels);
}

static const PlotContourLine *
line_at (const GPtrArray *lines,
         guint            i)
{
  return g_ptr_array_index (lines, i);
}

/* What holds for every line: neighbors differ, all is finite, an open one ends where the surface does. */
static void
assert_sound (const PlotSurface     *surface,
              const PlotContourLine *line)
{
  g_assert_cmpuint (line->n, >=, line->closed ? 3 : 2);
  for (guint i = 0; i < line->n; i++)
    {
      const PlotContourPoint *a = &line->points[i], *b = &line->points[(i + 1) % line->n];

      g_assert_true (isfinite (a->x) && isfinite (a->y));
      if (i + 1 < line->n || line->closed)
        g_assert_true (a->x != b->x || a->y != b->y);
    }
  if (!line->closed)
    {
      g_assert_true (is_at_edge (surface, line->points[0].x, line->points[0].y));
      g_assert_true (is_at_edge (surface, line->points[line->n - 1].x, line->points[line->n - 1].y));
    }
}

typedef struct
{
  const char *name;
  double    (*value) (double x, double y);
  double      from[2], to[2];
  double      bend; /* the largest second derivative along an axis */
} Analytic;

static const Analytic analytic[] = {
  { "plane", plane, { -1, 0 }, { 2, 5 }, 0 },
  { "paraboloid", paraboloid, { -2, -1.5 }, { 2, 2.5 }, 2 },
  { "saddle", saddle, { -1, -1 }, { 1, 1 }, 0 },
  { "rosenbrock", rosenbrock, { -2, -1 }, { 2, 3 }, 2 + 1200 * 4 + 400 },
};

/* A point stands on a side of a cell, where linear interpolation is off by h² / 8 times the second derivative; the
 * middle of a piece between two of them by the bend across the cell as well. */
static void
test_on_level_sets (gconstpointer data)
{
  const Analytic *kind = data;

  for (guint n = 20; n <= 160; n *= 2)
    for (int levels_kind = PLOT_LEVELS_EQUAL; levels_kind <= PLOT_LEVELS_LOGARITHMIC; levels_kind++)
      {
        g_autoptr (PlotSurface) surface = surface_of (kind->value, n, n + 3, kind->from, kind->to);
        g_autoptr (GArray) levels = plot_contour_levels (surface, levels_kind, 16);
        g_autoptr (GPtrArray) lines = plot_contour_lines (surface, levels);
        double step = MAX ((kind->to[0] - kind->from[0]) / (n - 1), (kind->to[1] - kind->from[1]) / (n + 2));
        double allowed = kind->bend * step * step / 8;

        g_assert_cmpuint (lines->len, >=, levels->len);
        for (guint i = 0; i < lines->len; i++)
          {
            const PlotContourLine *line = line_at (lines, i);

            assert_sound (surface, line);
            g_assert_true (i == 0 || line->level >= line_at (lines, i - 1)->level);
            for (guint k = 0; k < line->n; k++)
              g_assert_cmpfloat (fabs (kind->value (line->points[k].x, line->points[k].y) - line->level), <=,
                                 allowed + 1e-12 * fabs (line->level) + 1e-12);
          }
      }
}

/* The lines of a plane are straight, open, one to a level. */
static void
test_plane (void)
{
  g_autoptr (PlotSurface) surface = surface_of (plane, 30, 17, (double[]) { -1, 0 }, (double[]) { 2, 5 });
  g_autoptr (GArray) levels = plot_contour_levels (surface, PLOT_LEVELS_EQUAL, 12);
  g_autoptr (GPtrArray) lines = plot_contour_lines (surface, levels);

  g_assert_cmpuint (lines->len, ==, levels->len);
  for (guint i = 0; i < lines->len; i++)
    {
      const PlotContourLine  *line = line_at (lines, i);
      const PlotContourPoint *first = &line->points[0], *last = &line->points[line->n - 1];

      g_assert_false (line->closed);
      for (guint k = 1; k < line->n; k++)
        {
          double along = (line->points[k].x - first->x) * (last->x - first->x) +
                         (line->points[k].y - first->y) * (last->y - first->y);
          double before = (line->points[k - 1].x - first->x) * (last->x - first->x) +
                          (line->points[k - 1].y - first->y) * (last->y - first->y);
          double aside = (line->points[k].x - first->x) * (last->y - first->y) -
                         (line->points[k].y - first->y) * (last->x - first->x);

          g_assert_cmpfloat (along, >, before);
          g_assert_cmpfloat (fabs (aside), <, 1e-12);
        }
    }
}

/* Circles: closed, one to a level, the higher ground at their left and therefore clockwise; their area is right to the
 * second order. */
static void
test_paraboloid (void)
{
  double last = INFINITY;

  for (guint n = 21; n <= 161; n = 2 * n - 1)
    {
      g_autoptr (PlotSurface) surface = surface_of (paraboloid, n, n, (double[]) { -2, -2 }, (double[]) { 2, 2 });
      g_autoptr (GPtrArray) lines = lines_at (surface, 2.3);
      double error;

      g_assert_cmpuint (lines->len, ==, 1);
      g_assert_true (line_at (lines, 0)->closed);
      error = fabs (area_of_line (line_at (lines, 0)) + G_PI * 2.3);
      g_assert_cmpfloat (error, <, last / 3);
      last = error;
    }
  g_assert_cmpfloat (last, <, 2e-3);
}

/* The two branches of x y = level, each in its own quadrant. */
static void
check_branches (const PlotSurface *surface,
                double             level)
{
  g_autoptr (GPtrArray) lines = lines_at (surface, level);

  g_assert_cmpuint (lines->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const PlotContourLine *line = line_at (lines, i);

      assert_sound (surface, line);
      g_assert_false (line->closed);
      for (guint k = 0; k < line->n; k++)
        {
          g_assert_cmpfloat (line->points[k].x * line->points[0].x, >, 0);
          g_assert_cmpfloat (line->points[k].y * line->points[0].y, >, 0);
          g_assert_cmpfloat (line->points[k].x * line->points[k].y * level, >, 0);
        }
    }
  g_assert_cmpfloat (line_at (lines, 0)->points[0].x * line_at (lines, 1)->points[0].x, <, 0);
}

/* However the grid lies around the saddle: in a cell, on a side, on a corner. */
static void
test_saddle (void)
{
  for (guint n = 4; n <= 31; n++)
    for (guint more = 0; more < 2; more++)
      for (double level = 1e-6; level < 0.5; level *= 7)
        {
          const double low[] = { -1, -1 }, high[] = { 1, 1 };
          g_autoptr (PlotSurface) surface = surface_of (saddle, n, n + more, low, high);

          check_branches (surface, level);
          check_branches (surface, -level);
        }
}

/* One cell with two high corners across: what interpolation joins is joined. The saddle is at 10 / 11; the mean of the
 * corners, 2.75, would join both levels. */
static void
test_decider (void)
{
  static const double  values[][4] = { { 1, 0, 0, 10 }, { 0, 1, 10, 0 } };
  static const double  ends[] = { 0, 1 };
  const double *const  axes[2] = { ends, ends };

  for (int turned = 0; turned < 2; turned++)
    for (int joined = 0; joined < 2; joined++)
      {
        g_autoptr (PlotSurface) surface = plot_surface_new ((guint[2]) { 2, 2 }, axes, values[turned]);
        g_autoptr (GPtrArray) lines = lines_at (surface, joined ? 0.90 : 0.92);

        g_assert_cmpuint (lines->len, ==, 2);
        for (guint i = 0; i < 2; i++)
          {
            const PlotContourLine *line = line_at (lines, i);
            double                 x = (line->points[0].x + line->points[1].x) / 2 - 0.5;
            double                 y = (line->points[0].y + line->points[1].y) / 2 - 0.5;

            g_assert_cmpuint (line->n, ==, 2);
            /* Each cuts off a corner: the low ones when the high ones are joined. */
            g_assert_cmpint (x * y > 0, ==, joined == turned);
          }
      }
}

static void
test_flat (void)
{
  g_autoptr (PlotSurface) surface = surface_of (flat, 5, 5, (double[]) { 0, 0 }, (double[]) { 1, 2 });

  for (int kind = PLOT_LEVELS_EQUAL; kind <= PLOT_LEVELS_LOGARITHMIC; kind++)
    {
      g_autoptr (GArray) levels = plot_contour_levels (surface, kind, 20);
      g_autoptr (GPtrArray) none = plot_contour_lines (surface, levels);
      g_autoptr (GPtrArray) at_it = lines_at (surface, flat (0, 0));

      g_assert_cmpuint (levels->len, ==, 0);
      g_assert_cmpuint (none->len, ==, 0);
      g_assert_cmpuint (at_it->len, ==, 0);
    }
}

/* A line around one corner that lies on the level itself has no extent, and is none. */
static void
test_peak_on_level (void)
{
  double        values[9] = { 0, 0, 0, 0, 1, 0, 0, 0, 0 };
  const double  sides[] = { 0, 1, 2 };
  const double *axes[2] = { sides, sides };
  g_autoptr (PlotSurface) surface = plot_surface_new ((guint[2]) { 3, 3 }, axes, values);
  g_autoptr (GPtrArray) at_peak = lines_at (surface, 1);
  g_autoptr (GPtrArray) below = lines_at (surface, 0.5);

  g_assert_cmpuint (at_peak->len, ==, 0);
  g_assert_cmpuint (below->len, ==, 1);
  g_assert_true (line_at (below, 0)->closed);
  g_assert_cmpuint (line_at (below, 0)->n, ==, 4);
  g_assert_cmpfloat_with_epsilon (fabs (area_of_line (line_at (below, 0))), 0.5, 1e-15);
}

/* No line enters a cell with a corner that is not finite; the others are as they were. */
static void
test_holes (void)
{
  static const double holes[] = { NAN, INFINITY, -INFINITY };

  for (gsize i = 0; i < G_N_ELEMENTS (holes); i++)
    {
      g_autoptr (PlotSurface) whole = surface_of (paraboloid, 41, 41, (double[]) { -2, -2 }, (double[]) { 2, 2 });
      g_autoptr (PlotSurface) surface = with_hole (whole, 30, 20, 4, 3, holes[i]);
      g_autoptr (GArray) levels = plot_contour_levels (surface, PLOT_LEVELS_EQUAL, 24);
      g_autoptr (GPtrArray) lines = plot_contour_lines (surface, levels);
      guint open = 0;

      g_assert_cmpuint (lines->len, >, levels->len / 2);
      for (guint k = 0; k < lines->len; k++)
        {
          const PlotContourLine *line = line_at (lines, k);

          assert_sound (surface, line);
          open += !line->closed;
          for (guint p = 1; p < line->n; p++)
            g_assert_true (isfinite (plot_surface_value_at (surface, (line->points[p].x + line->points[p - 1].x) / 2,
                                                            (line->points[p].y + line->points[p - 1].y) / 2)));
        }
      g_assert_cmpuint (open, >, 0);
    }
}

/* As large and as small as numbers are: nothing overflows, and the lines stand where those of the plain values do. */
static void
test_extreme_values (void)
{
  static const double factors[] = { 1e307, 1e-300, 5e-324 * 4096 };
  static const double parts[] = { 0.25, 0.5, 0.75 };

  for (gsize i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      g_autoptr (PlotSurface) plain = surface_of (tilted, 9, 9, (double[]) { -1, -1 }, (double[]) { 1, 1 });
      g_autoptr (PlotSurface) scaled = times (plain, factors[i]);
      g_autoptr (GArray) levels = plot_contour_levels (scaled, PLOT_LEVELS_EQUAL, 10);

      g_assert_cmpuint (levels->len, >=, 5);
      for (gsize k = 0; k < G_N_ELEMENTS (parts); k++)
        {
          double level = -16 + 32 * parts[k];
          g_autoptr (GPtrArray) expected = lines_at (plain, level);
          g_autoptr (GPtrArray) lines = lines_at (scaled, level * factors[i]);

          g_assert_cmpuint (lines->len, ==, expected->len);
          g_assert_cmpuint (line_at (lines, 0)->n, ==, line_at (expected, 0)->n);
          for (guint p = 0; p < line_at (lines, 0)->n; p++)
            {
              const PlotContourPoint *point = &line_at (lines, 0)->points[p];
              const PlotContourPoint *other = &line_at (expected, 0)->points[p];

              g_assert_cmpfloat_with_epsilon (point->x, other->x, 1e-3);
              g_assert_cmpfloat_with_epsilon (point->y, other->y, 1e-3);
            }
        }
    }
}

static void
test_smallest_grid (void)
{
  g_autoptr (PlotSurface) surface = surface_of (plane, 2, 2, (double[]) { 0, 0 }, (double[]) { 1, 1 });
  g_autoptr (GPtrArray) lines = lines_at (surface, plane (0.25, 0.5));

  g_assert_cmpuint (lines->len, ==, 1);
  g_assert_cmpuint (line_at (lines, 0)->n, ==, 2);
  for (guint k = 0; k < 2; k++)
    g_assert_cmpfloat_with_epsilon (plane (line_at (lines, 0)->points[k].x, line_at (lines, 0)->points[k].y),
                                    plane (0.25, 0.5), 1e-15);
}

/* Random ground, levels that meet corners, holes: every line is sound. */
static void
test_random (void)
{
  for (guint seed = 0; seed < 400; seed++)
    {
      g_autoptr (PlotSurface) surface = random_surface (seed);
      g_autoptr (GArray) levels = levels_of ((double[]) { -1, 0, 0.5, 1, 2 }, 5);
      g_autoptr (GPtrArray) lines = plot_contour_lines (surface, levels);

      for (guint i = 0; i < lines->len; i++)
        assert_sound (surface, line_at (lines, i));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (analytic); i++)
    {
      g_autofree char *name = g_strdup_printf ("/contours/on-level-sets/%s", analytic[i].name);

      g_test_add_data_func (name, &analytic[i], test_on_level_sets);
    }
  g_test_add_func ("/contours/plane", test_plane);
  g_test_add_func ("/contours/paraboloid", test_paraboloid);
  g_test_add_func ("/contours/saddle", test_saddle);
  g_test_add_func ("/contours/decider", test_decider);
  g_test_add_func ("/contours/flat", test_flat);
  g_test_add_func ("/contours/peak-on-level", test_peak_on_level);
  g_test_add_func ("/contours/holes", test_holes);
  g_test_add_func ("/contours/extreme-values", test_extreme_values);
  g_test_add_func ("/contours/smallest-grid", test_smallest_grid);
  g_test_add_func ("/contours/random", test_random);
  return g_test_run ();
}
