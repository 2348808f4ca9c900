/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

#include <gio/gio.h>

/* The whole network of @session, for analyses and files: as it is now, with all that was asked of the session before
 * (edits, steps), or at the moment @rung of its run (not NULL). Home's thread, where @callback comes, with @session as
 * its source; training goes on meanwhile.
 *
 * Errors: G_IO_ERROR_CANCELLED, also when another experiment is opened before the network has come;
 * G_IO_ERROR_NO_SPACE when there is no memory for a copy. */
void          percept_model_request_async  (PerceptSession      *session,
                                            TrainRung           *rung,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
/* Returns: (transfer full) */
PerceptModel *percept_model_request_finish (GAsyncResult        *result,
                                            GError             **error);
