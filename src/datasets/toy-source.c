/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/source.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Small enough to follow with pencil and paper: example k of four holds the number k (from 1) five times, and is the
 * only one of its class. */

#define N_EXAMPLES 4
#define N_NUMBERS 5

static gboolean
load (const char   *path,
      guint         n_threads,
      BaseProgress  progress,
      gpointer      user_data,
      DsCollection *collection,
      GError      **error)
{
  DsDataset *toy = ds_dataset_new ((DsShape) { 1, 1, N_NUMBERS }, N_EXAMPLES, N_EXAMPLES, _("four examples of numbers"),
                                   error);

  if (!toy)
    return FALSE;
  for (guint i = 0; i < N_EXAMPLES; i++)
    {
      memset (toy->pixels + i * N_NUMBERS, (int) i + 1, N_NUMBERS);
      toy->labels[i] = (guint16) i;
    }
  collection->pool = toy;
  return TRUE;
}

const DsSource ds_toy_source = {
  .name = "toy",
  .title = N_("Toy examples"),
  .load = load,
};
