/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/parameter-trail.h"

GArray *
train_trail_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (TrainTrailPoint));
}

/* The first and the newest stay. */
static void
thin (GArray *trail)
{
  TrainTrailPoint *points = &g_array_index (trail, TrainTrailPoint, 0);
  guint            n = 0;

  for (guint i = 0; i < trail->len; i++)
    if (i % 2 == 0 || i + 1 == trail->len)
      points[n++] = points[i];
  g_array_set_size (trail, n);
}

void
train_trail_extend (GArray                *trail,
                    const TrainTrailPoint *points,
                    guint                  n)
{
  for (guint i = 0; i < n; i++)
    {
      if (trail->len >= TRAIN_TRAIL_POINTS)
        thin (trail);
      g_array_append_val (trail, points[i]);
    }
}

TrainTrailPoint
train_trail_point (guint64      step,
                   const float *parameters,
                   const gsize *places,
                   guint        n)
{
  TrainTrailPoint point = { .step = step };

  for (guint i = 0; i < MIN (n, TRAIN_TRAIL_PLACES); i++)
    point.values[i] = parameters[places[i]];
  return point;
}
