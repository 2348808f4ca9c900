/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/subject.h"
#include "base/progress.h"
#include "base/thread-pool.h"

/* What the network does without some of its hidden units: their activations are 0 for all that comes after them, while
 * weights and biases stay. Several such sets of units share one way through the layers below. */

typedef struct
{
  const guint *units;   /* from 0; one may come twice */
  guint        n;
} AnUnitSet;

typedef struct
{
  gsize  n;         /* examples */
  gsize  correct;   /* whose class has the largest output (the first of equal ones); none when an output is NaN */
  double loss;      /* sum over them, penalty excluded */
} AnTally;

/* NaN without examples. */
static inline double
an_tally_accuracy (const AnTally *tally)
{
  return (double) tally->correct / (double) tally->n;
}

/* The mean; NaN without examples. */
static inline double
an_tally_loss (const AnTally *tally)
{
  return tally->loss / (double) tally->n;
}

/* Immutable once computed; any thread. */
typedef struct
{
  guint    layer;       /* its number, from 1 */
  guint    n_sets;
  guint    n_classes;   /* outputs of the network */
  AnTally *tallies;     /* (1 + n_sets) x (1 + n_classes): an_unit_silence_get() */
} AnUnitSilence;

#define AN_WHOLE_NETWORK (-1)
#define AN_ALL_CLASSES (-1)

/* The subject's loss and correct answers with the units of each of @sets silenced in turn, and with none
 * (AN_WHOLE_NETWORK). @layer: number of a hidden layer, 0 for the last. Blocks, as an_unit_ranking_run() does, with the
 * same arguments and errors; AN_ERROR_RANGE also for a unit that the layer has not. Returns: (transfer full) */
AnUnitSilence *an_unit_silence_run  (const AnSubject      *subject,
                                     guint                 layer,
                                     const AnUnitSet      *sets,
                                     guint                 n_sets,
                                     BasePool             *pool,
                                     const atomic_bool    *stop,
                                     BaseProgress          progress,
                                     gpointer              user_data,
                                     GError              **error);
void           an_unit_silence_free (AnUnitSilence        *silence);

/* Over the examples of class @c, or AN_ALL_CLASSES, with set @set silenced, or AN_WHOLE_NETWORK. */
const AnTally *an_unit_silence_get  (const AnUnitSilence  *silence,
                                     int                   set,
                                     int                   c);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnUnitSilence, an_unit_silence_free)
