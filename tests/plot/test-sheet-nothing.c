/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known-weights.h"

#include <math.h>

/* Weights that are zero or not finite, in the picture and in words. */

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

static void
check_words (Fixture    *fixture,
             const char *in_picture,
             const char *under_picture,
             const char *described)
{
  g_autofree char *words = plot_figure_describe (plot_weight_sheet_figure (fixture->sheet));
  g_autofree char *note = plot_sheet_note (fixture->sheet, 0);

  g_assert_cmpstr (plot_sheet_describe_nothing (fixture->sheet), ==, in_picture);
  g_assert_cmpstr (note, ==, under_picture);
  g_assert_true (g_str_has_suffix (words, described));
}

/* What has no color is told apart: zeros, no number at all, zeros among these, and sums that cancel. */
static void
test_nothing (Fixture      *fixture,
              gconstpointer dark)
{
  float            weights[4] = { 0 };
  g_autofree char *remark = NULL;
  g_autofree char *words = NULL;
  PlotSheetLayout  layout;

  plot_weight_sheet_set_own_scale (fixture->sheet, TRUE);
  plot_weight_sheet_set_weights (fixture->sheet, weights, 1, 1, 2, 2, NULL);
  check_words (fixture, "All weights are zero", "all zero", "2 by 2 pixels, all zero, each on its own scale");
  weights[0] = INFINITY;
  plot_weight_sheet_set_weights (fixture->sheet, weights, 1, 1, 2, 2, NULL);
  check_words (fixture, "All finite weights are zero", "all zero",
               "the finite ones all zero, 1 not finite, each on its own scale");
  for (guint i = 0; i < 4; i++)
    weights[i] = NAN;
  plot_weight_sheet_set_weights (fixture->sheet, weights, 1, 1, 2, 2, NULL);
  check_words (fixture, "No weight is finite", "not finite", "no weight is finite, each on its own scale");
  plot_weight_sheet_set_weights (fixture->sheet, (const float[]) { 1.0f, -1.0f }, 1, 2, 1, 1, NULL);
  check_words (fixture, "All pictures are zero", "all zero", "sum over 2 maps, each on its own scale");
  plot_weight_sheet_set_weights (fixture->sheet, (const float[]) { 1.0f, NAN }, 1, 2, 1, 1, NULL);
  check_words (fixture, "No picture has a finite number", "not finite", "sum over 2 maps, each on its own scale");
  /* One unit of two. */
  plot_weight_sheet_set_weights (fixture->sheet, (const float[]) { 1.0f, NAN, 0.0f, 0.0f }, 2, 1, 1, 2, NULL);
  words = plot_figure_describe (plot_weight_sheet_figure (fixture->sheet));
  g_assert_nonnull (strstr (words, "1 unit is all zero"));
  plot_sheet_lay_out (fixture->sheet, &layout, &fixture->theme, 400, 300);
  remark = plot_sheet_remark (fixture->sheet, &layout);
  g_assert_nonnull (strstr (remark, "1 unit is all zero"));
  cairo_surface_destroy (export (fixture, 400, 300));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/sheet-nothing/not-finite", test_not_finite);
  add_test ("/sheet-nothing/one-unit", test_one_unit);
  add_test ("/sheet-nothing/nothing", test_nothing);
  return g_test_run ();
}
