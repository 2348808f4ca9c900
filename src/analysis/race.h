/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/cost-plane.h"
#include "base/progress.h"
#include "nn/optimizer.h"

/* Optimizers that start from one point of a plane and walk side by side. They are those of the registry, in double
 * precision (step_reference), so what is learned here holds for training. */

#define AN_MAX_RACERS       9
#define AN_MAX_RACER_STEPS  1000
#define AN_DEFAULT_MOMENTUM 0.9

typedef struct
{
  const NnOptimizerType *optimizer;
  double                 rate;      /* above 0; against the subject's cost, mean or sum */
  double                 momentum;  /* optimizers with has_momentum: 0 to below 1 */
} AnRacer;

/* Reads "gd rate 0.5; momentum rate 0.5 momentum 0.3; adam rate 0.1", 1 to AN_MAX_RACERS of them. A momentum that is
 * not written is AN_DEFAULT_MOMENTUM, a ";" at the end is allowed. AN_ERROR_SYNTAX and AN_ERROR_RANGE say which racer,
 * what was found and what would be right. Returns: (transfer full) (element-type AnRacer) */
GArray *an_racers_parse  (const char     *text,
                          GError        **error);
/* The inverse. Returns: (transfer full) */
char   *an_racers_format (const AnRacer  *racers,
                          guint           n);

/* Where a racer stands after so many steps. */
typedef struct
{
  double w[2];
  double cost;             /* of the slice (full run: of all examples with all parameters where they are) */
  double slice_cost;       /* full run: of the plane at w, all else as at the start; otherwise the same as cost */
  double gradient[2];      /* that the next step uses: of its mini-batch, if there is noise */
  double slots[NN_OPTIMIZER_MAX_SLOTS][2];  /* the optimizer's memory on arriving here */
} AnRaceStep;

typedef struct
{
  AnRacer     racer;
  guint       n;           /* of @steps: 1 + steps made; fewer than asked for when it left the finite numbers */
  AnRaceStep *steps;       /* the start first, which may itself not be finite */
  double      rates[2];    /* of the two coordinates: the racer's, in a full run times their layers'; NaN when the step
                            * is the shadow of one in more dimensions that no formula in x and y alone tells */
  double      length;      /* of the path in the plane */
  gboolean    diverged;    /* a cost, gradient or place was not finite: the last step kept is the last finite one */
} AnRacePath;

/* Immutable, reference-counted, any thread. */
typedef struct
{
  gatomicrefcount refs;
  double          start[2];
  guint           n_steps; /* asked for */
  gboolean        full_run;
  guint           n_paths;
  AnRacePath     *paths;
} AnRace;

typedef struct
{
  guint   n_steps;           /* 1 to AN_MAX_RACER_STEPS */
  double  initial_velocity;  /* of optimizers with has_momentum */
  gsize   batch;             /* 0: all examples; else gradients of so many drawn ones, the same for all racers */
  guint64 seed;              /* of the draw */
} AnRaceSettings;

/* All others frozen. Errors: G_IO_ERROR_CANCELLED, AN_ERROR_MEMORY. Returns: (transfer full) */
AnRace *an_race_run      (AnCostPlane           *cost,
                          gsize                  n_examples,
                          const double           start[2],
                          const AnRacer         *racers,
                          guint                  n_racers,
                          const AnRaceSettings  *settings,
                          GError               **error);

/* Every parameter learns from the point of the plane that is @start, and the path is the run's projection on the plane
 * (AN_PLANE_WEIGHTS: the two parameters; AN_PLANE_DIRECTIONS: the coordinates of the nearest point), gradients and
 * optimizers' memory likewise. Float32 forward and backward as in training, full batch or settings->batch, at the
 * layers' own rates, frozen ones left alone, without dropout and penalty. Not for analytic planes. Long: @progress.
 * Errors: G_IO_ERROR_CANCELLED, AN_ERROR_MEMORY. Returns: (transfer full) */
AnRace *an_race_run_full (const AnSubject       *subject,
                          const AnPlane         *plane,
                          AnCostPlane           *cost,
                          const double           start[2],
                          const AnRacer         *racers,
                          guint                  n_racers,
                          const AnRaceSettings  *settings,
                          BasePool              *pool,
                          const atomic_bool     *stop,
                          BaseProgress           progress,
                          gpointer               user_data,
                          GError               **error);

AnRace *an_race_ref      (AnRace                *race);
void    an_race_unref    (AnRace                *race);

/* The step from path->steps[@step], which may be the last one, with its numbers, a line for each of the two
 * coordinates, in the terms of the optimizer's formula:
 * "v = 0.9 · 0.0120 + 0.5 · 0.300 = 0.161;  x = −5.60 − 0.161 = −5.76". Returns: (transfer full) */
char   *an_race_write_step (const AnRacePath    *path,
                            guint                step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnRace, an_race_unref)
