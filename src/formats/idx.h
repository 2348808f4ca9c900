/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* IDX, the array format of MNIST (http://yann.lecun.com/exdb/mnist/): two zero bytes, a type byte (8: unsigned
 * byte), the number of dimensions, each dimension as a big-endian 32-bit number, then the elements row-major. */

#define FMT_IDX_MAX_DIMENSIONS 4

typedef struct
{
  guint   n_dimensions;                   /* 1 .. FMT_IDX_MAX_DIMENSIONS */
  gsize   dimensions[FMT_IDX_MAX_DIMENSIONS];
  GBytes *bytes;                          /* the file; keeps @elements alive */
  const guint8 *elements;                 /* the product of the dimensions many */
} FmtIdx;

/* Reads unsigned bytes of @n_dimensions dimensions from the file at @path, gzip or plain (told by content).
 * On success @idx is filled; clear it with fmt_idx_clear(). */
gboolean fmt_idx_read  (const char  *path,
                        guint        n_dimensions,
                        FmtIdx      *idx,
                        GError     **error);

/* The same from memory, plain only; @name is for messages. @idx keeps a reference to @bytes. */
gboolean fmt_idx_parse (GBytes      *bytes,
                        const char  *name,
                        guint        n_dimensions,
                        FmtIdx      *idx,
                        GError     **error);
void     fmt_idx_clear (FmtIdx      *idx);
