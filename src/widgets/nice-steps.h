/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How a number goes up or down by one press of a button. */

typedef enum
{
  PERCEPT_STEPS_ONE,        /* 1, 2, 3: seeds */
  PERCEPT_STEPS_125,        /* 0.1, 0.2, 0.5, 1, 2, 5: rates and amounts, where ratios matter */
  PERCEPT_STEPS_TO_ONE,     /* 0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99: momentum, where the distance to one matters */
} PerceptSteps;

/* The next step above (@direction > 0) or below @value, kept within @low and @high. */
double percept_steps_next (PerceptSteps steps,
                           double       value,
                           int          direction,
                           double       low,
                           double       high);
