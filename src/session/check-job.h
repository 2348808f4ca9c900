/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/check.h"
#include "session/model.h"

#include <gio/gio.h>

/* A gradient check on a thread of its own, beside a session that may go on training. Reference-counted; all functions
 * from the thread that started it. */

typedef struct _PerceptCheckJob PerceptCheckJob;

/* Checks @model with the settings of @experiment, which is the model's but for its group [check]. When it is over,
 * @callback is called in the thread-default main context, with no source and @user_data, and calls
 * percept_check_job_finish(). No object is kept meanwhile: its last reference might go in the thread.
 * Returns: (transfer full) */
PerceptCheckJob    *percept_check_job_start        (PerceptModel         *model,
                                                    TrainExperiment      *experiment,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
/* What came out, or G_IO_ERROR_CANCELLED and other errors. Returns: (transfer full) */
PerceptCheckResult *percept_check_job_finish       (GAsyncResult         *done,
                                                    GError              **error);
/* It ends within 20 ms of work. */
void                percept_check_job_stop         (PerceptCheckJob      *job);
/* 0 to 1. */
double              percept_check_job_get_progress (PerceptCheckJob      *job);
void                percept_check_job_unref        (PerceptCheckJob      *job);
