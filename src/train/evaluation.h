/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A kept model on other data. */

typedef struct
{
  gsize   n;          /* examples */
  double  loss;       /* mean over them, penalty excluded */
  double  accuracy;   /* 0 to 1 */
  guint   n_classes;
  gsize  *confusion;  /* n_classes x n_classes, rows: true class, columns: predicted */
} TrainEvaluation;

/* Evaluates the model (a run folder, a file of one, or a model file) at @model on the data at @path, NULL for those it
 * was trained on: their test set, or all examples where they have none. Blocks. Returns: (transfer full) */
TrainEvaluation *train_evaluate_model   (const char       *model,
                                         const char       *path,
                                         GError          **error);
void             train_evaluation_free  (TrainEvaluation  *evaluation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainEvaluation, train_evaluation_free)
