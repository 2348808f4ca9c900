/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-sheet.h"

#include "expected-colors.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* Weights set to known images, and the pixels of the sheet as it is exported to PNG: what the colors should be is
 * worked out from the theme's three, without the painter's code. */

#define MOST 400 /* weights along each side */

typedef struct
{
  PlotWeightSheet *sheet;
  PlotTheme        theme;
  char            *path;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer dark)
{
  g_autofree char *folder = g_dir_make_tmp ("sheet-XXXXXX", NULL);

  fixture->sheet = plot_weight_sheet_new ("Units", "hidden unit");
  fixture->path = g_build_filename (folder, "sheet.png", NULL);
  plot_theme_init (&fixture->theme, dark != NULL, FALSE, 14.67);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer dark)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  plot_figure_unref (plot_weight_sheet_figure (fixture->sheet));
  g_unlink (fixture->path);
  g_rmdir (folder);
  g_free (fixture->path);
}

/* Through the file: saved pictures have twice the figure's pixels. */
static cairo_surface_t *
export (Fixture *fixture,
        double   width,
        double   height)
{
  GError          *error = NULL;
  cairo_surface_t *surface;

  plot_figure_save (plot_weight_sheet_figure (fixture->sheet), fixture->path, width, height, &fixture->theme, &error);
  g_assert_no_error (error);
  surface = cairo_image_surface_create_from_png (fixture->path);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, (int) (2 * width));
  return surface;
}

static guint32
pixel_at (cairo_surface_t *surface,
          double           x,
          double           y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);

  g_assert_true (x >= 0 && y >= 0 && x < cairo_image_surface_get_width (surface)
                 && y < cairo_image_surface_get_height (surface));
  return ((const guint32 *) (gconstpointer) (data + (int) y * cairo_image_surface_get_stride (surface)))[(int) x]
         & 0xffffffu;
}

/* The pixel in the middle of weight @row, @column of the @pane-th of @panes pictures in the unit's place, @gap weights
 * apart. */
static guint32
weight_pixel (Fixture         *fixture,
              cairo_surface_t *surface,
              double           width,
              double           height,
              guint            unit,
              guint            side,
              guint            panes,
              guint            gap,
              guint            pane,
              guint            row,
              guint            column)
{
  cairo_rectangle_t place;
  double            zoom;

  g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, width, height, &fixture->theme, unit, &place));
  zoom = place.width / (panes * side + (panes - 1) * gap);
  return pixel_at (surface, 2 * (place.x + (pane * (side + gap) + column + 0.5) * zoom),
                   2 * (place.y + (row + 0.5) * zoom));
}

/* What the colors should be */

/* The map has 255 steps to each side: no channel is further off than one of them makes it. */
#define NEAR 2.0

static void
check_color (guint32      pixel,
             const double rgb[3])
{
  for (int i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon ((double) (pixel >> (16 - 8 * i) & 0xffu), rgb[i], NEAR);
}

static void
check_weight (const Fixture *fixture,
              guint32        pixel,
              double         value)
{
  double rgb[3];

  diverge (&fixture->theme, value, rgb);
  check_color (pixel, rgb);
}

/* Color weights: middle gray is 0, black -1, white 1, each channel for itself. */
static void
check_rgb (guint32 pixel,
           double  red,
           double  green,
           double  blue)
{
  const double values[] = { red, green, blue };
  double       rgb[3];

  for (int i = 0; i < 3; i++)
    rgb[i] = 127.5 + 127.5 * fmin (fmax (values[i], -1.0), 1.0);
  check_color (pixel, rgb);
}

/* Known images */

/* Unit 0 is a letter F of 0.5 on a ground of -0.25; unit 1 a ramp from -0.4 at the left to 0.4, ten times as weak;
 * of every further one each weight differs. At most 0.5 in size. */
static double
known (guint unit,
       guint side,
       guint row,
       guint column)
{
  guint part = MAX (side / 7, 1);
  guint x = column / part, y = row / part;

  switch (unit)
    {
    case 0:
      return x >= 1 && x <= 5 && y >= 1 && y <= 5 && (x == 1 || y == 1 || (y == 3 && x <= 4)) ? 0.5 : -0.25;
    case 1:
      return 0.1 * (0.8 * column / (side - 1.0) - 0.4);
    default:
      return ((row * 31 + column * 17 + unit * 5) % 101) / 100.0 - 0.5;
    }
}

/* @plane k of a color image is the picture of unit @unit + k. */
static float *
known_weights (guint n_units,
               guint channels,
               guint side)
{
  float *weights = g_new (float, (gsize) n_units * channels * side * side);
  gsize  i = 0;

  for (guint unit = 0; unit < n_units; unit++)
    for (guint channel = 0; channel < channels; channel++)
      for (guint row = 0; row < side; row++)
        for (guint column = 0; column < side; column++)
          weights[i++] = (float) known (unit + channel, side, row, column);
  return weights;
}

static void
set_known (Fixture *fixture,
           guint    n_units,
           guint    channels,
           guint    side)
{
  g_autofree float *weights = known_weights (n_units, channels, side);

  plot_weight_sheet_set_weights (fixture->sheet, weights, n_units, channels, side, side, NULL);
}

typedef void (*CheckWeight) (Fixture *fixture, guint32 pixel, guint unit, guint side, guint pane, guint row,
                             guint column);

/* Every weight of the @n_units. */
static void
check_sheet (Fixture    *fixture,
             guint       n_units,
             guint       side,
             guint       panes,
             double      width,
             double      height,
             CheckWeight check)
{
  cairo_surface_t *surface = export (fixture, width, height);
  guint            gap = MAX (1, side / 14), step = MAX (side / 40, 1);

  for (guint unit = 0; unit < n_units; unit++)
    for (guint pane = 0; pane < panes; pane++)
      for (guint row = 0; row < side; row += step)
        for (guint column = 0; column < side; column += step)
          check (fixture, weight_pixel (fixture, surface, width, height, unit, side, panes, gap, pane, row, column),
                 unit, side, pane, row, column);
  cairo_surface_destroy (surface);
}

/* The largest is 0.5 in more than one of two hundred weights: so is the scale. */
static void
check_gray (Fixture *fixture,
            guint32  pixel,
            guint    unit,
            guint    side,
            guint    pane,
            guint    row,
            guint    column)
{
  check_weight (fixture, pixel, known (unit, side, row, column) / 0.5);
}

static void
test_gray (Fixture      *fixture,
           gconstpointer dark)
{
  set_known (fixture, 3, 1, 14);
  check_sheet (fixture, 3, 14, 1, 700, 320, check_gray);
  check_sheet (fixture, 3, 14, 1, 170, 300, check_gray);
  set_known (fixture, 3, 1, 28);
  check_sheet (fixture, 3, 28, 1, 900, 400, check_gray);
  set_known (fixture, 2, 1, MOST);
  check_sheet (fixture, 2, MOST, 1, 900, 560, check_gray);
}

static void
check_own (Fixture *fixture,
           guint32  pixel,
           guint    unit,
           guint    side,
           guint    pane,
           guint    row,
           guint    column)
{
  check_weight (fixture, pixel, known (unit, side, row, column) / (unit == 1 ? 0.04 : 0.5));
}

/* The weak ramp is strong on its own, and its number stands below it; together it is pale. */
static void
test_own_scale (Fixture      *fixture,
                gconstpointer dark)
{
  g_autofree char *words = NULL;

  set_known (fixture, 2, 1, 28);
  check_sheet (fixture, 2, 28, 1, 600, 400, check_gray);
  plot_weight_sheet_set_own_scale (fixture->sheet, TRUE);
  check_sheet (fixture, 2, 28, 1, 600, 400, check_own);
  words = plot_figure_describe (plot_weight_sheet_figure (fixture->sheet));
  g_assert_nonnull (strstr (words, "each on its own scale"));
}

static void
check_parts (Fixture *fixture,
             guint32  pixel,
             guint    unit,
             guint    side,
             guint    pane,
             guint    row,
             guint    column)
{
  double value = known (unit, side, row, column) / 0.5;

  check_weight (fixture, pixel, pane == 0 ? fmax (value, 0.0) : fmin (value, 0.0));
}

static void
test_parts (Fixture      *fixture,
            gconstpointer dark)
{
  set_known (fixture, 3, 1, 28);
  plot_weight_sheet_set_parts (fixture->sheet, PLOT_PARTS_APART);
  check_sheet (fixture, 3, 28, 2, 900, 300, check_parts);
  set_known (fixture, 2, 1, 196);
  check_sheet (fixture, 2, 196, 2, 1000, 300, check_parts);
  plot_weight_sheet_set_parts (fixture->sheet, PLOT_PARTS_TOGETHER);
  check_sheet (fixture, 2, 196, 1, 1000, 300, check_gray);
}

/* Planes are put together rightly: the three differ. */
static void
check_color_weight (Fixture *fixture,
                    guint32  pixel,
                    guint    unit,
                    guint    side,
                    guint    pane,
                    guint    row,
                    guint    column)
{
  check_rgb (pixel, known (unit, side, row, column) / 0.5, known (unit + 1, side, row, column) / 0.5,
             known (unit + 2, side, row, column) / 0.5);
}

static void
check_color_parts (Fixture *fixture,
                   guint32  pixel,
                   guint    unit,
                   guint    side,
                   guint    pane,
                   guint    row,
                   guint    column)
{
  double values[3];

  for (guint i = 0; i < 3; i++)
    {
      values[i] = known (unit + i, side, row, column) / 0.5;
      values[i] = pane == 0 ? fmax (values[i], 0.0) : fmin (values[i], 0.0);
    }
  check_rgb (pixel, values[0], values[1], values[2]);
}

static void
test_rgb (Fixture      *fixture,
          gconstpointer dark)
{
  set_known (fixture, 2, 3, 28);
  check_sheet (fixture, 2, 28, 1, 600, 400, check_color_weight);
  plot_weight_sheet_set_parts (fixture->sheet, PLOT_PARTS_APART);
  check_sheet (fixture, 2, 28, 2, 900, 300, check_color_parts);
  plot_weight_sheet_set_parts (fixture->sheet, PLOT_PARTS_TOGETHER);
  set_known (fixture, 2, 3, 150);
  check_sheet (fixture, 2, 150, 1, 900, 400, check_color_weight);
}

static int
compare_down (gconstpointer a,
              gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x < y) - (x > y);
}

/* What all but one in two hundred of @sizes stay below, rounded up to two digits. */
static double
find_scale (double *sizes,
            gsize   n)
{
  double value, power;

  qsort (sizes, n, sizeof *sizes, compare_down);
  value = sizes[(gsize) (0.005 * (double) n)];
  power = pow (10.0, floor (log10 (value)) - 1.0);
  return ceil (value / power - 1e-6) * power;
}

/* Five maps: their sum, then two of them. */
#define MAPS 5

static double scale;

static double
sum_of_maps (guint unit,
             guint side,
             guint row,
             guint column)
{
  double sum = 0.0;

  for (guint i = 0; i < MAPS; i++)
    sum += (double) (float) known (unit + i, side, row, column);
  return sum;
}

static void
check_sum (Fixture *fixture,
           guint32  pixel,
           guint    unit,
           guint    side,
           guint    pane,
           guint    row,
           guint    column)
{
  check_weight (fixture, pixel, sum_of_maps (unit, side, row, column) / scale);
}

static void
check_slices (Fixture *fixture,
              guint32  pixel,
              guint    unit,
              guint    side,
              guint    pane,
              guint    row,
              guint    column)
{
  check_weight (fixture, pixel, known (unit + (pane == 0 ? 3 : 1), side, row, column) / scale);
}

static void
test_maps (Fixture      *fixture,
           gconstpointer dark)
{
  const guint       slices[] = { 3, MAPS + 4, 1 };
  double            sizes[2 * 28 * 28];
  gsize             n = 0;
  g_autofree char  *words = NULL;

  set_known (fixture, 2, MAPS, 28);
  for (guint unit = 0; unit < 2; unit++)
    for (guint row = 0; row < 28; row++)
      for (guint column = 0; column < 28; column++)
        sizes[n++] = fabs (sum_of_maps (unit, 28, row, column));
  scale = find_scale (sizes, n);
  check_sheet (fixture, 2, 28, 1, 600, 400, check_sum);
  plot_weight_sheet_set_slices (fixture->sheet, slices, G_N_ELEMENTS (slices));
  scale = 0.5;
  check_sheet (fixture, 2, 28, 2, 800, 300, check_slices);
  g_assert_cmpuint (plot_weight_sheet_get_channel (fixture->sheet, 0), ==, 3);
  g_assert_cmpuint (plot_weight_sheet_get_channel (fixture->sheet, 1), ==, 1);
  words = plot_figure_describe (plot_weight_sheet_figure (fixture->sheet));
  g_assert_nonnull (strstr (words, "maps 3, 1 of 5"));
}

/* One weight in two hundred may be far beyond all others without paling them. */
static void
test_outliers (Fixture      *fixture,
               gconstpointer dark)
{
  g_autofree float *weights = known_weights (1, 1, 28);
  cairo_surface_t  *surface;

  for (guint i = 0; i < 3; i++)
    weights[i] = 100.0f;
  plot_weight_sheet_set_weights (fixture->sheet, weights, 1, 1, 28, 28, NULL);
  surface = export (fixture, 400, 400);
  check_weight (fixture, weight_pixel (fixture, surface, 400, 400, 0, 28, 1, 2, 0, 0, 0), 1.0);
  for (guint row = 1; row < 28; row++)
    for (guint column = 0; column < 28; column++)
      check_weight (fixture, weight_pixel (fixture, surface, 400, 400, 0, 28, 1, 2, 0, row, column),
                    known (0, 28, row, column) / 0.5);
  cairo_surface_destroy (surface);
}

/* Yellow and black, which no weight has, side by side in the one pixel; the others stay what they are. */
static void
test_not_finite (Fixture      *fixture,
                 gconstpointer dark)
{
  const float       values[] = { NAN, INFINITY, -INFINITY };
  g_autofree float *weights = known_weights (1, 1, 14);
  g_autofree char  *words = NULL;
  cairo_surface_t  *surface;

  for (guint i = 0; i < 3; i++)
    weights[5 * 14 + 2 * i] = values[i];
  plot_weight_sheet_set_weights (fixture->sheet, weights, 1, 1, 14, 14, NULL);
  surface = export (fixture, 300, 300);
  for (guint column = 0; column < 6; column++)
    {
      guint32 pixel = weight_pixel (fixture, surface, 300, 300, 0, 14, 1, 1, 0, 5, column);

      if (column % 2 == 1)
        check_weight (fixture, pixel, known (0, 14, 5, column) / 0.5);
      else
        g_assert_true (pixel == 0xffd400u || pixel == 0);
    }
  cairo_surface_destroy (surface);
  words = plot_figure_describe (plot_weight_sheet_figure (fixture->sheet));
  g_assert_nonnull (strstr (words, "3 not finite"));
}

/* A layer of one unit, all of whose weights are zero, or none a number: it is drawn, and says what it is. */
static void
test_one_unit (Fixture      *fixture,
               gconstpointer dark)
{
  float            weights[9] = { 0 };
  cairo_surface_t *surface;
  g_autofree char *zero = NULL;
  g_autofree char *none = NULL;

  for (int own = 0; own < 2; own++)
    {
      plot_weight_sheet_set_own_scale (fixture->sheet, own);
      plot_weight_sheet_set_weights (fixture->sheet, weights, 1, 1, 3, 3, NULL);
      surface = export (fixture, 200, 200);
      for (guint i = 0; i < 9; i++)
        check_weight (fixture, weight_pixel (fixture, surface, 200, 200, 0, 3, 1, 1, 0, i / 3, i % 3), 0.0);
      cairo_surface_destroy (surface);
    }
  zero = plot_weight_sheet_describe_unit (fixture->sheet, 0);
  g_assert_cmpstr (zero, ==, "Unit #0 · all weights are zero");
  for (guint i = 0; i < 9; i++)
    weights[i] = NAN;
  plot_weight_sheet_set_weights (fixture->sheet, weights, 1, 1, 3, 3, NULL);
  cairo_surface_destroy (export (fixture, 200, 200));
  none = plot_weight_sheet_describe_unit (fixture->sheet, 0);
  g_assert_cmpstr (none, ==, "Unit #0 · no weight is finite");
}

/* What a hand points at is what is seen there: of both parts, and not between them. */
static void
test_pick (Fixture      *fixture,
           gconstpointer dark)
{
  cairo_rectangle_t place;
  guint             unit, pane, column, row;
  double            zoom;

  set_known (fixture, 3, 1, 28);
  plot_weight_sheet_set_parts (fixture->sheet, PLOT_PARTS_APART);
  g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, 900, 300, &fixture->theme, 1, &place));
  zoom = place.width / (2 * 28 + 2);
  for (guint k = 0; k < 2; k++)
    {
      g_assert_true (plot_weight_sheet_pick_pane (fixture->sheet, 900, 300, &fixture->theme,
                                                  place.x + (k * 30 + 4.5) * zoom, place.y + 7.5 * zoom, &unit, &pane,
                                                  &column, &row));
      g_assert_cmpuint (unit, ==, 1);
      g_assert_cmpuint (pane, ==, k);
      g_assert_cmpuint (column, ==, 4);
      g_assert_cmpuint (row, ==, 7);
    }
  g_assert_false (plot_weight_sheet_pick (fixture->sheet, 900, 300, &fixture->theme, place.x + 28.5 * zoom,
                                          place.y + 7.5 * zoom, &unit, &column, &row));
}

/* A picture larger than its place is shrunk: a ground of one weight keeps its color. */
static void
test_small_place (Fixture      *fixture,
                  gconstpointer dark)
{
  g_autofree float *weights = g_new (float, MOST * MOST);
  cairo_surface_t  *surface;

  for (guint i = 0; i < MOST * MOST; i++)
    weights[i] = i % MOST < MOST / 2 ? -0.5f : 0.5f;
  plot_weight_sheet_set_weights (fixture->sheet, weights, 1, 1, MOST, MOST, NULL);
  surface = export (fixture, 160, 170);
  check_weight (fixture, weight_pixel (fixture, surface, 160, 170, 0, MOST, 1, 28, 0, 200, 100), -1.0);
  check_weight (fixture, weight_pixel (fixture, surface, 160, 170, 0, MOST, 1, 28, 0, 200, 300), 1.0);
  cairo_surface_destroy (surface);
}

static void
add (const char *name,
     void      (*test) (Fixture *fixture, gconstpointer dark))
{
  g_autofree char *light = g_strdup_printf ("/sheet-export/%s/light", name);
  g_autofree char *dark = g_strdup_printf ("/sheet-export/%s/dark", name);

  g_test_add (light, Fixture, NULL, set_up, test, tear_down);
  g_test_add (dark, Fixture, GINT_TO_POINTER (TRUE), set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("gray", test_gray);
  add ("own-scale", test_own_scale);
  add ("parts", test_parts);
  add ("rgb", test_rgb);
  add ("maps", test_maps);
  add ("outliers", test_outliers);
  add ("not-finite", test_not_finite);
  add ("one-unit", test_one_unit);
  add ("pick", test_pick);
  add ("small-place", test_small_place);
  return g_test_run ();
}
