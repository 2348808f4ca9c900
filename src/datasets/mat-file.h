/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/progress.h"
#include "datasets/dataset.h"

/* Images by class in a MAT-file, the layout of the mnist_all.mat that courses hand out: one array for each class,
 * train0, train1 ... and test0, test1 ..., a row for each image, its pixels row by row, whole numbers from 0 to 255. */

/* Whether @path is such a file, by its name alone: a file that ends in .mat. */
gboolean ds_mat_file_recognizes (const char *path);

/* Reads the file. @train: (out) (transfer full), @test: (out) (transfer full), NULL where it has no test arrays.
 * Classes: as many as there are train arrays, which are numbered from 0 without a gap, none empty. Images are square.
 */
gboolean ds_mat_file_read       (const char    *path,
                                 BaseProgress   progress,
                                 gpointer       user_data,
                                 DsDataset    **train,
                                 DsDataset    **test,
                                 GError       **error);
