/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/angle-curve.h"
#include "train/data.h"
#include "train/experiment.h"

/* The gradient check of an experiment, as its group [check] says:
 *
 *   h            list of steps            scheme       forward | backward | central
 *   half-steps   yes: central differences go h/2 to each side
 *   coordinates  rule: analysis/coordinates.h
 *   examples     how many of the training examples the cost is taken over, the first ones; 0: all
 *   weights      those of the first layer with weights, at step 0: a row of numbers for each unit, “;” between rows
 *   along        so many more checks along the run, evenly over training.steps: angle against cost
 *   bug          planted into the double-precision gradient: analysis/bug.h
 */

typedef struct
{
  AnGradientCheck *check;
  GArray          *along;       /* of AnAnglePoint, the start first; NULL without check.along */
  gsize            n_examples;
  gboolean         sum;         /* the cost is a sum over them, not their mean */
  char            *name;        /* of the experiment, */
  char            *title;       /* and for people */
} PerceptCheckResult;

/* What a check looks at instead of fresh parameters; borrowed. */
typedef struct
{
  TrainData   *data;
  const float *parameters;      /* of the experiment's network on these data */
  guint64      step;
} PerceptCheckModel;

/* Whether group [check] can be read. Errors: TRAIN_ERROR_VALUE names the key. */
gboolean            percept_check_validate    (TrainExperiment          *experiment,
                                               GError                  **error);

/* Loads the data, makes the parameters and checks; with @path the parameters are those of the run folder or model file
 * there, with @model they are given with the data. Blocks, for minutes if so asked: not for the main thread. @stop:
 * read every few milliseconds (may be NULL); @progress from the calling thread. Errors: G_IO_ERROR_CANCELLED when
 * stopped, and those of train/ and analysis/. Returns: (transfer full) */
PerceptCheckResult *percept_check_run         (TrainExperiment          *experiment,
                                               const char               *path,
                                               const PerceptCheckModel  *model,
                                               const atomic_bool        *stop,
                                               BaseProgress              progress,
                                               gpointer                  user_data,
                                               GError                  **error);
void                percept_check_result_free (PerceptCheckResult       *result);

/* One JSON object on one line, without a line end: README.md, "The command line". Returns: (transfer full) */
char               *percept_check_to_json     (const PerceptCheckResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerceptCheckResult, percept_check_result_free)
