/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-sheet.h"
#include "pixels.h"

#include <math.h>
#include <string.h>

#define SIDE 8

typedef struct
{
  PlotWeightSheet *sheet;
  PlotTheme        theme;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->sheet = plot_weight_sheet_new ("Output units", "output unit");
  plot_theme_init (&fixture->theme, FALSE, FALSE, 14.67);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  plot_figure_unref (plot_weight_sheet_figure (fixture->sheet));
}

/* @n_units pictures of SIDE x SIDE, every weight different and none beyond 0.5. */
static float *
ramp (guint n_units,
      guint channels)
{
  gsize  n = (gsize) n_units * channels * SIDE * SIDE;
  float *weights = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    weights[i] = (float) ((i * 37) % n) / (n - 1) - 0.5f;
  return weights;
}

static void
set_ramp (Fixture *fixture,
          guint    n_units)
{
  g_autofree float *weights = ramp (n_units, 1);

  plot_weight_sheet_set_weights (fixture->sheet, weights, n_units, 1, SIDE, SIDE, NULL);
}

/* The color in the middle of pixel @column, @row of @unit's picture. */
static guint32
shown_pixel (Fixture         *fixture,
             cairo_surface_t *surface,
             guint            unit,
             guint            column,
             guint            row)
{
  cairo_rectangle_t picture;

  g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, cairo_image_surface_get_width (surface),
                                                cairo_image_surface_get_height (surface), &fixture->theme, unit,
                                                &picture));
  return pixel_at (surface, (int) (picture.x + (column + 0.5) * picture.width / SIDE),
                   (int) (picture.y + (row + 0.5) * picture.height / SIDE));
}

static cairo_surface_t *
paint_sheet (const Fixture *fixture,
             double         width,
             double         height)
{
  return paint (plot_weight_sheet_figure (fixture->sheet), width, height, &fixture->theme);
}

static void
test_shows_weights (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree float *weights = ramp (3, 1);

  /* The largest is 0.5 for one weight of 192: the scale is 0.5. */
  for (int scheme = 0; scheme < 4; scheme++)
    {
      cairo_surface_t *surface;
      PlotColormap     map;

      plot_theme_init (&fixture->theme, scheme & 1, scheme & 2, 14.67);
      plot_colormap_init (&map, &fixture->theme);
      plot_weight_sheet_set_weights (fixture->sheet, weights, 3, 1, SIDE, SIDE, NULL);
      surface = paint_sheet (fixture, 500, 300);
      for (guint unit = 0; unit < 3; unit++)
        for (guint row = 0; row < SIDE; row++)
          for (guint column = 0; column < SIDE; column++)
            g_assert_cmphex (shown_pixel (fixture, surface, unit, column, row), ==,
                             plot_colormap_pixel (&map, 2 * weights[(unit * SIDE + row) * SIDE + column]));
      cairo_surface_destroy (surface);
    }
}

static void
test_new_weights_new_picture (Fixture      *fixture,
                              gconstpointer data)
{
  float            weights[SIDE * SIDE] = { 1, -1 };
  cairo_surface_t *surface;

  plot_weight_sheet_set_weights (fixture->sheet, weights, 1, 1, SIDE, SIDE, NULL);
  cairo_surface_destroy (paint_sheet (fixture, 300, 300));
  weights[0] = -1;
  weights[1] = 1;
  plot_weight_sheet_set_weights (fixture->sheet, weights, 1, 1, SIDE, SIDE, NULL);
  surface = paint_sheet (fixture, 300, 300);
  g_assert_cmphex (shown_pixel (fixture, surface, 0, 0, 0), ==, plot_color_pixel (&fixture->theme.weight_negative));
  g_assert_cmphex (shown_pixel (fixture, surface, 0, 1, 0), ==, plot_color_pixel (&fixture->theme.weight_positive));
  cairo_surface_destroy (surface);
}

static void
test_scales (Fixture      *fixture,
             gconstpointer data)
{
  float            weights[2 * SIDE * SIDE] = { 0 };
  cairo_surface_t *surface;

  weights[0] = 1;
  weights[SIDE * SIDE] = 0.1f;
  plot_weight_sheet_set_weights (fixture->sheet, weights, 2, 1, SIDE, SIDE, NULL);
  surface = paint_sheet (fixture, 400, 300);
  g_assert_cmphex (shown_pixel (fixture, surface, 0, 0, 0), ==, plot_color_pixel (&fixture->theme.weight_positive));
  g_assert_cmphex (shown_pixel (fixture, surface, 1, 0, 0), !=, plot_color_pixel (&fixture->theme.weight_positive));
  cairo_surface_destroy (surface);
  plot_weight_sheet_set_own_scale (fixture->sheet, TRUE);
  surface = paint_sheet (fixture, 400, 300);
  g_assert_cmphex (shown_pixel (fixture, surface, 1, 0, 0), ==, plot_color_pixel (&fixture->theme.weight_positive));
  cairo_surface_destroy (surface);
}

/* One outlier among many weights does not pale all others. */
static void
test_outlier (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree float *weights = ramp (10, 1);
  cairo_surface_t *surface;
  PlotColormap     map;

  weights[0] = 100;
  weights[1] = 0.25f;
  plot_weight_sheet_set_weights (fixture->sheet, weights, 10, 1, SIDE, SIDE, NULL);
  surface = paint_sheet (fixture, 600, 300);
  plot_colormap_init (&map, &fixture->theme);
  g_assert_cmphex (shown_pixel (fixture, surface, 0, 0, 0), ==, plot_color_pixel (&fixture->theme.weight_positive));
  g_assert_cmphex (shown_pixel (fixture, surface, 0, 1, 0), ==, plot_colormap_pixel (&map, 0.5f));
  cairo_surface_destroy (surface);
}

static void
test_not_finite (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree float *weights = ramp (2, 1);
  g_autofree char *words = NULL;
  cairo_surface_t *surface;
  guint            yellow = 0;
  const PlotColor  pattern = { 1, 0xd4 / 255.0, 0, 1 };

  weights[5] = NAN;
  weights[6] = INFINITY;
  plot_weight_sheet_set_weights (fixture->sheet, weights, 2, 1, SIDE, SIDE, NULL);
  surface = paint_sheet (fixture, 400, 300);
  yellow = count_color (surface, &pattern, 0, 400);
  g_assert_cmpuint (yellow, >, 0);
  cairo_surface_destroy (surface);
  words = plot_figure_describe (plot_weight_sheet_figure (fixture->sheet));
  g_assert_nonnull (strstr (words, "2 not finite"));
  weights[5] = weights[6] = 0;
  plot_weight_sheet_set_weights (fixture->sheet, weights, 2, 1, SIDE, SIDE, NULL);
  surface = paint_sheet (fixture, 400, 300);
  g_assert_cmpuint (count_color (surface, &pattern, 0, 400), ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_rgb (Fixture      *fixture,
          gconstpointer data)
{
  float            weights[3 * SIDE * SIDE] = { 0 };
  cairo_surface_t *surface;

  weights[0] = 1;                     /* red, pixel 0 */
  weights[SIDE * SIDE + 1] = 1;       /* green, pixel 1 */
  weights[2 * SIDE * SIDE + 2] = -1;  /* blue, pixel 2 */
  plot_weight_sheet_set_weights (fixture->sheet, weights, 1, 3, SIDE, SIDE, NULL);
  surface = paint_sheet (fixture, 300, 300);
  g_assert_cmphex (shown_pixel (fixture, surface, 0, 0, 0), ==, 0xffff8080u);
  g_assert_cmphex (shown_pixel (fixture, surface, 0, 1, 0), ==, 0xff80ff80u);
  g_assert_cmphex (shown_pixel (fixture, surface, 0, 2, 0), ==, 0xff808000u);
  g_assert_cmphex (shown_pixel (fixture, surface, 0, 3, 0), ==, 0xff808080u);
  cairo_surface_destroy (surface);
}

static void
test_channels_are_summed (Fixture      *fixture,
                          gconstpointer data)
{
  float            weights[2 * SIDE * SIDE] = { 0 };
  cairo_surface_t *surface;
  g_autofree char *csv = NULL;

  weights[0] = 0.75f;
  weights[SIDE * SIDE] = 0.25f;
  weights[1] = 0.5f;
  weights[SIDE * SIDE + 1] = -0.5f;
  plot_weight_sheet_set_weights (fixture->sheet, weights, 1, 2, SIDE, SIDE, NULL);
  surface = paint_sheet (fixture, 300, 300);
  g_assert_cmphex (shown_pixel (fixture, surface, 0, 0, 0), ==, plot_color_pixel (&fixture->theme.weight_positive));
  g_assert_cmphex (shown_pixel (fixture, surface, 0, 1, 0), ==, plot_color_pixel (&fixture->theme.weight_zero));
  cairo_surface_destroy (surface);
  csv = plot_figure_to_csv (plot_weight_sheet_figure (fixture->sheet));
  g_assert_true (g_str_has_prefix (csv, "unit,row,column,channel,weight\r\n0,0,0,0,0.75\r\n0,0,1,0,0.5\r\n"));
}

static void
test_integer_multiples (Fixture      *fixture,
                        gconstpointer data)
{
  for (double width = 40; width < 1200; width *= 1.37)
    for (double height = 30; height < 900; height *= 1.41)
      for (guint n = 1; n < 60; n = 3 * n + 1)
        for (int strip = 0; strip < 2; strip++)
          {
            cairo_rectangle_t picture;
            PlotTheme        *theme = &fixture->theme;

            set_ramp (fixture, n);
            plot_weight_sheet_set_strip (fixture->sheet, strip);
            g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, width, height, theme, 0, &picture));
            if (picture.width >= SIDE)
              g_assert_cmpfloat (fmod (picture.width, SIDE), ==, 0);
            g_assert_cmpfloat (picture.width, ==, picture.height);
            g_assert_cmpfloat (picture.x, ==, floor (picture.x));
            g_assert_cmpfloat (picture.y, ==, floor (picture.y));
            g_assert_cmpfloat (picture.x + picture.width, <=, width);
          }
}

static void
assert_pick (Fixture *fixture,
             double   x,
             double   y,
             guint    unit,
             guint    column,
             guint    row)
{
  guint found, at_column, at_row;

  g_assert_true (plot_weight_sheet_pick (fixture->sheet, 640, 480, &fixture->theme, x, y, &found, &at_column,
                                         &at_row));
  g_assert_cmpuint (found, ==, unit);
  g_assert_cmpuint (at_column, ==, column);
  g_assert_cmpuint (at_row, ==, row);
}

/* Every pixel of every picture is found again under the pointer, from its first px to its last. */
static void
test_pick (Fixture      *fixture,
           gconstpointer data)
{
  guint unit, column, row;

  set_ramp (fixture, 13);
  for (guint u = 0; u < 13; u++)
    {
      cairo_rectangle_t picture;

      g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, 640, 480, &fixture->theme, u, &picture));
      for (guint y = 0; y < SIDE; y++)
        for (guint x = 0; x < SIDE; x++)
          for (double part = 0.02; part < 1; part += 0.48)
            assert_pick (fixture, picture.x + (x + part) * picture.width / SIDE,
                         picture.y + (y + part) * picture.height / SIDE, u, x, y);
      g_assert_false (plot_weight_sheet_pick (fixture->sheet, 640, 480, &fixture->theme, picture.x - 2,
                                              picture.y + 2, &unit, &column, &row));
      g_assert_false (plot_weight_sheet_pick (fixture->sheet, 640, 480, &fixture->theme, picture.x + 2,
                                              picture.y + picture.height + 3, &unit, &column, &row));
    }
  g_assert_false (plot_weight_sheet_pick (fixture->sheet, 640, 480, &fixture->theme, -5, -5, &unit, &column, &row));
  g_assert_false (plot_weight_sheet_pick (fixture->sheet, 640, 480, &fixture->theme, NAN, 9e9, &unit, &column, &row));
}

static void
test_order (Fixture      *fixture,
            gconstpointer data)
{
  const guint       order[] = { 4, 99, 1 };
  cairo_rectangle_t first, second;

  set_ramp (fixture, 5);
  /* 99 is a unit of a network that is gone. */
  plot_weight_sheet_set_order (fixture->sheet, order, 3);
  g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, 640, 480, &fixture->theme, 4, &first));
  g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, 640, 480, &fixture->theme, 1, &second));
  g_assert_cmpfloat (first.x, <, second.x);
  g_assert_false (plot_weight_sheet_get_picture (fixture->sheet, 640, 480, &fixture->theme, 0, &first));
  cairo_surface_destroy (paint_sheet (fixture, 640, 480));
  plot_weight_sheet_set_order (fixture->sheet, order, 0);
  cairo_surface_destroy (paint_sheet (fixture, 640, 480));
  g_assert_false (plot_weight_sheet_get_picture (fixture->sheet, 640, 480, &fixture->theme, 1, &second));
  plot_weight_sheet_set_order (fixture->sheet, NULL, 0);
  g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, 640, 480, &fixture->theme, 0, &first));
}

static void
test_strip (Fixture      *fixture,
            gconstpointer data)
{
  cairo_rectangle_t first, picture;
  guint             shown = 0;

  set_ramp (fixture, 300);
  plot_weight_sheet_set_strip (fixture->sheet, TRUE);
  g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, 1000, 140, &fixture->theme, 0, &first));
  for (guint unit = 0; unit < 300; unit++)
    if (plot_weight_sheet_get_picture (fixture->sheet, 1000, 140, &fixture->theme, unit, &picture))
      {
        g_assert_cmpfloat (picture.y, ==, first.y);
        g_assert_cmpfloat (picture.y + picture.height, <=, 140);
        shown++;
      }
  g_assert_cmpuint (shown, >=, 8);
  g_assert_cmpuint (shown, <, 40);
  cairo_surface_destroy (paint_sheet (fixture, 1000, 140));
}

/* Checks that no picture of a strip leaves the figure, and returns how many of @n_units it shows in how many rows;
 * @bottom: of the lowest. */
static guint
count_strip (Fixture *fixture,
             guint    n_units,
             double   width,
             double   height,
             guint   *rows,
             double  *bottom)
{
  cairo_rectangle_t picture;
  guint             shown = 0;
  double            y = -1;

  *rows = 0;
  *bottom = 0;
  for (guint unit = 0; unit < n_units; unit++)
    if (plot_weight_sheet_get_picture (fixture->sheet, width, height, &fixture->theme, unit, &picture))
      {
        g_assert_cmpfloat (picture.y + picture.height, <=, height);
        g_assert_cmpfloat (picture.x + picture.width, <=, width);
        g_assert_cmpfloat (picture.y, >=, y);
        *rows += picture.y > y;
        y = picture.y;
        *bottom = MAX (*bottom, picture.y + picture.height);
        shown++;
      }
  return shown;
}

/* A strip fills its figure: with few units all of them, with many as many rows as have room. */
static void
test_strip_is_filled (Fixture      *fixture,
                      gconstpointer data)
{
  guint  rows;
  double bottom;

  plot_weight_sheet_set_strip (fixture->sheet, TRUE);
  plot_weight_sheet_set_side (fixture->sheet, 80);
  for (double height = 150; height < 900; height += 17)
    {
      set_ramp (fixture, 10);
      g_assert_cmpuint (count_strip (fixture, 10, 940, height, &rows, &bottom), ==, 10);
      g_assert_cmpuint (rows, <=, 3);
      set_ramp (fixture, 300);
      g_assert_cmpuint (count_strip (fixture, 300, 940, height, &rows, &bottom), >=, 6);
      g_assert_cmpfloat (bottom, >, 0.8 * height);
    }
  g_assert_cmpuint (rows, >, 1);
}

/* The rows of a sheet that is fitted into its figure are as long as each other. */
static void
test_balanced_rows (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree float *weights = g_new0 (float, 10 * 28 * 28);

  plot_weight_sheet_set_weights (fixture->sheet, weights, 10, 1, 28, 28, NULL);
  for (double width = 500; width < 1600; width += 70)
    for (double height = 150; height < 700; height += 23)
      {
        cairo_rectangle_t first, other;
        guint             in_row = 0;

        g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, width, height, &fixture->theme, 0, &first));
        for (guint unit = 0; unit < 10; unit++)
          {
            g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, width, height, &fixture->theme, unit,
                                                          &other));
            in_row += other.y == first.y;
          }
        /* In two rows five, in three four, in four three. */
        g_assert_true (in_row == 10 || (in_row >= 3 && in_row <= 5));
      }
}

/* In a figure of the height asked for, every picture stands whole. */
static void
test_height (Fixture      *fixture,
             gconstpointer data)
{
  const double sides[] = { 0, 20, 64, 300 };

  set_ramp (fixture, 37);
  for (double width = 60; width < 1500; width *= 1.6)
    for (guint i = 1; i < G_N_ELEMENTS (sides); i++)
      {
        cairo_rectangle_t last;
        double            height;

        plot_weight_sheet_set_side (fixture->sheet, sides[i]);
        height = plot_weight_sheet_get_height (fixture->sheet, width, &fixture->theme);
        g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, width, height, &fixture->theme, 36, &last));
        g_assert_cmpfloat (last.y + last.height, <=, height);
        if (width - 20 > ceil (sides[i] / SIDE) * SIDE)
          g_assert_cmpfloat (last.width, >=, sides[i]);
      }
  plot_weight_sheet_set_side (fixture->sheet, 0);
  g_assert_cmpfloat (plot_weight_sheet_get_height (fixture->sheet, 500, &fixture->theme), >, 100);
}

static void
test_any_size (Fixture      *fixture,
               gconstpointer data)
{
  const double sizes[] = { 1, 3, 9, 30, 77, 130, 260, 800 };
  char *names[] = { (char *) "Angie Harmon", (char *) "Bracco" };
  char *notes[] = { (char *) "bias 0.1", (char *) "bias −0.1" };

  for (int filled = 0; filled < 3; filled++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
          for (int strip = 0; strip < 2; strip++)
            {
              cairo_surface_t *surface;

              plot_weight_sheet_set_strip (fixture->sheet, strip);
              surface = paint_sheet (fixture, sizes[i], sizes[k]);
              g_assert_cmphex (pixel_at (surface, 0, 0), ==, plot_color_pixel (&fixture->theme.background));
              cairo_surface_destroy (surface);
            }
      if (filled == 0)
        {
          g_autofree float *weights = ramp (2, 1);

          plot_weight_sheet_set_weights (fixture->sheet, weights, 2, 1, SIDE, SIDE, names);
          plot_weight_sheet_set_notes (fixture->sheet, notes);
        }
      else
        {
          g_autofree float *weights = g_new0 (float, 2 * 500 * 3);

          plot_weight_sheet_set_weights (fixture->sheet, weights, 2, 1, 3, 500, NULL);
        }
    }
}

static void
test_describe (Fixture      *fixture,
               gconstpointer data)
{
  static const float zero[SIDE * SIDE];
  g_autofree char *empty = plot_figure_describe (plot_weight_sheet_figure (fixture->sheet));
  g_autofree char *full = NULL;
  g_autofree char *one = NULL;

  g_assert_cmpstr (empty, ==, "Output units, no weights yet");
  set_ramp (fixture, 10);
  full = plot_figure_describe (plot_weight_sheet_figure (fixture->sheet));
  g_assert_cmpstr (full, ==, "Weights of 10 output units, 8 by 8 pixels, from −0.500 to 0.500");
  plot_weight_sheet_set_weights (fixture->sheet, zero, 1, 1, SIDE, SIDE, NULL);
  one = plot_figure_describe (plot_weight_sheet_figure (fixture->sheet));
  g_assert_cmpstr (one, ==, "Weights of 1 output unit, 8 by 8 pixels, all zero");
}

static void
test_csv (Fixture      *fixture,
          gconstpointer data)
{
  const float      weights[] = { 0.1f, -2, 3, 0.25f };
  g_autofree char *csv = NULL;

  plot_weight_sheet_set_weights (fixture->sheet, weights, 2, 1, 1, 2, NULL);
  csv = plot_figure_to_csv (plot_weight_sheet_figure (fixture->sheet));
  g_assert_cmpstr (csv, ==,
                   "unit,row,column,weight\r\n0,0,0,0.1\r\n0,0,1,-2\r\n1,0,0,3\r\n1,0,1,0.25\r\n");
}

/* A size that no memory can hold leaves an empty sheet. */
static void
test_impossible_size (Fixture      *fixture,
                      gconstpointer data)
{
  set_ramp (fixture, 2);
  plot_weight_sheet_set_weights (fixture->sheet, NULL, G_MAXUINT, G_MAXUINT, G_MAXUINT, G_MAXUINT, NULL);
  cairo_surface_destroy (paint_sheet (fixture, 300, 200));
  plot_weight_sheet_set_weights (fixture->sheet, NULL, 0, 1, SIDE, SIDE, NULL);
  cairo_surface_destroy (paint_sheet (fixture, 300, 200));
  set_ramp (fixture, 2);
  cairo_surface_destroy (paint_sheet (fixture, 300, 200));
}

#define ADD(name, function) g_test_add ("/plot/weight-sheet/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("shows-weights", test_shows_weights);
  ADD ("new-weights-new-picture", test_new_weights_new_picture);
  ADD ("scales", test_scales);
  ADD ("outlier", test_outlier);
  ADD ("not-finite", test_not_finite);
  ADD ("rgb", test_rgb);
  ADD ("channels-are-summed", test_channels_are_summed);
  ADD ("integer-multiples", test_integer_multiples);
  ADD ("pick", test_pick);
  ADD ("order", test_order);
  ADD ("strip", test_strip);
  ADD ("strip-is-filled", test_strip_is_filled);
  ADD ("balanced-rows", test_balanced_rows);
  ADD ("height", test_height);
  ADD ("any-size", test_any_size);
  ADD ("describe", test_describe);
  ADD ("csv", test_csv);
  ADD ("impossible-size", test_impossible_size);
  return g_test_run ();
}
