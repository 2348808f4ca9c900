/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/idx-folder.h"
#include "datasets/source.h"

#include <glib/gi18n-lib.h>

static gboolean
load (const char   *path,
      guint         n_threads,
      BaseProgress  progress,
      gpointer      user_data,
      DsCollection *collection,
      GError      **error)
{
  return ds_idx_folder_read (path, progress, user_data, &collection->pool, &collection->test, error);
}

const DsSource ds_idx_source = {
  .name = "mnist",
  .title = N_("MNIST (IDX files)"),
  .needs_path = TRUE,
  .recognizes = ds_idx_folder_recognizes,
  .load = load,
};
