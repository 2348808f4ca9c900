/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

#define PERCEPT_STATE_MEMORY "state-memory" /* MB */

/* What the application remembers. NULL when its schema is not installed (a run from the build folder without
 * GSETTINGS_SCHEMA_DIR): then nothing is remembered. (transfer none) */
GSettings *percept_settings_get    (void);

/* What @session does is as the settings say, now and after each change. */
void       percept_settings_follow (PerceptSession *session);
