/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"

/* A network as columns of units, from the input at the left to the classes at the right (reports A, Figure 2, and C,
 * Figure 2): each unit as the picture of its weights where it looks at an image, else as a disk; edges by sign (color,
 * and dashes for the negative) and size (width) of weight x activation for one image; activations as a gauge beside
 * each picture and as the fill of each disk (negative ones hollow), probabilities beside the classes. Layers with more
 * units than there is room for show those that matter most for the image, and say "12 + 288 others". The network runs
 * from left to right in every script, as formulas do. */

typedef struct _PlotNetworkDiagram PlotNetworkDiagram;

typedef struct
{
  char    *name;            /* "Hidden layer 1" */
  char    *symbol;          /* "h₁": where there is no room for the name */
  char    *about;           /* "dense 300 tanh" */
  guint    n_units;         /* of the layer; */
  guint    n_shown;         /* of these stand in the diagram: */
  guint   *units;           /* n_shown, from the top */
  char   **names;           /* n_shown and NULL, or NULL for "#17" */
  float   *activations;     /* n_shown; without an image they mean nothing */
  float   *pictures;        /* n_shown x channels x height x width: weights as in a weight sheet, or NULL */
  guint    channels, height, width;
  double   scale;           /* where the pictures' colors end; 0: as those that are shown want it */
} PlotDiagramLayer;

typedef struct
{
  guint    layer;           /* the column where it ends, from 0; it begins in the one before, 0 in the input */
  guint    from, to;        /* places among the shown; from is 0 for the input */
  float    weight;          /* summed over the input's pixels: of the product */
  float    product;         /* weight x activation; the weight where there is no image */
} PlotDiagramEdge;

typedef struct
{
  char             *title;
  char             *note;           /* "step 1 200 · validation example 17, a “4”" */
  char             *subject;        /* "validation example 17, a “4”"; NULL: there is no image */
  guint8           *bytes;          /* the image, channels x height x width, 0 is the background; NULL: none */
  guint             channels, height, width;  /* of the input */
  guint             n_layers;       /* with weights */
  PlotDiagramLayer *layers;
  guint             n_edges;
  PlotDiagramEdge  *edges;
  float            *probabilities;  /* of the last layer's shown units, or NULL */
  guint             truth;          /* place among the last layer's shown, G_MAXUINT: not known */
} PlotDiagramContent;

/* Empty, to be filled by its maker. Returns: (transfer full) */
PlotDiagramContent *plot_diagram_content_new   (void);
void                plot_diagram_content_free  (PlotDiagramContent   *content);

/* Returns: (transfer full) */
PlotNetworkDiagram *plot_network_diagram_new   (void);
/* @content: (transfer full), NULL: none */
void                plot_network_diagram_set   (PlotNetworkDiagram   *diagram,
                                                PlotDiagramContent   *content);
/* (transfer none) (nullable), until the next plot_network_diagram_set() */
const PlotDiagramContent *
                    plot_network_diagram_get   (PlotNetworkDiagram   *diagram);

/* How many units of a hidden layer have room in a figure of this size: as pictures of @picture_height weights, or as
 * disks (0). Fewer where each can then be larger. */
guint               plot_network_diagram_room  (double                width,
                                                double                height,
                                                guint                 picture_height,
                                                const PlotTheme      *theme);

/* A unit that stands out, with its edges, while it is shown; @layer from 0, G_MAXUINT: none; @unit: its number. */
void                plot_network_diagram_select (PlotNetworkDiagram  *diagram,
                                                 guint                layer,
                                                 guint                unit);

/* Whether the @edge-th of the content is drawn. Left out are, between the same two columns, those below
 * PLOT_DIAGRAM_THRESHOLD of the largest and those beyond PLOT_DIAGRAM_EDGES for each unit of the larger column; of the
 * selected unit's only those below PLOT_DIAGRAM_TRACE. What is not finite is always drawn, and so is the strongest path
 * to the answer: back from it, the edge that adds most to it, then each time the one with the largest product. */
#define PLOT_DIAGRAM_THRESHOLD 0.15
#define PLOT_DIAGRAM_TRACE     0.02
#define PLOT_DIAGRAM_EDGES     2
gboolean            plot_network_diagram_draws_edge (PlotNetworkDiagram *diagram,
                                                     guint               edge);

/* The unit under a point of a figure of this size: FALSE when there is none. @unit: its number. */
gboolean            plot_network_diagram_pick  (PlotNetworkDiagram   *diagram,
                                                double                width,
                                                double                height,
                                                const PlotTheme      *theme,
                                                double                x,
                                                double                y,
                                                guint                *layer,
                                                guint                *unit);

/* The neighbor of a unit, @right columns and @down places away, into @layer and @unit: in another column the one that
 * stands nearest in height. From a unit that is not shown: the first of all. FALSE: none is there. */
gboolean            plot_network_diagram_move  (PlotNetworkDiagram   *diagram,
                                                double                width,
                                                double                height,
                                                const PlotTheme      *theme,
                                                int                   right,
                                                int                   down,
                                                guint                *layer,
                                                guint                *unit);

/* The middle of a unit's picture or disk: FALSE when it is not shown. */
gboolean            plot_network_diagram_locate (PlotNetworkDiagram  *diagram,
                                                 double               width,
                                                 double               height,
                                                 const PlotTheme     *theme,
                                                 guint                layer,
                                                 guint                unit,
                                                 double              *x,
                                                 double              *y);

/* "Hidden layer 1, #17: activation 0.83". Returns: (transfer full), NULL when it is not shown */
char               *plot_network_diagram_describe_unit (PlotNetworkDiagram *diagram,
                                                        guint               layer,
                                                        guint               unit);

static inline PlotFigure *
plot_network_diagram_figure (PlotNetworkDiagram *diagram)
{
  return (PlotFigure *) diagram;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotDiagramContent, plot_diagram_content_free)
