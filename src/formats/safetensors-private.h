/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "formats/array.h"
#include "formats/safetensors.h"

/* What reading (safetensors-read.c) and the rest (safetensors.c) share. */

#define FMT_SAFETENSORS_METADATA   "__metadata__"
#define FMT_SAFETENSORS_MAX_HEADER ((gsize) 100000000) /* the limit of the reference implementation */

struct _FmtSafetensors
{
  GArray     *tensors;  /* of FmtTensor; their names belong to the file */
  GHashTable *by_name;  /* name (owned by @tensors) -> index */
  GHashTable *metadata; /* string -> string */
  GBytes     *bytes;    /* the file that was read, kept for the tensors that lie in it */
  GPtrArray  *copies;   /* data of the tensors that do not lie in it as they are needed */
};

gsize    fmt_element_size        (FmtElement     element);

/* Copies @n_elements between host and little-endian byte order; either way is the same. */
void     fmt_element_copy        (FmtElement     element,
                                  gpointer       to,
                                  gconstpointer  from,
                                  gsize          n_elements);

/* Appends @tensor; takes its name. Returns: FALSE, having taken nothing, when the name is there already */
gboolean fmt_safetensors_append  (FmtSafetensors  *file,
                                  const FmtTensor *tensor);
