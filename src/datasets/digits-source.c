/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/digits.h"
#include "datasets/source.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

/* Fixed: the built-in digits are one data set, the same for everybody, so that results can be compared. */
#define DIGITS_SEED 1

/* Both parts share one progress from 0 to 1. */
typedef struct
{
  BaseProgress progress;
  gpointer     user_data;
  double       from;
  double       share;
} Part;

static gboolean
report (const char *what,
        double      fraction,
        gpointer    user_data)
{
  Part *part = user_data;

  return !part->progress || part->progress (what, part->from + part->share * fraction, part->user_data);
}

static DsDataset *
draw (guint         n_threads,
      gsize         first,
      gsize         n,
      BaseProgress  progress,
      gpointer      user_data,
      GError      **error)
{
  const double all = DS_DIGITS_POOL + DS_DIGITS_TEST;
  Part         part = { progress, user_data, (double) first / all, (double) n / all };

  return ds_digits_draw (DIGITS_SEED, first, n, n_threads, report, &part, error);
}

static gboolean
load (const char   *path,
      guint         n_threads,
      BaseProgress  progress,
      gpointer      user_data,
      DsCollection *collection,
      GError      **error)
{
  if (progress && !progress (_("Drawing digits"), 0.0, user_data))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Drawing digits was stopped"));
      return FALSE;
    }
  collection->pool = draw (n_threads, 0, DS_DIGITS_POOL, progress, user_data, error);
  if (collection->pool)
    collection->test = draw (n_threads, DS_DIGITS_POOL, DS_DIGITS_TEST, progress, user_data, error);
  if (collection->test)
    return TRUE;
  ds_collection_clear (collection);
  return FALSE;
}

const DsSource ds_digits_source = {
  .name = "digits",
  .title = N_("Built-in digits"),
  .load = load,
};
