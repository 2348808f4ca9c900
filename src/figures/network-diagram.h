/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "nn/loss.h"
#include "plot/network-diagram.h"
#include "session/chosen-image.h"
#include "session/shown-network.h"

/* The network of a weight source and a chosen image as a diagram: which units stand in it, what they answer, and what
 * each adds to the next. What is needed is taken over at home; any thread may draw it up.
 *
 * Which units: of a hidden layer those with the largest |a_j| * sum over the next layer's units k of |w_kj|, which is
 * the sum of |w_kj a_j| (without an image a_j = 1); of equal ones the lower number; what is not finite comes first, so
 * that it is seen. From the top: the largest first. Classes all stand there, in their order, up to
 * PERCEPT_DIAGRAM_CLASSES of them; of more, those with the largest outputs.
 *
 * So that units keep their places while a network learns, those that stood there stay, each in its place. A
 * newcomer takes the place of the one that matters least once it matters PERCEPT_DIAGRAM_MARGIN times as much. */

#define PERCEPT_DIAGRAM_CLASSES 20
#define PERCEPT_DIAGRAM_MARGIN  1.25

/* Reference-counted; for one thread at a time. */
typedef struct
{
  gatomicrefcount      refs;
  PerceptShownNetwork *shown;        /* with all its layers */
  const NnLossType    *loss;
  char               **class_names;  /* n_outputs, NULL-terminated */
} PerceptDiagramNetwork;

/* NULL when not all layers have arrived yet, as percept_shown_network_new(). Home's thread. Returns: (transfer full) */
PerceptDiagramNetwork *percept_diagram_network_new   (PerceptSession        *session,
                                                      PerceptWeightSource   *source);
PerceptDiagramNetwork *percept_diagram_network_ref   (PerceptDiagramNetwork *network);
void                   percept_diagram_network_unref (PerceptDiagramNetwork *network);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerceptDiagramNetwork, percept_diagram_network_unref)

/* An image as it was chosen, and what else is wished for. */
typedef struct
{
  guint8     *bytes;          /* NULL: there is no image */
  NnShape     shape;
  float      *values;         /* what the network receives, as many */
  guint       label;          /* the true class, or PERCEPT_NO_LABEL */
  char       *title;          /* "validation example 17, a “4”" */
  guint       room;           /* units of the first hidden layer, */
  guint       deep_room;      /* and of each that follows */
  guint       selected_layer; /* from 1; this unit of it is always shown; 0: none */
  guint       selected_unit;
  GPtrArray  *kept;           /* (nullable) GArray of guint by hidden layer: units that stand there, from the top;
                               * never changed once it is set: threads share it */
  gboolean    swaps;          /* newcomers may take the place of kept ones */
} PerceptDiagramWish;

/* Home's thread. Returns: (transfer full), with room for as many as there are and nothing kept */
PerceptDiagramWish    *percept_diagram_wish_new      (PerceptChosenImage       *image);
void                   percept_diagram_wish_free     (PerceptDiagramWish       *wish);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerceptDiagramWish, percept_diagram_wish_free)

/* An image of another shape than the network's input counts as none. Takes time in proportion to the number of
 * parameters: below a millisecond for 784-300-10. Any thread. Returns: (transfer full), NULL when there is no memory */
PlotDiagramContent    *percept_diagram_content       (PerceptDiagramNetwork    *network,
                                                      const PerceptDiagramWish *wish);
/* The units of each hidden layer that stand in @content, for PerceptDiagramWish.kept. Returns: (transfer full) */
GPtrArray             *percept_diagram_shown         (const PlotDiagramContent *content);
