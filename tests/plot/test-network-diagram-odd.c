/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Networks as diagrams that are deep, narrow, without an image, or full of what is not finite. */

#include "diagrams.h"
#include "pixels.h"

#include <math.h>

#define WIDTH 900
#define HEIGHT 600

static void
paint_everywhere (PlotNetworkDiagram *diagram)
{
  static const double sizes[][2] = { { WIDTH, HEIGHT }, { 360, 300 }, { 120, 90 }, { 10, 10 }, { 1, 1 } };

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      PlotTheme        theme;
      cairo_surface_t *surface, *over;
      cairo_t         *cr;

      plot_theme_init (&theme, k % 2 == 0, k % 2 == 1, 0);
      surface = paint (plot_network_diagram_figure (diagram), sizes[k][0], sizes[k][1], &theme);
      cr = cairo_create (surface);
      for (double x = 0; x < sizes[k][0]; x += 37)
        plot_figure_draw_hover (plot_network_diagram_figure (diagram), cr, sizes[k][0], sizes[k][1], &theme, x,
                                sizes[k][1] / 2);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      over = cairo_get_target (cr);
      g_assert_cmpint (cairo_surface_status (over), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

static void
test_not_finite (void)
{
  g_autoptr (PlotNetworkDiagram) diagram = plot_network_diagram_new ();
  PlotDiagramContent            *content = make_content ();
  PlotTheme                      theme = light_theme ();
  cairo_surface_t               *surface;
  const PlotColor                yellow = { 1, 0xd4 / 255.0, 0, 1 };

  content->layers[0].activations[0] = NAN;
  content->layers[0].pictures[3] = INFINITY;
  content->layers[1].activations[0] = content->layers[1].activations[1] = NAN;
  content->probabilities[0] = content->probabilities[1] = NAN;
  content->edges[0].product = -INFINITY;
  content->edges[5].product = NAN;
  plot_network_diagram_set (diagram, content);
  assert_drawn (diagram, "110" "111" "110");
  assert_says (diagram, "no output is a number");
  assert_says (diagram, "2 products are not finite");
  surface = paint (plot_network_diagram_figure (diagram), WIDTH, HEIGHT, &theme);
  g_assert_cmpuint (count_color (surface, &yellow, 0, WIDTH), >, 20);
  cairo_surface_destroy (surface);
  paint_everywhere (diagram);
}

/* Edges are weights then, and the input has none. */
static void
test_no_image (void)
{
  g_autoptr (PlotNetworkDiagram) diagram = plot_network_diagram_new ();
  PlotDiagramContent            *content = make_content ();
  g_autofree char               *unit = NULL;

  g_clear_pointer (&content->bytes, g_free);
  g_clear_pointer (&content->probabilities, g_free);
  g_clear_pointer (&content->subject, g_free);
  put_edges (content, (PlotDiagramEdge[]) { { 1, 0, 0, -0.4f, -0.4f }, { 1, 1, 0, 1, 1 } }, 2);
  plot_network_diagram_set (diagram, content);
  assert_says (diagram, "Edges show weights: there is no image.");
  unit = plot_network_diagram_describe_unit (diagram, 0, 1);
  g_assert_cmpstr (unit, ==, "Hidden layer, #1");
  assert_drawn (diagram, "11");
  paint_everywhere (diagram);
}

/* Eight layers, one of them of one unit, all activations zero; in no size anything stands outside. */
static void
test_deep (void)
{
  g_autoptr (PlotNetworkDiagram) diagram = plot_network_diagram_new ();
  PlotDiagramContent            *content = plot_diagram_content_new ();
  static const guint             units[] = { 3, 1, 4, 15, 9, 2 };
  static const float             zeros[6] = { 0 };
  PlotTheme                      theme = light_theme ();
  guint8                        *bytes = g_new0 (guint8, 28 * 28);

  content->title = g_strdup ("Network");
  content->subject = g_strdup ("drawn by hand");
  content->bytes = bytes;
  content->channels = 1;
  content->height = content->width = 28;
  content->n_layers = 8;
  content->layers = g_new0 (PlotDiagramLayer, 8);
  for (guint l = 0; l < 8; l++)
    fill_layer (&content->layers[l], "Hidden layer", l == 3 ? 1 : 20, units, zeros, l == 3 ? 1 : 6);
  plot_network_diagram_set (diagram, content);
  for (guint l = 0; l < 8; l++)
    {
      assert_found (diagram, 360, 420, &theme, l, 3);
      assert_found (diagram, WIDTH, HEIGHT, &theme, l, 3);
    }
  paint_everywhere (diagram);
}

static void
test_empty (void)
{
  g_autoptr (PlotNetworkDiagram) diagram = plot_network_diagram_new ();
  g_autoptr (PlotFigure)         twin = plot_figure_copy (plot_network_diagram_figure (diagram));
  g_autofree char               *csv = plot_figure_to_csv (plot_network_diagram_figure (diagram));

  g_assert_cmpstr (csv, ==, "layer,from,to,weight,activation,product\r\n");
  g_assert_cmpuint (plot_figure_count (twin), ==, 0);
  paint_everywhere (diagram);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network-diagram-odd/not-finite", test_not_finite);
  g_test_add_func ("/network-diagram-odd/no-image", test_no_image);
  g_test_add_func ("/network-diagram-odd/deep", test_deep);
  g_test_add_func ("/network-diagram-odd/empty", test_empty);
  return g_test_run ();
}
