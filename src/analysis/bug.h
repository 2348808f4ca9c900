/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/subject.h"

/* Mistakes that people make when they write backpropagation, to be planted into the double-precision gradient so that
 * a class finds them by the picture. The functions that train are never touched. One row of the registry each. */

typedef struct
{
  const char *name;   /* as in an experiment: "wrong-sign" */
  const char *title;  /* N_() */
  const char *about;  /* N_(): what went wrong, one sentence */

  /* Whether it makes a difference to @subject. NULL: always. */
  gboolean (*applies)    (const AnSubject *subject);
  /* Spoils d C / d outputs (rows x n_outputs) of @block. NULL: nothing. */
  void     (*outputs)    (const AnBlock *block, double *d);
  /* The derivatives of layers without parameters are left out. */
  gboolean   skips_derivatives;
  /* Adds what it takes for the gradient of the biases (n_biases) to @db, of dy (rows x n_out). NULL: the right one. */
  void     (*biases)     (const AnBlock *block, const NnLayer *layer, const double *dy, double *db);
  /* Spoils the finished gradient of a layer with weights (weights, then biases). NULL: nothing. */
  void     (*parameters) (const NnLayer *layer, double *dp);
} AnBug;

/* NULL-terminated. */
extern const AnBug *const an_bugs[];

/* NULL when there is none of that name. */
const AnBug *an_bug_find    (const char      *name);
gboolean     an_bug_applies (const AnBug     *bug,
                             const AnSubject *subject);
