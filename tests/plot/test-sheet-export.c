/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known-weights.h"

#include <math.h>

/* The pixels of the sheet as it is exported to PNG. */

#define MOST 400 /* weights along each side */

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
  check_sheet (fixture, 3, 28, 1, 120, 200, check_gray);
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

static cairo_status_t
read_bytes (void          *closure,
            unsigned char *data,
            unsigned int   length)
{
  GByteArray *bytes = closure;

  if (bytes->len < length)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, bytes->data, length);
  g_byte_array_remove_range (bytes, 0, length);
  return CAIRO_STATUS_SUCCESS;
}

/* The next picture that is embedded in @svg, which is moved behind it. Returns: (transfer full), or NULL */
static cairo_surface_t *
next_image (const char **svg)
{
  static const char start[] = "data:image/png;base64,";
  const char       *data = strstr (*svg, start);
  g_autofree char  *text = NULL;
  GByteArray       *bytes;
  cairo_surface_t  *surface;
  guchar           *decoded;
  gsize             n;

  if (data == NULL)
    return NULL;
  data += strlen (start);
  *svg = strchr (data, '"');
  text = g_strndup (data, (gsize) (*svg - data));
  decoded = g_base64_decode (text, &n);
  bytes = g_byte_array_new_take (decoded, n);
  surface = cairo_image_surface_create_from_png_stream (read_bytes, bytes);
  g_byte_array_unref (bytes);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}

/* Viewers of SVG smooth what they enlarge: the pictures in the file have their size already, with the same colors. */
static void
test_svg (Fixture      *fixture,
          gconstpointer dark)
{
  g_autofree char *path = g_strconcat (fixture->path, ".svg", NULL);
  g_autofree char *svg = NULL;
  cairo_surface_t *surface;
  const char      *rest;
  GError          *error = NULL;
  guint            unit = 0;

  set_known (fixture, 3, 1, 14);
  plot_figure_save (plot_weight_sheet_figure (fixture->sheet), path, 700, 320, &fixture->theme, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  rest = svg;
  while ((surface = next_image (&rest)) != NULL)
    {
      int size = cairo_image_surface_get_width (surface), zoom = size / 14;

      /* The others are the color bar and the like. */
      if (cairo_image_surface_get_height (surface) == size && size == 14 * zoom && zoom > 1)
        {
          for (int i = 0; i < size * size; i++)
            check_gray (fixture, pixel_at (surface, i % size, i / size), unit, 14, 0, (guint) (i / size / zoom),
                        (guint) (i % size / zoom));
          unit++;
        }
      cairo_surface_destroy (surface);
    }
  g_assert_cmpuint (unit, ==, 3);
  g_unlink (path);
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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/sheet-export/gray", test_gray);
  add_test ("/sheet-export/own-scale", test_own_scale);
  add_test ("/sheet-export/parts", test_parts);
  add_test ("/sheet-export/rgb", test_rgb);
  add_test ("/sheet-export/maps", test_maps);
  add_test ("/sheet-export/outliers", test_outliers);
  add_test ("/sheet-export/svg", test_svg);
  add_test ("/sheet-export/pick", test_pick);
  add_test ("/sheet-export/small-place", test_small_place);
  return g_test_run ();
}
