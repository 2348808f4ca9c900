/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/chosen-image.h"
#include "session/weight-source.h"

/* What one unit receives of the chosen image, and what it makes of it: z = sum of w x + b, then the layer's activation.
 * By the weights that a source shows; its inputs as a pass in single precision has them, the rest in double. Home's
 * thread. */

/* To go through more weights than this below the unit's layer takes longer than a frame: then there is no answer. */
#define PERCEPT_MOST_ANSWER_WEIGHTS 4000000

typedef struct
{
  guint       n;
  double     *inputs;      /* n: the image as the network receives it, or the activations of the layer below */
  double      products;    /* sum of w x */
  double      bias;
  double      z;
  double      activation;  /* what the layer above sees: z with no function, NaN with one that asks for all units */
  const char *function;    /* "tanh"; NULL: there is none */
} PerceptUnitAnswer;

/* @layer: from 1; its weights and those of all below must be watched. Returns: (transfer full), NULL while some of them
 * are missing or of different steps, or there is no image */
PerceptUnitAnswer *percept_unit_answer_new  (PerceptSession      *session,
                                             PerceptWeightSource *source,
                                             PerceptChosenImage  *image,
                                             guint                layer,
                                             guint                unit);
void               percept_unit_answer_free (PerceptUnitAnswer   *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerceptUnitAnswer, percept_unit_answer_free)
