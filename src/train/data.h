/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/progress.h"
#include "datasets/recipe.h"
#include "datasets/split.h"
#include "train/experiment.h"
#include "train/history.h"

/* The examples of one experiment, read or drawn, dealt, and the recipe that expands them. Immutable once loaded,
 * reference-counted, any thread. */

typedef struct
{
  gatomicrefcount refs;
  char           *key;        /* what it was loaded from; equal keys mean equal data */
  DsCollection    collection;
  DsSplit         split;
  DsRecipe        recipe;
} TrainData;

/* One part as a dataset and indices into it. */
typedef struct
{
  const DsDataset *dataset;
  const guint32   *indices;
  gsize            n;
} TrainExamples;

/* Loads [data] of @experiment; long, and stopped by @progress. @kept: data loaded before, or NULL; returned again
 * (referenced) where nothing about them has changed. Returns: (transfer full) */
TrainData    *train_data_load     (TrainExperiment *experiment,
                                   TrainData       *kept,
                                   guint            n_threads,
                                   BaseProgress     progress,
                                   gpointer         user_data,
                                   GError         **error);
TrainData    *train_data_ref      (TrainData       *data);
void          train_data_unref    (TrainData       *data);

TrainExamples train_data_get_part (const TrainData *data,
                                   TrainPart        part);

/* Places of @n of @n_examples, ascending, one from each of @n stretches: lists follow their files, where classes often
 * lie one after the other, or in turn. The same for the same numbers. Returns: (transfer full) */
guint32      *train_data_sample   (gsize            n_examples,
                                   gsize            n);

/* @experiment with the data at @path: the source is recognized from what is there. Returns: (transfer full) */
TrainExperiment *train_data_point_to (TrainExperiment *experiment,
                                      const char      *path,
                                      GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainData, train_data_unref)
