/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/nice-steps.h"

#include <math.h>

/* Where stepping up from zero starts. */
#define SMALLEST 1e-5

static double
next_125 (double value,
          int    direction)
{
  static const double digits[] = { 1, 2, 5, 10 };
  double              power;

  if (value < SMALLEST * (direction > 0 ? 0.999 : 1.001))
    return direction > 0 ? SMALLEST : 0;
  power = pow (10, floor (log10 (value) + 1e-9));
  if (direction > 0)
    {
      for (guint i = 1; i < G_N_ELEMENTS (digits); i++)
        if (digits[i] * power > value * (1 + 1e-9))
          return digits[i] * power;
    }
  for (int i = G_N_ELEMENTS (digits) - 2; i >= 0; i--)
    if (digits[i] * power < value * (1 - 1e-9))
      return digits[i] * power;
  return 0.5 * power;
}

/* 1 - @value goes down by 1-2-5 as @value goes up; below one half there is only zero. */
static double
next_to_one (double value,
             int    direction)
{
  if (direction > 0)
    return value < 0.5 ? 0.5 : 1 - next_125 (1 - value, -1);
  return value <= 0.5 + 1e-9 ? 0 : 1 - next_125 (1 - value, 1);
}

double
percept_steps_next (PerceptSteps steps,
                    double       value,
                    int          direction,
                    double       low,
                    double       high)
{
  double next = value;

  switch (steps)
    {
    case PERCEPT_STEPS_ONE:    next = value + (direction > 0 ? 1 : -1); break;
    case PERCEPT_STEPS_125:    next = next_125 (value, direction); break;
    case PERCEPT_STEPS_TO_ONE: next = next_to_one (value, direction); break;
    }
  return CLAMP (next, low, high);
}
