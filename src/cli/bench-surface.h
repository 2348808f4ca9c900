/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/loss-surface.h"
#include "cli/bench-dense.h"

/* Private to cli/: the loss over two weights of a network on random bytes, a CliBenchCase whose data is a
 * CliBenchSurface. A unit is one point of the grid. */

typedef struct
{
  CliBenchDense dense;    /* examples and network */
  const char   *weights;
  const char   *grid;
  const char   *window;
} CliBenchSurface;

typedef struct
{
  TrainTrainer      *trainer;
  BasePool          *pool;
  double            *parameters;  /* those of the trainer */
  AnSubject          subject;
  AnSurfaceSettings  settings;
  AnLossSurface     *surface;     /* of the last run */
} CliBenchSurfaceState;

/* The functions of such a case; the state is a CliBenchSurfaceState. The check is the mean of the whole grid. */
gpointer cli_bench_surface_prepare (const CliBenchCase *bench,
                                    BasePool           *pool,
                                    GError            **error);
gboolean cli_bench_surface_run     (const CliBenchCase *bench,
                                    gpointer            state,
                                    GError            **error);
double   cli_bench_surface_check   (gpointer            state);
void     cli_bench_surface_free    (gpointer            state);

extern const CliBenchCase cli_bench_contour_point;
