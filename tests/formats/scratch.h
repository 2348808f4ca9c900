/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A folder of its own for each test, files in it, and what is expected of every error. */

typedef struct
{
  char *folder;
} Scratch;

/* For g_test_add(). */
void    scratch_set_up    (Scratch       *scratch,
                           gconstpointer  data);
void    scratch_tear_down (Scratch       *scratch,
                           gconstpointer  data);

/* Returns: (transfer full) the path of @name in the folder */
char   *scratch_path      (Scratch       *scratch,
                           const char    *name);

/* Writes @length bytes to @name. Returns: (transfer full) its path */
char   *scratch_write     (Scratch       *scratch,
                           const char    *name,
                           gconstpointer  data,
                           gsize          length);

/* One gzip member. Returns: (transfer full) */
GBytes *scratch_gzip      (gconstpointer  data,
                           gsize          length);

/* Root reads everything: becomes nobody for a while. Returns: FALSE, the test being skipped, where that is refused */
gboolean scratch_leave_root (Scratch *scratch);
void     scratch_return_to_root (void);

/* How many entries the folder has. */
guint   scratch_count     (Scratch       *scratch);

/* Asserts domain and code, that the message names @path, and clears @error. */
#define scratch_assert_error(error, domain, code, path) \
  G_STMT_START \
  { \
    g_assert_error (*(error), domain, code); \
    if (!strstr ((*(error))->message, path)) \
      g_error ("%s:%d: “%s” does not name %s", __FILE__, __LINE__, (*(error))->message, path); \
    g_clear_error (error); \
  } \
  G_STMT_END
