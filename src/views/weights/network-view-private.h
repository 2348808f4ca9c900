/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/network-diagram.h"
#include "views/weights/network-view.h"

/* Shared by the files network-view*.c alone. */

struct _PerceptNetworkView
{
  GtkWidget              parent_instance;
  PerceptSession        *session;
  PerceptWeightSource   *source;
  PerceptChosenImage    *image;
  PlotNetworkDiagram    *diagram;
  GtkWidget             *scrolled;
  GtkWidget             *places;        /* what leads, and beside it diagram and caption */
  GtkWidget             *view;
  GtkWidget             *presented;     /* weak; shows the diagram to a room instead, or NULL */
  PerceptDiagramNetwork *network;       /* NULL: not here yet */
  gboolean               stale;         /* there are newer weights */
  gboolean               moment;        /* which are of another moment that was chosen by hand */
  GPtrArray             *shown;         /* units that stand there, NULL: to be chosen anew */
  guint                  room;          /* units of the first hidden layer; 0: there was no size yet */
  guint                  deep_room;     /* and of others */
  gint64                 swapped;       /* when units could be exchanged last */
  guint                  swap_source;   /* until they can be again */
  guint                  room_source;   /* idle, once that has changed */
  guint                  layer, unit;   /* selected; layer from 1, 0: none */
  guint                  n_watched;     /* layers */
  GCancellable          *drawing;       /* NULL: no thread is at work */
  gboolean               again;         /* something has changed since it began */
};

/* The signal "unit-chosen" for the selected unit. */
void percept_network_view_tell_chosen (PerceptNetworkView *view);

/* Pointer and keys of the diagram. */
void percept_network_view_add_input   (PerceptNetworkView *view);
