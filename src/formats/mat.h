/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "formats/array.h"

/* MATLAB's MAT-file of version 5 (MathWorks, "MAT-File Format"): 128 bytes of header, then elements, each a tag of
 * type and size and its data; a variable is an element of type miMATRIX, often inside one of zlib-compressed data.
 *
 * The library that reads variables, matio, trusts what elements say about themselves and can hang on damaged ones.
 * So the elements are walked through here first, and the library is given one variable at a time, inflated, with every
 * tag and size in it checked. Only full arrays of real numbers are read; others are listed. */

#define FMT_MAT_MAX_VARIABLES 10000

typedef struct
{
  char       *name;        /* "" where it is not known */
  const char *class_name;  /* what MATLAB calls it: "uint8", "struct" ... */
  gboolean    is_numeric;  /* can be read */
  guint       n_dimensions;
  gsize       shape[FMT_ARRAY_MAX_DIMENSIONS];
  /* Private: where it is. */
  gsize       offset;      /* of its data in the file, after the tag */
  gsize       length;
  gboolean    compressed;
} FmtMatVariable;

typedef struct _FmtMat FmtMat;

/* The tags of all variables are checked, their numbers are not looked at yet. Returns: (transfer full) */
FmtMat               *fmt_mat_read  (const char            *path,
                                     GError               **error);
FmtMat               *fmt_mat_parse (GBytes                *bytes,
                                     const char            *name,
                                     GError               **error);
void                  fmt_mat_free  (FmtMat                *mat);

/* All variables in the order of the file: @n of them. (transfer none) */
const FmtMatVariable *fmt_mat_list  (const FmtMat          *mat,
                                     gsize                 *n);
/* The last of that name, or NULL. */
const FmtMatVariable *fmt_mat_find  (const FmtMat          *mat,
                                     const char            *name);

/* The numbers of @variable, which is numeric, row-major. Returns: (transfer full) */
FmtArray             *fmt_mat_get   (const FmtMat          *mat,
                                     const FmtMatVariable  *variable,
                                     GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FmtMat, fmt_mat_free)
