/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/network-diagram.h"
#include "session/chosen-image.h"
#include "session/weight-source.h"
#include "widgets/figure-view.h"

/* The network as a diagram for the chosen image, live. Units are gone through by arrow keys and chosen by Enter or a
 * click; Page Up and Page Down change the example.
 *
 * Which units of large layers stand there is chosen anew with another example; while the network learns or an image
 * is drawn, a unit is exchanged when another has become clearly more important, once a second at most
 * (figures/network-diagram.h).
 *
 * Signals:
 *   "unit-chosen" (guint layer, guint unit)  a unit was pointed at; @layer from 1
 *   "answered"    percept_network_view_get_content() is new */

#define PERCEPT_TYPE_NETWORK_VIEW (percept_network_view_get_type ())
G_DECLARE_FINAL_TYPE (PerceptNetworkView, percept_network_view, PERCEPT, NETWORK_VIEW, GtkWidget)

GtkWidget         *percept_network_view_new         (PerceptSession      *session,
                                                     PerceptWeightSource *source,
                                                     PerceptChosenImage  *image);
/* What stands beside the diagram, above it where it is narrow, instead of what stood there: the image to choose and to
 * draw in. */
void               percept_network_view_set_lead    (PerceptNetworkView  *view,
                                                     GtkWidget           *lead);
/* A unit stands out with its edges, without a signal; @layer from 1, 0: none. */
void               percept_network_view_select      (PerceptNetworkView  *view,
                                                     guint                layer,
                                                     guint                unit);
/* The diagram is followed for another view, which shows it to a room, instead of for this one; NULL: no longer. Its
 * owner gives it the figure. */
void               percept_network_view_set_presented (PerceptNetworkView *view,
                                                     PerceptFigureView   *presented);
/* What the diagram shows: also what the network answers. (transfer none) (nullable), until the next "answered" */
const PlotDiagramContent *
                   percept_network_view_get_content (PerceptNetworkView *view);
/* The diagram, for commands that save it. (transfer none) */
PerceptFigureView *percept_network_view_get_view    (PerceptNetworkView  *view);
/* While it is not seen it is not kept up to date: this draws it up of what the source has, unless the network is so
 * large that this would take longer than a frame. */
void               percept_network_view_draw_unseen (PerceptNetworkView  *view);
