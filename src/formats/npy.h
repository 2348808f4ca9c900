/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "formats/array.h"
#include "formats/pickle.h"

/* NPY, NumPy's file of one array (numpy.lib.format, versions 1 to 3): "\x93NUMPY", version, length of the header, a
 * header that is the text of a Python dict {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }, padded, and
 * the elements. An array of Python objects is a pickle instead of elements. The header is read by a parser that knows
 * this one dict and nothing else of Python. */

#define FMT_NPY_MAGIC        "\x93NUMPY"
#define FMT_NPY_MAGIC_LENGTH 6

/* One of the two is there. */
typedef struct
{
  FmtArray  *array;
  FmtPickle *objects;  /* its root is the list of the array's objects */
} FmtNpy;

/* On success @npy is filled; clear it with fmt_npy_clear(). The elements must end where the file ends. */
gboolean    fmt_npy_read   (const char      *path,
                            FmtNpy          *npy,
                            GError         **error);
gboolean    fmt_npy_parse  (GBytes          *bytes,
                            const char      *name,
                            FmtNpy          *npy,
                            GError         **error);
void        fmt_npy_clear  (FmtNpy          *npy);

/* The file of @array. Returns: (transfer full), NULL when there is no memory for it */
GByteArray *fmt_npy_format (const FmtArray  *array);

/* Whole or absent, as fmt_byte_file_write(). */
gboolean    fmt_npy_write  (const FmtArray  *array,
                            const char      *path,
                            GError         **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FmtNpy, fmt_npy_clear)
