/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/example-steps.h"
#include "session/example-list.h"

/* One example of a session's data and the network as it is at one step: what a walk needs, so that any thread may
 * take it, and what shows it. */

typedef struct
{
  TrainData        *data;
  TrainPart         part;       /* of the example */
  gsize             place;      /* in that part, from 0 */
  guint32           index;      /* into the dataset */
  guint64           step;
  NnNetwork        *network;
  const NnLossType *loss;
  PerceptStepRule   rule;
  float            *parameters; /* network->n_parameters */
} PerceptExample;

/* Takes over the weights that home has. NULL when not all layers have arrived yet, or not of the same step (all layers
 * must be watched; "weights" comes again), or when there is no memory. @place: below percept_example_list().
 * Home's thread. Returns: (transfer full) */
PerceptExample  *percept_example_new         (PerceptSession       *session,
                                              gsize                 place);
void             percept_example_free        (PerceptExample       *example);

/* Any thread. Returns: (transfer full), to be looked at no longer than @example; NULL with @error */
AnExampleWalk   *percept_example_walk        (const PerceptExample *example,
                                              GError              **error);

/* "validation example 17, a “4”" (translated). Returns: (transfer full) */
char            *percept_example_title       (const PerceptExample *example);

/* What the painter shows. @units: one for each stage, PERCEPT_ANY_UNIT is replaced as percept_stages_choose() does.
 * Returns: (transfer full) */
PlotWalkContent *percept_example_content     (const PerceptExample *example,
                                              const AnExampleWalk  *walk,
                                              guint                *units);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerceptExample, percept_example_free)
