/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/subject.h"
#include "base/progress.h"
#include "base/thread-pool.h"

/* Which of the subject's examples one unit answers to most and least, and which one its weights resemble: report E,
 * Part 3, where units of a network with too many of them keep single training images.
 *
 *   most, least  by the unit's activation after its layer's activation function (an output unit: by the output)
 *   nearest      by the cosine of the angle between the unit's incoming weights and the example as the network receives
 *                it; only for units that look at the input itself
 *
 * The lower place among the examples wins a tie; what is no number is left out. */

#define AN_UNIT_EXAMPLES 8   /* of each kind, or as many as there are */

typedef struct
{
  gsize  place;              /* among the subject's examples */
  double value;              /* activation, or cosine */
  guint  label;
} AnUnitExample;

typedef struct
{
  guint         n_images;
  AnUnitExample images[AN_UNIT_EXAMPLES];
} AnUnitExampleList;

/* Immutable once computed. */
typedef struct
{
  gsize             n_examples;     /* that were looked at */
  double            mean, lowest, highest;   /* of the activations that are finite */
  gsize             n_zero;         /* examples at which the activation is exactly 0 */
  gsize             n_undefined;    /* at which it is NaN */
  AnUnitExampleList most, least, nearest;
} AnUnitExamples;

/* @layer: number of a layer with weights, from 1. Blocks, as an_unit_ranking_run() does, with the same arguments and
 * errors; AN_ERROR_RANGE for a unit or layer that is not there. Returns: (transfer full) */
AnUnitExamples *an_unit_examples_run  (const AnSubject    *subject,
                                       guint               layer,
                                       guint               unit,
                                       BasePool           *pool,
                                       const atomic_bool  *stop,
                                       BaseProgress        progress,
                                       gpointer            user_data,
                                       GError            **error);
void            an_unit_examples_free (AnUnitExamples     *examples);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnUnitExamples, an_unit_examples_free)
