/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/race.h"
#include "train/experiment.h"

/* Group [landscape] of an experiment, read:
 *
 *   weights           the two parameters, "W1[199,2], W1[200,2]", or "suggest": analysis/weight-pairs.h
 *   window            the range of each, "-7:2, 0:7", or "fit"
 *   start             where racers start: "X, Y", "trained" (where the network stands), or "fit"
 *   racers            "gd rate 0.5; momentum rate 0.5 momentum 0.3": analysis/race.h; or "suggest": rates that suit the
 *                     curvature
 *   racer-steps       how many steps they make
 *   batch             examples of each step's gradient, drawn with seed.batch; 0: all
 *   initial-velocity  of racers with momentum
 *   examples          how many of the training examples the cost is taken over, the first ones; 0: all
 *   full-run          yes: every parameter learns, and the path is the run's projection
 */

typedef enum
{
  PERCEPT_START_FIT,      /* where the way down is long */
  PERCEPT_START_TRAINED,  /* where the network stands */
  PERCEPT_START_AT,       /* at a place given */
} PerceptStartRule;

/* What one plane is looked at with. */
typedef struct
{
  gboolean         fit;             /* the window is yet to be found; else */
  double           from[2];
  double           to[2];
  PerceptStartRule start_rule;
  double           start[2];        /* PERCEPT_START_AT */
  gboolean         suggest_racers;  /* the rates are yet to be found; else */
  guint            n_racers;
  AnRacer          racers[AN_MAX_RACERS];
} PerceptLandscapeView;

typedef struct
{
  char                *weights;     /* NULL: suggest */
  PerceptLandscapeView view;
  AnRaceSettings       race;
  gsize                examples;
  gboolean             full_run;
} PerceptLandscapeSettings;

/* Errors: TRAIN_ERROR_VALUE names the key. Weights that the network has not are not noticed here. */
gboolean percept_landscape_settings_read  (TrainExperiment          *experiment,
                                           PerceptLandscapeSettings *settings,
                                           GError                  **error);
void     percept_landscape_settings_clear (PerceptLandscapeSettings *settings);

/* Whether group [landscape] can be read. The same errors, after the experiment's name. */
gboolean percept_landscape_validate       (TrainExperiment          *experiment,
                                           GError                  **error);

/* Reads "-5.6, 3.3". AN_ERROR_SYNTAX. */
gboolean percept_start_parse              (const char               *text,
                                           double                    start[2],
                                           GError                  **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PerceptLandscapeSettings, percept_landscape_settings_clear)
