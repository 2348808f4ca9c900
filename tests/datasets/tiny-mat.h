/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "datasets/dataset.h"

/* MAT-files put together by hand, not compressed, as small as a test needs. */

/* The header alone. Returns: (transfer full) */
GByteArray *tiny_mat_new      (void);

/* Appends an array of class @class_number (9: uint8) and of @rows x @columns; @pixels: row by row. */
void        tiny_mat_add      (GByteArray    *file,
                               const char    *name,
                               guint          class_number,
                               gsize          rows,
                               gsize          columns,
                               const guint8  *pixels);

/* Appends the same of doubles. */
void        tiny_mat_add_real (GByteArray    *file,
                               const char    *name,
                               gsize          rows,
                               gsize          columns,
                               const double  *values);

/* Writes @dataset by class, as train0 ... or test0 ..., after what @file holds. */
void        tiny_mat_add_part (GByteArray      *file,
                               const char      *part,
                               const DsDataset *dataset);
