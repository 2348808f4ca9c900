/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "formats/array.h"

/* The elements of a MAT-file of version 5, without interpretation. Private to the MAT reader. */

#define FMT_MAT_TAG        8
#define FMT_MAT_MATRIX     14
#define FMT_MAT_COMPRESSED 15

typedef struct
{
  guint32 type;
  gsize   offset;  /* of the data, from where the bytes begin */
  gsize   length;  /* of the data */
  gsize   next;    /* where the next element would begin */
} FmtMatElement;

/* The inside of a matrix up to its numbers. */
typedef struct
{
  guint    class_number;
  gboolean is_complex;
  guint    n_dimensions;
  gsize    shape[FMT_ARRAY_MAX_DIMENSIONS];
  char     name[64];     /* "" when it is longer: no variable of MATLAB is */
  gsize    end;          /* where the element of its numbers begins */
} FmtMatHead;

guint32     fmt_mat_get_number   (const guint8   *bytes,
                                  gboolean        big_endian);

/* The element at @offset, also the short form that has up to 4 bytes of data in its tag. With @whole its data and
 * padding must lie within @n_bytes. Returns: FALSE when they do not, or the tag is wrong */
gboolean    fmt_mat_read_element (const guint8   *bytes,
                                  gsize           n_bytes,
                                  gsize           offset,
                                  gboolean        whole,
                                  gboolean        big_endian,
                                  FmtMatElement  *element);

/* Array flags, dimensions and name, which are the first elements of a matrix. */
gboolean    fmt_mat_read_head    (const guint8   *bytes,
                                  gsize           n_bytes,
                                  gboolean        big_endian,
                                  FmtMatHead     *head);

/* Bytes of one number of the type of an element; 0 for another type. */
gsize       fmt_mat_type_size    (guint32         type);

/* What MATLAB calls a class; its numbers as a type in host order, kind 0 when it has none. */
const char *fmt_mat_class_name   (guint           class_number,
                                  FmtNumber      *number);
