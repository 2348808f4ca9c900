/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/network-diagram-private.h"

#include "plot/weight-scale.h"

#include <math.h>

#define WIDEST     2.4  /* edges, in widths of a curve, */
#define PER_WIDTH  7    /* and in parts of the px between two columns */
#define BEND       0.45 /* of an edge that is level, in parts of its width */
#define DIMMED     0.14 /* beside those of the selected unit */
#define OPAQUE     0.88
#define REACH      6    /* px from an edge at which a pointer means it */
#define CURVE_BITS 24   /* straight pieces that stand for an edge when its distance is measured */

/* What is not finite is larger than all that is. */
static double
size_of (float product)
{
  return isfinite (product) ? fabs ((double) product) : INFINITY;
}

static int
compare_products (gconstpointer a,
                  gconstpointer b,
                  gpointer      data)
{
  const PlotDiagramEdge *edges = data;
  guint                  i = *(const guint *) a, j = *(const guint *) b;
  double                 x = size_of (edges[i].product), y = size_of (edges[j].product);

  return x != y ? (x > y) - (x < y) : (i < j) - (i > j);
}

static void
measure_edges (PlotNetworkDiagram *diagram)
{
  const PlotDiagramContent *content = diagram->content;
  g_autofree guint         *seen = g_new0 (guint, MAX (content->n_layers, 1));

  diagram->order = g_new (guint, MAX (content->n_edges, 1));
  diagram->ranks = g_new (guint, MAX (content->n_edges, 1));
  for (guint e = 0; e < content->n_edges; e++)
    {
      double *largest = &diagram->scales[content->edges[e].layer].product;

      diagram->order[e] = e;
      if (isfinite (content->edges[e].product))
        *largest = fmax (*largest, fabs ((double) content->edges[e].product));
    }
  g_qsort_with_data (diagram->order, (int) content->n_edges, sizeof (guint), compare_products, content->edges);
  for (guint k = content->n_edges; k-- > 0;)
    diagram->ranks[diagram->order[k]] = seen[content->edges[diagram->order[k]].layer]++;
}

const PlotDiagramEdge *
plot_diagram_strongest_edge (const PlotDiagramContent *content,
                             guint                     layer,
                             guint                     place)
{
  const PlotDiagramEdge *strongest = NULL;
  double                 largest = -INFINITY;

  for (guint e = 0; e < content->n_edges; e++)
    {
      const PlotDiagramEdge *edge = &content->edges[e];
      double                 size;

      if (edge->layer != layer || edge->to != place || !isfinite (edge->product))
        continue;
      size = layer + 1 == content->n_layers ? (double) edge->product : fabs ((double) edge->product);
      if (strongest && size <= largest)
        continue;
      strongest = edge;
      largest = size;
    }
  return strongest;
}

static void
find_strongest_path (PlotNetworkDiagram *diagram)
{
  const PlotDiagramContent *content = diagram->content;
  const PlotDiagramEdge    *edge;
  guint                     place = content->n_layers > 0 ? plot_diagram_answer (content) : PLOT_DIAGRAM_NONE;

  diagram->on_path = g_new0 (gboolean, MAX (content->n_edges, 1));
  for (guint layer = content->n_layers; layer-- > 0 && place != PLOT_DIAGRAM_NONE;)
    {
      edge = plot_diagram_strongest_edge (content, layer, place);
      place = edge ? edge->from : PLOT_DIAGRAM_NONE;
      if (edge)
        diagram->on_path[edge - content->edges] = TRUE;
    }
}

void
plot_diagram_measure (PlotNetworkDiagram *diagram)
{
  const PlotDiagramContent *content = diagram->content;

  diagram->scales = g_new0 (PlotDiagramScale, MAX (content->n_layers, 1));
  for (guint l = 0; l < content->n_layers; l++)
    {
      const PlotDiagramLayer *layer = &content->layers[l];
      PlotDiagramScale       *scale = &diagram->scales[l];

      scale->activation = layer->activations ? plot_weight_largest (layer->activations, layer->n_shown) : 0;
      scale->colors = layer->scale;
      if (layer->pictures && scale->colors == 0)
        scale->colors = plot_weight_scale (layer->pictures,
                                           (gsize) layer->n_shown * layer->channels * layer->height * layer->width);
    }
  measure_edges (diagram);
  find_strongest_path (diagram);
}

gboolean
plot_diagram_is_traced (const PlotNetworkDiagram *diagram,
                        const PlotDiagramEdge    *edge)
{
  const PlotDiagramContent *content = diagram->content;

  if (edge->layer == diagram->selected_layer)
    return content->layers[edge->layer].units[edge->to] == diagram->selected_unit;
  if (edge->layer > 0 && edge->layer - 1 == diagram->selected_layer)
    return content->layers[edge->layer - 1].units[edge->from] == diagram->selected_unit;
  return FALSE;
}

static gboolean
is_drawn (const PlotNetworkDiagram *diagram,
          guint                     e)
{
  const PlotDiagramContent *content = diagram->content;
  const PlotDiagramEdge    *edge = &content->edges[e];
  double                    largest = diagram->scales[edge->layer].product;
  guint                     before = edge->layer > 0 ? content->layers[edge->layer - 1].n_shown : 1;
  guint                     most = PLOT_DIAGRAM_EDGES * MAX (before, content->layers[edge->layer].n_shown);

  if (!isfinite (edge->product))
    return TRUE;
  if (edge->product == 0)
    return FALSE;
  if (diagram->on_path[e])
    return TRUE;
  if (plot_diagram_is_traced (diagram, edge))
    return size_of (edge->product) >= PLOT_DIAGRAM_TRACE * largest;
  return size_of (edge->product) >= PLOT_DIAGRAM_THRESHOLD * largest && diagram->ranks[e] < most;
}

gboolean
plot_network_diagram_draws_edge (PlotNetworkDiagram *diagram,
                                 guint               edge)
{
  return diagram->content && edge < diagram->content->n_edges && is_drawn (diagram, edge);
}

void
plot_diagram_find_path (const PlotNetworkDiagram *diagram,
                        const PlotDiagramLayout  *layout,
                        const PlotDiagramEdge    *edge,
                        PlotDiagramPath          *path)
{
  const PlotDiagramColumn *to = &layout->columns[edge->layer];
  guint                    n = diagram->content->layers[edge->layer].n_shown;

  path->x1 = to->x - to->name - 3;
  path->y1 = plot_diagram_unit_y (layout, edge->layer, edge->to);
  if (edge->layer > 0)
    {
      const PlotDiagramColumn *from = &layout->columns[edge->layer - 1];

      path->x0 = from->x + from->width + from->gauge + 3;
      path->y0 = plot_diagram_unit_y (layout, edge->layer - 1, edge->from);
    }
  else
    {
      /* They fan out of the whole side of the image: all of its pixels are meant. */
      path->x0 = layout->image.x + layout->image.width + 2;
      path->y0 = layout->image.y + layout->image.height * (edge->to + 0.5) / n;
    }
  path->widest = (path->x1 - path->x0) / PER_WIDTH;
  path->bend = BEND * (path->x1 - path->x0) * fmin (1, (path->x1 - path->x0) / fmax (fabs (path->y1 - path->y0), 1));
}

void
plot_diagram_stroke_path (const PlotDiagramPath *path,
                          cairo_t               *cr,
                          float                  product,
                          double                 scale,
                          double                 alpha,
                          const PlotTheme       *theme)
{
  gboolean  finite = isfinite (product);
  double    part = finite && scale > 0 ? fmin (fabs ((double) product) / scale, 1) : 0;
  double    width = fmax (0.6, fmin (WIDEST * theme->line_width, path->widest) * part);
  double    dashes[] = { 3 + 1.5 * width, 2 + width };
  double    dots[] = { 2, 3 };
  PlotColor color = product < 0 ? theme->weight_negative : theme->weight_positive;

  if (!finite)
    color = theme->text;
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, alpha);
  cairo_set_line_width (cr, finite ? width : 2);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  if (!finite)
    cairo_set_dash (cr, dots, G_N_ELEMENTS (dots), 0);
  else if (product < 0)
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_move_to (cr, path->x0, path->y0);
  cairo_curve_to (cr, path->x0 + path->bend, path->y0, path->x1 - path->bend, path->y1, path->x1, path->y1);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* The selected unit's come last and above the others. */
void
plot_diagram_draw_edges (const PlotNetworkDiagram *diagram,
                         const PlotDiagramLayout  *layout,
                         cairo_t                  *cr,
                         const PlotTheme          *theme)
{
  const PlotDiagramContent *content = diagram->content;
  gboolean                  selected = plot_diagram_place_of (content, diagram->selected_layer, diagram->selected_unit)
                                       != PLOT_DIAGRAM_NONE;

  for (int traced = 0; traced <= 1; traced++)
    for (guint k = 0; k < content->n_edges; k++)
      {
        const PlotDiagramEdge *edge = &content->edges[diagram->order[k]];
        gboolean               of_unit = plot_diagram_is_traced (diagram, edge);
        PlotDiagramPath        path;

        if (of_unit != traced || !is_drawn (diagram, diagram->order[k]))
          continue;
        plot_diagram_find_path (diagram, layout, edge, &path);
        plot_diagram_stroke_path (&path, cr, edge->product, diagram->scales[edge->layer].product,
                                  selected && !of_unit ? DIMMED : OPAQUE, theme);
      }
}

/* From a point to a straight piece. */
static double
distance (double x,
          double y,
          double x0,
          double y0,
          double x1,
          double y1)
{
  double dx = x1 - x0, dy = y1 - y0, length = dx * dx + dy * dy;
  double t = length > 0 ? CLAMP (((x - x0) * dx + (y - y0) * dy) / length, 0, 1) : 0;

  return hypot (x - x0 - t * dx, y - y0 - t * dy);
}

static double
distance_to_path (const PlotDiagramPath *path,
                  double                 x,
                  double                 y)
{
  double nearest = INFINITY, last_x = path->x0, last_y = path->y0;

  for (int k = 1; k <= CURVE_BITS; k++)
    {
      double t = (double) k / CURVE_BITS, s = 1 - t;
      double next_x = s * s * s * path->x0 + 3 * s * s * t * (path->x0 + path->bend)
                      + 3 * s * t * t * (path->x1 - path->bend) + t * t * t * path->x1;
      double next_y = s * s * (s + 3 * t) * path->y0 + t * t * (t + 3 * s) * path->y1;

      nearest = fmin (nearest, distance (x, y, last_x, last_y, next_x, next_y));
      last_x = next_x;
      last_y = next_y;
    }
  return nearest;
}

guint
plot_diagram_find_edge (const PlotNetworkDiagram *diagram,
                        const PlotDiagramLayout  *layout,
                        double                    x,
                        double                    y)
{
  double nearest = REACH;
  guint  found = PLOT_DIAGRAM_NONE;

  for (guint e = 0; e < diagram->content->n_edges; e++)
    {
      PlotDiagramPath path;
      double          away;

      if (!is_drawn (diagram, e))
        continue;
      plot_diagram_find_path (diagram, layout, &diagram->content->edges[e], &path);
      if (x < path.x0 || x > path.x1)
        continue;
      away = distance_to_path (&path, x, y);
      if (away >= nearest)
        continue;
      nearest = away;
      found = e;
    }
  return found;
}
