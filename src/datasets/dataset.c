/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/dataset.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (percept-dataset-error-quark, ds_error)

static char **
number_names (guint n)
{
  char **names = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = g_strdup_printf ("%u", i);
  return names;
}

DsDataset *
ds_dataset_new (DsShape      shape,
                gsize        n_examples,
                guint        n_classes,
                const char  *origin,
                GError     **error)
{
  DsDataset *dataset;
  gsize      bytes;

  g_return_val_if_fail (n_classes > 0 && n_classes <= G_MAXUINT16, NULL);

  dataset = g_new0 (DsDataset, 1);
  g_atomic_ref_count_init (&dataset->refs);
  dataset->shape = shape;
  dataset->n_examples = n_examples;
  dataset->n_classes = n_classes;
  dataset->class_names = number_names (n_classes);
  dataset->origin = g_strdup (origin);
  if (!g_size_checked_mul (&bytes, n_examples, ds_shape_size (shape)))
    bytes = G_MAXSIZE;
  else
    {
      dataset->pixels = g_try_malloc0 (MAX (bytes, 1));
      dataset->labels = g_try_new0 (guint16, MAX (n_examples, 1));
    }
  if (!dataset->pixels || !dataset->labels)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_MEMORY,
                   _("%s: %" G_GSIZE_FORMAT " images need %" G_GSIZE_FORMAT
                     " bytes of memory, which are not to be had"),
                   origin, n_examples, bytes);
      ds_dataset_unref (dataset);
      return NULL;
    }
  return dataset;
}

DsDataset *
ds_dataset_ref (DsDataset *dataset)
{
  g_atomic_ref_count_inc (&dataset->refs);
  return dataset;
}

void
ds_dataset_unref (DsDataset *dataset)
{
  if (!dataset || !g_atomic_ref_count_dec (&dataset->refs))
    return;
  g_free (dataset->pixels);
  g_free (dataset->labels);
  g_strfreev (dataset->class_names);
  g_free (dataset->origin);
  g_free (dataset);
}

const guint8 *
ds_dataset_get_image (const DsDataset *dataset,
                      gsize            index)
{
  return dataset->pixels + index * ds_shape_size (dataset->shape);
}

gsize *
ds_dataset_count_classes (const DsDataset *dataset,
                          const guint32   *indices,
                          gsize            n_indices)
{
  gsize *counts = g_new0 (gsize, dataset->n_classes);
  gsize  n = indices ? n_indices : dataset->n_examples;

  for (gsize i = 0; i < n; i++)
    counts[dataset->labels[indices ? indices[i] : i]]++;
  return counts;
}
