/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Numbers of any type and shape, as scientific files hold them. */

#define FMT_ARRAY_MAX_DIMENSIONS 8

/* The type of a number, as NumPy spells it: kind and size are "f4", "i8", "b1" ... */
typedef struct
{
  char     kind;        /* 'f' floating point, 'i' signed, 'u' unsigned, 'b' true or false, 'O' any Python object */
  guint    size;        /* bytes of one */
  gboolean big_endian;  /* as it lies in a file */
} FmtNumber;

typedef struct
{
  FmtNumber     number;
  guint         n_dimensions;  /* 0: a single number */
  gsize         shape[FMT_ARRAY_MAX_DIMENSIONS];
  gsize         n_elements;
  gconstpointer data;          /* n_elements, row-major, host byte order, aligned */
  gpointer      memory;        /* what of it belongs to the array; NULL in one that only looks at its user's numbers */
} FmtArray;

/* Reads a type as NumPy writes it: "<f4", "i8", "|b1", ">u2", "|O". Without an order it is the host's.
 * Returns: FALSE for one that is not in the list above */
gboolean  fmt_number_parse    (const char       *text,
                               gsize             length,
                               FmtNumber        *number);

/* The product of @n_dimensions numbers. Returns: FALSE when it overflows */
gboolean  fmt_shape_count     (const gsize      *shape,
                               guint             n_dimensions,
                               gsize            *n_elements);

/* "784 x 300" for messages; "a single number" without dimensions. Returns: (transfer full) */
char     *fmt_shape_describe  (const gsize      *shape,
                               guint             n_dimensions);

/* The array of @number and @shape whose elements lie in @bytes, as many as it needs, in the byte order of @number;
 * @fortran: the first index runs fastest there. Memory is tried; @name is the file, for messages.
 * Returns: (transfer full) */
FmtArray *fmt_array_new       (const FmtNumber  *number,
                               guint             n_dimensions,
                               const gsize      *shape,
                               const guint8     *bytes,
                               gboolean          fortran,
                               const char       *name,
                               GError          **error);
void      fmt_array_free      (FmtArray         *array);

/* Element @index, counted row-major, rounded to double. */
double    fmt_array_get       (const FmtArray   *array,
                               gsize             index);

/* All elements rounded to float32. Returns: (transfer full) n_elements of them */
float    *fmt_array_to_floats (const FmtArray   *array,
                               const char       *name,
                               GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FmtArray, fmt_array_free)
