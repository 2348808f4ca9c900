/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The same few numbers of many examples, in blocks of which each is one array: row by row, or column by column. For one
 * thread. */

typedef struct
{
  gsize    n_numbers;  /* of one example */
  gsize    block;      /* examples in a block */
  gboolean columns;    /* number c of example r is at [c * block + r], else at [r * n_numbers + c] */
  gsize    n;          /* examples in it */
  gsize    room;       /* for so many, whole blocks */
  float   *numbers;
} AnKept;

/* Empties it and makes room for @n examples. FALSE when there is no memory. */
gboolean     an_kept_reserve   (AnKept       *kept,
                                gsize         n);
void         an_kept_clear     (AnKept       *kept);

/* Gives back what @n examples do not need. */
void         an_kept_shrink    (AnKept       *kept);

void         an_kept_append    (AnKept       *kept,
                                const float  *numbers);
/* Appends example @place of @from, which has the same layout. */
void         an_kept_copy      (AnKept       *kept,
                                const AnKept *from,
                                gsize         place);

/* The block that begins with example @first, a multiple of the block's size; @rows is how many of it are there. */
const float *an_kept_get_block (const AnKept *kept,
                                gsize         first,
                                gsize        *rows);
