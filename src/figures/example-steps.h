/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/example-stages.h"
#include "nn/optimizer.h"
#include "plot/example-walk.h"

/* A walk in lines, formula and values side by side: "h₁[17] = tanh(z₁[17])", "tanh(1.296)", 0.861. Weights are named
 * as everywhere: W1[i,j] is the weight from input i to unit j. */

/* What training does with a gradient. */
typedef struct
{
  const NnOptimizerType *optimizer;
  double                 rate;
  double                 l1, l2;
} PerceptStepRule;

/* Appends to @lines (PlotWalkLine) what leads from the image to the cost. @units: one for each stage, all of them
 * chosen. */
void percept_example_steps_forward  (const AnExampleWalk   *walk,
                                     const guint           *units,
                                     GArray                *lines);

/* What leads from the cost back to the weights and to the image, and the step that @rule makes of it. */
void percept_example_steps_backward (const AnExampleWalk   *walk,
                                     const guint           *units,
                                     const PerceptStepRule *rule,
                                     GArray                *lines);
