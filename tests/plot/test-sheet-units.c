/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One unit among those of a weight sheet: how it is reached, framed and told, and that all of a few are seen. */

#include "plot/weight-sheet.h"
#include "pixels.h"

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

static cairo_surface_t *
paint_sheet (const Fixture *fixture,
             double         width,
             double         height)
{
  return paint (plot_weight_sheet_figure (fixture->sheet), width, height, &fixture->theme);
}

/* From unit to unit as they are seen, in any order, and no further than there are any. */
static void
test_neighbors (Fixture      *fixture,
                gconstpointer data)
{
  const guint order[] = { 4, 2, 0, 1, 3 };
  const struct
  {
    guint from;
    int   across, down;
    guint to;
  } moves[] = {
    { PLOT_NO_UNIT, 1, 0, 4 }, { 4, 1, 0, 2 },  { 4, -1, 0, 4 },            { 3, 1, 0, 3 },
    { 4, G_MAXUINT16, 0, 3 },  { 3, 0, -1, 3 }, { 3, -G_MAXUINT16, 0, 4 }, { 99, 0, 1, 4 },
  };

  g_assert_cmpuint (plot_weight_sheet_get_neighbor (fixture->sheet, 2000, 200, &fixture->theme, 0, 1, 0), ==,
                    PLOT_NO_UNIT);
  set_ramp (fixture, 5);
  plot_weight_sheet_set_order (fixture->sheet, order, 5);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    g_assert_cmpuint (plot_weight_sheet_get_neighbor (fixture->sheet, 2000, 200, &fixture->theme, moves[i].from,
                                                      moves[i].across, moves[i].down),
                      ==, moves[i].to);
}

/* Down goes to the picture below; title and color bar stand above the first row and are no higher than it takes. */
static void
test_neighbor_below (Fixture      *fixture,
                     gconstpointer data)
{
  cairo_rectangle_t from, to;
  guint             below;
  double            height;

  set_ramp (fixture, 30);
  plot_weight_sheet_set_side (fixture->sheet, 64);
  height = plot_weight_sheet_get_height (fixture->sheet, 500, &fixture->theme);
  below = plot_weight_sheet_get_neighbor (fixture->sheet, 500, height, &fixture->theme, 1, 0, 1);
  g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, 500, height, &fixture->theme, 1, &from));
  g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, 500, height, &fixture->theme, below, &to));
  g_assert_cmpfloat (from.x, ==, to.x);
  g_assert_cmpfloat (from.y, <, to.y);
  g_assert_cmpfloat (plot_weight_sheet_get_head (fixture->sheet, 500, &fixture->theme), <, from.y);
  g_assert_cmpfloat (plot_weight_sheet_get_head (fixture->sheet, 500, &fixture->theme), >, from.y - 10);
}

static void
test_selected (Fixture      *fixture,
               gconstpointer data)
{
  cairo_surface_t *plain;
  cairo_surface_t *framed;
  g_autofree char *words = NULL;

  set_ramp (fixture, 5);
  plain = paint_sheet (fixture, 500, 200);
  plot_weight_sheet_set_selected (fixture->sheet, 2);
  framed = paint_sheet (fixture, 500, 200);
  words = plot_figure_describe (plot_weight_sheet_figure (fixture->sheet));
  g_assert_nonnull (strstr (words, "Unit #2"));
  g_assert_cmpuint (count_color (framed, &fixture->theme.text, 0, 500), >,
                    count_color (plain, &fixture->theme.text, 0, 500) + 100);
  cairo_surface_destroy (plain);
  cairo_surface_destroy (framed);
}

/* New weights of as many units keep the selection; of fewer do not, nor is a unit selected that does not exist. */
static void
test_selected_is_gone (Fixture      *fixture,
                       gconstpointer data)
{
  g_autofree char *words = NULL;

  set_ramp (fixture, 5);
  plot_weight_sheet_set_selected (fixture->sheet, 2);
  set_ramp (fixture, 5);
  g_assert_cmpuint (plot_weight_sheet_get_selected (fixture->sheet), ==, 2);
  set_ramp (fixture, 2);
  g_assert_cmpuint (plot_weight_sheet_get_selected (fixture->sheet), ==, PLOT_NO_UNIT);
  plot_weight_sheet_set_selected (fixture->sheet, 2);
  g_assert_cmpuint (plot_weight_sheet_get_selected (fixture->sheet), ==, PLOT_NO_UNIT);
  words = plot_figure_describe (plot_weight_sheet_figure (fixture->sheet));
  g_assert_null (strstr (words, "Unit"));
  g_assert_null (plot_weight_sheet_describe_unit (fixture->sheet, 2));
}

/* A strip of few asks for the height of all of them, of many for that of one row. */
static void
test_strip_height (Fixture      *fixture,
                   gconstpointer data)
{
  plot_weight_sheet_set_strip (fixture->sheet, TRUE);
  plot_weight_sheet_set_side (fixture->sheet, 80);
  set_ramp (fixture, 10);
  for (int width = 150; width <= 1500; width += 50)
    {
      double            height = plot_weight_sheet_get_height (fixture->sheet, width, &fixture->theme);
      cairo_rectangle_t picture;

      for (guint unit = 0; unit < 10; unit++)
        g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, width, height, &fixture->theme, unit, &picture));
    }
  set_ramp (fixture, 300);
  g_assert_cmpfloat (plot_weight_sheet_get_height (fixture->sheet, 600, &fixture->theme), <, 200);
}

/* The middle of a weight in @picture. */
static guint32
weight_pixel (cairo_surface_t         *surface,
              const cairo_rectangle_t *picture,
              guint                    column,
              guint                    row)
{
  double zoom = picture->width / SIDE;

  return pixel_at (surface, (int) (picture->x + (column + 0.5) * zoom), (int) (picture->y + (row + 0.5) * zoom));
}

/* A frame around the weight, which keeps its color, in the picture of its unit alone; copies have it too. */
static void
test_marks (Fixture      *fixture,
            gconstpointer data)
{
  const guint          only_2[] = { 2 }, only_1[] = { 1 };
  const PlotWeightMark marks[] = { { 2, 3, 5, 1 }, { 2, 4, 5, 2 }, { 2, 0, 0, 0 }, { 9, 0, 0, 3 } };
  cairo_rectangle_t    picture;
  cairo_surface_t     *plain, *framed, *other, *copied;
  PlotFigure          *copy;
  g_autofree char     *words = NULL;
  guint                n_plain;

  set_ramp (fixture, 5);
  plot_weight_sheet_set_order (fixture->sheet, only_2, 1);
  plain = paint_sheet (fixture, 300, 300);
  plot_weight_sheet_set_marks (fixture->sheet, marks, G_N_ELEMENTS (marks));
  framed = paint_sheet (fixture, 300, 300);
  copy = plot_figure_copy (plot_weight_sheet_figure (fixture->sheet));
  copied = paint (copy, 300, 300, &fixture->theme);
  g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, 300, 300, &fixture->theme, 2, &picture));
  words = plot_figure_describe (plot_weight_sheet_figure (fixture->sheet));
  n_plain = count_color (plain, &fixture->theme.text, 0, 300);
  g_assert_cmpuint (count_color (framed, &fixture->theme.text, 0, 300), >, n_plain + 100);
  g_assert_cmpuint (count_color (copied, &fixture->theme.text, 0, 300), ==,
                    count_color (framed, &fixture->theme.text, 0, 300));
  for (guint i = 0; i < 3; i++)
    g_assert_cmphex (weight_pixel (framed, &picture, marks[i].column, marks[i].row), ==,
                     weight_pixel (plain, &picture, marks[i].column, marks[i].row));
  g_assert_nonnull (strstr (words, "1 at row 5, column 3 of unit #2; 2 at row 5, column 4 of unit #2"));
  g_assert_null (strstr (words, "3 at"));
  plot_weight_sheet_set_order (fixture->sheet, only_1, 1);
  other = paint_sheet (fixture, 300, 300);
  g_assert_cmpuint (count_color (other, &fixture->theme.text, 0, 300), <, n_plain + 50);
  plot_figure_unref (copy);
  cairo_surface_destroy (plain);
  cairo_surface_destroy (framed);
  cairo_surface_destroy (other);
  cairo_surface_destroy (copied);
}

/* With the largest size a picture and its name stand whole in the view, and one px more for each pixel would not. */
static void
test_page (Fixture      *fixture,
           gconstpointer data)
{
  const double      views[][2] = { { 700, 400 }, { 300, 600 } };
  cairo_rectangle_t picture;

  set_ramp (fixture, 12);
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    for (int parts = PLOT_PARTS_TOGETHER; parts <= PLOT_PARTS_APART; parts++)
      {
        double width = views[i][0], height = views[i][1], side, full;

        plot_weight_sheet_set_parts (fixture->sheet, (PlotWeightParts) parts);
        side = plot_weight_sheet_get_page_side (fixture->sheet, width, height, &fixture->theme);
        plot_weight_sheet_set_side (fixture->sheet, side);
        full = plot_weight_sheet_get_height (fixture->sheet, width, &fixture->theme);
        g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, width, full, &fixture->theme, 0, &picture));
        g_assert_cmpfloat (picture.height, ==, side);
        g_assert_cmpfloat (picture.x + picture.width, <=, width);
        g_assert_cmpfloat (picture.y + picture.height + fixture->theme.text_size, <=, height);
        g_assert_true (picture.width * (side + SIDE) / side > width - 12
                       || picture.y + picture.height + SIDE + 2 * fixture->theme.text_size > height);
      }
}

/* Of every point: the unit it is on, or the nearest where it is on none. */
static void
test_nearest (Fixture      *fixture,
              gconstpointer data)
{
  const guint       order[] = { 4, 0, 6, 2, 1 };
  double            height;
  cairo_rectangle_t picture;

  set_ramp (fixture, 7);
  plot_weight_sheet_set_order (fixture->sheet, order, G_N_ELEMENTS (order));
  plot_weight_sheet_set_side (fixture->sheet, 80);
  height = plot_weight_sheet_get_height (fixture->sheet, 220, &fixture->theme);
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_assert_true (plot_weight_sheet_get_picture (fixture->sheet, 220, height, &fixture->theme, order[i], &picture));
      for (int corner = 0; corner < 4; corner++)
        g_assert_cmpuint (plot_weight_sheet_get_nearest (fixture->sheet, 220, height, &fixture->theme,
                                                         picture.x + corner % 2 * (picture.width - 1),
                                                         picture.y + corner / 2 * (picture.height - 1)), ==, order[i]);
    }
  g_assert_cmpuint (plot_weight_sheet_get_nearest (fixture->sheet, 220, height, &fixture->theme, -50, -50), ==, 4);
  g_assert_cmpuint (plot_weight_sheet_get_nearest (fixture->sheet, 220, height, &fixture->theme, 999, 9999), ==, 1);
  plot_weight_sheet_set_order (fixture->sheet, order, 0);
  g_assert_cmpuint (plot_weight_sheet_get_nearest (fixture->sheet, 220, height, &fixture->theme, 5, 5), ==,
                    PLOT_NO_UNIT);
}

/* Three maps are one picture, or three beside one another with the names of their colors. */
static void
test_colors_apart (Fixture      *fixture,
                   gconstpointer data)
{
  const guint       colors[] = { 0, 1, 2 };
  g_autofree float *weights = ramp (2, 3);
  g_autofree char  *together = NULL, *apart = NULL;

  plot_weight_sheet_set_weights (fixture->sheet, weights, 2, 3, SIDE, SIDE, NULL);
  together = plot_figure_describe (plot_weight_sheet_figure (fixture->sheet));
  g_assert_null (strstr (together, "green"));
  g_assert_cmpuint (plot_weight_sheet_get_channel (fixture->sheet, 0), ==, PLOT_ALL_CHANNELS);
  plot_weight_sheet_set_slices (fixture->sheet, colors, 3);
  apart = plot_figure_describe (plot_weight_sheet_figure (fixture->sheet));
  g_assert_nonnull (strstr (apart, "red, green, blue"));
  for (guint pane = 0; pane < 3; pane++)
    g_assert_cmpuint (plot_weight_sheet_get_channel (fixture->sheet, pane), ==, pane);
  cairo_surface_destroy (paint_sheet (fixture, 300, 300));
}

#define ADD(name, function) g_test_add ("/plot/sheet-units/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("neighbors", test_neighbors);
  ADD ("neighbor-below", test_neighbor_below);
  ADD ("selected", test_selected);
  ADD ("selected-is-gone", test_selected_is_gone);
  ADD ("marks", test_marks);
  ADD ("page", test_page);
  ADD ("nearest", test_nearest);
  ADD ("colors-apart", test_colors_apart);
  ADD ("strip-height", test_strip_height);
  return g_test_run ();
}
