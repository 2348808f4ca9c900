/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/landscape-settings.h"
#include "session/landscape-worker.h"
#include "session/landscape.h"

/* Shared by landscape.c and landscape-model.c (what a model brings along). */

#define N_PLANES (PERCEPT_PLANE_ANALYTIC + 1)

struct _PerceptLandscape
{
  GObject              parent;
  LandscapeWorker     *worker;              /* NULL once closed */
  LandscapeWish        wish;                /* but for its view, which is that of its plane */
  PerceptLandscapeView views[N_PLANES];
  gboolean             racers_found[N_PLANES];
  gboolean             by_rule;             /* the weights in force were suggested */
  TrainExperiment     *taken;               /* whose group [landscape] was taken over last; NULL: none */
  LandscapeSurvey     *survey;              /* NULL: nothing known */
  AnLossSurface       *surface;
  AnRace              *race;
  AnCurvature         *curvature;  /* two: at the start, and where it is steepest on the way; NULL: not known */
  gboolean             busy;
  double               progress;
};

/* Of the plane in force. */
PerceptLandscapeView *
     percept_landscape_get_view       (PerceptLandscape *self);
/* The wish as it is now goes to the thread. */
void percept_landscape_post           (PerceptLandscape *self);
void percept_landscape_forget_answers (PerceptLandscape *self);
/* Who shows the answers hears that they are gone. */
void percept_landscape_tell_forgotten (PerceptLandscape *self);
/* What the cost is taken of is another: all answers so far are void. */
void percept_landscape_change_ground  (PerceptLandscape *self);
/* Window and start of @plane are to be found again, and so are rates that were found: they say nothing of other
 * weights. */
void percept_landscape_open_plane     (PerceptLandscape *self,
                                       PerceptPlane      plane);
