/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pixels.h"
#include "plot/example-walk.h"

#include <math.h>
#include <string.h>

#define WIDTH  1000
#define N      12
#define SIDE   4

static float *
copy_floats (const float *numbers,
             guint        n)
{
  return g_memdup2 (numbers, n * sizeof *numbers);
}

/* A 4 x 4 image, @n_layers of 12 units, three classes of which the second is true. */
static PlotExampleWalk *
make (PlotTheme *theme,
      guint      n_layers)
{
  static const float outputs[N] = { 1, -1, 0, 0.5f, 0, 0, 0, 0, 0, 0, 0, 0.25f };
  static const float gradients[N] = { 0, 2, -2, 0, 0, 0, 0, 0, 0, 0, 0, 1 };
  static const float shares[] = { 0.2f, 0.7f, 0.1f };
  static const float class_gradients[] = { 0.2f, -0.3f, 0.1f };
  static const char *names[] = { "cat", "dog", "a, b", NULL };
  PlotWalkContent   *content = plot_walk_content_new ();
  PlotExampleWalk   *walk = plot_example_walk_new ();

  plot_theme_init (theme, FALSE, FALSE, 14.67);
  content->title = g_strdup ("Example 3");
  content->channels = 1;
  content->height = content->width = SIDE;
  content->bytes = g_new0 (guint8, SIDE * SIDE);
  content->bytes[0] = 255;
  content->pixel_gradients = g_new0 (float, SIDE * SIDE);
  content->n_layers = n_layers;
  content->layers = g_new0 (PlotWalkLayer, n_layers);
  for (guint l = 0; l < n_layers; l++)
    content->layers[l] = (PlotWalkLayer) { g_strdup ("h"), g_strdup ("dense 12"), N, copy_floats (outputs, N),
                                           copy_floats (gradients, N), 3 };
  content->n_classes = 3;
  content->class_names = g_strdupv ((char **) names);
  content->shares = copy_floats (shares, 3);
  content->class_gradients = copy_floats (class_gradients, 3);
  content->probable = TRUE;
  content->truth = content->chosen_class = 1;
  plot_walk_content_append (content->forward, g_strdup ("h[3] = tanh(z[3])"), g_strdup ("tanh(0.549)"), 0.5);
  plot_walk_content_append (content->forward, g_strdup ("nothing but words"), NULL, NAN);
  plot_walk_content_append (content->backward, g_strdup ("d, of C"), NULL, -0.3);
  plot_example_walk_set (walk, content);
  return walk;
}

static int
height_of (PlotExampleWalk *walk,
           double           width,
           const PlotTheme *theme)
{
  return (int) plot_example_walk_get_height (walk, width, theme);
}

static gboolean
hits (PlotExampleWalk *walk,
      const PlotTheme *theme,
      double           width,
      guint            stage,
      guint            unit,
      int              x,
      int              y)
{
  guint s, u;

  return plot_example_walk_pick (walk, width, theme, x + 0.5, y + 0.5, &s, &u) && s == stage && u == unit;
}

/* Where plot_example_walk_pick() finds a unit: the box around it, of the first picture from the top. */
typedef struct
{
  int left, top, right, bottom;
} Box;

static Box
find_unit (PlotExampleWalk *walk,
           const PlotTheme *theme,
           double           width,
           guint            stage,
           guint            unit)
{
  int height = height_of (walk, width, theme);

  for (int y = 0; y < height; y += 8)
    for (int x = 0; x < width; x += 8)
      if (hits (walk, theme, width, stage, unit, x, y))
        {
          Box box = { x, y, x, y };

          while (hits (walk, theme, width, stage, unit, box.left - 1, y))
            box.left--;
          while (hits (walk, theme, width, stage, unit, box.right + 1, y))
            box.right++;
          while (hits (walk, theme, width, stage, unit, x, box.top - 1))
            box.top--;
          while (hits (walk, theme, width, stage, unit, x, box.bottom + 1))
            box.bottom++;
          return box;
        }
  g_error ("unit %u of stage %u is nowhere", unit, stage);
}

static void
test_pick_and_frame (void)
{
  PlotTheme        theme;
  PlotExampleWalk *walk = make (&theme, 1);
  cairo_surface_t *surface = paint (plot_example_walk_figure (walk), WIDTH, height_of (walk, WIDTH, &theme), &theme);
  Box              chosen = find_unit (walk, &theme, WIDTH, 1, 3);
  Box              other = find_unit (walk, &theme, WIDTH, 1, 7);
  Box              pixel = find_unit (walk, &theme, WIDTH, 0, SIDE * SIDE - 1);
  Box              class = find_unit (walk, &theme, WIDTH, 2, 2);
  guint            stage, unit;

  /* The image at the left, the classes at the right. */
  g_assert_cmpint (pixel.right, <, chosen.left);
  g_assert_cmpint (other.right, <, class.left);
  /* A dark frame around the chosen unit alone. */
  g_assert_cmphex (pixel_at (surface, (chosen.left + chosen.right) / 2, chosen.top - 1), ==,
                   plot_color_pixel (&theme.text));
  g_assert_cmphex (pixel_at (surface, (other.left + other.right) / 2, other.top - 1), !=,
                   plot_color_pixel (&theme.text));
  g_assert_false (plot_example_walk_pick (walk, WIDTH, &theme, 1, 1, &stage, &unit));
  cairo_surface_destroy (surface);
  plot_figure_unref (plot_example_walk_figure (walk));
}

/* Darker is more, a negative output has a hole, the diverging colors belong to gradients. */
static void
test_shades (void)
{
  PlotTheme        theme;
  PlotExampleWalk *walk = make (&theme, 1);
  cairo_surface_t *surface = paint (plot_example_walk_figure (walk), WIDTH, height_of (walk, WIDTH, &theme), &theme);
  Box              full = find_unit (walk, &theme, WIDTH, 1, 0);
  Box              negative = find_unit (walk, &theme, WIDTH, 1, 1);
  Box              none = find_unit (walk, &theme, WIDTH, 1, 8);
  guint            cell = (guint) (full.right - full.left + 1);
  guint            red = 0, blue = 0;

  g_assert_cmpuint (cell, >, 12);
  g_assert_cmphex (pixel_at (surface, (full.left + full.right) / 2, (full.top + full.bottom) / 2), ==,
                   plot_color_pixel (&theme.text));
  g_assert_cmphex (pixel_at (surface, (negative.left + negative.right) / 2, (negative.top + negative.bottom) / 2), ==,
                   plot_color_pixel (&theme.background));
  g_assert_cmphex (pixel_at (surface, negative.left + 2, negative.top + 2), ==, plot_color_pixel (&theme.text));
  g_assert_cmpuint (pixel_at (surface, none.left + 4, none.top + 4) & 0xff, >, 0xe0);
  red = count_color (surface, &theme.weight_positive, 0, WIDTH);
  blue = count_color (surface, &theme.weight_negative, 0, WIDTH);
  g_assert_cmpuint (red, >, (cell - 4) * (cell - 4));
  g_assert_cmpuint (blue, >, (cell - 4) * (cell - 4));
  cairo_surface_destroy (surface);
  plot_figure_unref (plot_example_walk_figure (walk));
}

/* The longest bar, by the number of pixels in the truth's color right of its name, and the mark before it. */
static void
test_true_class_is_marked (void)
{
  PlotTheme        theme;
  PlotExampleWalk *walk = make (&theme, 0);
  int              height = height_of (walk, WIDTH, &theme);
  cairo_surface_t *surface = paint (plot_example_walk_figure (walk), WIDTH, height, &theme);
  Box              truth = find_unit (walk, &theme, WIDTH, 1, 1);
  Box              other = find_unit (walk, &theme, WIDTH, 1, 0);
  guint            dark = 0, dark_elsewhere = 0;

  for (int x = truth.left + 5; x < truth.left + 12; x++)
    {
      dark += pixel_at (surface, x, (truth.top + truth.bottom) / 2) == plot_color_pixel (&theme.text);
      dark_elsewhere += pixel_at (surface, x, (other.top + other.bottom) / 2) == plot_color_pixel (&theme.text);
    }
  g_assert_cmpuint (dark, >=, 4);
  g_assert_cmpuint (dark_elsewhere, ==, 0);
  cairo_surface_destroy (surface);
  plot_figure_unref (plot_example_walk_figure (walk));
}

/* One under the other where there is no room; everything can still be picked. */
static void
test_narrow (void)
{
  PlotTheme        theme;
  PlotExampleWalk *walk = make (&theme, 3);
  Box              last = find_unit (walk, &theme, 360, 3, N - 1);
  Box              class = find_unit (walk, &theme, 360, 4, 0);

  g_assert_cmpint (height_of (walk, 360, &theme), >, height_of (walk, 1400, &theme) + 100);
  g_assert_cmpint (last.right, <, 360);
  g_assert_cmpint (class.right, <, 360);
  g_assert_cmpint (height_of (walk, 40, &theme), >, 0);
  plot_figure_unref (plot_example_walk_figure (walk));
}

static void
test_move (void)
{
  PlotTheme        theme;
  PlotExampleWalk *walk = make (&theme, 1);
  guint            stage = 0, unit = 0;

  g_assert_true (plot_example_walk_move (walk, WIDTH, &theme, 0, 1, &stage, &unit));
  g_assert_cmpuint (unit, ==, SIDE);
  g_assert_true (plot_example_walk_move (walk, WIDTH, &theme, 1, 0, &stage, &unit));
  g_assert_cmpuint (unit, ==, SIDE + 1);
  g_assert_false (plot_example_walk_move (walk, WIDTH, &theme, 0, 5, &stage, &unit));
  /* Over the right edge to the chosen unit of the next stage, and on to the classes. */
  unit = SIDE - 1;
  g_assert_true (plot_example_walk_move (walk, WIDTH, &theme, 1, 0, &stage, &unit));
  g_assert_cmpuint (stage, ==, 1);
  g_assert_cmpuint (unit, ==, 3);
  unit = N - 1;
  g_assert_true (plot_example_walk_move (walk, WIDTH, &theme, 1, 0, &stage, &unit));
  g_assert_cmpuint (stage, ==, 2);
  g_assert_cmpuint (unit, ==, 1);
  g_assert_true (plot_example_walk_move (walk, WIDTH, &theme, 0, -1, &stage, &unit));
  g_assert_cmpuint (unit, ==, 0);
  g_assert_false (plot_example_walk_move (walk, WIDTH, &theme, 0, -1, &stage, &unit));
  g_assert_false (plot_example_walk_move (walk, WIDTH, &theme, 1, 0, &stage, &unit));
  plot_figure_unref (plot_example_walk_figure (walk));
}

static void
test_words_and_numbers (void)
{
  PlotTheme              theme;
  PlotExampleWalk       *walk = make (&theme, 1);
  g_autoptr (PlotFigure) twin = plot_figure_copy (plot_example_walk_figure (walk));
  g_autofree char       *words = NULL;
  g_autofree char       *csv = NULL;

  /* The copy has everything of its own. */
  plot_figure_unref (plot_example_walk_figure (walk));
  words = plot_figure_describe (twin);
  csv = plot_figure_to_csv (twin);
  g_assert_true (g_str_has_prefix (words, "Example 3. The answer is dog with 70.0\u202f%; the true class dog has"));
  g_assert_nonnull (strstr (words, "\nh[3] = tanh(z[3]) = tanh(0.549) = 0.500\nnothing but words\nd, of C = −0.300"));
  g_assert_cmpstr (csv, ==,
                   "pass,formula,values,result\r\n"
                   "forward,h[3] = tanh(z[3]),tanh(0.549),0.5\r\n"
                   "forward,nothing but words,,\r\n"
                   "backward,\"d, of C\",,-0.3\r\n");
  g_assert_cmpuint (plot_figure_count (twin), ==, 3);
}

static void
test_nothing (void)
{
  PlotTheme              theme;
  PlotExampleWalk       *walk = plot_example_walk_new ();
  g_autofree char       *words = plot_figure_describe (plot_example_walk_figure (walk));
  cairo_surface_t       *surface;
  guint                  stage = 0, unit = 0;

  plot_theme_init (&theme, TRUE, FALSE, 14.67);
  surface = paint (plot_example_walk_figure (walk), WIDTH, height_of (walk, WIDTH, &theme), &theme);
  g_assert_cmpstr (words, ==, "No example yet");
  g_assert_false (plot_example_walk_pick (walk, WIDTH, &theme, 20, 50, &stage, &unit));
  g_assert_false (plot_example_walk_move (walk, WIDTH, &theme, 1, 0, &stage, &unit));
  cairo_surface_destroy (surface);
  plot_figure_unref (plot_example_walk_figure (walk));
}

/* Hundreds of classes: the true and the chosen one are among those that find room. */
static void
test_many_classes (void)
{
  PlotTheme        theme;
  PlotExampleWalk *walk = make (&theme, 0);
  PlotWalkContent *content = (PlotWalkContent *) plot_example_walk_get (walk);
  guint            n = 700;

  g_strfreev (content->class_names);
  g_free (content->shares);
  g_free (content->class_gradients);
  content->n_classes = n;
  content->class_names = g_new0 (char *, n + 1);
  content->shares = g_new0 (float, n);
  content->class_gradients = g_new0 (float, n);
  for (guint k = 0; k < n; k++)
    content->class_names[k] = g_strdup_printf ("person %u", k);
  content->shares[300] = 0.9f;
  content->truth = 650;
  content->chosen_class = 123;
  find_unit (walk, &theme, WIDTH, 1, 123);
  find_unit (walk, &theme, WIDTH, 1, 300);
  find_unit (walk, &theme, WIDTH, 1, 650);
  plot_figure_unref (plot_example_walk_figure (walk));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot-example-walk/pick-and-frame", test_pick_and_frame);
  g_test_add_func ("/plot-example-walk/shades", test_shades);
  g_test_add_func ("/plot-example-walk/true-class-is-marked", test_true_class_is_marked);
  g_test_add_func ("/plot-example-walk/narrow", test_narrow);
  g_test_add_func ("/plot-example-walk/move", test_move);
  g_test_add_func ("/plot-example-walk/words-and-numbers", test_words_and_numbers);
  g_test_add_func ("/plot-example-walk/nothing", test_nothing);
  g_test_add_func ("/plot-example-walk/many-classes", test_many_classes);
  return g_test_run ();
}
