/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/curvature.h"
#include "analysis/loss-surface.h"
#include "analysis/race.h"
#include "train/data.h"
#include "train/experiment.h"

/* The landscape under an experiment's network, all at once: the surface of the loss over its training examples, the
 * racers' paths and the curvature where they start, as group [landscape] says: session/landscape-settings.h. What that
 * leaves open is found as in the window. */

typedef struct
{
  AnLossSurface *surface;
  AnRace        *race;
  AnCurvature    curvature;   /* at the racers' start */
  double         values[2];   /* of the two parameters in the network */
  gsize          n_examples;
  gboolean       sum;         /* over the examples, not their mean */
  gboolean       nll;         /* of −log p */
  guint64        step;        /* of training that the network has behind it */
  char          *name;        /* of the experiment, */
  char          *title;       /* and for people */
} PerceptSurfaceResult;

/* Whether @grid ("60x60") and group [landscape] can be read as far as no network is needed. */
gboolean              percept_surface_validate    (TrainExperiment             *experiment,
                                                   const char                  *grid,
                                                   GError                     **error);

/* Whether its parameters are trained before anybody looks at them: experiment.kind = surface. */
gboolean              percept_surface_trains      (TrainExperiment             *experiment);

/* Loads the data, makes the parameters, with @path those of the run folder or model file there, else trained if
 * percept_surface_trains(), and computes. Blocks: not for the main thread. @stop: read every few milliseconds (may be
 * NULL); @progress from the calling thread. Errors: G_IO_ERROR_CANCELLED when stopped, and those of train/ and
 * analysis/. Returns: (transfer full) */
PerceptSurfaceResult *percept_surface_run         (TrainExperiment             *experiment,
                                                   const char                  *path,
                                                   const char                  *grid,
                                                   const atomic_bool           *stop,
                                                   BaseProgress                 progress,
                                                   gpointer                     user_data,
                                                   GError                     **error);
void                  percept_surface_result_free (PerceptSurfaceResult        *result);

/* One JSON object on one line, without a line end: README.md, "The command line". Returns: (transfer full) */
char                 *percept_surface_to_json     (const PerceptSurfaceResult  *result);

/* Writes surface.csv, a line for each point, surface.npy, the rows in double precision, and race.csv, a line for each
 * step of each racer, into @folder, which is made. */
gboolean              percept_surface_save        (const PerceptSurfaceResult  *result,
                                                   const char                  *folder,
                                                   GError                     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerceptSurfaceResult, percept_surface_result_free)
