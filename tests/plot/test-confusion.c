/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pixels.h"
#include "plot/confusion.h"

#include <string.h>

#define WIDTH  500
#define HEIGHT 420

static char *names[] = { (char *) "cat", (char *) "dog", (char *) "a, b", NULL };
/* Dogs are taken for cats four times. */
static const gsize counts[] = { 5, 0, 1, 4, 6, 0, 0, 0, 10 };

static PlotConfusion *
make (PlotTheme *theme)
{
  PlotConfusion *confusion = plot_confusion_new ("Taken for", PLOT_ROLE_VALIDATION);

  plot_theme_init (theme, FALSE, FALSE, 14.67);
  plot_confusion_set (confusion, counts, 3, names);
  return confusion;
}

/* The middle of the cell, found through plot_confusion_pick() alone. */
static void
find_cell (PlotConfusion   *confusion,
           const PlotTheme *theme,
           guint            truth,
           guint            answer,
           int             *x,
           int             *y)
{
  guint  t, a;
  double sum_x = 0, sum_y = 0, n = 0;

  for (int py = 0; py < HEIGHT; py++)
    for (int px = 0; px < WIDTH; px++)
      if (plot_confusion_pick (confusion, WIDTH, HEIGHT, theme, px + 0.5, py + 0.5, &t, &a)
          && t == truth && a == answer)
        {
          sum_x += px;
          sum_y += py;
          n++;
        }
  g_assert_cmpfloat (n, >, 1000);
  *x = (int) (sum_x / n);
  *y = (int) (sum_y / n);
}

/* Off the numbers: near a corner of the cell. */
static guint32
fill_of (PlotConfusion   *confusion,
         const PlotTheme *theme,
         cairo_surface_t *surface,
         guint            truth,
         guint            answer)
{
  int x, y;

  find_cell (confusion, theme, truth, answer, &x, &y);
  return pixel_at (surface, x - 30, y - 30);
}

static void
test_darker_is_more (void)
{
  PlotTheme        theme;
  PlotConfusion   *confusion = make (&theme);
  cairo_surface_t *surface = paint (plot_confusion_figure (confusion), WIDTH, HEIGHT, &theme);
  guint32          empty = fill_of (confusion, &theme, surface, 0, 1);
  guint32          few = fill_of (confusion, &theme, surface, 0, 2);
  guint32          many = fill_of (confusion, &theme, surface, 1, 0);

  g_assert_cmphex (empty, ==, plot_color_pixel (&theme.background));
  g_assert_cmphex (few, !=, empty);
  /* Orange on white: less blue is darker. */
  g_assert_cmpuint (many & 0xff, <, few & 0xff);
  cairo_surface_destroy (surface);
  plot_figure_unref (plot_confusion_figure (confusion));
}

static void
test_selected_cell_is_framed (void)
{
  PlotTheme        theme;
  PlotConfusion   *confusion = make (&theme);
  cairo_surface_t *before = paint (plot_confusion_figure (confusion), WIDTH, HEIGHT, &theme);
  cairo_surface_t *after;

  plot_confusion_select (confusion, 2, 0);
  after = paint (plot_confusion_figure (confusion), WIDTH, HEIGHT, &theme);
  g_assert_cmpuint (count_color (after, &theme.text, 0, WIDTH), >, count_color (before, &theme.text, 0, WIDTH) + 300);
  /* A cell that there is not any more is not selected any more. */
  plot_confusion_set (confusion, counts, 2, names);
  plot_confusion_select (confusion, 2, 0);
  cairo_surface_destroy (after);
  after = paint (plot_confusion_figure (confusion), WIDTH, HEIGHT, &theme);
  g_assert_cmpuint (count_color (after, &theme.text, 0, WIDTH), <, count_color (before, &theme.text, 0, WIDTH) + 300);
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
  plot_figure_unref (plot_confusion_figure (confusion));
}

static void
test_words_and_numbers (void)
{
  PlotTheme        theme;
  PlotConfusion   *confusion = make (&theme);
  g_autofree char *words = plot_figure_describe (plot_confusion_figure (confusion));
  g_autofree char *csv = plot_figure_to_csv (plot_confusion_figure (confusion));

  g_assert_cmpstr (words, ==, "Taken for: 21 of 26 right; most often dog is taken for cat, 4 times");
  g_assert_true (g_str_has_prefix (csv, "shown,answer,count\r\ncat,cat,5\r\n"));
  g_assert_nonnull (strstr (csv, "cat,\"a, b\",1\r\n"));
  plot_figure_unref (plot_confusion_figure (confusion));
}

static void
test_nothing_counted (void)
{
  PlotTheme        theme;
  PlotConfusion   *confusion = plot_confusion_new ("Taken for", PLOT_ROLE_VALIDATION);
  g_autofree char *words = plot_figure_describe (plot_confusion_figure (confusion));
  cairo_surface_t *surface;
  guint            truth, answer;

  plot_theme_init (&theme, TRUE, FALSE, 14.67);
  surface = paint (plot_confusion_figure (confusion), WIDTH, HEIGHT, &theme);
  g_assert_cmpstr (words, ==, "Taken for: nothing counted yet");
  g_assert_false (plot_confusion_pick (confusion, WIDTH, HEIGHT, &theme, 200, 200, &truth, &answer));
  cairo_surface_destroy (surface);
  plot_figure_unref (plot_confusion_figure (confusion));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot-confusion/darker-is-more", test_darker_is_more);
  g_test_add_func ("/plot-confusion/selected-cell-is-framed", test_selected_cell_is_framed);
  g_test_add_func ("/plot-confusion/words-and-numbers", test_words_and_numbers);
  g_test_add_func ("/plot-confusion/nothing-counted", test_nothing_counted);
  return g_test_run ();
}
