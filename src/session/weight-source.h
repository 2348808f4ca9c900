/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

#include <gio/gio.h>

/* Where views of the weights take them from: a session's network as it is now, or as it was at a moment of the run that
 * is kept (a rung). All views of a page that share a source show one and the same moment. Home's thread.
 *
 * Signals:
 *   "weights"  percept_weight_source_get() has new pictures of a watched layer
 *   "moment"   percept_weight_source_get_rung() is another; "weights" follows */

#define PERCEPT_TYPE_WEIGHT_SOURCE (percept_weight_source_get_type ())
G_DECLARE_FINAL_TYPE (PerceptWeightSource, percept_weight_source, PERCEPT, WEIGHT_SOURCE, GObject)

/* @session: kept. Returns: (transfer full) */
PerceptWeightSource *percept_weight_source_new         (PerceptSession      *session);

/* Pictures of @layer (from 1) are wanted, or no longer; counted. Costs the worker nothing while a rung is shown.
 * The session's "opened" ends all watching (before it reaches who connected later): watch anew then, don't unwatch. */
void                 percept_weight_source_watch       (PerceptWeightSource *source,
                                                        guint                layer);
void                 percept_weight_source_unwatch     (PerceptWeightSource *source,
                                                        guint                layer);

/* (transfer none), valid until the next signal; NULL: none yet, or no memory. */
PerceptWeights      *percept_weight_source_get         (PerceptWeightSource *source,
                                                        guint                layer);

/* The moment that is shown; @rung: one of percept_session_get_rungs(), kept; NULL: now. A run that is opened or
 * restarted puts it to now. */
void                 percept_weight_source_set_rung    (PerceptWeightSource *source,
                                                        TrainRung           *rung);
TrainRung           *percept_weight_source_get_rung    (PerceptWeightSource *source);
/* Of the moment that is shown. */
guint64              percept_weight_source_get_step    (PerceptWeightSource *source);

/* All of the network's parameters at a moment that is not now; NULL for now, when only watched layers are at home. */
const float         *percept_weight_source_get_parameters (PerceptWeightSource *source);

/* Pictures of all layers at the moment that is shown, though nobody watches them, and for views of the session's own
 * weights those of now: for figures that are saved unseen. "weights" has come, for source and session, by the time that
 * @callback does. Fails, as cancelled, when another experiment is opened first. */
void                 percept_weight_source_freshen_async  (PerceptWeightSource *source,
                                                           GAsyncReadyCallback  callback,
                                                           gpointer             user_data);
gboolean             percept_weight_source_freshen_finish (PerceptWeightSource *source,
                                                           GAsyncResult        *result,
                                                           GError             **error);
