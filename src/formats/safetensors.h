/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* safetensors (https://github.com/huggingface/safetensors): 8 bytes little-endian header length, a JSON object
 * {name: {dtype, shape, data_offsets}} with strings under "__metadata__", then the tensors. Written here: F32 and
 * U64 little-endian, the data 64-byte aligned by padding the header with spaces. Read: the same two types. */

#define FMT_SAFETENSORS_MAX_DIMENSIONS 4

typedef enum
{
  FMT_F32,
  FMT_U64,
} FmtElement;

typedef struct
{
  char         *name;
  FmtElement    element;
  guint         n_dimensions;                                /* 0 .. 4; 0 is a single number */
  gsize         shape[FMT_SAFETENSORS_MAX_DIMENSIONS];
  gsize         n_elements;
  gconstpointer data;                                        /* n_elements, row-major, host byte order, aligned */
} FmtTensor;

typedef struct _FmtSafetensors FmtSafetensors;

/* An empty file to be filled. Returns: (transfer full) */
FmtSafetensors  *fmt_safetensors_new          (void);
void             fmt_safetensors_free         (FmtSafetensors  *file);

/* Adds a tensor; @data must live until the file is written, it is not copied. Names must differ. */
void             fmt_safetensors_add          (FmtSafetensors  *file,
                                               const char      *name,
                                               FmtElement       element,
                                               guint            n_dimensions,
                                               const gsize     *shape,
                                               gconstpointer    data);

/* Strings beside the tensors. */
void             fmt_safetensors_set_metadata (FmtSafetensors  *file,
                                               const char      *key,
                                               const char      *value);
const char      *fmt_safetensors_get_metadata (FmtSafetensors  *file,
                                               const char      *key);

/* Whole or absent, as fmt_byte_file_write(). */
gboolean         fmt_safetensors_write        (FmtSafetensors  *file,
                                               const char      *path,
                                               GError         **error);

/* Every offset, shape and length is checked against the others and the file's size: overlaps, gaps, lying sizes,
 * duplicate names and unknown types are errors that name the tensor. Returns: (transfer full) */
FmtSafetensors  *fmt_safetensors_read         (const char      *path,
                                               GError         **error);
FmtSafetensors  *fmt_safetensors_parse        (GBytes          *bytes,
                                               const char      *name,
                                               GError         **error);

/* The tensor called @name or NULL; it belongs to the file. */
const FmtTensor *fmt_safetensors_get          (FmtSafetensors  *file,
                                               const char      *name);

/* All of them in the order of their data: @n of them. */
const FmtTensor *fmt_safetensors_list         (FmtSafetensors  *file,
                                               gsize           *n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FmtSafetensors, fmt_safetensors_free)
