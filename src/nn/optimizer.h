/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How a gradient becomes a step: one file each under optimizers/, a row in the registry. An optimizer is plain data;
 * its memory are slots, each an array like the parameters, which the trainer owns and saves with the run. */

#define NN_OPTIMIZER_MAX_SLOTS 2

/* Hyperparameters of one step. */
typedef struct
{
  double  rate;
  double  momentum; /* optimizers with has_momentum only */
  guint64 step;     /* number of this step, from 1 */
} NnHyper;

typedef struct
{
  const char *name;                                     /* as in an experiment: "gd" */
  const char *title;                                    /* N_() */
  const char *formula;                                  /* for people */
  guint       n_slots;
  const char *slot_names[NN_OPTIMIZER_MAX_SLOTS];       /* "velocity" */
  gboolean    has_momentum;                             /* uses NnHyper.momentum; slot 0 may start non-zero */

  /* Moves w against g: n consecutive parameters and their places in the slots. */
  void (*step)           (const NnHyper *hyper, float *w, const float *g, float *const *slots, gsize n);
  void (*step_reference) (const NnHyper *hyper, double *w, const double *g, double *const *slots, gsize n);
} NnOptimizerType;

extern const NnOptimizerType *const nn_optimizer_types[];

const NnOptimizerType *nn_optimizer_type_find (const char *name);

/* What stands for the Greek letters in the formulas of the last two: beta; beta 1 and 2. */
#define NN_RMSPROP_KEEP 0.99
#define NN_ADAM_B1      0.9
#define NN_ADAM_B2      0.999

extern const NnOptimizerType nn_gd_optimizer;
extern const NnOptimizerType nn_momentum_optimizer;
extern const NnOptimizerType nn_nesterov_optimizer;
extern const NnOptimizerType nn_rmsprop_optimizer;
extern const NnOptimizerType nn_adam_optimizer;
