/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/curvature.h"
#include "analysis/loss-surface.h"
#include "analysis/race.h"
#include "session/model.h"

#include <gio/gio.h>

/* The landscape under a network: the cost over a plane through its parameters, the optimizers that race on it, and the
 * curvature at a point. A thread of its own with a pool of its own works on a copy of the parameters; this object is
 * its handle for the thread that made it ("home"), whose thread-default main context receives the signals. Setters
 * return at once; the newest wish wins, what it makes void is stopped within 20 ms. Answers come in this order of
 * urgency: race and curvature (they follow a hand that drags), surface coarse, surface fine, full run. A surface stays
 * while only start, racers or steps change, and goes on being refined between the races of a start that is dragged.
 *
 * Signals, after the getters have the new values:
 *   "changed"   settings: those that a setter changed, but for a start and a window that a hand drags; those that the
 *               object found out for itself, weights (suggested), window (fitted), start, racers (suggested rates);
 *               place and trail
 *   "surface"   percept_landscape_get_surface()
 *   "race"      percept_landscape_get_race()
 *   "curvature" percept_landscape_get_curvature(). These three also come before a setter returns that makes the answers
 *               void: the getters have none
 *   "busy"      percept_landscape_is_busy(), percept_landscape_get_progress()
 *   "failed"    (GError *): what was wished for last cannot be shown, in place of a surface: blank weights, no memory
 */

#define PERCEPT_TYPE_LANDSCAPE (percept_landscape_get_type ())
G_DECLARE_FINAL_TYPE (PerceptLandscape, percept_landscape, PERCEPT, LANDSCAPE, GObject)

/* A point of the plane. */
typedef struct
{
  double x, y;
} PerceptLandscapePlace;

typedef enum
{
  PERCEPT_PLANE_WEIGHTS,     /* two weights, see percept_landscape_set_weights() */
  PERCEPT_PLANE_PRINCIPAL,   /* the two directions along which the run's parameters varied most */
  PERCEPT_PLANE_ANALYTIC,    /* see percept_landscape_set_analytic() */
} PerceptPlane;

/* @n_threads: 0: one per processor. Returns: (transfer full) */
PerceptLandscape *percept_landscape_new           (guint             n_threads);

/* What to look at. A model of another experiment, or the first one after NULL, brings the settings of its group
 * [landscape]; a later model of the same experiment only those keys whose values are no longer the same: what was set
 * here or found stays. The surface stays until there is one of the new model. NULL: nothing (analytic surfaces need
 * none). A group that cannot be read is "failed". */
void              percept_landscape_set_model     (PerceptLandscape *landscape,
                                                   PerceptModel     *model);
PerceptModel     *percept_landscape_get_model     (PerceptLandscape *landscape);

void              percept_landscape_set_plane     (PerceptLandscape *landscape,
                                                   PerceptPlane      plane);
PerceptPlane      percept_landscape_get_plane     (PerceptLandscape *landscape);

/* "W1[199,2], W1[200,2]", or "suggest": the pair that a rule finds, and another one when asked again. What can be said
 * at once is an error here; that a weight is blank comes as "failed". */
gboolean          percept_landscape_set_weights   (PerceptLandscape *landscape,
                                                   const char       *text,
                                                   GError          **error);
/* (transfer none) the pair in force, "W1[199,2], W1[200,2]"; NULL while none is found yet. */
const char       *percept_landscape_get_weights   (PerceptLandscape *landscape);

/* "bowl", "ravine", "saddle", "rosenbrock": analysis/analytic-surface.h. Also goes to PERCEPT_PLANE_ANALYTIC, with the
 * window, start and racers of that surface. Each kind of plane has a window, start and racers of its own, so that who
 * comes back finds them as they were. */
gboolean          percept_landscape_set_analytic  (PerceptLandscape *landscape,
                                                   const char       *name,
                                                   GError          **error);
const char       *percept_landscape_get_analytic  (PerceptLandscape *landscape);

/* The range of both coordinates; from < to. NULL, NULL: fitted to the valley. Until the fitted window is known
 * ("changed") the getter has -1 to 1, as that of the start has 0, 0. */
void              percept_landscape_set_window    (PerceptLandscape *landscape,
                                                   const double     *from,
                                                   const double     *to);
void              percept_landscape_get_window    (PerceptLandscape *landscape,
                                                   double            from[2],
                                                   double            to[2]);

/* Where racers start; a point outside of the window is allowed. */
void              percept_landscape_set_start     (PerceptLandscape *landscape,
                                                   const double      start[2]);
void              percept_landscape_get_start     (PerceptLandscape *landscape,
                                                   double            start[2]);
/* Where the network itself stands in the plane; FALSE on an analytic surface and while not known. */
gboolean          percept_landscape_get_place     (PerceptLandscape *landscape,
                                                   double            place[2]);

/* The run's way through the plane, its start first, up to where the network stands: from the snapshots that the model
 * has of it. Empty on an analytic surface and while not known. */
const PerceptLandscapePlace *
                  percept_landscape_get_trail     (PerceptLandscape *landscape,
                                                   guint            *n);

/* @n of them, copied; 0 to AN_MAX_RACERS. */
void              percept_landscape_set_racers    (PerceptLandscape *landscape,
                                                   const AnRacer    *racers,
                                                   guint             n);
const AnRacer    *percept_landscape_get_racers    (PerceptLandscape *landscape,
                                                   guint            *n);
/* Steps, mini-batch and its seed, initial velocity: copied. */
void              percept_landscape_set_settings  (PerceptLandscape     *landscape,
                                                   const AnRaceSettings *settings);
const AnRaceSettings *
                  percept_landscape_get_settings  (PerceptLandscape     *landscape);
/* TRUE: every parameter learns, and the path is the run's projection. */
void              percept_landscape_set_full_run  (PerceptLandscape *landscape,
                                                   gboolean          full_run);
gboolean          percept_landscape_get_full_run  (PerceptLandscape *landscape);
/* The first so many of the training examples; 0: all, or as many as there is time for where each point takes the whole
 * network (PERCEPT_PLANE_PRINCIPAL): percept_landscape_get_n_examples(). */
void              percept_landscape_set_examples  (PerceptLandscape *landscape,
                                                   gsize             n);
gsize             percept_landscape_get_examples  (PerceptLandscape *landscape);

/* The finest surface so far; NULL: none. It may have been computed with a coarse grid first. Immutable, valid until the
 * next signal; an_loss_surface_ref() keeps it. */
AnLossSurface    *percept_landscape_get_surface   (PerceptLandscape *landscape);
AnRace           *percept_landscape_get_race      (PerceptLandscape *landscape);  /* NULL: none */
/* At the start; FALSE: not known. */
gboolean          percept_landscape_get_curvature (PerceptLandscape *landscape,
                                                   AnCurvature      *curvature);
/* Where the cost bends most of the start, where the network stands, and halfway: what limits rates. */
gboolean          percept_landscape_get_steepest  (PerceptLandscape *landscape,
                                                   AnCurvature      *curvature);
/* Over how many examples the cost is taken, and whether it is their sum. */
gsize             percept_landscape_get_n_examples (PerceptLandscape *landscape);
gboolean          percept_landscape_is_sum        (PerceptLandscape *landscape);

gboolean          percept_landscape_is_busy       (PerceptLandscape *landscape);
/* 0 to 1 of what takes longest. */
double            percept_landscape_get_progress  (PerceptLandscape *landscape);
/* Stops a fine surface or a full run; what was reached stays. */
void              percept_landscape_stop          (PerceptLandscape *landscape);

/* Ends the thread within 20 ms of work and joins it; also done by dispose. */
void              percept_landscape_close         (PerceptLandscape *landscape);
