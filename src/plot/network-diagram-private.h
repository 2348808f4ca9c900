/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/network-diagram.h"
#include "plot/text.h"
#include "plot/weight-picture.h"

/* The model of a network diagram and its layout in px; shared by the files network-diagram*.c alone. */

#define PLOT_DIAGRAM_NONE G_MAXUINT

typedef struct
{
  double colors;            /* where the pictures' colors saturate */
  double activation;        /* the largest finite size among the shown, */
  double product;           /* and among the edges that end here; 0: none */
} PlotDiagramScale;

struct _PlotNetworkDiagram
{
  PlotFigure          figure;
  PlotDiagramContent *content;        /* NULL: nothing to show */
  PlotDiagramScale   *scales;         /* n_layers */
  guint              *order;          /* n_edges, from the thinnest */
  guint              *ranks;          /* n_edges: how many of the same two columns are larger */
  gboolean           *on_path;        /* n_edges: they are of the strongest path to the answer */
  guint               selected_layer; /* PLOT_DIAGRAM_NONE: none is selected */
  guint               selected_unit;  /* its number */
};

typedef struct
{
  double x;                 /* of the pictures or disks */
  double width, height;     /* of one */
  double zoom;              /* px per weight; 0: disks */
  double name;              /* px before them for names; 0: these are left out */
  double gauge;             /* px after them; 0: there is none */
  double top, pitch;        /* middle of the first unit, and from one to the next */
  double room;              /* px for what stands above and below, around the middle */
} PlotDiagramColumn;

typedef struct
{
  double             width, height;
  double             line, edge;
  double             heading;           /* y of the columns' names */
  double             top, bottom;       /* of the room for units */
  struct
  {
    double x, y, width, height, zoom;   /* zoom 0: no image, an empty frame */
  } image;
  PlotDiagramColumn *columns;           /* n_layers */
  struct
  {
    double mark;                        /* x of the triangle at the true class */
    double name, bar, value;            /* x of their left ends, of values of the right */
    double name_width, bar_width;       /* px; 0: no bars */
  } table;
  gboolean           symbols;           /* there is no room for the layers' names */
  gboolean           below;             /* there is a line below the units, */
  gboolean           key;               /* and one that tells what the edges are */
} PlotDiagramLayout;

/* What a diagram is painted with. */
typedef struct
{
  const PlotNetworkDiagram *diagram;
  const PlotDiagramContent *content;
  const PlotDiagramLayout  *layout;
  cairo_t                  *cr;
  PlotText                 *text;
  const PlotTheme          *theme;
  PlotWeightColors          colors;
} PlotDiagramBrush;

/* From unit to unit: a cubic curve that leaves and arrives level, the straighter the steeper it is. */
typedef struct
{
  double x0, y0, x1, y1;
  double bend;              /* px from the ends to its inner points */
  double widest;            /* px that the largest product may have there */
} PlotDiagramPath;

void     plot_diagram_lay_out      (const PlotNetworkDiagram *diagram,
                                    PlotText                 *text,
                                    double                    width,
                                    double                    height,
                                    PlotDiagramLayout        *layout);
void     plot_diagram_layout_clear (PlotDiagramLayout        *layout);

static inline double
plot_diagram_unit_y (const PlotDiagramLayout *layout,
                     guint                    layer,
                     guint                    place)
{
  return layout->columns[layer].top + place * layout->columns[layer].pitch;
}

/* The unit whose picture, name and gauge, or row among the classes, the point is in. */
gboolean plot_diagram_find_place   (const PlotNetworkDiagram *diagram,
                                    const PlotDiagramLayout  *layout,
                                    double                    x,
                                    double                    y,
                                    guint                    *layer,
                                    guint                    *place);

/* The place of a unit among the shown of @layer, PLOT_DIAGRAM_NONE: it is not shown. */
guint    plot_diagram_place_of     (const PlotDiagramContent *content,
                                    guint                     layer,
                                    guint                     unit);

/* Which edges there are and how they are drawn. */

/* Of the edges to a unit the one with the largest product, the first of equal ones: the one that adds most to a class,
 * the one that moves another unit most, whichever way. NULL: none has a finite one. */
const PlotDiagramEdge *
         plot_diagram_strongest_edge (const PlotDiagramContent *content,
                                      guint                     layer,
                                      guint                     place);

/* Fills in scales, order, ranks and on_path. */
void     plot_diagram_measure      (PlotNetworkDiagram       *diagram);
gboolean plot_diagram_is_traced    (const PlotNetworkDiagram *diagram,
                                    const PlotDiagramEdge    *edge);
void     plot_diagram_find_path    (const PlotNetworkDiagram *diagram,
                                    const PlotDiagramLayout  *layout,
                                    const PlotDiagramEdge    *edge,
                                    PlotDiagramPath          *path);
void     plot_diagram_draw_edges   (const PlotNetworkDiagram *diagram,
                                    const PlotDiagramLayout  *layout,
                                    cairo_t                  *cr,
                                    const PlotTheme          *theme);
/* As wide as an edge of this product and scale. */
void     plot_diagram_stroke_path  (const PlotDiagramPath    *path,
                                    cairo_t                  *cr,
                                    float                     product,
                                    double                    scale,
                                    double                    alpha,
                                    const PlotTheme          *theme);
/* The drawn edge that passes within a few px of the point, PLOT_DIAGRAM_NONE: none does. */
guint    plot_diagram_find_edge    (const PlotNetworkDiagram *diagram,
                                    const PlotDiagramLayout  *layout,
                                    double                    x,
                                    double                    y);

/* Words */

/* "#17", or the class's name. Returns: (transfer full) */
char    *plot_diagram_unit_name    (const PlotDiagramLayer   *layer,
                                    guint                     place);
/* "0.83", "infinite", "not a number". Returns: (transfer full) */
char    *plot_diagram_number       (float                     value);
/* What is told of an edge under the pointer. Returns: (transfer full) */
char    *plot_diagram_edge_words   (const PlotDiagramContent *content,
                                    const PlotDiagramEdge    *edge);
char    *plot_diagram_unit_words   (const PlotDiagramContent *content,
                                    guint                     layer,
                                    guint                     place);
/* The class with the largest output, the first of equal ones; among the last layer's shown. PLOT_DIAGRAM_NONE: none is
 * a number. */
guint    plot_diagram_answer       (const PlotDiagramContent *content);
char    *plot_diagram_describe     (const PlotFigure         *figure);

/* The mark of the true class, @x its left end. */
void     plot_diagram_draw_triangle (const PlotDiagramBrush  *brush,
                                     double                   x,
                                     double                   middle);
/* The last line: what edges and gauges are, as far as there is room. */
void     plot_diagram_draw_key     (const PlotDiagramBrush   *brush);
void     plot_diagram_draw         (const PlotFigure         *figure,
                                    cairo_t                  *cr,
                                    double                    width,
                                    double                    height,
                                    const PlotTheme          *theme);
void     plot_diagram_draw_hover   (const PlotFigure         *figure,
                                    cairo_t                  *cr,
                                    double                    width,
                                    double                    height,
                                    const PlotTheme          *theme,
                                    double                    x,
                                    double                    y);
