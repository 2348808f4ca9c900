/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/check.h"
#include "session/model.h"

#include <gio/gio.h>

/* A gradient check on a thread of its own, beside a session that may go on training. All functions from the
 * thread that started it ("home"). What is handed over is ordered by pthread functions, which
 * ThreadSanitizer sees. */

typedef struct _PerceptCheckJob PerceptCheckJob;

/* What came out: @result (transfer full), or NULL and @error (transfer none): G_IO_ERROR_CANCELLED and others. */
typedef void (*PerceptCheckDone) (PerceptCheckResult *result,
                                  const GError       *error,
                                  gpointer            user_data);

/* Checks @model with the settings of @experiment, which is the model's but for its group [check]. When it is over,
 * @done is called in the thread-default main context of home; it may free the job. Returns: (transfer full) */
PerceptCheckJob *percept_check_job_start        (PerceptModel     *model,
                                                 TrainExperiment  *experiment,
                                                 PerceptCheckDone  done,
                                                 gpointer          user_data);
/* It ends within 20 ms of work. */
void             percept_check_job_stop         (PerceptCheckJob  *job);
/* 0 to 1. */
double           percept_check_job_get_progress (PerceptCheckJob  *job);
/* One that is not over yet is stopped and waited for; its "done" is then never called. */
void             percept_check_job_free         (PerceptCheckJob  *job);
