/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/network-diagram-private.h"

#include "plot/csv.h"
#include "plot/number.h"
#include "plot/weight-picture.h"

/* Content */

PlotDiagramContent *
plot_diagram_content_new (void)
{
  PlotDiagramContent *content = g_new0 (PlotDiagramContent, 1);

  content->truth = PLOT_DIAGRAM_NONE;
  return content;
}

void
plot_diagram_content_free (PlotDiagramContent *content)
{
  if (!content)
    return;
  for (guint l = 0; l < content->n_layers; l++)
    {
      PlotDiagramLayer *layer = &content->layers[l];

      g_free (layer->name);
      g_free (layer->symbol);
      g_free (layer->about);
      g_free (layer->units);
      g_strfreev (layer->names);
      g_free (layer->activations);
      g_free (layer->pictures);
    }
  g_free (content->title);
  g_free (content->note);
  g_free (content->subject);
  g_free (content->bytes);
  g_free (content->layers);
  g_free (content->edges);
  g_free (content->probabilities);
  g_free (content);
}

static gsize
layer_pixels (const PlotDiagramLayer *layer)
{
  return (gsize) layer->channels * layer->height * layer->width;
}

static void
copy_layer (const PlotDiagramLayer *layer,
            PlotDiagramLayer       *twin)
{
  *twin = *layer;
  twin->name = g_strdup (layer->name);
  twin->symbol = g_strdup (layer->symbol);
  twin->about = g_strdup (layer->about);
  twin->units = g_memdup2 (layer->units, layer->n_shown * sizeof *layer->units);
  twin->names = g_strdupv (layer->names);
  twin->activations = g_memdup2 (layer->activations, layer->n_shown * sizeof *layer->activations);
  twin->pictures = g_memdup2 (layer->pictures, layer->n_shown * layer_pixels (layer) * sizeof *layer->pictures);
}

static PlotDiagramContent *
copy_content (const PlotDiagramContent *content)
{
  PlotDiagramContent *twin = plot_diagram_content_new ();
  guint               classes = content->n_layers > 0 ? content->layers[content->n_layers - 1].n_shown : 0;

  *twin = *content;
  twin->title = g_strdup (content->title);
  twin->note = g_strdup (content->note);
  twin->subject = g_strdup (content->subject);
  twin->bytes = g_memdup2 (content->bytes, (gsize) content->channels * content->height * content->width);
  twin->layers = g_new0 (PlotDiagramLayer, MAX (content->n_layers, 1));
  for (guint l = 0; l < content->n_layers; l++)
    copy_layer (&content->layers[l], &twin->layers[l]);
  twin->edges = g_memdup2 (content->edges, content->n_edges * sizeof *content->edges);
  twin->probabilities = g_memdup2 (content->probabilities, classes * sizeof *content->probabilities);
  return twin;
}

/* Many maps are shown as their sum. */
static void
sum_maps (PlotDiagramLayer *layer)
{
  gsize  pixels = (gsize) layer->height * layer->width;
  float *sums;

  if (!layer->pictures || plot_weight_planes (layer->channels) == layer->channels)
    return;
  sums = g_new (float, MAX (layer->n_shown * pixels, 1));
  plot_weight_sum_channels (layer->pictures, layer->n_shown, layer->channels, pixels, sums);
  g_free (layer->pictures);
  layer->pictures = sums;
  layer->channels = 1;
}

guint
plot_diagram_place_of (const PlotDiagramContent *content,
                       guint                     layer,
                       guint                     unit)
{
  if (!content || layer >= content->n_layers)
    return PLOT_DIAGRAM_NONE;
  for (guint place = 0; place < content->layers[layer].n_shown; place++)
    if (content->layers[layer].units[place] == unit)
      return place;
  return PLOT_DIAGRAM_NONE;
}

/* Figure */

static void
write_csv (const PlotFigure *figure,
           GString          *csv)
{
  const PlotDiagramContent *content = ((const PlotNetworkDiagram *) figure)->content;

  g_string_append (csv, "layer,from,to,weight,activation,product\r\n");
  for (guint e = 0; content && e < content->n_edges; e++)
    {
      const PlotDiagramEdge *edge = &content->edges[e];
      g_autofree char       *to = plot_diagram_unit_name (&content->layers[edge->layer], edge->to);
      const PlotDiagramLayer *before = edge->layer > 0 ? &content->layers[edge->layer - 1] : NULL;
      g_autofree char       *from = before ? plot_diagram_unit_name (before, edge->from) : g_strdup ("input");

      g_string_append_printf (csv, "%u,", edge->layer + 1);
      plot_csv_append_field (csv, from);
      g_string_append_c (csv, ',');
      plot_csv_append_field (csv, to);
      g_string_append_c (csv, ',');
      if (before)
        plot_number_append_csv_float (csv, edge->weight);
      g_string_append_c (csv, ',');
      if (before && content->bytes)
        plot_number_append_csv_float (csv, before->activations[edge->from]);
      g_string_append_c (csv, ',');
      plot_number_append_csv_float (csv, edge->product);
      g_string_append (csv, "\r\n");
    }
}

static gsize
count (const PlotFigure *figure)
{
  const PlotDiagramContent *content = ((const PlotNetworkDiagram *) figure)->content;

  return content ? content->n_edges * 3 : 0;
}

static PlotFigure *
copy (const PlotFigure *figure)
{
  const PlotNetworkDiagram *diagram = (const PlotNetworkDiagram *) figure;
  PlotNetworkDiagram       *twin = plot_network_diagram_new ();

  plot_network_diagram_set (twin, diagram->content ? copy_content (diagram->content) : NULL);
  plot_network_diagram_select (twin, diagram->selected_layer, diagram->selected_unit);
  return plot_network_diagram_figure (twin);
}

static void
drop_content (PlotNetworkDiagram *diagram)
{
  g_clear_pointer (&diagram->content, plot_diagram_content_free);
  g_clear_pointer (&diagram->scales, g_free);
  g_clear_pointer (&diagram->order, g_free);
  g_clear_pointer (&diagram->ranks, g_free);
  g_clear_pointer (&diagram->on_path, g_free);
}

static void
free_diagram (PlotFigure *figure)
{
  drop_content ((PlotNetworkDiagram *) figure);
  g_free (figure);
}

static const PlotFigureClass network_diagram_class = {
  .name = "network",
  .draw = plot_diagram_draw,
  .describe = plot_diagram_describe,
  .write_csv = write_csv,
  .count = count,
  .copy = copy,
  .draw_hover = plot_diagram_draw_hover,
  .free = free_diagram,
};

PlotNetworkDiagram *
plot_network_diagram_new (void)
{
  PlotNetworkDiagram *diagram = g_new0 (PlotNetworkDiagram, 1);

  plot_figure_init (&diagram->figure, &network_diagram_class);
  diagram->selected_layer = PLOT_DIAGRAM_NONE;
  return diagram;
}

void
plot_network_diagram_set (PlotNetworkDiagram *diagram,
                          PlotDiagramContent *content)
{
  drop_content (diagram);
  diagram->content = content;
  if (!content)
    return;
  for (guint l = 0; l < content->n_layers; l++)
    sum_maps (&content->layers[l]);
  plot_diagram_measure (diagram);
}

const PlotDiagramContent *
plot_network_diagram_get (PlotNetworkDiagram *diagram)
{
  return diagram->content;
}

void
plot_network_diagram_select (PlotNetworkDiagram *diagram,
                             guint               layer,
                             guint               unit)
{
  diagram->selected_layer = layer;
  diagram->selected_unit = unit;
}
