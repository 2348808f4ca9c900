/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/pacer.h"

#define SECOND 1000000
#define MEASURE (SECOND / 2)
/* PERCEPT_PACE_ACCELERATE: the steps of a second are this share of the steps so far, so that equal times show equal
 * factors; from 3 a second. */
#define ACCELERATE_SHARE 0.6
#define ACCELERATE_LEAST 3.0

void
pacer_start (Pacer  *pacer,
             guint64 step,
             gint64  now)
{
  pacer->due = now;
  pacer->window_start = now;
  pacer->window_step = step;
  pacer->steps_per_second = 0.0;
}

gint64
pacer_wait (Pacer *pacer,
            gint64 now)
{
  if (pacer->pace == PERCEPT_PACE_FULL)
    return 0;
  return MAX (pacer->due - now, 0);
}

static gint64
interval (PerceptPace pace,
          guint64     step)
{
  switch (pace)
    {
    case PERCEPT_PACE_SLOW:
      return SECOND / 2;
    case PERCEPT_PACE_WALK:
      return SECOND / 20;
    case PERCEPT_PACE_ACCELERATE:
      return (gint64) (SECOND / MAX (ACCELERATE_LEAST, ACCELERATE_SHARE * (double) step));
    case PERCEPT_PACE_FULL:
    default:
      return 0;
    }
}

void
pacer_count (Pacer  *pacer,
             guint64 step,
             gint64  now)
{
  gint64 elapsed = now - pacer->window_start;

  /* Steps missed while something else took the processor are not made up for in a rush. */
  pacer->due = MAX (pacer->due, now - SECOND / 20) + interval (pacer->pace, step);
  if (elapsed < MEASURE && pacer->steps_per_second > 0.0)
    return;
  if (elapsed < MEASURE / 10)
    return;
  pacer->steps_per_second = (double) (step - pacer->window_step) * SECOND / (double) elapsed;
  if (elapsed < MEASURE)
    return;
  pacer->window_start = now;
  pacer->window_step = step;
}
