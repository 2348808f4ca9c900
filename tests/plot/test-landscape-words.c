/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a landscape says: labels, the reading under the pointer, words and numbers. */

#include "plot/landscape-private.h"
#include "pixels.h"
#include "surfaces.h"

#include <glib/gstdio.h>
#include <string.h>

#define WIDTH  700
#define HEIGHT 460

typedef struct
{
  PlotLandscape *landscape;
  PlotTheme      theme;
} Fixture;

static double
nearly_flat (double x,
             double y)
{
  return 0.384 * (1 + 0.005 * (x * x + y * y));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (PlotSurface) surface = surface_of (nearly_flat, 40, 40, (double[]) { -1, -1 }, (double[]) { 3, 3 });

  fixture->landscape = plot_landscape_new ();
  plot_landscape_set_titles (fixture->landscape, "Cost", NULL, "W1[199,2]", "y", NULL);
  plot_landscape_set_surface (fixture->landscape, surface);
  plot_landscape_set_style (fixture->landscape, PLOT_LANDSCAPE_BANDS, PLOT_LEVELS_EQUAL);
  plot_theme_init (&fixture->theme, FALSE, FALSE, 14.67);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  plot_figure_unref (plot_landscape_figure (fixture->landscape));
}

static guint
count_racer (const Fixture *fixture,
             guint          racer)
{
  cairo_surface_t *image = paint (plot_landscape_figure (fixture->landscape), WIDTH, HEIGHT, &fixture->theme);
  guint            count = count_color (image, plot_racer_color (&fixture->theme, racer), 0, WIDTH);

  cairo_surface_destroy (image);
  return count;
}

static PlotPlace
place_of (const Fixture *fixture,
          double         x,
          double         y)
{
  PlotPlace place = { NAN, NAN };

  plot_landscape_to_place (fixture->landscape, WIDTH, HEIGHT, &fixture->theme, x, y, &place);
  return place;
}

/* Five ends so near to one another that labels beside them would lie on each other: all of them are seen whole, which
 * is as much of each as when it is alone. */
static void
test_labels_apart (Fixture      *fixture,
                   gconstpointer data)
{
  static const char *const labels[] = { "Gradient descent", "Momentum", "Adam", "Nesterov", "RMSProp" };
  guint alone[5];

  /* Letters that have pixels of their full color. */
  plot_theme_init (&fixture->theme, FALSE, FALSE, 26);
  for (guint i = 0; i < 5; i++)
    {
      PlotPlace place = place_of (fixture, 350 + 22 * i, 200);
      guint     marker;

      plot_landscape_set_path (fixture->landscape, i, NULL, &place, 1);
      marker = count_racer (fixture, i);
      plot_landscape_set_path (fixture->landscape, i, labels[i], &place, 1);
      alone[i] = count_racer (fixture, i);
      g_assert_cmpuint (alone[i], >, marker + 50);
      plot_landscape_set_path (fixture->landscape, i, NULL, NULL, 0);
    }
  for (guint i = 0; i < 5; i++)
    {
      PlotPlace place = place_of (fixture, 350 + 22 * i, 200);

      plot_landscape_set_path (fixture->landscape, i, labels[i], &place, 1);
    }
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (count_racer (fixture, i), >, alone[i] - 8);
}

/* At corners and edges of the frame the label stays inside, whole. */
static void
test_labels_inside (Fixture      *fixture,
                    gconstpointer data)
{
  static const double places[][2] = { { -0.9, -0.9 }, { 2.9, -0.9 }, { 2.9, 2.9 }, { -0.9, 2.9 }, { 1, 2.9 },
                                      { 2.9, 1 } };
  PlotPlace           middle = { 1, 1 };
  guint               whole;

  plot_theme_init (&fixture->theme, FALSE, FALSE, 26);
  plot_landscape_set_path (fixture->landscape, 0, "Gradient descent", &middle, 1);
  whole = count_racer (fixture, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      PlotPlace place = { places[i][0], places[i][1] };
      guint     count;

      plot_landscape_set_path (fixture->landscape, 0, "Gradient descent", &place, 1);
      count = count_racer (fixture, 0);
      /* Glyphs on other fractions of a px. */
      g_assert_cmpuint (count, >, whole - whole / 8);
    }
}

/* What a person reads. */
static double
read_number (const char *text)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "\u2212", "-", 0);
  g_string_replace (plain, "\u202f", "", 0);
  return g_ascii_strtod (plain->str, NULL);
}

/* Px from the label's middle to the nearest line of its level. */
static double
distance_to_line (const PlotLandscapePainting *painting,
                  const PlotContourLabel      *label,
                  double                       level)
{
  const GPtrArray *lines = plot_landscape_lines (painting->landscape);
  double           nearest = INFINITY;

  for (guint i = 0; i < lines->len; i++)
    {
      const PlotContourLine *line = g_ptr_array_index (lines, i);

      for (guint k = 1; line->level == level && k < line->n; k++)
        for (double part = 0; part <= 1; part += 0.25)
          {
            double x = line->points[k - 1].x + part * (line->points[k].x - line->points[k - 1].x);
            double y = line->points[k - 1].y + part * (line->points[k].y - line->points[k - 1].y);

            nearest = MIN (nearest, hypot (plot_landscape_x_px (painting, x) - label->x,
                                           plot_landscape_y_px (painting, y) - label->y));
          }
    }
  return nearest;
}

static void
check_labels (const PlotLandscapePainting *painting,
              const GPtrArray             *labels)
{
  const PlotFrame *frame = &painting->frame;
  const GArray    *levels = plot_landscape_levels (painting->landscape);

  for (guint i = 0; i < labels->len; i++)
    {
      const PlotContourLabel *label = g_ptr_array_index (labels, i);
      const PlotFrame         box = plot_contour_label_extent (label, painting->line);
      double                  level = g_array_index (levels, double, label->level);

      g_assert_cmpfloat (box.left, >=, frame->left);
      g_assert_cmpfloat (box.right, <=, frame->right);
      g_assert_cmpfloat (box.top, >=, frame->top);
      g_assert_cmpfloat (box.bottom, <=, frame->bottom);
      /* On its own line, and saying what it is. */
      g_assert_cmpfloat (distance_to_line (painting, label, level), <, painting->line / 4);
      if (painting->landscape->level_kind == PLOT_LEVELS_EQUAL)
        g_assert_cmpfloat_with_epsilon (read_number (label->text), level, 1e-12);
      for (guint k = 0; k < i; k++)
        {
          const PlotContourLabel *other = g_ptr_array_index (labels, k);
          const PlotFrame         its = plot_contour_label_extent (other, painting->line);

          g_assert_false (plot_frames_meet (&box, &its));
          g_assert_cmpstr (label->text, !=, other->text);
        }
    }
}

static void
test_contour_labels (Fixture      *fixture,
                     gconstpointer data)
{
  static double (*const values[]) (double x, double y) = { nearly_flat, rosenbrock, saddle, paraboloid, tilted };
  guint seen = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    for (int kind = PLOT_LEVELS_EQUAL; kind <= PLOT_LEVELS_LOGARITHMIC; kind++)
      for (double size = 12; size < 34; size += 7)
        {
          g_autoptr (PlotSurface) surface = surface_of (values[i], 60, 60, (double[]) { -2, -1 }, (double[]) { 2, 3 });
          g_autoptr (GPtrArray) labels = NULL;
          PlotLandscapePainting painting = { .landscape = fixture->landscape, .theme = &fixture->theme, .width = WIDTH,
                                             .height = HEIGHT };

          plot_theme_init (&fixture->theme, FALSE, FALSE, size);
          painting.text = plot_text_begin (&fixture->theme, NULL);
          plot_landscape_set_surface (fixture->landscape, surface);
          plot_landscape_set_style (fixture->landscape, PLOT_LANDSCAPE_BANDS, kind);
          plot_landscape_lay_out (&painting);
          labels = plot_landscape_place_contour_labels (&painting);
          check_labels (&painting, labels);
          seen += labels->len;
        }
  g_assert_cmpuint (seen, >, 100);
}

/* The surface varies by a few percent and its levels are 0.002 apart: a cost has two digits more. */
static void
test_digits (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *number = plot_landscape_cost_number (fixture->landscape, 0.38412345);

  g_assert_cmpstr (number, ==, "0.38412");
}

static guint
hover_pixels (const Fixture *fixture,
              double         x,
              double         y)
{
  PlotFigure      *figure = plot_landscape_figure (fixture->landscape);
  cairo_surface_t *plain = paint (figure, WIDTH, HEIGHT, &fixture->theme);
  cairo_surface_t *hovered = paint (figure, WIDTH, HEIGHT, &fixture->theme);
  cairo_t         *cr = cairo_create (hovered);
  guint            n = 0;

  plot_figure_draw_hover (figure, cr, WIDTH, HEIGHT, &fixture->theme, x, y);
  cairo_destroy (cr);
  cairo_surface_flush (hovered);
  for (int row = 0; row < HEIGHT; row++)
    for (int column = 0; column < WIDTH; column++)
      n += pixel_at (plain, column, row) != pixel_at (hovered, column, row);
  cairo_surface_destroy (plain);
  cairo_surface_destroy (hovered);
  return n;
}

/* A cross-hair and a box inside the frame; a longer box beside a step, still longer with its cost; nothing outside. */
static void
test_hover (Fixture      *fixture,
            gconstpointer data)
{
  PlotPlace places[2] = { { 0, 0 }, { 2, 1 } };
  double    x, y, cost = 0.3861;
  guint     plain, step, paid;

  plot_landscape_to_px (fixture->landscape, WIDTH, HEIGHT, &fixture->theme, &places[1], &x, &y);
  plain = hover_pixels (fixture, x, y);
  g_assert_cmpuint (plain, >, WIDTH);
  g_assert_cmpuint (hover_pixels (fixture, x, 3), ==, 0);
  g_assert_cmpuint (hover_pixels (fixture, 2, y), ==, 0);
  plot_landscape_set_path (fixture->landscape, 2, "Adam", places, 2);
  step = hover_pixels (fixture, x, y);
  g_assert_cmpuint (step, >, plain);
  plot_landscape_set_costs (fixture->landscape, 2, (double[]) { cost, cost }, 2);
  paid = hover_pixels (fixture, x, y);
  g_assert_cmpuint (paid, >, step);
  plot_landscape_set_surface (fixture->landscape, NULL);
  g_assert_cmpuint (hover_pixels (fixture, x, y), ==, 0);
}

/* A number that a path runs over is left out whole. */
static void
test_label_under_path (Fixture      *fixture,
                       gconstpointer data)
{
  PlotLandscapePainting painting = { .landscape = fixture->landscape, .theme = &fixture->theme, .width = WIDTH,
                                     .height = HEIGHT };
  g_autoptr (GPtrArray) labels = NULL;

  /* Letters that have pixels of their full color. */
  plot_theme_init (&fixture->theme, FALSE, FALSE, 26);
  painting.text = plot_text_begin (&fixture->theme, NULL);
  plot_landscape_lay_out (&painting);
  labels = plot_landscape_place_contour_labels (&painting);
  g_assert_cmpuint (labels->len, >, 1);
  for (guint i = 0; i < labels->len; i++)
    for (int crossed = 0; crossed < 2; crossed++)
      {
        const PlotContourLabel *label = g_ptr_array_index (labels, i);
        PlotFrame               box = plot_contour_label_extent (label, painting.line / 2);
        PlotPlace               ends[] = { place_of (fixture, label->x - label->width / 2, label->y - 40),
                                           place_of (fixture, label->x - label->width / 2, label->y + 40) };
        cairo_surface_t        *image;
        guint                   n = 0;

        plot_landscape_set_path (fixture->landscape, 0, NULL, ends, crossed ? 2 : 0);
        image = paint (plot_landscape_figure (fixture->landscape), WIDTH, HEIGHT, &fixture->theme);
        for (int y = (int) box.top; y < (int) box.bottom; y++)
          for (int x = (int) box.left; x < (int) box.right; x++)
            n += pixel_at (image, x, y) == plot_color_pixel (&fixture->theme.text);
        if (crossed)
          g_assert_cmpuint (n, ==, 0);
        else
          g_assert_cmpuint (n, >, 5);
        cairo_surface_destroy (image);
      }
}

/* A window that is larger than the surface, and a hole in it: labels stay on what has values. */
static void
test_labels_on_surface (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr (PlotSurface) whole = surface_of (paraboloid, 60, 60, (double[]) { -2, -1 }, (double[]) { 2, 3 });
  g_autoptr (PlotSurface) surface = with_hole (whole, 40, 30, 8, 8, INFINITY);
  g_autoptr (GPtrArray) labels = NULL;
  PlotLandscapePainting painting = { .landscape = fixture->landscape, .theme = &fixture->theme, .width = WIDTH,
                                     .height = HEIGHT, .text = plot_text_begin (&fixture->theme, NULL) };

  plot_landscape_set_surface (fixture->landscape, surface);
  plot_landscape_set_window (fixture->landscape, (double[]) { -3, -2 }, (double[]) { 3, 4 });
  plot_landscape_lay_out (&painting);
  labels = plot_landscape_place_contour_labels (&painting);
  g_assert_cmpuint (labels->len, >, 2);
  for (guint i = 0; i < labels->len; i++)
    {
      const PlotContourLabel *label = g_ptr_array_index (labels, i);

      for (double along = -0.5; along <= 0.5; along += 0.25)
        {
          PlotPlace place = place_of (fixture, label->x + along * label->width * cos (label->angle),
                                      label->y + along * label->width * sin (label->angle));

          g_assert_true (isfinite (plot_surface_value_at (surface, place.x, place.y)));
        }
    }
}

static gboolean
looks_as_with (const Fixture *fixture,
               const char    *note,
               const char    *other,
               int            width)
{
  const char      *notes[2] = { note, other };
  cairo_surface_t *images[2];
  gboolean         same;

  for (int i = 0; i < 2; i++)
    {
      plot_landscape_set_titles (fixture->landscape, "Cost", notes[i], "x", "y", NULL);
      images[i] = paint (plot_landscape_figure (fixture->landscape), width, HEIGHT, &fixture->theme);
    }
  same = memcmp (cairo_image_surface_get_data (images[0]), cairo_image_surface_get_data (images[1]),
                 (gsize) HEIGHT * (gsize) cairo_image_surface_get_stride (images[0])) == 0;
  cairo_surface_destroy (images[0]);
  cairo_surface_destroy (images[1]);
  return same;
}

/* The wider the figure, the more words has its note; every line of it has its turn. */
static void
test_note (Fixture      *fixture,
           gconstpointer data)
{
  static const char *const forms[] = { "others frozen · mean −log p over 20,000 examples",
                                       "mean −log p over 20,000 examples", "mean" };
  g_autofree char         *note = g_strjoin ("\n", forms[0], forms[1], forms[2], NULL);
  guint                    form = 0, seen = 0;

  for (int width = 900; width >= 240; width -= 20)
    {
      while (form < G_N_ELEMENTS (forms) && !looks_as_with (fixture, note, forms[form], width))
        form++;
      g_assert_cmpuint (form, <, G_N_ELEMENTS (forms));
      seen |= 1u << form;
      g_assert_false (width > 300 && looks_as_with (fixture, note, NULL, width));
    }
  g_assert_cmpuint (seen, ==, 7);
}

static void
test_words_and_numbers (Fixture      *fixture,
                        gconstpointer data)
{
  PlotFigure   *figure = plot_landscape_figure (fixture->landscape);
  const double  sides[] = { 0, 0.5 };
  const double *axes[2] = { sides, sides };
  g_autoptr (PlotSurface) surface = plot_surface_new ((guint[2]) { 2, 2 }, axes, (double[]) { 1, 2, 0.1, NAN });
  g_autofree char *title = plot_figure_describe (figure), *words = NULL, *csv = NULL;

  g_assert_cmpstr (title, ==, "Cost");
  plot_landscape_set_description (fixture->landscape, "A valley");
  words = plot_figure_describe (figure);
  g_assert_cmpstr (words, ==, "A valley");
  plot_landscape_set_surface (fixture->landscape, surface);
  plot_landscape_set_path (fixture->landscape, 0, "Momentum, 0.9", (PlotPlace[]) { { 0, 0.25 }, { 1e-5, 3 } }, 2);
  plot_landscape_set_costs (fixture->landscape, 0, (double[]) { 1.5 }, 1);
  plot_landscape_set_path (fixture->landscape, 4, "Adam", (PlotPlace[]) { { -1, 2 } }, 1);
  csv = plot_figure_to_csv (figure);
  g_assert_cmpstr (csv, ==,
                   "\"W1[199,2]\",y,cost\r\n"
                   "0,0,1\r\n0.5,0,2\r\n0,0.5,0.1\r\n0.5,0.5,nan\r\n"
                   "\r\n"
                   "racer,step,\"W1[199,2]\",y,cost\r\n"
                   "\"Momentum, 0.9\",0,0,0.25,1.5\r\n"
                   "\"Momentum, 0.9\",1,1e-05,3,\r\n"
                   "Adam,0,-1,2,\r\n");
  g_assert_cmpuint (plot_figure_count (figure), ==, 4 * 3 + 3 * 3 + 1);
}

/* A copy paints, tells and writes the same, and stays as it is. */
static void
test_copy (Fixture      *fixture,
           gconstpointer data)
{
  PlotFigure            *figure = plot_landscape_figure (fixture->landscape);
  const PlotPlace        places[] = { { 0, 0.25 }, { 1, 2 }, { 2, 2 } };
  g_autoptr (PlotFigure) copy = NULL;
  g_autofree char       *csv = NULL, *csv_again = NULL, *words = NULL;
  cairo_surface_t       *painted, *again;

  plot_landscape_set_path (fixture->landscape, 0, "Momentum", places, 3);
  plot_landscape_set_costs (fixture->landscape, 0, (double[]) { 1.5, 1.25 }, 2);
  plot_landscape_set_ghost (fixture->landscape, 1, places, 2);
  plot_landscape_set_trail (fixture->landscape, places, 2);
  plot_landscape_set_start (fixture->landscape, &places[0]);
  plot_landscape_set_arrows (fixture->landscape, 0, &(PlotPlace) { 0.5, 0 }, &(PlotPlace) { 0, -0.5 });
  plot_landscape_set_window (fixture->landscape, (double[]) { -1, -2 }, (double[]) { 3, 3 });
  plot_landscape_set_description (fixture->landscape, "A valley");
  painted = paint (figure, WIDTH, HEIGHT, &fixture->theme);
  csv = plot_figure_to_csv (figure);
  copy = plot_figure_copy (figure);
  plot_landscape_set_path (fixture->landscape, 0, NULL, NULL, 0);
  plot_landscape_set_surface (fixture->landscape, NULL);
  plot_landscape_set_start (fixture->landscape, NULL);
  again = paint (copy, WIDTH, HEIGHT, &fixture->theme);
  csv_again = plot_figure_to_csv (copy);
  words = plot_figure_describe (copy);
  g_assert_cmpstr (csv_again, ==, csv);
  g_assert_cmpstr (words, ==, "A valley");
  g_assert_cmpmem (cairo_image_surface_get_data (painted), 4 * WIDTH * HEIGHT, cairo_image_surface_get_data (again),
                   4 * WIDTH * HEIGHT);
  cairo_surface_destroy (painted);
  cairo_surface_destroy (again);
}

/* Files with vectors hold bands and lines as paths; only a heat map is an image. */
static void
test_vectors (Fixture      *fixture,
              gconstpointer data)
{
  for (int style = PLOT_LANDSCAPE_BANDS; style <= PLOT_LANDSCAPE_HEAT; style++)
    {
      g_autofree char *path = g_build_filename (g_get_tmp_dir (), "landscape-XXXXXX.svg", NULL), *svg = NULL;
      g_autoptr (GError) error = NULL;
      int file = g_mkstemp (path);

      g_assert_cmpint (file, >=, 0);
      g_close (file, NULL);
      plot_landscape_set_style (fixture->landscape, style, PLOT_LEVELS_EQUAL);
      plot_figure_save (plot_landscape_figure (fixture->landscape), path, WIDTH, HEIGHT, &fixture->theme, &error);
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
      g_assert_cmpint (strstr (svg, "<image") != NULL, ==, style == PLOT_LANDSCAPE_HEAT);
      g_assert_nonnull (strstr (svg, "<path"));
      g_remove (path);
    }
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *name;
    void      (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/landscape/labels-apart", test_labels_apart },
    { "/landscape/labels-inside", test_labels_inside },
    { "/landscape/contour-labels", test_contour_labels },
    { "/landscape/label-under-path", test_label_under_path },
    { "/landscape/labels-on-surface", test_labels_on_surface },
    { "/landscape/digits", test_digits },
    { "/landscape/hover", test_hover },
    { "/landscape/note", test_note },
    { "/landscape/words-and-numbers", test_words_and_numbers },
    { "/landscape/copy", test_copy },
    { "/landscape/vectors", test_vectors },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
