/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/data.h"
#include "train/experiment.h"
#include "train/parameter-ladder.h"

/* The network of a session as it was at one step, for analyses that go on while it trains; immutable,
 * reference-counted, any thread. */

typedef struct
{
  gatomicrefcount  refs;
  TrainExperiment *experiment;
  TrainData       *data;
  float           *parameters;  /* of the experiment's network on these data */
  guint64          step;
  GPtrArray       *rungs;       /* TrainRung: the parameters along the run up to here; may be empty */
} PerceptModel;

/* Copies @n parameters; @rungs (transfer full) may be NULL for none. Returns: (transfer full), NULL when there is no
 * memory for them */
PerceptModel *percept_model_new   (TrainExperiment *experiment,
                                   TrainData       *data,
                                   const float     *parameters,
                                   gsize            n,
                                   guint64          step,
                                   GPtrArray       *rungs);
PerceptModel *percept_model_ref   (PerceptModel    *model);
void          percept_model_unref (PerceptModel    *model);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerceptModel, percept_model_unref)
