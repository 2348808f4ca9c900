/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/race.h"
#include "cli/bench-surface.h"

/* Private to cli/: optimizers that race over two weights, a CliBenchCase whose data is a CliBenchRace. A unit is what
 * follows a hand that drags the start: all racers from start to end. What is kept of the examples is kept before. */

typedef struct
{
  CliBenchSurface surface;
  const char     *racers;
  double          start[2];
  guint           n_steps;
} CliBenchRace;

typedef struct
{
  const CliBenchRace   *race;
  CliBenchSurfaceState *surface;
  AnCostPlane          *cost;
  GArray               *racers;
  AnRace               *paths;  /* of the last run */
} CliBenchRaceState;

/* The functions of such a case; the state is a CliBenchRaceState. The check is the mean cost where the racers end. */
gpointer cli_bench_race_prepare (const CliBenchCase *bench,
                                 BasePool           *pool,
                                 GError            **error);
gboolean cli_bench_race_run     (const CliBenchCase *bench,
                                 gpointer            state,
                                 GError            **error);
double   cli_bench_race_check   (gpointer            state);
void     cli_bench_race_free    (gpointer            state);

extern const CliBenchCase cli_bench_race_drag;
