/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies for other threads, references, and what is painted over a figure under the pointer. */

#include "plot/contributions.h"
#include "plot/curves.h"
#include "plot/row.h"
#include "plot/weight-sheet.h"
#include "pixels.h"

#include <math.h>
#include <string.h>

#define SIDE   6
#define WIDTH  420
#define HEIGHT 260

static PlotTheme theme;

static float *
weights_of (guint n_units,
            guint channels,
            float seed)
{
  gsize  n = (gsize) n_units * channels * SIDE * SIDE;
  float *weights = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    weights[i] = sinf (seed + i);
  return weights;
}

static PlotFigure *
new_curves (void)
{
  PlotCurves *curves = plot_curves_new ("Cost", "mean", "steps", FALSE);

  plot_curves_add_series (curves, PLOT_ROLE_TRAIN, "train");
  plot_curves_add_series (curves, PLOT_ROLE_TEST, "test");
  plot_curves_set_visible (curves, 1, FALSE);
  for (int i = 0; i <= 300; i++)
    plot_curves_append (curves, 0, &(double) { i }, &(double) { 2 * exp (-i / 90.0) }, 1);
  plot_curves_add_mark (curves, 120, "rate 0.1 → 0.2");
  plot_curves_set_x_end (curves, 400);
  plot_curves_set_y_scale (curves, PLOT_SCALE_LOG);
  return plot_curves_figure (curves);
}

static PlotFigure *
new_sheet (guint channels)
{
  PlotWeightSheet  *sheet = plot_weight_sheet_new ("Hidden units", "hidden unit");
  g_autofree float *weights = weights_of (5, channels, 1);
  g_auto (GStrv)    notes = g_strsplit ("a b c d e", " ", -1);

  plot_weight_sheet_set_weights (sheet, weights, 5, channels, SIDE, SIDE, NULL);
  plot_weight_sheet_set_notes (sheet, notes);
  plot_weight_sheet_set_order (sheet, (guint[]) { 3, 1, 4 }, 3);
  plot_weight_sheet_set_side (sheet, 40);
  return plot_weight_sheet_figure (sheet);
}

static PlotFigure *
new_gray_sheet (void)
{
  return new_sheet (1);
}

/* Seven channels are shown as their sum, kept beside the weights. */
static PlotFigure *
new_deep_sheet (void)
{
  return new_sheet (7);
}

static PlotFigure *
new_empty_sheet (void)
{
  return plot_weight_sheet_figure (plot_weight_sheet_new ("Output units", NULL));
}

static PlotFigure *
new_contributions (void)
{
  PlotContributions *contributions = plot_contributions_new ("Output units", "pushed most");
  g_autofree float  *hidden = weights_of (7, 1, 2);
  g_autofree float  *outgoing = weights_of (1, 1, 3);
  g_auto (GStrv)     names = g_strsplit ("a b c d", " ", -1);

  plot_contributions_set (contributions, hidden, 7, 1, SIDE, SIDE, outgoing, 4, names);
  return plot_contributions_figure (contributions);
}

static PlotFigure *
new_row (void)
{
  g_autoptr (PlotFigure) curves = new_curves ();
  g_autoptr (PlotFigure) sheet = new_gray_sheet ();

  return plot_row_new ((PlotFigure *[]) { curves, sheet }, 2);
}

static gboolean
same_pixels (cairo_surface_t *a,
             cairo_surface_t *b)
{
  gsize size = (gsize) cairo_image_surface_get_stride (a) * cairo_image_surface_get_height (a);

  return memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b), size) == 0;
}

/* The copy shows and tells the same, also when the figure that it was made from is gone. */
static void
test_copy (gconstpointer data)
{
  PlotFigure     *(*make) (void) = (PlotFigure *(*) (void)) data;
  PlotFigure      *figure = make ();
  PlotFigure      *copy = plot_figure_copy (figure);
  cairo_surface_t *painted = paint (figure, WIDTH, HEIGHT, &theme);
  cairo_surface_t *again;
  g_autofree char *csv = plot_figure_to_csv (figure);
  g_autofree char *words = plot_figure_describe (figure);
  g_autofree char *csv_again = NULL;
  g_autofree char *words_again = NULL;

  g_assert_nonnull (copy);
  g_assert_cmpuint (plot_figure_count (copy), ==, plot_figure_count (figure));
  plot_figure_unref (figure);
  again = paint (copy, WIDTH, HEIGHT, &theme);
  csv_again = plot_figure_to_csv (copy);
  words_again = plot_figure_describe (copy);
  g_assert_cmpstr (csv_again, ==, csv);
  g_assert_cmpstr (words_again, ==, words);
  g_assert_true (same_pixels (painted, again));
  cairo_surface_destroy (painted);
  cairo_surface_destroy (again);
  plot_figure_unref (copy);
}

/* New weights, another number of units: the copy is as before. */
static void
test_copy_is_apart (void)
{
  g_autoptr (PlotFigure) figure = new_gray_sheet ();
  g_autoptr (PlotFigure) copy = plot_figure_copy (figure);
  g_autofree char  *csv = plot_figure_to_csv (copy);
  g_autofree char  *csv_again = NULL;
  g_autofree float *weights = weights_of (2, 1, 9);

  plot_weight_sheet_set_weights ((PlotWeightSheet *) figure, weights, 2, 1, SIDE, SIDE, NULL);
  csv_again = plot_figure_to_csv (copy);
  g_assert_cmpstr (csv_again, ==, csv);
  cairo_surface_destroy (paint (copy, WIDTH, HEIGHT, &theme));
  cairo_surface_destroy (paint (figure, WIDTH, HEIGHT, &theme));
}

static gpointer
save_in_thread (gpointer copy)
{
  g_autoptr (PlotFigure) figure = copy;
  g_autoptr (GError) error = NULL;
  GBytes *png = plot_figure_to_png (figure, WIDTH, HEIGHT, 2, &theme, &error);

  g_assert_no_error (error);
  return png;
}

/* The picture made by another thread, while this one goes on painting and changing the figure, is the same. */
static void
test_other_thread (void)
{
  g_autoptr (PlotFigure) figure = new_gray_sheet ();
  g_autoptr (GBytes) expected = plot_figure_to_png (figure, WIDTH, HEIGHT, 2, &theme, NULL);
  GThread *thread = g_thread_new ("save", save_in_thread, plot_figure_copy (figure));
  g_autoptr (GBytes) png = NULL;

  for (guint n = 1; n < 20; n++)
    {
      g_autofree float *weights = weights_of (n, 1, n);

      plot_weight_sheet_set_weights ((PlotWeightSheet *) figure, weights, n, 1, SIDE, SIDE, NULL);
      cairo_surface_destroy (paint (figure, WIDTH, HEIGHT, &theme));
    }
  png = g_thread_join (thread);
  g_assert_true (g_bytes_equal (png, expected));
}

static void
test_count (void)
{
  g_autoptr (PlotFigure) sheet = new_deep_sheet ();
  g_autoptr (PlotFigure) curves = new_curves ();
  g_autoptr (PlotFigure) row = new_row ();

  g_assert_cmpuint (plot_figure_count (sheet), ==, 5 * 7 * SIDE * SIDE);
  /* Without the series that is not seen, and has none. */
  g_assert_cmpuint (plot_figure_count (curves), ==, 301);
  g_assert_cmpuint (plot_figure_count (row), ==, 301 + 5 * SIDE * SIDE);
}

/* How many pixels differ from the figure's own picture when the pointer is at @x, @y. */
static guint
hover_pixels (PlotFigure *figure,
              double      x,
              double      y)
{
  cairo_surface_t *plain = paint (figure, WIDTH, HEIGHT, &theme);
  cairo_surface_t *hovered = paint (figure, WIDTH, HEIGHT, &theme);
  cairo_t         *cr = cairo_create (hovered);
  guint            n = 0;

  plot_figure_draw_hover (figure, cr, WIDTH, HEIGHT, &theme, x, y);
  cairo_destroy (cr);
  cairo_surface_flush (hovered);
  for (int row = 0; row < HEIGHT; row++)
    for (int column = 0; column < WIDTH; column++)
      n += pixel_at (plain, column, row) != pixel_at (hovered, column, row);
  cairo_surface_destroy (plain);
  cairo_surface_destroy (hovered);
  return n;
}

static void
test_hover (void)
{
  g_autoptr (PlotFigure) curves = new_curves ();
  g_autoptr (PlotFigure) sheet = new_gray_sheet ();
  PlotCurves *empty = plot_curves_new ("Cost", NULL, "steps", FALSE);

  g_assert_cmpuint (hover_pixels (curves, WIDTH / 2, HEIGHT / 2), >, HEIGHT / 2);
  /* The title is no place of the run, and a sheet has no cross-hair. */
  g_assert_cmpuint (hover_pixels (curves, WIDTH / 2, 2), ==, 0);
  g_assert_cmpuint (hover_pixels (sheet, WIDTH / 2, HEIGHT / 2), ==, 0);
  plot_curves_add_series (empty, PLOT_ROLE_TRAIN, "train");
  g_assert_cmpuint (hover_pixels (plot_curves_figure (empty), WIDTH / 2, HEIGHT / 2), ==, 0);
  /* One point, a gap, and nothing that a logarithmic axis can show. */
  plot_curves_append (empty, 0, (double[]) { 0, 1 }, (double[]) { 1, NAN }, 2);
  g_assert_cmpuint (hover_pixels (plot_curves_figure (empty), WIDTH / 2, HEIGHT / 2), >, 0);
  plot_curves_clear (empty);
  plot_curves_append (empty, 0, (double[]) { 0, 1 }, (double[]) { 0, -1 }, 2);
  plot_curves_set_y_scale (empty, PLOT_SCALE_LOG);
  g_assert_cmpuint (hover_pixels (plot_curves_figure (empty), WIDTH / 2, HEIGHT / 2), ==, 0);
  plot_figure_unref (plot_curves_figure (empty));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plot_theme_init (&theme, FALSE, FALSE, 14.67);
  g_test_add_data_func ("/figure-copy/curves", new_curves, test_copy);
  g_test_add_data_func ("/figure-copy/sheet", new_gray_sheet, test_copy);
  g_test_add_data_func ("/figure-copy/deep-sheet", new_deep_sheet, test_copy);
  g_test_add_data_func ("/figure-copy/empty-sheet", new_empty_sheet, test_copy);
  g_test_add_data_func ("/figure-copy/contributions", new_contributions, test_copy);
  g_test_add_data_func ("/figure-copy/row", new_row, test_copy);
  g_test_add_func ("/figure-copy/is-apart", test_copy_is_apart);
  g_test_add_func ("/figure-copy/other-thread", test_other_thread);
  g_test_add_func ("/figure-copy/count", test_count);
  g_test_add_func ("/figure-copy/hover", test_hover);
  return g_test_run ();
}
