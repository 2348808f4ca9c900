/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network as a diagram: where its units stand, which edges are drawn and how, and what it says of them. */

#include "diagrams.h"
#include "pixels.h"

#include <math.h>
#include <string.h>

#define WIDTH 900
#define HEIGHT 600

/* Places */

/* In every size each shown unit is found where it stands. */
static void
test_pick (void)
{
  g_autoptr (PlotNetworkDiagram) diagram = make_diagram ();
  const double                   sizes[][2] = { { WIDTH, HEIGHT }, { 360, 400 }, { 1920, 1080 }, { 360, 240 } };
  guint                          layer, unit;
  double                         x, y;

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      PlotTheme theme = light_theme ();

      if (k == 2)
        plot_theme_present (&theme, sizes[k][1]);
      for (guint place = 0; place < 3; place++)
        assert_found (diagram, sizes[k][0], sizes[k][1], &theme, 0, (guint[]) { 4, 1, 2 }[place]);
      assert_found (diagram, sizes[k][0], sizes[k][1], &theme, 1, 0);
      assert_found (diagram, sizes[k][0], sizes[k][1], &theme, 1, 1);
      g_assert_false (plot_network_diagram_pick (diagram, sizes[k][0], sizes[k][1], &theme, 1, 1, &layer, &unit));
      g_assert_false (plot_network_diagram_locate (diagram, sizes[k][0], sizes[k][1], &theme, 0, 3, &x, &y));
      g_assert_false (plot_network_diagram_locate (diagram, sizes[k][0], sizes[k][1], &theme, 2, 0, &x, &y));
    }
}

static void
assert_moved (PlotNetworkDiagram *diagram,
              guint               layer,
              guint               unit,
              int                 right,
              int                 down,
              guint               to_layer,
              guint               to_unit)
{
  PlotTheme theme = light_theme ();

  g_assert_true (plot_network_diagram_move (diagram, WIDTH, HEIGHT, &theme, right, down, &layer, &unit));
  g_assert_cmpuint (layer, ==, to_layer);
  g_assert_cmpuint (unit, ==, to_unit);
}

static void
assert_stays (PlotNetworkDiagram *diagram,
              guint               layer,
              guint               unit,
              int                 right,
              int                 down)
{
  PlotTheme theme = light_theme ();
  guint     old_layer = layer, old_unit = unit;

  g_assert_false (plot_network_diagram_move (diagram, WIDTH, HEIGHT, &theme, right, down, &layer, &unit));
  g_assert_cmpuint (layer, ==, old_layer);
  g_assert_cmpuint (unit, ==, old_unit);
}

static void
test_move (void)
{
  g_autoptr (PlotNetworkDiagram) diagram = make_diagram ();

  assert_moved (diagram, G_MAXUINT, 0, 1, 0, 0, 4);
  assert_moved (diagram, 0, 3, 0, 1, 0, 4);
  assert_moved (diagram, 0, 4, 0, 1, 0, 1);
  assert_moved (diagram, 0, 1, 0, 1, 0, 2);
  assert_moved (diagram, 0, 2, 0, -1, 0, 1);
  assert_moved (diagram, 0, 4, 1, 0, 1, 0);
  assert_moved (diagram, 0, 2, 1, 0, 1, 1);
  assert_moved (diagram, 1, 0, 0, 1, 1, 1);
  assert_stays (diagram, 0, 4, 0, -1);
  assert_stays (diagram, 0, 2, 0, 1);
  assert_stays (diagram, 0, 4, -1, 0);
  assert_stays (diagram, 1, 1, 1, 0);
  assert_stays (diagram, 1, 1, 0, 1);
  plot_network_diagram_set (diagram, NULL);
  assert_stays (diagram, 0, 4, 0, 1);
}

/* A narrow or low figure, or large text, has room for fewer. */
static void
test_room (void)
{
  PlotTheme theme = light_theme (), large;

  plot_theme_init (&large, FALSE, FALSE, 30);
  g_assert_cmpuint (plot_network_diagram_room (1000, 700, 0, &theme), >,
                    plot_network_diagram_room (1000, 700, 0, &large));
  for (guint side = 0; side <= 28; side += 28)
    {
      guint room = plot_network_diagram_room (1000, 700, side, &theme);

      g_assert_cmpuint (room, >, plot_network_diagram_room (1000, 400, side, &theme));
      g_assert_cmpuint (room, >, plot_network_diagram_room (240, 700, side, &theme));
      g_assert_cmpuint (plot_network_diagram_room (0, 0, side, &theme), >=, 3);
      g_assert_cmpuint (plot_network_diagram_room (1e6, 1e6, side, &theme), <=, 20);
    }
}

static double
find_pitch (PlotNetworkDiagram *diagram,
            double              height,
            const PlotTheme    *theme)
{
  const PlotDiagramLayer *layer = &plot_network_diagram_get (diagram)->layers[0];
  double                  x, first, second;

  g_assert_true (plot_network_diagram_locate (diagram, WIDTH, height, theme, 0, layer->units[0], &x, &first));
  g_assert_true (plot_network_diagram_locate (diagram, WIDTH, height, theme, 0, layer->units[1], &x, &second));
  return second - first;
}

/* As many as there is room for have pictures of twice their weights in px at least, also in a low figure. */
static void
test_room_is_used (void)
{
  g_autoptr (PlotNetworkDiagram) diagram = plot_network_diagram_new ();
  PlotTheme                      theme = light_theme ();
  const double                   heights[] = { 390, 420, 500, 640, 900 };

  for (gsize k = 0; k < G_N_ELEMENTS (heights); k++)
    {
      guint               n = plot_network_diagram_room (WIDTH, heights[k], 28, &theme);
      PlotDiagramContent *content = make_content ();
      g_autofree guint   *units = g_new (guint, n);
      g_autofree float   *values = g_new0 (float, n);

      for (guint i = 0; i < n; i++)
        units[i] = i;
      g_clear_pointer (&content->layers[0].pictures, g_free);
      g_free (content->layers[0].name);
      g_free (content->layers[0].symbol);
      g_free (content->layers[0].about);
      g_free (content->layers[0].units);
      g_free (content->layers[0].activations);
      fill_layer (&content->layers[0], "Hidden layer", 300, units, values, n);
      content->layers[0].pictures = g_new0 (float, n * 784);
      content->layers[0].height = content->layers[0].width = 28;
      plot_network_diagram_set (diagram, content);
      g_assert_cmpfloat (find_pitch (diagram, heights[k], &theme), >=, 60);
      g_assert_cmpuint (n, >=, 4);
    }
}

/* Edges */

/* Thin ones are left out, but for the selected unit's. */
static void
test_drawn_edges (void)
{
  g_autoptr (PlotNetworkDiagram) diagram = make_diagram ();
  PlotDiagramContent            *content = make_content ();

  /* 0.1 / 2, 0.01 / 1 and 0.05 / 1 are below the threshold. */
  assert_drawn (diagram, "110" "110" "110");
  g_assert_false (plot_network_diagram_draws_edge (diagram, 9));
  /* The third unit's own: 0.1 / 2 and 0.05 / 1 are, 0.01 / 1 is not. */
  plot_network_diagram_select (diagram, 0, 2);
  assert_drawn (diagram, "111" "110" "111");
  plot_network_diagram_select (diagram, 1, 1);
  assert_drawn (diagram, "110" "110" "111");
  /* One that is not shown. */
  plot_network_diagram_select (diagram, 0, 3);
  assert_drawn (diagram, "110" "110" "110");
  /* Where others are far larger, the strongest path to the answer is left. */
  content->edges[0].product = 20;
  content->edges[3].product = -20;
  plot_network_diagram_set (diagram, content);
  assert_drawn (diagram, "110" "100" "010");
  plot_network_diagram_set (diagram, NULL);
  g_assert_false (plot_network_diagram_draws_edge (diagram, 0));
}

/* Of many that are alike, some for each unit; of equal ones the first. */
static void
test_most_edges (void)
{
  g_autoptr (PlotNetworkDiagram) diagram = plot_network_diagram_new ();
  PlotDiagramContent            *content = make_content ();
  guint                          units[8], most = PLOT_DIAGRAM_EDGES * 8, n = 0;
  float                          ones[8];
  PlotDiagramEdge                edges[64];

  for (guint i = 0; i < 8; i++)
    {
      units[i] = i;
      ones[i] = 1;
    }
  plot_diagram_content_free (content);
  content = plot_diagram_content_new ();
  content->title = g_strdup ("Network");
  content->n_layers = 2;
  content->layers = g_new0 (PlotDiagramLayer, 2);
  fill_layer (&content->layers[0], "Hidden layer", 8, units, ones, 8);
  fill_layer (&content->layers[1], "Outputs", 8, units, ones, 8);
  for (guint e = 0; e < 64; e++)
    edges[e] = (PlotDiagramEdge) { 1, e % 8, e / 8, 1, e % 2 ? 1 : -1 };
  put_edges (content, edges, 64);
  plot_network_diagram_set (diagram, content);
  for (guint e = 0; e < 64; e++)
    {
      n += plot_network_diagram_draws_edge (diagram, e);
      g_assert_cmpint (plot_network_diagram_draws_edge (diagram, e), ==, e < most);
    }
  g_assert_cmpuint (n, ==, most);
}

/* Image and two units that stand level with it, one above the other. */
static PlotDiagramContent *
make_fan (float first,
          float second)
{
  static const guint units[] = { 0, 1 };
  PlotDiagramEdge    edges[] = { { 0, 0, 0, first, first }, { 0, 0, 1, second, second } };
  PlotDiagramContent *content = plot_diagram_content_new ();

  content->title = g_strdup ("Network");
  content->subject = g_strdup ("an image");
  content->bytes = g_new0 (guint8, 4);
  content->channels = 1;
  content->height = content->width = 2;
  content->n_layers = 1;
  content->layers = g_new0 (PlotDiagramLayer, 1);
  fill_layer (&content->layers[0], "Outputs", 2, units, outputs, 2);
  put_edges (content, edges, 2);
  return content;
}

typedef struct
{
  guint negative, positive; /* pixels that are nearer to this end of the scale than to the background */
} Inks;

static double
away (guint32          pixel,
      const PlotColor *color)
{
  double red = (pixel >> 16 & 0xff) / 255.0 - color->red, green = (pixel >> 8 & 0xff) / 255.0 - color->green;
  double blue = (pixel & 0xff) / 255.0 - color->blue;

  return sqrt (red * red + green * green + blue * blue);
}

/* Of pixels @from..@to - 1 of all columns, or of rows alone. */
static Inks
count_inks (cairo_surface_t *surface,
            const PlotTheme *theme,
            int              left,
            int              right,
            int              top,
            int              bottom)
{
  Inks inks = { 0, 0 };

  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      {
        guint32 pixel = pixel_at (surface, x, y);

        inks.negative += away (pixel, &theme->weight_negative) < 0.3;
        inks.positive += away (pixel, &theme->weight_positive) < 0.3;
      }
  return inks;
}

/* Inks between image and units, above and below the middle. */
static void
measure_fan (float  first,
             float  second,
             Inks  *above,
             Inks  *below)
{
  g_autoptr (PlotNetworkDiagram) diagram = plot_network_diagram_new ();
  PlotTheme                      theme = light_theme ();
  cairo_surface_t               *surface;
  double                         x, y0, y1;
  int                            middle;

  plot_network_diagram_set (diagram, make_fan (first, second));
  surface = paint (plot_network_diagram_figure (diagram), WIDTH, HEIGHT, &theme);
  g_assert_true (plot_network_diagram_locate (diagram, WIDTH, HEIGHT, &theme, 0, 0, &x, &y0));
  g_assert_true (plot_network_diagram_locate (diagram, WIDTH, HEIGHT, &theme, 0, 1, &x, &y1));
  middle = (int) ((y0 + y1) / 2);
  *above = count_inks (surface, &theme, 0, (int) x - 20, 60, middle);
  *below = count_inks (surface, &theme, 0, (int) x - 20, middle, HEIGHT - 60);
  cairo_surface_destroy (surface);
}

static void
test_ink_follows_products (void)
{
  Inks above, below;

  measure_fan (1, 1, &above, &below);
  g_assert_cmpuint (above.positive, >, 0);
  g_assert_cmpuint (above.negative + below.negative, ==, 0);
  g_assert_cmpfloat (above.positive, >, 0.98 * below.positive);
  g_assert_cmpfloat (above.positive, <, 1.02 * below.positive);

  /* Half as wide. */
  measure_fan (2, 1, &above, &below);
  g_assert_cmpfloat (above.positive, >, 1.6 * below.positive);
  g_assert_cmpfloat (above.positive, <, 2.6 * below.positive);

  /* Dashes cover about 3 parts in 5; blue. */
  measure_fan (1, -1, &above, &below);
  g_assert_cmpuint (above.negative + below.positive, ==, 0);
  g_assert_cmpfloat (below.negative, >, 0.4 * above.positive);
  g_assert_cmpfloat (below.negative, <, 0.75 * above.positive);

  /* Nothing is added, nothing is drawn. */
  measure_fan (0, -0.01f, &above, &below);
  g_assert_cmpuint (above.positive + above.negative, ==, 0);
  g_assert_cmpuint (below.negative, >, 0);
}

/* What is not the selected unit's pales. */
static void
test_selected_stands_out (void)
{
  g_autoptr (PlotNetworkDiagram) diagram = plot_network_diagram_new ();
  PlotTheme                      theme = light_theme ();
  cairo_surface_t               *surface;
  Inks                           all, some;

  plot_network_diagram_set (diagram, make_fan (1, 1));
  surface = paint (plot_network_diagram_figure (diagram), WIDTH, HEIGHT, &theme);
  all = count_inks (surface, &theme, 0, WIDTH, 60, HEIGHT - 60);
  cairo_surface_destroy (surface);
  plot_network_diagram_select (diagram, 0, 1);
  surface = paint (plot_network_diagram_figure (diagram), WIDTH, HEIGHT, &theme);
  some = count_inks (surface, &theme, 0, WIDTH, 60, HEIGHT - 60);
  cairo_surface_destroy (surface);
  g_assert_cmpfloat (some.positive, >, 0.45 * all.positive);
  g_assert_cmpfloat (some.positive, <, 0.55 * all.positive);
}

/* Words and numbers */

static void
test_describe (void)
{
  g_autoptr (PlotNetworkDiagram) diagram = make_diagram ();
  g_autofree char               *unit = plot_network_diagram_describe_unit (diagram, 0, 1);
  g_autofree char               *class = plot_network_diagram_describe_unit (diagram, 1, 1);

  assert_says (diagram, "Network: Hidden layer, dense (3 of 5 units); Outputs, dense (2 units).");
  assert_says (diagram, "For validation example 17, a “seven” the answer is seven with 88.0");
  /* 1 is more than 0.9; of the way to #1 there is one edge. */
  assert_says (diagram, "Strongest path: image \u2066\u22121.000\u2069 \u2192 #1 \u2066+1.000\u2069 \u2192 seven.");
  g_assert_cmpstr (unit, ==, "Hidden layer, #1: activation \u2066\u22120.500\u2069");
  g_assert_nonnull (strstr (class, "Outputs, seven: activation"));
  g_assert_nonnull (strstr (class, "probability 88.0"));
  g_assert_null (plot_network_diagram_describe_unit (diagram, 0, 3));
  plot_network_diagram_select (diagram, 0, 1);
  assert_says (diagram, "Selected: Hidden layer, #1: activation \u2066\u22120.500\u2069.");
  plot_network_diagram_set (diagram, NULL);
  assert_says (diagram, "No network yet");
}

static void
test_csv (void)
{
  g_autoptr (PlotNetworkDiagram) diagram = make_diagram ();
  g_autofree char               *csv = plot_figure_to_csv (plot_network_diagram_figure (diagram));
  g_auto (GStrv)                 lines = g_strsplit (csv, "\r\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 11);
  g_assert_cmpstr (lines[0], ==, "layer,from,to,weight,activation,product");
  g_assert_cmpstr (lines[1], ==, "1,input,#4,,,2");
  g_assert_cmpstr (lines[5], ==, "2,#1,one,1,-0.5,-0.5");
  g_assert_cmpstr (lines[8], ==, "2,#1,seven,-2,-0.5,1");
  g_assert_cmpuint (plot_figure_count (plot_network_diagram_figure (diagram)), ==, 27);
}

static void
assert_same_pictures (const PlotFigure *a,
                      const PlotFigure *b)
{
  PlotTheme        theme = light_theme ();
  cairo_surface_t *first = paint (a, WIDTH, HEIGHT, &theme), *second = paint (b, WIDTH, HEIGHT, &theme);

  g_assert_cmpmem (cairo_image_surface_get_data (first), (gsize) cairo_image_surface_get_stride (first) * HEIGHT,
                   cairo_image_surface_get_data (second), (gsize) cairo_image_surface_get_stride (second) * HEIGHT);
  cairo_surface_destroy (first);
  cairo_surface_destroy (second);
}

static void
test_copy (void)
{
  g_autoptr (PlotNetworkDiagram) diagram = make_diagram (), kept = make_diagram ();
  g_autoptr (PlotFigure)         twin = NULL;
  g_autofree char               *words = NULL;

  plot_network_diagram_select (diagram, 0, 1);
  plot_network_diagram_select (kept, 0, 1);
  twin = plot_figure_copy (plot_network_diagram_figure (diagram));
  plot_network_diagram_set (diagram, NULL);
  assert_same_pictures (twin, plot_network_diagram_figure (kept));
  words = plot_figure_describe (twin);
  assert_says (kept, words);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network-diagram/pick", test_pick);
  g_test_add_func ("/network-diagram/move", test_move);
  g_test_add_func ("/network-diagram/room", test_room);
  g_test_add_func ("/network-diagram/room-is-used", test_room_is_used);
  g_test_add_func ("/network-diagram/drawn-edges", test_drawn_edges);
  g_test_add_func ("/network-diagram/most-edges", test_most_edges);
  g_test_add_func ("/network-diagram/ink-follows-products", test_ink_follows_products);
  g_test_add_func ("/network-diagram/selected-stands-out", test_selected_stands_out);
  g_test_add_func ("/network-diagram/describe", test_describe);
  g_test_add_func ("/network-diagram/csv", test_csv);
  g_test_add_func ("/network-diagram/copy", test_copy);
  return g_test_run ();
}
