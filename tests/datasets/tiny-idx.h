/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "datasets/dataset.h"

/* A small data set that can be learned: three classes of noisy bars, TINY_WIDTH x TINY_HEIGHT. */

#define TINY_WIDTH   6
#define TINY_HEIGHT  5
#define TINY_CLASSES 3

/* @n examples, the classes in turn, from random numbers of @seed. Returns: (transfer full) */
DsDataset *tiny_bars      (gsize        n,
                           guint64      seed);

/* Writes @n_train and @n_test of them as MNIST's four files into @folder, which exists. */
void       tiny_idx_write (const char  *folder,
                           gsize        n_train,
                           gsize        n_test);
