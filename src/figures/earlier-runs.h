/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/run-curves.h"

/* What stays of the runs before the one that is shown: the course of the validation part, of the training part where
 * there is no other. */

#define PERCEPT_MOST_EARLIER 3

typedef struct
{
  double x[PERCEPT_N_RUN_X];
  double values[2]; /* cost; accuracy 0..1 */
} PerceptTrailPoint;

typedef struct _PerceptEarlierRuns PerceptEarlierRuns;

PerceptEarlierRuns *percept_earlier_runs_new   (void);
void                percept_earlier_runs_free  (PerceptEarlierRuns *runs);
void                percept_earlier_runs_clear (PerceptEarlierRuns *runs);
guint               percept_earlier_runs_get_n (PerceptEarlierRuns *runs);

/* Whether a cost of one means the same as a cost of the other. */
gboolean            percept_earlier_runs_are_comparable (TrainExperiment *a,
                                                         TrainExperiment *b);

/* Keeps a copy of @trail (of PerceptTrailPoint), a run of @experiment (or NULL), and drops the oldest when there are
 * too many. One of less than two points leaves nothing to see. */
void                percept_earlier_runs_keep  (PerceptEarlierRuns *runs,
                                                TrainExperiment    *experiment,
                                                const GArray       *trail);

/* Puts the @index-th, 0 being the latest, into @series of @curves instead of what it has, and names it for whoever
 * looks at a run of @experiment. @value: 0 cost, 1 accuracy. */
void                percept_earlier_runs_fill  (PerceptEarlierRuns *runs,
                                                guint               index,
                                                TrainExperiment    *experiment,
                                                PlotCurves         *curves,
                                                guint               series,
                                                PerceptRunX         x,
                                                guint               value);
