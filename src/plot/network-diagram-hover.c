/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/network-diagram-private.h"

#include <math.h>
#include <string.h>

static void
frame_unit (const PlotDiagramBrush *brush,
            guint                   l,
            guint                   place)
{
  const PlotDiagramColumn *column = &brush->layout->columns[l];
  double                   y = plot_diagram_unit_y (brush->layout, l, place);

  plot_set_color (brush->cr, &brush->theme->text);
  cairo_set_line_width (brush->cr, 1.5);
  cairo_rectangle (brush->cr, column->x - 3, y - column->height / 2 - 3, column->width + 6, column->height + 6);
  cairo_stroke (brush->cr);
}

static void
show_line (const PlotDiagramBrush *brush,
           const char             *words,
           double                  x,
           double                  y)
{
  double half = plot_text_width (brush->text, PLOT_TEXT_PLAIN, words, 0) / 2 + 4;

  plot_text_show_over (brush->text, PLOT_TEXT_PLAIN, words,
                       CLAMP (x, half, fmax (half, brush->layout->width - half)), y, 0.5, 0.5, &brush->theme->text,
                       &brush->theme->background);
}

/* Above the point, or below it where there is no room; in two lines where one would be too long. */
static void
show_words (const PlotDiagramBrush *brush,
            const char             *words,
            double                  x,
            double                  y)
{
  double           line = brush->layout->line;
  const char      *second = strstr (words, ": ");
  g_autofree char *first = second ? g_strndup (words, (gsize) (second - words) + 1) : NULL;
  gboolean         fits = plot_text_width (brush->text, PLOT_TEXT_PLAIN, words, 0) <= brush->layout->width - 8;

  y = y > 3.5 * line ? y - 1.2 * line : y + 2.8 * line;
  if (fits || !second)
    {
      show_line (brush, words, x, y);
      return;
    }
  show_line (brush, first, x, y - line);
  show_line (brush, second + 2, x, y);
}

static void
draw_hovered_edge (const PlotDiagramBrush *brush,
                   const PlotDiagramEdge  *edge,
                   double                  x,
                   double                  y)
{
  g_autofree char *words = plot_diagram_edge_words (brush->content, edge);
  PlotDiagramPath  path;

  plot_diagram_find_path (brush->diagram, brush->layout, edge, &path);
  plot_diagram_stroke_path (&path, brush->cr, edge->product, brush->diagram->scales[edge->layer].product, 1,
                            brush->theme);
  frame_unit (brush, edge->layer, edge->to);
  if (edge->layer > 0)
    frame_unit (brush, edge->layer - 1, edge->from);
  show_words (brush, words, x, y);
}

void
plot_diagram_draw_hover (const PlotFigure *figure,
                         cairo_t          *cr,
                         double            width,
                         double            height,
                         const PlotTheme  *theme,
                         double            x,
                         double            y)
{
  const PlotNetworkDiagram *diagram = (const PlotNetworkDiagram *) figure;
  PlotDiagramLayout         layout;
  guint                     l, place, edge;
  PlotDiagramBrush          brush = {
    .diagram = diagram,
    .content = diagram->content,
    .layout = &layout,
    .cr = cr,
    .text = plot_text_begin (theme, cr),
    .theme = theme,
  };

  if (!diagram->content || diagram->content->n_layers == 0)
    return;
  plot_diagram_lay_out (diagram, brush.text, width, height, &layout);
  if (plot_diagram_find_place (diagram, &layout, x, y, &l, &place))
    {
      g_autofree char *words = plot_diagram_unit_words (diagram->content, l, place);

      frame_unit (&brush, l, place);
      show_words (&brush, words, x, plot_diagram_unit_y (&layout, l, place) - layout.columns[l].height / 2);
    }
  else
    {
      edge = plot_diagram_find_edge (diagram, &layout, x, y);
      if (edge != PLOT_DIAGRAM_NONE)
        draw_hovered_edge (&brush, &diagram->content->edges[edge], x, y);
    }
  plot_diagram_layout_clear (&layout);
}
