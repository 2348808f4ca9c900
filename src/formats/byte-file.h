/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/progress.h"

/* Whole files as bytes, and files that are whole or absent. */

/* No data set or model that Percept can train on is larger; a gzip bomb stops here. */
#define FMT_BYTE_FILE_LIMIT (G_GUINT64_CONSTANT (2) << 30)

/* Reads the regular file at @path, decompressing it if it starts as gzip does (told by content, not by name).
 * A folder, FIFO or device is an error, nothing waits for one. Stops with FMT_ERROR_TOO_LARGE beyond @limit bytes of
 * content (0: FMT_BYTE_FILE_LIMIT). Returns: (transfer full) */
GBytes   *fmt_byte_file_read  (const char  *path,
                               guint64      limit,
                               GError     **error);

/* The same with progress, a fraction of the bytes on disk; @progress may be NULL. */
GBytes   *fmt_byte_file_load  (const char    *path,
                               guint64        limit,
                               BaseProgress   progress,
                               gpointer       user_data,
                               GError       **error);

/* Writes @path under a temporary name in the same folder, syncs and renames it: an old file stays until the new one
 * is complete. A link is followed; anything that is there but is no regular file stays, with an error. */
gboolean  fmt_byte_file_write (const char   *path,
                               gconstpointer data,
                               gsize         length,
                               GError      **error);
