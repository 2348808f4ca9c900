/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "datasets/tiny-idx.h"
#include "train/trainer.h"

/* A run of a few milliseconds: TINY_TRAIN examples in memory, TINY_VALIDATION and TINY_TEST more. */

#define TINY_TRAIN      50
#define TINY_VALIDATION 12
#define TINY_TEST       30

/* @n_validation may be 0. Returns: (transfer full) */
TrainData       *tiny_data_new       (gsize            n_validation);

/* "dense 8 tanh; dense 3", momentum, batches of 8, 40 steps, a point every 5, and then @settings, a list
 * "training.rate=1 seed.init=4" or NULL. Returns: (transfer full) */
TrainExperiment *tiny_experiment_new (const char      *settings);

typedef struct
{
  TrainExperiment *experiment;
  TrainData       *data;
  BasePool        *pool;
  atomic_bool      stop;
  TrainTrainer    *trainer;
} TinyRun;

/* A fresh trainer and all that it needs. */
TinyRun         *tiny_run_new        (const char      *settings,
                                      gsize            n_validation,
                                      guint            n_threads);
void             tiny_run_free       (TinyRun         *run);

/* Begins if need be, and advances up to @n steps, less when it ends before. */
TrainAdvance     tiny_run_advance    (TinyRun         *run,
                                      guint64          n);

/* Its history without the column of seconds, which no two runs share. Returns: (transfer full) */
char            *tiny_run_describe   (TinyRun         *run);

/* All the way. Returns: (transfer full) the hash */
char            *tiny_run_to_end     (const char      *settings,
                                      guint            n_threads);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinyRun, tiny_run_free)
