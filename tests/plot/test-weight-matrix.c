/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-matrix-private.h"

#include "expected-colors.h"
#include "pixels.h"

#include <math.h>
#include <string.h>

#define UNITS  4
#define INPUTS 30

typedef struct
{
  PlotWeightMatrix *matrix;
  PlotTheme         theme;
  float             weights[UNITS * INPUTS];
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->matrix = plot_weight_matrix_new ("Output units", "output unit", "hidden unit");
  plot_theme_init (&fixture->theme, FALSE, FALSE, 14.67);
  for (guint i = 0; i < UNITS * INPUTS; i++)
    fixture->weights[i] = (float) ((i * 7) % 31) / 30.0f - 0.5f;
  plot_weight_matrix_set_weights (fixture->matrix, fixture->weights, UNITS, INPUTS, NULL, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  plot_figure_unref (plot_weight_matrix_figure (fixture->matrix));
}

static void
check_color (Fixture *fixture,
             guint32  pixel,
             double   value)
{
  double rgb[3];

  if (isnan (value))
    {
      g_assert_true ((pixel & 0xffffffu) == 0xffd400u || (pixel & 0xffffffu) == 0);
      return;
    }
  diverge (&fixture->theme, value, rgb);
  for (int c = 0; c < 3; c++)
    g_assert_cmpfloat_with_epsilon ((double) (pixel >> (16 - 8 * c) & 0xffu), rgb[c], 2.0);
}

/* Each place where a hand finds a weight shows that weight. */
static void
check (Fixture *fixture,
       double   width,
       gboolean own)
{
  double           height = plot_weight_matrix_get_height (fixture->matrix, width, &fixture->theme);
  cairo_surface_t *surface = paint (plot_weight_matrix_figure (fixture->matrix), width, height, &fixture->theme);
  guint            unit, input, n = 0;

  for (int y = 0; y < (int) height; y += 6)
    for (int x = 0; x < (int) width; x++)
      if (plot_weight_matrix_pick (fixture->matrix, width, height, &fixture->theme, x + 0.5, y + 0.5, &unit, &input))
        {
          const float *row = fixture->weights + unit * INPUTS;
          double       scale = 0;
          guint32      pixel = pixel_at (surface, x, y);

          for (guint i = 0; i < (own ? INPUTS : UNITS * INPUTS); i++)
            scale = fmax (scale, fabs ((double) (own ? row : fixture->weights)[i]));
          check_color (fixture, pixel, (double) row[input] / scale);
          n++;
        }
  g_assert_cmpuint (n, >, 500);
  cairo_surface_destroy (surface);
}

static void
test_colors (Fixture      *fixture,
             gconstpointer data)
{
  const guint order[] = { 2, 0, UNITS + 3 };

  check (fixture, 400, FALSE);
  plot_weight_matrix_set_own_scale (fixture->matrix, TRUE);
  check (fixture, 400, TRUE);
  plot_weight_matrix_set_order (fixture->matrix, order, G_N_ELEMENTS (order));
  check (fixture, 640, TRUE);
}

#define MANY_INPUTS 3000

/* Row of pixels @y, all of one unit: the strongest of the inputs that fall on one is what is seen and what a hand
 * finds. Returns: how many pixels there are */
static guint
check_strongest (Fixture         *fixture,
                 const float     *weights,
                 cairo_surface_t *surface,
                 double           y)
{
  double width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface);
  guint  unit, input, first = 0, cells = 0;

  for (int x = 0; x < (int) width; x++)
    if (plot_weight_matrix_pick (fixture->matrix, width, height, &fixture->theme, x + 0.5, y, &unit, &input))
      {
        first = cells == 0 ? (guint) x : first;
        cells++;
      }
  for (guint cell = 0; cell < cells; cell++)
    {
      guint from = cell * MANY_INPUTS / cells, to = (cell + 1) * MANY_INPUTS / cells, strongest = from;

      for (guint i = from; i < to && !isnan (weights[strongest]); i++)
        if (!(fabsf (weights[i]) <= fabsf (weights[strongest])))
          strongest = i;
      plot_weight_matrix_pick (fixture->matrix, width, height, &fixture->theme, first + cell + 0.5, y, &unit, &input);
      g_assert_cmpuint (input, ==, strongest);
      check_color (fixture, pixel_at (surface, (int) (first + cell), (int) y), (double) weights[input] / 0.5);
    }
  return cells;
}

static void
test_many_inputs (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree float *weights = g_new (float, MANY_INPUTS);

  for (guint i = 0; i < MANY_INPUTS; i++)
    weights[i] = (float) ((i * 37) % 101) / 400.0f - 0.125f;
  weights[1234] = -0.5f;
  weights[77] = NAN;
  plot_weight_matrix_set_weights (fixture->matrix, weights, 1, MANY_INPUTS, NULL, NULL);
  plot_weight_matrix_set_own_scale (fixture->matrix, TRUE);
  for (double width = 400; width >= 300; width -= 50)
    {
      double           height = plot_weight_matrix_get_height (fixture->matrix, width, &fixture->theme);
      cairo_surface_t *surface = paint (plot_weight_matrix_figure (fixture->matrix), width, height, &fixture->theme);

      /* In the lower half of the row of the one unit. */
      g_assert_cmpuint (check_strongest (fixture, weights, surface, height - 10.5), >, 200);
      cairo_surface_destroy (surface);
    }
}

/* Rows are painted as they come into sight. */
static void
test_scrolled (Fixture      *fixture,
               gconstpointer data)
{
  enum { ROWS = 300, COLUMNS = 40 };
  g_autofree float *weights = g_new (float, ROWS * COLUMNS);
  double            height;
  guint             unit, input, n = 0;

  for (guint i = 0; i < ROWS * COLUMNS; i++)
    weights[i] = (float) ((i * 53) % 211) / 210.0f - 0.5f;
  plot_weight_matrix_set_weights (fixture->matrix, weights, ROWS, COLUMNS, NULL, NULL);
  height = plot_weight_matrix_get_height (fixture->matrix, 300, &fixture->theme);
  for (int top = 0; top < (int) height - 100; top += 97)
    {
      cairo_surface_t *part = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 300, 100);
      cairo_t         *cr = cairo_create (part);

      cairo_translate (cr, 0, -top);
      plot_figure_draw (plot_weight_matrix_figure (fixture->matrix), cr, 300, height, &fixture->theme);
      cairo_destroy (cr);
      cairo_surface_flush (part);
      for (int y = 0; y < 100; y++)
        for (int x = 0; x < 300; x += 3)
          if (plot_weight_matrix_pick (fixture->matrix, 300, height, &fixture->theme, x + 0.5, top + y + 0.5, &unit,
                                       &input))
            {
              check_color (fixture, pixel_at (part, x, y), (double) weights[unit * COLUMNS + input] / 0.5);
              n++;
            }
      cairo_surface_destroy (part);
    }
  g_assert_cmpuint (n, >, ROWS * COLUMNS);
}

static void
test_words (Fixture      *fixture,
            gconstpointer data)
{
  const float      odd[] = { NAN, INFINITY, 0.0f, 0.0f };
  g_autofree char *weight = plot_weight_matrix_describe_weight (fixture->matrix, 1, 3);
  g_autofree char *words = NULL;
  g_autofree char *zero = NULL;
  g_autofree char *none = NULL;
  g_autofree char *note = NULL;
  g_autofree char *label = NULL;
  PlotMatrixLayout layout = { .cells = 300 };
  g_autofree char *csv = plot_figure_to_csv (plot_weight_matrix_figure (fixture->matrix));

  g_assert_true (g_str_has_prefix (weight, "hidden unit #3 \342\206\222 output unit #1 · weight "));
  g_assert_true (g_str_has_prefix (csv, "unit,input,weight\r\n0,0,-0.5\r\n"));
  plot_weight_matrix_set_weights (fixture->matrix, odd, 2, 2, NULL, NULL);
  cairo_surface_destroy (paint (plot_weight_matrix_figure (fixture->matrix), 200, 100, &fixture->theme));
  words = plot_figure_describe (plot_weight_matrix_figure (fixture->matrix));
  g_assert_nonnull (strstr (words, "all finite weights are zero · 2 weights are not finite"));
  plot_weight_matrix_set_weights (fixture->matrix, odd, 1, 2, NULL, NULL);
  none = plot_figure_describe (plot_weight_matrix_figure (fixture->matrix));
  g_assert_true (g_str_has_suffix (none, "no weight is finite"));
  plot_weight_matrix_set_weights (fixture->matrix, odd + 2, 1, 2, NULL, NULL);
  cairo_surface_destroy (paint (plot_weight_matrix_figure (fixture->matrix), 200, 100, &fixture->theme));
  zero = plot_figure_describe (plot_weight_matrix_figure (fixture->matrix));
  g_assert_nonnull (strstr (zero, "all weights are zero"));
  plot_weight_matrix_set_weights (fixture->matrix, (const float[301]) { 0.25f, -0.5f }, 1, 301, NULL, NULL);
  plot_weight_matrix_set_own_scale (fixture->matrix, TRUE);
  note = plot_matrix_note (fixture->matrix, &layout, TRUE);
  g_assert_cmpstr (note, ==, "each row on its own scale · each pixel the strongest of up to 2 inputs");
  label = plot_matrix_label (fixture->matrix, 0);
  g_assert_true (g_str_has_prefix (label, "#0 \302\261"));
}

static void
test_copy (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (PlotFigure) copy = NULL;
  g_autofree char       *words = NULL;
  g_autofree char       *copied = NULL;

  plot_weight_matrix_set_selected (fixture->matrix, 2);
  copy = plot_figure_copy (plot_weight_matrix_figure (fixture->matrix));
  words = plot_figure_describe (plot_weight_matrix_figure (fixture->matrix));
  copied = plot_figure_describe (copy);
  g_assert_cmpstr (words, ==, copied);
  g_assert_nonnull (strstr (words, "Selected: #2"));
}

/* A row is where it can be picked, in its order; one that is not shown is nowhere. */
static void
test_rows (Fixture      *fixture,
           gconstpointer data)
{
  const guint       order[] = { 3, 1 };
  cairo_rectangle_t row;
  guint             unit, input;

  plot_weight_matrix_set_order (fixture->matrix, order, 2);
  for (int i = 0; i < 2; i++)
    {
      g_assert_true (plot_weight_matrix_get_row (fixture->matrix, 400, &fixture->theme, order[i], &row));
      g_assert_true (plot_weight_matrix_pick (fixture->matrix, 400, 300, &fixture->theme, row.x + row.width / 2,
                                              row.y + row.height - 1, &unit, &input));
      g_assert_cmpuint (unit, ==, order[i]);
      g_assert_cmpuint (input, ==, INPUTS / 2);
    }
  g_assert_false (plot_weight_matrix_get_row (fixture->matrix, 400, &fixture->theme, 2, &row));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/weight-matrix/colors", Fixture, NULL, set_up, test_colors, tear_down);
  g_test_add ("/weight-matrix/many-inputs", Fixture, NULL, set_up, test_many_inputs, tear_down);
  g_test_add ("/weight-matrix/scrolled", Fixture, NULL, set_up, test_scrolled, tear_down);
  g_test_add ("/weight-matrix/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/weight-matrix/rows", Fixture, NULL, set_up, test_rows, tear_down);
  g_test_add ("/weight-matrix/copy", Fixture, NULL, set_up, test_copy, tear_down);
  return g_test_run ();
}
