/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/progress.h"
#include "datasets/dataset.h"

/* MNIST and its relatives: a folder with the four IDX files, each plain or gzip-compressed (with or without .gz):
 * train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (also spelled
 * with a dot, as in train-images.idx3-ubyte). */

/* Whether @path is such a folder, or one of such files (its folder counts then). Touches names only. */
gboolean ds_idx_folder_recognizes (const char *path);

/* Reads the folder. @train: (out) (transfer full), @test: (out) (transfer full), NULL where the two t10k files are
 * both absent. Classes: highest label of both parts + 1. */
gboolean ds_idx_folder_read       (const char    *path,
                                   BaseProgress   progress,
                                   gpointer       user_data,
                                   DsDataset    **train,
                                   DsDataset    **test,
                                   GError       **error);
