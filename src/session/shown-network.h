/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "nn/network.h"
#include "session/weight-source.h"

/* The network of a session by the weights that a source shows, all of one step: what it answers to an image.
 * Reference-counted; for one thread at a time. */

typedef struct
{
  gatomicrefcount  refs;
  NnNetwork       *network;
  guint64          step;
  guint            n_shown;     /* the weights of layers 1 to this */
  PerceptWeights **weights;     /* n_shown */
  float           *parameters;  /* network->n_parameters, once they are needed: those of the layers */
  guint            n_assembled; /* 1 to this are set */
} PerceptShownNetwork;

/* With the weights of the layers up to number @n, or of all there are. NULL when nothing is open or not all of them
 * have arrived yet, or not of the same step (they must be watched; "weights" comes again). Copies no weights. Home's
 * thread. Returns: (transfer full) */
PerceptShownNetwork *percept_shown_network_new   (PerceptSession      *session,
                                                  PerceptWeightSource *source,
                                                  guint                n);
PerceptShownNetwork *percept_shown_network_ref   (PerceptShownNetwork *shown);
void                 percept_shown_network_unref (PerceptShownNetwork *shown);

/* An evaluation of @image (as many as the network's inputs) through layers 1 to @n, at most n_shown, and all that
 * stands between them and the next one with weights. Any thread. Returns: (transfer full), NULL when there is no
 * memory */
NnWorkspace         *percept_shown_network_run   (PerceptShownNetwork *shown,
                                                  const float         *image,
                                                  guint                n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerceptShownNetwork, percept_shown_network_unref)
