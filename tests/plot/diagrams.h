/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/network-diagram.h"

#include <string.h>

/* A small network as a diagram, and what is asked of it. */

static const float activations[] = { 1, -0.5f, 0.25f };
static const float outputs[] = { 3, 5 };

static inline void
fill_layer (PlotDiagramLayer *layer,
            const char       *name,
            guint             n_units,
            const guint      *units,
            const float      *values,
            guint             n_shown)
{
  layer->name = g_strdup (name);
  layer->symbol = g_strdup ("h");
  layer->about = g_strdup ("dense");
  layer->n_units = n_units;
  layer->n_shown = n_shown;
  layer->units = g_memdup2 (units, n_shown * sizeof *units);
  layer->activations = g_memdup2 (values, n_shown * sizeof *values);
}

static inline void
put_edges (PlotDiagramContent    *content,
           const PlotDiagramEdge *edges,
           guint                  n)
{
  g_free (content->edges);
  content->edges = g_memdup2 (edges, n * sizeof *edges);
  content->n_edges = n;
}

/* A 2 x 2 image, three of five hidden units, which look at it, two classes. */
static inline PlotDiagramContent *
make_content (void)
{
  static const guint           hidden[] = { 4, 1, 2 }, classes[] = { 0, 1 };
  static const guint8          bytes[] = { 0, 255, 128, 0 };
  static const float           pictures[] = { 1, -1, 0.5f, 0, 0, 0, 1, 1, -1, -1, 0, 0 };
  static const float           probabilities[] = { 0.12f, 0.88f };
  static const PlotDiagramEdge edges[] = {
    { 0, 0, 0, 2, 2 },        { 0, 0, 1, -1, -1 },       { 0, 0, 2, 0.1f, 0.1f },
    { 1, 0, 0, -0.4f, -0.4f }, { 1, 1, 0, 1, -0.5f },     { 1, 2, 0, 0.04f, 0.01f },
    { 1, 0, 1, 0.9f, 0.9f },  { 1, 1, 1, -2, 1 },        { 1, 2, 1, 0.2f, 0.05f },
  };
  PlotDiagramContent          *content = plot_diagram_content_new ();

  content->title = g_strdup ("Network");
  content->note = g_strdup ("step 7");
  content->subject = g_strdup ("validation example 17, a “seven”");
  content->bytes = g_memdup2 (bytes, sizeof bytes);
  content->channels = 1;
  content->height = content->width = 2;
  content->n_layers = 2;
  content->layers = g_new0 (PlotDiagramLayer, 2);
  fill_layer (&content->layers[0], "Hidden layer", 5, hidden, activations, 3);
  fill_layer (&content->layers[1], "Outputs", 2, classes, outputs, 2);
  content->layers[0].pictures = g_memdup2 (pictures, sizeof pictures);
  content->layers[0].channels = 1;
  content->layers[0].height = content->layers[0].width = 2;
  content->layers[1].names = g_strsplit ("one,seven", ",", 2);
  put_edges (content, edges, G_N_ELEMENTS (edges));
  content->probabilities = g_memdup2 (probabilities, sizeof probabilities);
  content->truth = 1;
  return content;
}

static inline PlotNetworkDiagram *
make_diagram (void)
{
  PlotNetworkDiagram *diagram = plot_network_diagram_new ();

  plot_network_diagram_set (diagram, make_content ());
  return diagram;
}

static inline void
diagram_free (PlotNetworkDiagram *diagram)
{
  plot_figure_unref (plot_network_diagram_figure (diagram));
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotNetworkDiagram, diagram_free)

static inline PlotTheme
light_theme (void)
{
  PlotTheme theme;

  plot_theme_init (&theme, FALSE, FALSE, 0);
  return theme;
}

static inline void
assert_found (PlotNetworkDiagram *diagram,
              double              width,
              double              height,
              const PlotTheme    *theme,
              guint               layer,
              guint               unit)
{
  guint  found_layer = 9, found_unit = 9;
  double x, y;

  g_assert_true (plot_network_diagram_locate (diagram, width, height, theme, layer, unit, &x, &y));
  g_assert_cmpfloat (x, >, 0);
  g_assert_cmpfloat (x, <, width);
  g_assert_cmpfloat (y, >, 0);
  g_assert_cmpfloat (y, <, height);
  g_assert_true (plot_network_diagram_pick (diagram, width, height, theme, x, y, &found_layer, &found_unit));
  g_assert_cmpuint (found_layer, ==, layer);
  g_assert_cmpuint (found_unit, ==, unit);
}

static inline void
assert_drawn (PlotNetworkDiagram *diagram,
              const char         *expected)
{
  for (guint e = 0; expected[e]; e++)
    g_assert_cmpint (plot_network_diagram_draws_edge (diagram, e), ==, expected[e] == '1');
}

static inline void
assert_says (PlotNetworkDiagram *diagram,
             const char         *words)
{
  g_autofree char *all = plot_figure_describe (plot_network_diagram_figure (diagram));

  if (!strstr (all, words))
    g_error ("“%s” does not say “%s”", all, words);
}
