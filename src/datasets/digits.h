/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/progress.h"
#include "datasets/dataset.h"

/* Built-in handwritten-like digits, 28 x 28, gray, white ink on black, drawn with Cairo from stroke skeletons. */

#define DS_DIGITS_POOL 22000  /* for training and validation */
#define DS_DIGITS_TEST  2000  /* other writers than the pool's */

/* Draws @n digits, the classes in turn (label = index mod 10), each digit from random numbers of its own: image i
 * depends on @seed and @first + i alone, not on @n nor on @n_threads. Images are centered by mass in the middle of
 * the 28 x 28 frame, the ink within the inner 20 x 20, as MNIST's are. Any thread; @progress may be NULL.
 * Returns: (transfer full) */
DsDataset *ds_digits_draw (guint64       seed,
                           gsize         first,
                           gsize         n,
                           guint         n_threads,
                           BaseProgress  progress,
                           gpointer      user_data,
                           GError      **error);
