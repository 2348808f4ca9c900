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
          double       scale = 0, rgb[3];
          guint32      pixel = pixel_at (surface, x, y);

          for (guint i = 0; i < (own ? INPUTS : UNITS * INPUTS); i++)
            scale = fmax (scale, fabs ((double) (own ? row : fixture->weights)[i]));
          diverge (&fixture->theme, (double) row[input] / scale, rgb);
          for (int c = 0; c < 3; c++)
            g_assert_cmpfloat_with_epsilon ((double) (pixel >> (16 - 8 * c) & 0xffu), rgb[c], 2.0);
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

/* More inputs than pixels: the strongest of those that fall on one is what is seen, and what a hand finds. */
static void
test_many_inputs (Fixture      *fixture,
                  gconstpointer data)
{
  enum { N = 3000 };
  g_autofree float *weights = g_new (float, 2 * N);
  double            height;
  cairo_surface_t  *surface;
  guint             unit, input, cells = 0, cell = 0;
  int               y = 0;

  for (guint i = 0; i < 2 * N; i++)
    weights[i] = (float) ((i * 37) % 101) / 400.0f - 0.125f;
  weights[N + 1234] = -0.5f;
  weights[N + 77] = NAN;
  plot_weight_matrix_set_weights (fixture->matrix, weights, 2, N, NULL, NULL);
  plot_weight_matrix_set_own_scale (fixture->matrix, TRUE);
  height = plot_weight_matrix_get_height (fixture->matrix, 400, &fixture->theme);
  surface = paint (plot_weight_matrix_figure (fixture->matrix), 400, height, &fixture->theme);
  for (int below = 0; below < (int) height; below++)
    if (plot_weight_matrix_pick (fixture->matrix, 400, height, &fixture->theme, 200.5, below + 0.5, &unit, &input)
        && unit == 1)
      y = below; /* the last line of pixels of unit 1 */
  y -= 3;
  for (int x = 0; x < 400; x++)
    cells += plot_weight_matrix_pick (fixture->matrix, 400, height, &fixture->theme, x + 0.5, y + 0.5, &unit, &input);
  g_assert_cmpuint (cells, >, 300);
  for (int x = 0; x < 400; x++)
    if (plot_weight_matrix_pick (fixture->matrix, 400, height, &fixture->theme, x + 0.5, y + 0.5, &unit, &input))
      {
        guint   from = cell * N / cells, to = (cell + 1) * N / cells, strongest = from;
        guint32 pixel = pixel_at (surface, x, y) & 0xffffffu;
        double  rgb[3];

        for (guint i = from; i < to; i++)
          if (isnan (weights[N + i]) || fabsf (weights[N + i]) > fabsf (weights[N + strongest]))
            strongest = i;
        g_assert_cmpuint (unit, ==, 1);
        g_assert_cmpuint (input, ==, strongest);
        cell++;
        if (strongest == 77)
          {
            g_assert_true (pixel == 0xffd400u || pixel == 0);
            continue;
          }
        diverge (&fixture->theme, (double) weights[N + input] / 0.5, rgb);
        for (int c = 0; c < 3; c++)
          g_assert_cmpfloat_with_epsilon ((double) (pixel >> (16 - 8 * c) & 0xffu), rgb[c], 2.0);
      }
  cairo_surface_destroy (surface);
}

/* The rows that are painted as they come into sight are those of the whole picture. */
static void
test_scrolled (Fixture      *fixture,
               gconstpointer data)
{
  enum { ROWS = 300, N = 40 };
  g_autofree float *weights = g_new (float, ROWS * N);
  double            height;
  cairo_surface_t  *whole;
  cairo_surface_t  *part = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 300, 100);
  cairo_t          *cr = cairo_create (part);

  for (guint i = 0; i < ROWS * N; i++)
    weights[i] = (float) ((i * 53) % 211) / 210.0f - 0.5f;
  plot_weight_matrix_set_weights (fixture->matrix, weights, ROWS, N, NULL, NULL);
  height = plot_weight_matrix_get_height (fixture->matrix, 300, &fixture->theme);
  cairo_rectangle (cr, 0, 0, 300, 100);
  cairo_clip (cr);
  cairo_translate (cr, 0, -900);
  plot_figure_draw (plot_weight_matrix_figure (fixture->matrix), cr, 300, height, &fixture->theme);
  cairo_destroy (cr);
  cairo_surface_flush (part);
  plot_weight_matrix_set_weights (fixture->matrix, weights, ROWS, N, NULL, NULL);
  whole = paint (plot_weight_matrix_figure (fixture->matrix), 300, height, &fixture->theme);
  for (int y = 0; y < 100; y++)
    for (int x = 0; x < 300; x++)
      g_assert_cmphex (pixel_at (part, x, y) & 0xffffffu, ==, pixel_at (whole, x, y + 900) & 0xffffffu);
  g_assert_cmphex (pixel_at (part, 100, 0), !=, pixel_at (part, 100, 50));
  cairo_surface_destroy (part);
  cairo_surface_destroy (whole);
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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/weight-matrix/colors", Fixture, NULL, set_up, test_colors, tear_down);
  g_test_add ("/weight-matrix/many-inputs", Fixture, NULL, set_up, test_many_inputs, tear_down);
  g_test_add ("/weight-matrix/scrolled", Fixture, NULL, set_up, test_scrolled, tear_down);
  g_test_add ("/weight-matrix/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/weight-matrix/copy", Fixture, NULL, set_up, test_copy, tear_down);
  return g_test_run ();
}
