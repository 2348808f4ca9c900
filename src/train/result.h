/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/trainer.h"

/* What came out of a run: what `percept run --json` prints and run.json holds. */

typedef struct
{
  char    *experiment;
  char    *title;
  char    *stopped_because;                 /* steps | epochs | weights | cost | diverged | interrupted */
  char    *result_hash;                     /* SHA-256 of the kept parameters */
  guint64  seed;                            /* of the initial weights */
  guint64  step;
  guint64  kept_step;                       /* whose parameters are kept: before the last with training.keep */
  guint64  total_steps;
  guint    edited;                          /* so often parameters were changed by hand */
  double   epochs;
  double   seconds;
  double   examples_per_second;
  gsize    n_parameters;
  double   penalty;
  double   loss[TRAIN_N_PARTS];             /* of the kept parameters, over all examples of the part; NaN: none */
  double   accuracy[TRAIN_N_PARTS];
  gsize    n_examples[TRAIN_N_PARTS];
  gsize   *class_counts[TRAIN_N_PARTS];     /* n_classes each */
  guint    n_classes;
  char   **class_names;
  guint64  best_step;                       /* of the highest validation accuracy at a point */
  double   best_validation;                 /* NaN without validation */
} TrainResult;

/* Measures every part in full; NULL when stopped. Returns: (transfer full) */
TrainResult *train_result_measure (TrainTrainer      *trainer,
                                   const char        *stopped_because);

/* The same without measuring: losses and accuracies are those last seen on the curve. For keeping a run in passing.
 * Returns: (transfer full) */
TrainResult *train_result_glance  (TrainTrainer      *trainer,
                                   const char        *stopped_because);
/* Half the width of the 95 % interval of an accuracy @p measured on @n examples (normal approximation of the
 * binomial, 1.96 sqrt (p (1 - p) / n)); NaN when nothing was measured. */
double       train_accuracy_half_width (double         p,
                                        gsize          n);

void         train_result_free    (TrainResult       *result);

/* One JSON object; @pretty: indented over several lines. Returns: (transfer full) */
char        *train_result_to_json (const TrainResult *result,
                                   gboolean           pretty);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainResult, train_result_free)
