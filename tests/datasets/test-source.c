/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/source.h"
#include "datasets/tiny-idx.h"
#include "formats/scratch.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_registry (void)
{
  for (gsize i = 0; ds_sources[i]; i++)
    {
      g_assert_true (ds_source_find (ds_sources[i]->name) == ds_sources[i]);
      g_assert_nonnull (ds_sources[i]->title);
      g_assert_nonnull (ds_sources[i]->load);
      g_assert_true (ds_sources[i]->needs_path == (ds_sources[i]->recognizes != NULL));
    }
  g_assert_null (ds_source_find ("no such source"));
  g_assert_null (ds_source_find (""));
}

static void
test_recognize (Scratch      *scratch,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *file = scratch_path (scratch, "train-images-idx3-ubyte");

  tiny_idx_write (scratch->folder, 9, 3);
  g_assert_true (ds_source_recognize (scratch->folder, &error) == &ds_idx_source);
  g_assert_true (ds_source_recognize (file, &error) == &ds_idx_source);
  g_assert_true (ds_source_recognize ("images.mat", &error) == &ds_mat_source);
  g_assert_no_error (error);
}

static void
test_not_recognized (Scratch      *scratch,
                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *absent = scratch_path (scratch, "absent");
  g_autofree char   *other = scratch_write (scratch, "letter.txt", "hello", 5);

  g_assert_null (ds_source_recognize (absent, &error));
  scratch_assert_error (&error, DS_ERROR, DS_ERROR_NOT_FOUND, absent);
  g_assert_null (ds_source_recognize (scratch->folder, &error));
  scratch_assert_error (&error, DS_ERROR, DS_ERROR_NOT_FOUND, scratch->folder);
  g_assert_null (ds_source_recognize (other, &error));
  g_assert_nonnull (strstr (error->message, "train-images-idx3-ubyte"));
  scratch_assert_error (&error, DS_ERROR, DS_ERROR_NOT_FOUND, other);
}

static void
test_load_idx (Scratch      *scratch,
               gconstpointer data)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (DsDataset) expected = tiny_bars (9, 1);
  DsCollection          collection = { NULL };
  gsize                 bytes = 9 * ds_shape_size (expected->shape);

  tiny_idx_write (scratch->folder, 9, 3);
  g_assert_true (ds_idx_source.load (scratch->folder, 2, NULL, NULL, &collection, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (collection.pool->n_examples, ==, 9);
  g_assert_cmpuint (collection.pool->n_classes, ==, TINY_CLASSES);
  g_assert_cmpmem (collection.pool->pixels, bytes, expected->pixels, bytes);
  g_assert_cmpmem (collection.pool->labels, 18, expected->labels, 18);
  g_assert_cmpuint (collection.test->n_examples, ==, 3);
  ds_collection_clear (&collection);
  g_assert_null (collection.pool);
  g_assert_null (collection.test);
}

static gboolean
stop_at (const char *what,
         double      fraction,
         gpointer    user_data)
{
  return fraction < *(double *) user_data;
}

static void
test_digits_stop (gconstpointer data)
{
  double             limit = *(const double *) data;
  g_autoptr (GError) error = NULL;
  DsCollection       collection = { NULL };

  g_assert_false (ds_digits_source.load ("", 2, stop_at, &limit, &collection, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (collection.pool);
  g_assert_null (collection.test);
}

int
main (int    argc,
      char **argv)
{
  static const double limits[] = { 0.0, 0.05 };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/registry", test_registry);
  g_test_add ("/source/recognize", Scratch, NULL, scratch_set_up, test_recognize, scratch_tear_down);
  g_test_add ("/source/not-recognized", Scratch, NULL, scratch_set_up, test_not_recognized, scratch_tear_down);
  g_test_add ("/source/load-idx", Scratch, NULL, scratch_set_up, test_load_idx, scratch_tear_down);
  g_test_add_data_func ("/source/digits-stopped-at-once", &limits[0], test_digits_stop);
  g_test_add_data_func ("/source/digits-stopped-soon", &limits[1], test_digits_stop);
  return g_test_run ();
}
