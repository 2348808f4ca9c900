/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/weight-matrix.h"

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

static void
test_words (Fixture      *fixture,
            gconstpointer data)
{
  const float      odd[] = { NAN, INFINITY, 0.0f, 0.0f };
  g_autofree char *weight = plot_weight_matrix_describe_weight (fixture->matrix, 1, 3);
  g_autofree char *words = NULL;
  g_autofree char *zero = NULL;
  g_autofree char *csv = plot_figure_to_csv (plot_weight_matrix_figure (fixture->matrix));

  g_assert_true (g_str_has_prefix (weight, "hidden unit #3 \342\206\222 output unit #1 · weight "));
  g_assert_true (g_str_has_prefix (csv, "unit,input,weight\r\n0,0,-0.5\r\n"));
  plot_weight_matrix_set_weights (fixture->matrix, odd, 2, 2, NULL, NULL);
  cairo_surface_destroy (paint (plot_weight_matrix_figure (fixture->matrix), 200, 100, &fixture->theme));
  words = plot_figure_describe (plot_weight_matrix_figure (fixture->matrix));
  g_assert_nonnull (strstr (words, "2 weights are not finite"));
  plot_weight_matrix_set_weights (fixture->matrix, odd + 2, 1, 2, NULL, NULL);
  cairo_surface_destroy (paint (plot_weight_matrix_figure (fixture->matrix), 200, 100, &fixture->theme));
  zero = plot_figure_describe (plot_weight_matrix_figure (fixture->matrix));
  g_assert_nonnull (strstr (zero, "all weights are zero"));
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
  g_test_add ("/weight-matrix/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/weight-matrix/copy", Fixture, NULL, set_up, test_copy, tear_down);
  return g_test_run ();
}
