/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "surfaces.h"

static const double no_shift[2] = { 0, 0 };

static cairo_t *
new_cairo (void)
{
  cairo_surface_t *image = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t         *cr = cairo_create (image);

  cairo_surface_destroy (image);
  return cr;
}

/* Each outline of the path is closed; the area within them, counterclockwise positive. */
static double
area_of_path (cairo_t *cr)
{
  cairo_path_t *path = cairo_copy_path_flat (cr);
  double        area = 0, first[2] = { 0 }, last[2] = { 0 };

  for (int i = 0; i < path->num_data; i += path->data[i].header.length)
    {
      const cairo_path_data_t *data = &path->data[i];
      double                   next[2] = { first[0], first[1] };

      if (data->header.type != CAIRO_PATH_CLOSE_PATH)
        {
          next[0] = data[1].point.x;
          next[1] = data[1].point.y;
        }
      if (data->header.type == CAIRO_PATH_MOVE_TO)
        {
          first[0] = next[0];
          first[1] = next[1];
        }
      else
        area += (last[0] * next[1] - next[0] * last[1]) / 2;
      last[0] = next[0];
      last[1] = next[1];
    }
  cairo_path_destroy (path);
  return area;
}

/* Cairo keeps 8 bits behind the point: the stretched plane is measured. */
static double
area_of_band (const PlotSurface *surface,
              double             low,
              double             high)
{
  const double stretch[2] = { 4096, 4096 };
  cairo_t     *cr = new_cairo ();
  double       area;

  plot_contour_add_band (surface, low, high, cr, no_shift, stretch);
  area = area_of_path (cr) / (4096.0 * 4096.0);
  cairo_destroy (cr);
  return area;
}

static double
area_of_cells (const PlotSurface *surface)
{
  double area = 0;

  for (guint row = 0; row + 1 < surface->n[1]; row++)
    for (guint column = 0; column + 1 < surface->n[0]; column++)
      if (plot_surface_has_cell (surface, column, row))
        area += (surface->axes[0][column + 1] - surface->axes[0][column]) *
                (surface->axes[1][row + 1] - surface->axes[1][row]);
  return area;
}

static void
test_paraboloid_areas (void)
{
  g_autoptr (PlotSurface) surface = surface_of (paraboloid, 101, 91, (double[]) { -2, -2 }, (double[]) { 2, 2 });
  double step = 4 / 90.0;

  for (double low = 0.5; low < 3; low += 0.5)
    g_assert_cmpfloat_with_epsilon (area_of_band (surface, low, low + 0.5), G_PI * 0.5, 2 * step * step);
  g_assert_cmpfloat_with_epsilon (area_of_band (surface, -INFINITY, 1), G_PI, 2 * step * step);
  g_assert_cmpfloat_with_epsilon (area_of_band (surface, 1, INFINITY), 16 - G_PI, 2 * step * step);
}

/* Of a plane bands are exact: parallel strips. */
static void
test_plane_areas (void)
{
  g_autoptr (PlotSurface) surface = surface_of (tilted, 8, 13, (double[]) { -1, -1 }, (double[]) { 1, 1 });

  /* Between x = (low - 4 y) / 12 and (high - 4 y) / 12, away from the sides. */
  g_assert_cmpfloat_with_epsilon (area_of_band (surface, -4, 2), 2 * 6 / 12.0, 1e-4);
  g_assert_cmpfloat_with_epsilon (area_of_band (surface, -100, 100), 4, 1e-4);
  g_assert_cmpfloat (area_of_band (surface, 100, 200), ==, 0);
  g_assert_cmpfloat (area_of_band (surface, -200, -100), ==, 0);
}

/* What is equal to the lower limit belongs to the band, what is equal to the upper does not. */
static void
test_flat (void)
{
  g_autoptr (PlotSurface) surface = surface_of (flat, 4, 4, (double[]) { 0, 0 }, (double[]) { 3, 3 });

  g_assert_cmpfloat_with_epsilon (area_of_band (surface, -INFINITY, INFINITY), 9, 1e-4);
  g_assert_cmpfloat_with_epsilon (area_of_band (surface, 0.25, 1), 9, 1e-4);
  g_assert_cmpfloat (area_of_band (surface, 0, 0.25), ==, 0);
}

/* Bands that follow one another cover all that is finite: their areas, each of them positive, add up to it. */
static void
test_areas_add_up (void)
{
  static const double limits[] = { -INFINITY, -1, 0, 0.5, 1, 2, INFINITY };

  for (guint seed = 0; seed < 300; seed++)
    {
      g_autoptr (PlotSurface) surface = random_surface (seed);
      double expected = area_of_cells (surface), sum = 0;

      for (gsize i = 1; i < G_N_ELEMENTS (limits); i++)
        {
          double area = area_of_band (surface, limits[i - 1], limits[i]);

          g_assert_cmpfloat (area, >=, -1e-6);
          sum += area;
        }
      g_assert_cmpfloat_with_epsilon (sum, expected, 1e-3);
    }
}

/* Every place is in exactly one band, by either rule, and in none where there is no value. */
static void
test_one_band_each (void)
{
  static const double limits[] = { -INFINITY, -1, 0, 0.5, 1, 2, INFINITY };
  const double        stretch[2] = { 4096, 4096 };
  guint               inside = 0, outside = 0;

  for (guint seed = 0; seed < 60; seed++)
    {
      g_autoptr (PlotSurface) surface = random_surface (seed);
      cairo_t *bands[G_N_ELEMENTS (limits) - 1];

      for (gsize i = 0; i < G_N_ELEMENTS (bands); i++)
        {
          bands[i] = new_cairo ();
          plot_contour_add_band (surface, limits[i], limits[i + 1], bands[i], no_shift, stretch);
        }
      for (guint k = 0; k < 100; k++)
        {
          double   across = fmod (k * 0.6180339887, 1), up = fmod (k * 0.7548776662, 1);
          double   x = surface->axes[0][0] + across * (surface->axes[0][surface->n[0] - 1] - surface->axes[0][0]);
          double   y = surface->axes[1][0] + up * (surface->axes[1][surface->n[1] - 1] - surface->axes[1][0]);
          gboolean has_value = isfinite (plot_surface_value_at (surface, x, y));
          guint    found[2] = { 0 };

          for (gsize i = 0; i < G_N_ELEMENTS (bands); i++)
            for (int rule = 0; rule < 2; rule++)
              {
                cairo_set_fill_rule (bands[i], rule ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
                found[rule] += cairo_in_fill (bands[i], 4096 * x, 4096 * y);
              }
          /* On the border itself Cairo counts both. */
          if (k == 0)
            continue;
          g_assert_cmpuint (found[0], ==, has_value ? 1 : 0);
          g_assert_cmpuint (found[1], ==, has_value ? 1 : 0);
          inside += has_value;
          outside += !has_value;
        }
      for (gsize i = 0; i < G_N_ELEMENTS (bands); i++)
        cairo_destroy (bands[i]);
    }
  g_assert_cmpuint (inside, >, 3000);
  g_assert_cmpuint (outside, >, 100);
}

/* The middle of a cell that lies far from its band's limits is in the band that its value belongs to. */
static void
test_right_band (void)
{
  g_autoptr (PlotSurface) surface = surface_of (rosenbrock, 80, 80, (double[]) { -2, -1 }, (double[]) { 2, 3 });
  g_autoptr (GArray) levels = plot_contour_levels (surface, PLOT_LEVELS_LOGARITHMIC, 8);
  guint checked = 0;

  for (guint i = 0; i + 1 < levels->len; i++)
    {
      double   low = g_array_index (levels, double, i), high = g_array_index (levels, double, i + 1);
      cairo_t *cr = new_cairo ();

      plot_contour_add_band (surface, low, high, cr, no_shift, (double[]) { 4096, 4096 });
      for (guint row = 0; row + 1 < surface->n[1]; row++)
        for (guint column = 0; column + 1 < surface->n[0]; column++)
          {
            double least = INFINITY, most = -INFINITY;

            for (guint k = 0; k < 4; k++)
              {
                least = MIN (least, surface->values[(row + k / 2) * surface->n[0] + column + k % 2]);
                most = MAX (most, surface->values[(row + k / 2) * surface->n[0] + column + k % 2]);
              }
            if (!(least > high || most < low || (least > low && most < high)))
              continue;
            g_assert_cmpint (cairo_in_fill (cr, 2048 * (surface->axes[0][column] + surface->axes[0][column + 1]),
                                            2048 * (surface->axes[1][row] + surface->axes[1][row + 1])),
                             ==, least > low && most < high);
            checked++;
          }
      cairo_destroy (cr);
    }
  g_assert_cmpuint (checked, >, 10000);
}

/* The plane is mapped as told, here upside down as on a screen. */
static void
test_map (void)
{
  g_autoptr (PlotSurface) surface = surface_of (flat, 3, 3, (double[]) { 10, 20 }, (double[]) { 14, 21 });
  cairo_t *cr = new_cairo ();
  double   left, top, right, bottom;

  plot_contour_add_band (surface, -INFINITY, INFINITY, cr, (double[]) { 5 - 30, 70 + 20 * 8 }, (double[]) { 3, -8 });
  cairo_path_extents (cr, &left, &top, &right, &bottom);
  g_assert_cmpfloat_with_epsilon (left, 5, 0.01);
  g_assert_cmpfloat_with_epsilon (right, 17, 0.01);
  g_assert_cmpfloat_with_epsilon (top, 62, 0.01);
  g_assert_cmpfloat_with_epsilon (bottom, 70, 0.01);
  cairo_destroy (cr);
}

/* Filled in turn with what is above, bands leave no pixel of the ground beneath. */
static void
test_no_seams (void)
{
  g_autoptr (PlotSurface) surface = surface_of (rosenbrock, 60, 60, (double[]) { -2, -1 }, (double[]) { 2, 3 });
  g_autoptr (GArray) levels = plot_contour_levels (surface, PLOT_LEVELS_LOGARITHMIC, 20);
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 200, 200);
  cairo_t         *cr = cairo_create (image);
  const guint8    *data;

  for (guint i = 0; i <= levels->len; i++)
    {
      cairo_new_path (cr);
      plot_contour_add_band (surface, i > 0 ? g_array_index (levels, double, i - 1) : -INFINITY, INFINITY, cr,
                             (double[]) { 100, 150 }, (double[]) { 50, -50 });
      cairo_set_source_rgb (cr, 0.5, 0.5, 0.5);
      cairo_fill (cr);
    }
  cairo_destroy (cr);
  cairo_surface_flush (image);
  data = cairo_image_surface_get_data (image);
  /* As far as the rounding of each layer goes. */
  for (int i = 0; i < 200 * 200; i++)
    for (int shift = 0; shift < 32; shift += 8)
      {
        guint32 value = ((const guint32 *) (gconstpointer) data)[i] >> shift & 0xff;

        g_assert_cmpuint (value, >=, shift == 24 ? 0xfe : 0x7d);
      }
  cairo_surface_destroy (image);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contour-bands/paraboloid-areas", test_paraboloid_areas);
  g_test_add_func ("/contour-bands/plane-areas", test_plane_areas);
  g_test_add_func ("/contour-bands/flat", test_flat);
  g_test_add_func ("/contour-bands/areas-add-up", test_areas_add_up);
  g_test_add_func ("/contour-bands/one-band-each", test_one_band_each);
  g_test_add_func ("/contour-bands/right-band", test_right_band);
  g_test_add_func ("/contour-bands/map", test_map);
  g_test_add_func ("/contour-bands/no-seams", test_no_seams);
  return g_test_run ();
}
