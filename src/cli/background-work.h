/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/progress.h"

#include <stdatomic.h>

/* Private to cli/: work on a thread of its own, while this one waits for its end or for Ctrl-C and shows progress on a
 * terminal. */

/* What the thread does, with what a command has read as @task. @stop, @progress and @user_data are to be handed on.
 * Returns: (transfer full): the result; NULL with @error set */
typedef gpointer (*CliWork) (gconstpointer      task,
                             const atomic_bool *stop,
                             BaseProgress       progress,
                             gpointer           user_data,
                             GError           **error);

/* Does @work on a thread called @name; @doing, translated, stands before the percentage where the work does not say
 * what it does. Errors: G_IO_ERROR_CANCELLED after Ctrl-C or SIGTERM, those of @work, and that no thread could be had.
 * Returns: (transfer full): the result of @work, or NULL */
gpointer cli_background_work (const char   *name,
                              const char   *doing,
                              CliWork       work,
                              gconstpointer task,
                              GError      **error);

/* Tells why work failed and returns @status; of work that was interrupted nothing is told, and it is
 * CLI_INTERRUPTED. */
int      cli_work_failed     (int           status,
                              const GError *error);
