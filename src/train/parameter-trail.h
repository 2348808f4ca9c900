/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "train/parameter-ladder.h"

/* The way of a few parameters along a run, point after point. It never has more than TRAIN_TRAIL_POINTS: when it is
 * full, every other point goes. */

#define TRAIN_TRAIL_PLACES 4
#define TRAIN_TRAIL_POINTS 2048

typedef struct
{
  guint64 step;
  float   values[TRAIN_TRAIL_PLACES];  /* of as many as are watched */
} TrainTrailPoint;

/* Returns: (transfer full) (element-type TrainTrailPoint) an empty one */
GArray *train_trail_new    (void);

/* Adds @n points that follow. */
void    train_trail_extend (GArray                *trail,
                            const TrainTrailPoint *points,
                            guint                  n);

/* The point of @step: @n of @parameters, those at @places. */
TrainTrailPoint train_trail_point (guint64      step,
                                   const float *parameters,
                                   const gsize *places,
                                   guint        n);
