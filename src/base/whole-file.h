/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Writes @path under a temporary name in the same folder, syncs and renames it: an old file stays until the new one is
 * complete, and nothing is left of one that could not be written. A link is followed. Any thread.
 * Returns: 0, or the errno of what failed, to be told of the file that was asked for and not of the temporary one;
 * EISDIR or EEXIST where something lies that is no file, and stays. */
int base_whole_file_write (const char    *path,
                           gconstpointer  data,
                           gsize          length);
