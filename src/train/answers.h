/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/trainer.h"

/* What the network says of each example, as of one step: class, loss, and which class is taken for which. Immutable,
 * reference-counted, any thread. */

typedef struct
{
  gatomicrefcount refs;
  guint64    step;
  TrainPart  part;
  DsDataset *dataset;
  gsize      n;
  guint32   *indices;     /* n, into @dataset */
  guint16   *predicted;   /* n; the most probable class */
  float     *losses;      /* n; penalty excluded */
  double     loss;        /* sum */
  gsize      correct;
  guint      n_classes;
  gsize     *confusion;   /* n_classes x n_classes, rows: true class, columns: predicted */
} TrainAnswers;

/* @examples: those of @part, or others. NULL when it was stopped. Returns: (transfer full) */
TrainAnswers *train_answers_measure (TrainTrainer        *trainer,
                                     TrainPart            part,
                                     const TrainExamples *examples);
TrainAnswers *train_answers_ref     (TrainAnswers        *answers);
void          train_answers_unref   (TrainAnswers        *answers);

/* Those of class @truth that are taken for @predicted (-1: all mistakes), the largest loss first, ties by place; at
 * most @most of them into @picked: places in the arrays above. Returns: how many there are in all. */
gsize         train_answers_pick    (const TrainAnswers  *answers,
                                     int                  truth,
                                     int                  predicted,
                                     gsize                most,
                                     gsize               *picked);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainAnswers, train_answers_unref)
