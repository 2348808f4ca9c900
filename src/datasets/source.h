/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/progress.h"
#include "datasets/dataset.h"

/* Where examples come from: a row in the registry each. */

/* What a source gives: examples for training and validation, and its official test set if it has one. */
typedef struct
{
  DsDataset *pool;
  DsDataset *test; /* NULL: none */
} DsCollection;

typedef struct
{
  const char *name;        /* as in an experiment: "digits" */
  const char *title;       /* N_() */
  gboolean    needs_path;
  /* Whether data at @path are this source's, by name alone. NULL: it has no files. */
  gboolean  (*recognizes) (const char *path);
  gboolean  (*load)       (const char   *path,
                           guint         n_threads,
                           BaseProgress  progress,
                           gpointer      user_data,
                           DsCollection *collection,
                           GError      **error);
} DsSource;

/* NULL-terminated. */
extern const DsSource *const ds_sources[];

const DsSource *ds_source_find      (const char   *name);

/* The source whose data are at @path, or NULL with DS_ERROR_NOT_FOUND saying what was looked for. */
const DsSource *ds_source_recognize (const char   *path,
                                     GError      **error);

void            ds_collection_clear (DsCollection *collection);

extern const DsSource ds_digits_source;
extern const DsSource ds_idx_source;
extern const DsSource ds_mat_source;
extern const DsSource ds_toy_source;
