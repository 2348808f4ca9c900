/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/mat-file.h"
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
  return ds_mat_file_read (path, progress, user_data, &collection->pool, &collection->test, error);
}

const DsSource ds_mat_source = {
  .name = "mat",
  .title = N_("MATLAB file (train0, test0 …)"),
  .needs_path = TRUE,
  .recognizes = ds_mat_file_recognizes,
  .load = load,
};
