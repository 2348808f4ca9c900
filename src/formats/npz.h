/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "formats/npy.h"

/* NPZ, NumPy's file of several named arrays: a ZIP archive of NPY files, stored or deflated, called NAME.npy. */

#define FMT_NPZ_MAGIC       "PK\x03\x04"
#define FMT_NPZ_MAX_ENTRIES 10000

typedef struct
{
  char   *name;  /* UTF-8, without .npy */
  FmtNpy  content;
} FmtNpzEntry;

/* Every entry in the archive's order. What they say that they inflate to is checked against their compressed sizes
 * and summed against FMT_BYTE_FILE_LIMIT before anything is inflated. Returns: (transfer full) (element-type
 * FmtNpzEntry) */
GPtrArray *fmt_npz_read  (const char      *path,
                          GError         **error);
GPtrArray *fmt_npz_parse (GBytes          *bytes,
                          const char      *name,
                          GError         **error);

/* Writes @n arrays under their names, which must differ, stored; whole or absent, as fmt_byte_file_write(). The same
 * arrays give the same bytes. */
gboolean   fmt_npz_write (const char *const *names,
                          const FmtArray    *arrays,
                          gsize              n,
                          const char        *path,
                          GError           **error);
