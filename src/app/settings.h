/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* What the application remembers. NULL when its schema is not installed (a run from the build folder without
 * GSETTINGS_SCHEMA_DIR): then nothing is remembered. (transfer none) */
GSettings *percept_settings_get (void);
