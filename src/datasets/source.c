/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/source.h"

#include <glib/gi18n-lib.h>

const DsSource *const ds_sources[] = {
  &ds_digits_source,
  &ds_idx_source,
  &ds_mat_source,
  &ds_toy_source,
  NULL,
};

const DsSource *
ds_source_find (const char *name)
{
  for (gsize i = 0; ds_sources[i]; i++)
    if (g_str_equal (ds_sources[i]->name, name))
      return ds_sources[i];
  return NULL;
}

const DsSource *
ds_source_recognize (const char *path,
                     GError    **error)
{
  for (gsize i = 0; ds_sources[i]; i++)
    if (ds_sources[i]->recognizes && ds_sources[i]->recognizes (path))
      return ds_sources[i];
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_set_error (error, DS_ERROR, DS_ERROR_NOT_FOUND, _("“%s” does not exist"), path);
  else
    g_set_error (error, DS_ERROR, DS_ERROR_NOT_FOUND,
                 _("“%s” holds no data that Percept knows; a folder with MNIST’s four IDX files "
                   "(train-images-idx3-ubyte and so on, plain or .gz), or a MATLAB file that ends in .mat, would be "
                   "right"),
                 path);
  return NULL;
}

void
ds_collection_clear (DsCollection *collection)
{
  g_clear_pointer (&collection->pool, ds_dataset_unref);
  g_clear_pointer (&collection->test, ds_dataset_unref);
}
