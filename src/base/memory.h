/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Bytes that programs can still take without the computer beginning to swap, as of now; G_MAXUINT64 where the system
 * does not tell. */
guint64 base_memory_available (void);
