/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pixels.h"
#include "plot/image-sheet.h"

#define WIDTH  300
#define HEIGHT 200

static char *captions[] = { (char *) "one", (char *) "two", (char *) "three", NULL };

/* 2 x 2: the first pixel full, the others empty. */
static const guint8 gray[] = { 255, 0, 0, 0 };
static const guint8 color[] = { 255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0 };

static PlotImageSheet *
make (PlotTheme    *theme,
      const guint8 *image,
      guint         channels)
{
  PlotImageSheet *sheet = plot_image_sheet_new (40);
  const guint8   *images[] = { image, image, image };

  plot_theme_init (theme, FALSE, FALSE, 14.67);
  plot_image_sheet_set (sheet, "Digits", "3 of 3", images, 3, channels, 2, 2, captions);
  return sheet;
}

/* The first pixel of the figure that belongs to @image. */
static void
find_image (PlotImageSheet  *sheet,
            const PlotTheme *theme,
            guint            image,
            int             *x,
            int             *y)
{
  guint found;

  for (*y = 0; *y < HEIGHT; (*y)++)
    for (*x = 0; *x < WIDTH; (*x)++)
      if (plot_image_sheet_pick (sheet, WIDTH, theme, *x + 0.5, *y + 0.5, &found) && found == image)
        return;
  g_assert_not_reached ();
}

static void
test_ink_is_dark (void)
{
  PlotTheme        theme;
  PlotImageSheet  *sheet = make (&theme, gray, 1);
  cairo_surface_t *surface = paint (plot_image_sheet_figure (sheet), WIDTH, HEIGHT, &theme);
  int              x, y;

  find_image (sheet, &theme, 2, &x, &y);
  g_assert_cmphex (pixel_at (surface, x + 10, y + 10) & 0xffffff, ==, 0x000000);
  g_assert_cmphex (pixel_at (surface, x + 30, y + 10) & 0xffffff, ==, 0xffffff);
  g_assert_cmphex (pixel_at (surface, x + 30, y + 30) & 0xffffff, ==, 0xffffff);
  cairo_surface_destroy (surface);
  plot_figure_unref (plot_image_sheet_figure (sheet));
}

static void
test_color_is_as_it_is (void)
{
  PlotTheme        theme;
  PlotImageSheet  *sheet = make (&theme, color, 3);
  cairo_surface_t *surface = paint (plot_image_sheet_figure (sheet), WIDTH, HEIGHT, &theme);
  int              x, y;

  find_image (sheet, &theme, 0, &x, &y);
  g_assert_cmphex (pixel_at (surface, x + 10, y + 10) & 0xffffff, ==, 0xff0000);
  g_assert_cmphex (pixel_at (surface, x + 30, y + 10) & 0xffffff, ==, 0x00ff00);
  cairo_surface_destroy (surface);
  plot_figure_unref (plot_image_sheet_figure (sheet));
}

static void
test_narrow_is_higher (void)
{
  PlotTheme        theme;
  PlotImageSheet  *sheet = make (&theme, gray, 1);
  g_autofree char *words = plot_figure_describe (plot_image_sheet_figure (sheet));

  g_assert_cmpfloat (plot_image_sheet_get_height (sheet, 60, &theme), >,
                     2 * 40 + plot_image_sheet_get_height (sheet, WIDTH, &theme));
  g_assert_cmpstr (words, ==, "Digits: one, two, three");
  plot_figure_unref (plot_image_sheet_figure (sheet));
}

static void
test_none (void)
{
  PlotTheme        theme;
  PlotImageSheet  *sheet = make (&theme, gray, 1);
  cairo_surface_t *surface;
  g_autofree char *words = NULL;
  guint            image;

  plot_image_sheet_set (sheet, "Digits", NULL, NULL, 0, 1, 2, 2, NULL);
  words = plot_figure_describe (plot_image_sheet_figure (sheet));
  surface = paint (plot_image_sheet_figure (sheet), WIDTH, HEIGHT, &theme);
  g_assert_cmpstr (words, ==, "Digits: none");
  g_assert_false (plot_image_sheet_pick (sheet, WIDTH, &theme, 20, 50, &image));
  cairo_surface_destroy (surface);
  plot_figure_unref (plot_image_sheet_figure (sheet));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot-image-sheet/ink-is-dark", test_ink_is_dark);
  g_test_add_func ("/plot-image-sheet/color-is-as-it-is", test_color_is_as_it_is);
  g_test_add_func ("/plot-image-sheet/narrow-is-higher", test_narrow_is_higher);
  g_test_add_func ("/plot-image-sheet/none", test_none);
  return g_test_run ();
}
