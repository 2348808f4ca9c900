/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/data.h"

#include "base/rng.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* Everything that decides what the data are. */
static char *
make_key (TrainExperiment *experiment)
{
  static const char *const names[] = {
    "source", "path", "size", "channels", "train", "validation", "test", "preprocess",
  };
  GString                 *key = g_string_new (train_experiment_get (experiment, "seed", "split"));

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_string_append_printf (key, "\n%s", train_experiment_get (experiment, "data", names[i]));
  return g_string_free (key, FALSE);
}

static gboolean
check_size (TrainExperiment *experiment,
            const DsDataset *dataset,
            GError         **error)
{
  const char *size = train_experiment_get (experiment, "data", "size");
  guint       width, height;

  /* A size that nobody wrote is whatever the data have. */
  if (g_str_equal (size, train_key_find ("data", "size")->fallback) || sscanf (size, "%ux%u", &width, &height) != 2 ||
      (width == dataset->shape.width && height == dataset->shape.height))
    return TRUE;
  g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_MISMATCH, _("data.size = %s, but the images of %s are %ux%u"), size,
               dataset->origin, dataset->shape.width, dataset->shape.height);
  return FALSE;
}

static gboolean
deal (TrainExperiment *experiment,
      TrainData       *data,
      GError         **error)
{
  DsAmount train, validation, test;

  ds_amount_parse (train_experiment_get (experiment, "data", "train"), &train);
  ds_amount_parse (train_experiment_get (experiment, "data", "validation"), &validation);
  ds_amount_parse (train_experiment_get (experiment, "data", "test"), &test);
  return ds_split_deal (&data->collection, &train, &validation, &test,
                        train_experiment_get_count (experiment, "seed", "split"), &data->split, error);
}

static gboolean
load_source (TrainExperiment *experiment,
             TrainData       *data,
             guint            n_threads,
             BaseProgress     progress,
             gpointer         user_data,
             GError         **error)
{
  const char     *path = train_experiment_get (experiment, "data", "path");
  const DsSource *source = ds_source_find (train_experiment_get (experiment, "data", "source"));

  if (source->needs_path && path[0] == '\0')
    {
      g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_VALUE,
                   _("data.source = %s needs data.path: the folder or file where the data are"), source->name);
      return FALSE;
    }
  return source->load (path, n_threads, progress, user_data, &data->collection, error) &&
         check_size (experiment, data->collection.pool, error);
}

TrainData *
train_data_load (TrainExperiment *experiment,
                 TrainData       *kept,
                 guint            n_threads,
                 BaseProgress     progress,
                 gpointer         user_data,
                 GError         **error)
{
  g_autoptr (TrainData) data = g_new0 (TrainData, 1);

  g_atomic_ref_count_init (&data->refs);
  data->key = make_key (experiment);
  if (kept && g_str_equal (kept->key, data->key))
    return train_data_ref (kept);
  if (!ds_recipe_parse (train_experiment_get (experiment, "data", "preprocess"), &data->recipe, error) ||
      !load_source (experiment, data, n_threads, progress, user_data, error) || !deal (experiment, data, error))
    return NULL;
  return g_steal_pointer (&data);
}

TrainData *
train_data_ref (TrainData *data)
{
  g_atomic_ref_count_inc (&data->refs);
  return data;
}

void
train_data_unref (TrainData *data)
{
  if (!data || !g_atomic_ref_count_dec (&data->refs))
    return;
  ds_split_clear (&data->split);
  ds_collection_clear (&data->collection);
  g_free (data->key);
  g_free (data);
}

TrainExamples
train_data_get_part (const TrainData *data,
                     TrainPart        part)
{
  const DsSplit *split = &data->split;

  switch (part)
    {
    case TRAIN_PART_VALIDATION:
      return (TrainExamples) { data->collection.pool, split->validation, split->n_validation };
    case TRAIN_PART_TEST:
      return (TrainExamples) { split->test_set, split->test, split->n_test };
    case TRAIN_PART_TRAIN:
    default:
      return (TrainExamples) { data->collection.pool, split->train, split->n_train };
    }
}

guint32 *
train_data_sample (gsize n_examples,
                   gsize n)
{
  guint32 *places = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    {
      gsize first = i * n_examples / n;
      gsize next = (i + 1) * n_examples / n;

      places[i] = (guint32) (first + base_rng_hash (i) % (next - first));
    }
  return places;
}

TrainExperiment *
train_data_point_to (TrainExperiment *experiment,
                     const char      *path,
                     GError         **error)
{
  const DsSource              *source = ds_source_recognize (path, error);
  g_autofree char             *absolute = g_canonicalize_filename (path, NULL);
  g_autoptr (TrainExperiment)  with_source = NULL;

  if (!source)
    return NULL;
  with_source = train_experiment_set (experiment, "data", "source", source->name, error);
  return with_source ? train_experiment_set (with_source, "data", "path", absolute, error) : NULL;
}
