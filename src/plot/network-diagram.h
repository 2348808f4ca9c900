/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/figure.h"

/* A network as columns of units, from the input at the left to the classes at the right (reports A, Figure 2, and C,
 * Figure 2): each unit as the picture of its weights where it looks at an image, else as a disk; edges by sign (color,
 * and dashes for the negative) and size (width) of weight x activation for one image; activations as a bar beside each
 * unit, probabilities beside the classes. Layers with more units than there is room for show those that matter most for
 * the image, and say "12 of 300". */

typedef struct _PlotNetworkDiagram PlotNetworkDiagram;

typedef struct
{
  char    *name;            /* "Hidden layer 1" */
  char    *about;           /* "dense 300 tanh" */
  guint    n_units;         /* of the layer; */
  guint    n_shown;         /* of these stand in the diagram: */
  guint   *units;           /* n_shown, from the top */
  char   **names;           /* n_shown, or NULL for "#17" */
  float   *activations;     /* n_shown; NaN: there is no image */
  float   *pictures;        /* n_shown x channels x height x width: weights as in a weight sheet, or NULL */
  guint    channels, height, width;
} PlotDiagramLayer;

typedef struct
{
  guint    layer;           /* the column where it ends, from 0; it begins in the one before (0: the whole input) */
  guint    from, to;        /* places among the shown */
  float    weight;          /* summed over the input's pixels: of the product */
  float    product;         /* weight x activation; the weight where there is no image */
} PlotDiagramEdge;

typedef struct
{
  char             *title;
  char             *note;           /* "step 1 200 · validation example 17, a “4”" */
  guint8           *bytes;          /* the image, channels x height x width, 0 is the background; NULL: none */
  guint             channels, height, width;
  guint             n_layers;       /* with weights */
  PlotDiagramLayer *layers;
  guint             n_edges;
  PlotDiagramEdge  *edges;
  float            *probabilities;  /* of the last layer's shown units, or NULL */
  guint             truth;          /* place among the last layer's shown, G_MAXUINT: not known */
} PlotDiagramContent;

/* Empty, to be filled by its maker. */
PlotDiagramContent *plot_diagram_content_new   (void);
void                plot_diagram_content_free  (PlotDiagramContent   *content);

/* Returns: (transfer full) */
PlotNetworkDiagram *plot_network_diagram_new   (void);
/* @content: (transfer full), NULL: none */
void                plot_network_diagram_set   (PlotNetworkDiagram   *diagram,
                                                PlotDiagramContent   *content);
/* How many units of a layer have room in a figure of this height. */
guint               plot_network_diagram_room  (double                height,
                                                const PlotTheme      *theme);
/* A unit that stands out, with its edges; @layer from 0, G_MAXUINT: none. */
void                plot_network_diagram_select (PlotNetworkDiagram  *diagram,
                                                 guint                layer,
                                                 guint                unit);
/* The unit under a point of a figure of this size: FALSE when there is none. */
gboolean            plot_network_diagram_pick  (PlotNetworkDiagram   *diagram,
                                                double                width,
                                                double                height,
                                                const PlotTheme      *theme,
                                                double                x,
                                                double                y,
                                                guint                *layer,
                                                guint                *unit);

static inline PlotFigure *
plot_network_diagram_figure (PlotNetworkDiagram *diagram)
{
  return (PlotFigure *) diagram;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotDiagramContent, plot_diagram_content_free)
