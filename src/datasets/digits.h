/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/progress.h"
#include "datasets/dataset.h"

/* Built-in handwritten-like digits, 28 x 28, gray, white ink on black, drawn from stroke skeletons. */

#define DS_DIGITS_POOL 22000  /* for training and validation */
#define DS_DIGITS_TEST  2000  /* other writers than the pool's */

/* Draws @n digits, the classes in turn (label = index mod 10), each digit from random numbers of its own: image i
 * depends on @seed and @first + i alone, not on @n nor on @n_threads. As in MNIST, the ink's longer side is 20 pixels
 * (soft edges aside) and its center of mass lies in the middle of the frame, up to whole pixels. Any thread;
 * @progress may be NULL and is called from the caller's thread alone.
 * Returns: (transfer full) */
DsDataset *ds_digits_draw (guint64       seed,
                           gsize         first,
                           gsize         n,
                           guint         n_threads,
                           BaseProgress  progress,
                           gpointer      user_data,
                           GError      **error);
