/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What was measured along a run. Plain arrays; whoever owns one locks it. */

typedef enum
{
  TRAIN_PART_TRAIN,
  TRAIN_PART_VALIDATION,
  TRAIN_PART_TEST,
  TRAIN_N_PARTS,
} TrainPart;

/* Costs are means over the examples, penalty excluded; accuracies in [0,1]. NaN: not measured at this step. The
 * training part is the mean over the batches since the last point of the plan; at step 0, at the early points and at
 * points on demand (see trainer.h) it is measured on the first 1,000 examples as they are then.
 * The test set is measured more rarely (see trainer.h). */
typedef struct
{
  guint64 step;
  double  epoch;
  double  seconds;                  /* of training, pauses excluded */
  double  examples;                 /* seen so far */
  double  cost[TRAIN_N_PARTS];
  double  accuracy[TRAIN_N_PARTS];
  double  penalty;                  /* see train_trainer_penalty() */
  double  gradient_norm;            /* L2 norm of the mean gradient of the last batch before the point, penalty
                                     * excluded; NaN at step 0 */
  double  flat;                     /* share of the hidden units that learn no more, see flat-units.h; NaN: none can
                                     * be told */
} TrainPoint;

#define TRAIN_MARK_BRANCH "branch"   /* @from: how far the run went on from here, which is another run now */

#define TRAIN_MARK_EDIT    "edit"    /* @from parameters were set by hand */
#define TRAIN_MARK_SILENCE "silence" /* the weights from unit @to of layer @from were set to 0 by hand */

/* A setting changed while running, or what else makes a run another. */
typedef struct
{
  guint64 step;
  char    key[24];                  /* "rate" */
  double  from;
  double  to;
} TrainMark;

typedef struct
{
  GArray *points;                   /* TrainPoint, by step */
  GArray *marks;                    /* TrainMark, by step */
} TrainHistory;

TrainHistory *train_history_new       (void);
void          train_history_free      (TrainHistory       *history);
void          train_history_clear     (TrainHistory       *history);
TrainHistory *train_history_copy      (const TrainHistory *history);

/* What of it belongs to the steps up to @step. Returns: (transfer full) */
TrainHistory *train_history_begin_of  (const TrainHistory *history,
                                       guint64             step);
/* The point of @step, or NULL. */
const TrainPoint *train_history_find  (const TrainHistory *history,
                                       guint64             step);

static inline const TrainPoint *
train_history_point (const TrainHistory *history,
                     guint               i)
{
  return &g_array_index (history->points, TrainPoint, i);
}

/* "step,epoch,seconds,examples,cost_train,..." with a header; numbers read back to the same bits. */
char         *train_history_to_csv    (const TrainHistory *history);
/* The inverse, also for a file of before gradient_norm and flat came; marks are not in the CSV. @name: for messages.
 * Returns: (transfer full) */
TrainHistory *train_history_from_csv  (const char         *csv,
                                       const char         *name,
                                       GError            **error);

/* "step,key,from,to", and back into @history. */
char         *train_history_marks_to_csv   (const TrainHistory *history);
gboolean      train_history_marks_from_csv (TrainHistory       *history,
                                            const char         *csv,
                                            const char         *name,
                                            GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainHistory, train_history_free)
