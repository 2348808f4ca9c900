/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/row.h"
#include "plot/weight-sheet.h"

#include <string.h>

static PlotFigure *
new_sheet (const char *title)
{
  const float      weights[] = { 1, 1, 1, 1 };
  PlotWeightSheet *sheet = plot_weight_sheet_new (title, "unit");

  plot_weight_sheet_set_weights (sheet, weights, 1, 1, 2, 2, NULL);
  return plot_weight_sheet_figure (sheet);
}

/* Each half holds what its member draws alone at that size. */
static void
test_halves (void)
{
  PlotFigure      *members[] = { new_sheet ("left"), new_sheet ("right") };
  PlotFigure      *row = plot_row_new (members, 2);
  PlotTheme        theme;
  cairo_surface_t *whole, *half;

  plot_theme_init (&theme, FALSE, FALSE, 16);
  whole = plot_figure_to_surface (row, 416, 150, 1, &theme);
  half = plot_figure_to_surface (members[1], 200, 150, 1, &theme);
  for (int y = 0; y < 150; y++)
    g_assert_cmpmem (cairo_image_surface_get_data (whole) + y * cairo_image_surface_get_stride (whole) + 216 * 4, 800,
                     cairo_image_surface_get_data (half) + y * cairo_image_surface_get_stride (half), 800);
  cairo_surface_destroy (whole);
  cairo_surface_destroy (half);
  plot_figure_unref (row);
  plot_figure_unref (members[0]);
  plot_figure_unref (members[1]);
}

static void
test_words (void)
{
  PlotFigure      *members[] = { new_sheet ("left"), new_sheet ("right") };
  PlotFigure      *row = plot_row_new (members, 2);
  g_autofree char *text = plot_figure_describe (row);
  g_autofree char *one = plot_figure_describe (members[0]);
  g_autofree char *csv = plot_figure_to_csv (row);
  g_autofree char *one_csv = plot_figure_to_csv (members[0]);

  g_assert_true (g_str_has_prefix (text, one));
  g_assert_cmpuint (strlen (text), >, strlen (one));
  g_assert_cmpuint (strlen (csv), ==, 2 * strlen (one_csv) + 2);
  plot_figure_unref (row);
  plot_figure_unref (members[0]);
  plot_figure_unref (members[1]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/row/halves", test_halves);
  g_test_add_func ("/plot/row/words", test_words);
  return g_test_run ();
}
