/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "datasets/idx-folder.h"
#include "formats/format-error.h"
#include "formats/scratch.h"

#define TRAIN_IMAGES "train-images-idx3-ubyte"
#define TRAIN_LABELS "train-labels-idx1-ubyte"
#define TEST_IMAGES  "t10k-images-idx3-ubyte"
#define TEST_LABELS  "t10k-labels-idx1-ubyte"

/* Pixel i of the file is @first + i. */
static GBytes *
make_images (guint8 n,
             guint8 height,
             guint8 width,
             guint8 first)
{
  const guint8 header[] = { 0, 0, 8, 3, 0, 0, 0, n, 0, 0, 0, height, 0, 0, 0, width };
  GByteArray  *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, header, sizeof header);
  for (guint i = 0; i < (guint) n * height * width; i++)
    {
      guint8 pixel = (guint8) (first + i);

      g_byte_array_append (bytes, &pixel, 1);
    }
  return g_byte_array_free_to_bytes (bytes);
}

/* Labels 0, 1, 2 ..., the last one @last. */
static GBytes *
make_labels (guint8 n,
             guint8 last)
{
  const guint8 header[] = { 0, 0, 8, 1, 0, 0, 0, n };
  GByteArray  *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, header, sizeof header);
  for (guint8 i = 0; i < n; i++)
    {
      guint8 label = i == n - 1 ? last : i;

      g_byte_array_append (bytes, &label, 1);
    }
  return g_byte_array_free_to_bytes (bytes);
}

/* Takes @bytes. */
static void
put (Scratch    *scratch,
     const char *name,
     GBytes     *bytes)
{
  g_autoptr (GBytes) packed = NULL;
  gsize              length;
  gconstpointer      data = g_bytes_get_data (bytes, &length);

  if (g_str_has_suffix (name, ".gz"))
    {
      packed = scratch_gzip (data, length);
      data = g_bytes_get_data (packed, &length);
    }
  g_free (scratch_write (scratch, name, data, length));
  g_bytes_unref (bytes);
}

/* Three images to train on, two to test on, of 2 x 4 pixels, four classes. */
static void
put_all (Scratch *scratch)
{
  put (scratch, TRAIN_IMAGES, make_images (3, 2, 4, 10));
  put (scratch, TRAIN_LABELS, make_labels (3, 2));
  put (scratch, TEST_IMAGES, make_images (2, 2, 4, 100));
  put (scratch, TEST_LABELS, make_labels (2, 3));
}

static void
assert_reads (const char *path,
              gboolean    with_test)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (DsDataset) train = NULL;
  g_autoptr (DsDataset) test = NULL;

  g_assert_true (ds_idx_folder_recognizes (path));
  g_assert_true (ds_idx_folder_read (path, NULL, NULL, &train, &test, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (train->n_examples, ==, 3);
  g_assert_cmpuint (train->shape.channels, ==, 1);
  g_assert_cmpuint (train->shape.height, ==, 2);
  g_assert_cmpuint (train->shape.width, ==, 4);
  g_assert_cmpuint (train->n_classes, ==, with_test ? 4 : 3);
  g_assert_cmpuint (train->pixels[0], ==, 10);
  g_assert_cmpuint (train->pixels[23], ==, 33);
  g_assert_cmpuint (train->labels[2], ==, 2);
  g_assert_true ((test != NULL) == with_test);
  if (with_test)
    {
      g_assert_cmpuint (test->n_examples, ==, 2);
      g_assert_cmpuint (test->n_classes, ==, 4);
      g_assert_cmpuint (test->pixels[15], ==, 115);
      g_assert_cmpuint (test->labels[1], ==, 3);
    }
}

static void
assert_fails (const char *path,
              GQuark      domain,
              int         code,
              const char *mentions)
{
  g_autoptr (GError) error = NULL;
  DsDataset         *train;
  DsDataset         *test;

  g_assert_false (ds_idx_folder_read (path, NULL, NULL, &train, &test, &error));
  g_assert_null (train);
  g_assert_null (test);
  g_assert_nonnull (error);
  if (!strstr (error->message, mentions))
    g_error ("“%s” does not mention %s", error->message, mentions);
  scratch_assert_error (&error, domain, code, path);
}

static void
test_reads (Scratch      *scratch,
            gconstpointer user_data)
{
  g_autofree char *one_of_them = scratch_path (scratch, TEST_LABELS);

  put_all (scratch);
  assert_reads (scratch->folder, TRUE);
  assert_reads (one_of_them, TRUE);
}

static void
test_spellings (Scratch      *scratch,
                gconstpointer user_data)
{
  g_autofree char *one_of_them = scratch_path (scratch, "t10k-images.idx3-ubyte.gz");

  put (scratch, "train-images.idx3-ubyte", make_images (3, 2, 4, 10));
  put (scratch, TRAIN_LABELS ".gz", make_labels (3, 2));
  put (scratch, "t10k-images.idx3-ubyte.gz", make_images (2, 2, 4, 100));
  put (scratch, "t10k-labels.idx1-ubyte", make_labels (2, 3));
  assert_reads (scratch->folder, TRUE);
  assert_reads (one_of_them, TRUE);
}

static void
test_folder_of_the_same_name (Scratch      *scratch,
                              gconstpointer user_data)
{
  g_autofree char *folder = scratch_path (scratch, TRAIN_IMAGES);
  g_autofree char *packed = scratch_path (scratch, TRAIN_IMAGES ".gz");

  put_all (scratch);
  put (scratch, TRAIN_IMAGES ".gz", make_images (3, 2, 4, 10));
  g_assert_cmpint (g_remove (folder), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  assert_reads (scratch->folder, TRUE);
  g_assert_cmpint (g_remove (packed), ==, 0);
  assert_fails (scratch->folder, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, TRAIN_IMAGES);
}

static void
test_without_test_part (Scratch      *scratch,
                        gconstpointer user_data)
{
  put (scratch, TRAIN_IMAGES, make_images (3, 2, 4, 10));
  put (scratch, TRAIN_LABELS, make_labels (3, 2));
  assert_reads (scratch->folder, FALSE);
}

/* Each of the four removed in turn: the message names the one that is missing. */
static void
test_missing (Scratch      *scratch,
              gconstpointer user_data)
{
  const char *const names[] = { TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = scratch_path (scratch, names[i]);

      put_all (scratch);
      g_assert_cmpint (g_remove (path), ==, 0);
      g_assert_true (ds_idx_folder_recognizes (scratch->folder));
      assert_fails (scratch->folder, DS_ERROR, DS_ERROR_NOT_FOUND, names[i]);
    }
}

static void
test_nothing_there (Scratch      *scratch,
                    gconstpointer user_data)
{
  g_autofree char *missing = scratch_path (scratch, "missing");
  g_autofree char *other = NULL;

  g_assert_false (ds_idx_folder_recognizes (scratch->folder));
  assert_fails (scratch->folder, DS_ERROR, DS_ERROR_NOT_FOUND, TRAIN_IMAGES);
  assert_fails (scratch->folder, DS_ERROR, DS_ERROR_NOT_FOUND, TEST_LABELS);
  g_assert_false (ds_idx_folder_recognizes (missing));
  assert_fails (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "missing");
  other = scratch_write (scratch, "picture.png", "x", 1);
  g_assert_false (ds_idx_folder_recognizes (other));
  assert_fails (other, DS_ERROR, DS_ERROR_NOT_FOUND, "picture.png");
}

static void
test_counts_differ (Scratch      *scratch,
                    gconstpointer user_data)
{
  put_all (scratch);
  put (scratch, TRAIN_LABELS, make_labels (2, 1));
  assert_fails (scratch->folder, DS_ERROR, DS_ERROR_INVALID, "3 images, but 2 labels");
  put_all (scratch);
  put (scratch, TEST_LABELS, make_labels (9, 1));
  assert_fails (scratch->folder, DS_ERROR, DS_ERROR_INVALID, TEST_IMAGES);
}

static void
test_sizes_differ (Scratch      *scratch,
                   gconstpointer user_data)
{
  put_all (scratch);
  put (scratch, TEST_IMAGES, make_images (2, 4, 2, 0));
  assert_fails (scratch->folder, DS_ERROR, DS_ERROR_INVALID, "4 × 2");
}

static void
test_broken_files (Scratch      *scratch,
                   gconstpointer user_data)
{
  const char *const names[] = { TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = scratch_path (scratch, names[i]);
      g_autofree char *text = NULL;
      gsize            length;

      put_all (scratch);
      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      for (gsize cut = 0; cut < length; cut++)
        {
          g_free (scratch_write (scratch, names[i], text, cut));
          assert_fails (scratch->folder, FMT_ERROR, FMT_ERROR_TRUNCATED, names[i]);
        }
    }
}

static void
test_swapped (Scratch      *scratch,
              gconstpointer user_data)
{
  put (scratch, TRAIN_LABELS, make_images (3, 2, 4, 10));
  put (scratch, TRAIN_IMAGES, make_labels (3, 2));
  assert_fails (scratch->folder, FMT_ERROR, FMT_ERROR_INVALID, "labels");
}

static void
test_unreadable (Scratch      *scratch,
                 gconstpointer user_data)
{
  g_autofree char *path = scratch_path (scratch, TRAIN_IMAGES);
  g_autofree char *labels = scratch_path (scratch, TRAIN_LABELS);
  g_autofree char *test_labels = scratch_path (scratch, TEST_LABELS);

  put_all (scratch);
  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  g_assert_cmpint (g_chmod (labels, 0644), ==, 0);
  g_assert_cmpint (g_chmod (test_labels, 0644), ==, 0);
  if (!scratch_leave_root (scratch))
    return;
  assert_fails (scratch->folder, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, TRAIN_IMAGES);
  scratch_return_to_root ();
}

typedef struct
{
  guint  n_calls;
  guint  stop_at; /* 0: never */
  double last;
} Progress;

static gboolean
on_progress (const char *what,
             double      fraction,
             gpointer    user_data)
{
  Progress *progress = user_data;

  g_assert_cmpfloat (fraction, >=, progress->last);
  g_assert_cmpfloat (fraction, <=, 1.0);
  g_assert_nonnull (what);
  progress->last = fraction;
  return ++progress->n_calls != progress->stop_at;
}

static void
test_progress (Scratch      *scratch,
               gconstpointer user_data)
{
  g_autoptr (DsDataset) train = NULL;
  g_autoptr (DsDataset) test = NULL;
  g_autoptr (GError)    error = NULL;
  Progress              whole = { 0 };

  put_all (scratch);
  g_assert_true (ds_idx_folder_read (scratch->folder, on_progress, &whole, &train, &test, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (whole.last, ==, 1.0);
  for (guint stop = 1; stop <= whole.n_calls; stop++)
    {
      Progress   stopped = { .stop_at = stop };
      DsDataset *no_train;
      DsDataset *no_test;

      g_assert_false (ds_idx_folder_read (scratch->folder, on_progress, &stopped, &no_train, &no_test, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      g_assert_cmpuint (stopped.n_calls, ==, stop);
      g_assert_null (no_train);
      g_assert_null (no_test);
    }
}

/* The published counts of the real files. */
static void
test_mnist (void)
{
  static const gsize    in_train[] = { 5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949 };
  static const gsize    in_test[] = { 980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009 };
  const char           *folder = g_getenv ("PERCEPT_MNIST");
  g_autoptr (DsDataset) train = NULL;
  g_autoptr (DsDataset) test = NULL;
  g_autoptr (GError)    error = NULL;
  g_autofree gsize     *train_counts = NULL;
  g_autofree gsize     *test_counts = NULL;

  if (!folder)
    {
      g_test_skip ("PERCEPT_MNIST does not name a folder with the four files");
      return;
    }
  g_assert_true (ds_idx_folder_read (folder, NULL, NULL, &train, &test, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (train->shape.height, ==, 28);
  g_assert_cmpuint (train->shape.width, ==, 28);
  g_assert_cmpuint (train->n_classes, ==, 10);
  train_counts = ds_dataset_count_classes (train, NULL, 0);
  test_counts = ds_dataset_count_classes (test, NULL, 0);
  g_assert_cmpmem (train_counts, 10 * sizeof (gsize), in_train, sizeof in_train);
  g_assert_cmpmem (test_counts, 10 * sizeof (gsize), in_test, sizeof in_test);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) \
  g_test_add ("/datasets/idx-folder/" path, Scratch, NULL, scratch_set_up, func, scratch_tear_down)
  ADD ("reads", test_reads);
  ADD ("spellings", test_spellings);
  ADD ("folder-of-the-same-name", test_folder_of_the_same_name);
  ADD ("without-test-part", test_without_test_part);
  ADD ("missing", test_missing);
  ADD ("nothing-there", test_nothing_there);
  ADD ("counts-differ", test_counts_differ);
  ADD ("sizes-differ", test_sizes_differ);
  ADD ("broken-files", test_broken_files);
  ADD ("swapped", test_swapped);
  ADD ("unreadable", test_unreadable);
  ADD ("progress", test_progress);
#undef ADD
  g_test_add_func ("/datasets/idx-folder/mnist", test_mnist);
  return g_test_run ();
}
