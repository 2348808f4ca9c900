/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "datasets/idx-folder.h"
#include "datasets/mat-file.h"
#include "datasets/tiny-mat.h"
#include "formats/format-error.h"
#include "formats/scratch.h"

static const guint8 pixels[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };

/* Takes @file. Returns: (transfer full) its path */
static char *
put (Scratch    *scratch,
     GByteArray *file)
{
  char *path = scratch_write (scratch, "images.mat", file->data, file->len);

  g_byte_array_unref (file);
  return path;
}

/* Two classes of 2 x 2 pixels: two images and one to train on, one and none to test. */
static GByteArray *
make_file (void)
{
  GByteArray *file = tiny_mat_new ();

  tiny_mat_add (file, "test0", 9, 1, 4, pixels + 4);
  tiny_mat_add (file, "train1", 9, 1, 4, pixels + 8);
  tiny_mat_add (file, "train0", 9, 2, 4, pixels);
  tiny_mat_add (file, "test1", 9, 0, 4, pixels);
  tiny_mat_add (file, "note", 4, 1, 4, pixels);
  return file;
}

static void
test_reads (Scratch      *scratch,
            gconstpointer data)
{
  g_autofree char      *path = put (scratch, make_file ());
  g_autoptr (GError)    error = NULL;
  g_autoptr (DsDataset) train = NULL;
  g_autoptr (DsDataset) test = NULL;

  g_assert_true (ds_mat_file_recognizes (path));
  g_assert_true (ds_mat_file_read (path, NULL, NULL, &train, &test, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (train->n_examples, ==, 3);
  g_assert_cmpuint (train->n_classes, ==, 2);
  g_assert_cmpuint (train->shape.height, ==, 2);
  g_assert_cmpuint (train->shape.width, ==, 2);
  g_assert_cmpmem (train->pixels, 12, pixels, 12);
  g_assert_cmpuint (train->labels[0], ==, 0);
  g_assert_cmpuint (train->labels[1], ==, 0);
  g_assert_cmpuint (train->labels[2], ==, 1);
  g_assert_cmpuint (test->n_examples, ==, 1);
  g_assert_cmpuint (test->n_classes, ==, 2);
  g_assert_cmpmem (test->pixels, 4, pixels + 4, 4);
}

static void
test_without_test_part (Scratch      *scratch,
                        gconstpointer data)
{
  GByteArray           *file = tiny_mat_new ();
  const double          real[] = { 0, 255, 17, 1 };
  g_autoptr (GError)    error = NULL;
  g_autoptr (DsDataset) train = NULL;
  g_autoptr (DsDataset) test = NULL;
  g_autofree char      *path = NULL;

  tiny_mat_add_real (file, "train0", 1, 4, real);
  path = put (scratch, file);
  g_assert_true (ds_mat_file_read (path, NULL, NULL, &train, &test, &error));
  g_assert_no_error (error);
  g_assert_null (test);
  g_assert_cmpmem (train->pixels, 4, "\0\377\21\1", 4);
}

static void
test_recognizes (Scratch      *scratch,
                 gconstpointer data)
{
  g_autofree char *upper = scratch_write (scratch, "A.MAT", "", 0);

  g_assert_true (ds_mat_file_recognizes (upper));
  g_assert_true (ds_mat_file_recognizes ("not/there.mat"));
  g_assert_false (ds_mat_file_recognizes (scratch->folder));
  g_assert_false (ds_mat_file_recognizes (".mat"));
  g_assert_false (ds_mat_file_recognizes ("train-images-idx3-ubyte"));
}

static void
assert_fails (Scratch    *scratch,
              GByteArray *file,
              int         code,
              const char *mentions)
{
  g_autofree char   *path = put (scratch, file);
  g_autoptr (GError) error = NULL;
  DsDataset         *train, *test;

  g_assert_false (ds_mat_file_read (path, NULL, NULL, &train, &test, &error));
  g_assert_null (train);
  g_assert_null (test);
  g_test_message ("%s", error->message);
  if (!strstr (error->message, mentions))
    g_error ("“%s” does not mention %s", error->message, mentions);
  scratch_assert_error (&error, DS_ERROR, code, path);
}

static void
test_wrong_content (Scratch      *scratch,
                    gconstpointer data)
{
  const double half[] = { 0, 0.5, 1, 2 };
  const double high[] = { 0, 256, 1, 2 };
  GByteArray  *file = tiny_mat_new ();

  tiny_mat_add (file, "images", 9, 1, 4, pixels);
  assert_fails (scratch, file, DS_ERROR_NOT_FOUND, "it holds images (uint8)");
  assert_fails (scratch, tiny_mat_new (), DS_ERROR_NOT_FOUND, "train0");

  file = make_file ();
  tiny_mat_add (file, "train3", 9, 1, 4, pixels);
  assert_fails (scratch, file, DS_ERROR_INVALID, "“train3”, but no “train2”");
  file = make_file ();
  tiny_mat_add (file, "train2", 9, 1, 4, pixels);
  assert_fails (scratch, file, DS_ERROR_NOT_FOUND, "“test2”");
  file = make_file ();
  tiny_mat_add (file, "train1", 9, 0, 4, pixels); /* the last of a name counts */
  assert_fails (scratch, file, DS_ERROR_INVALID, "“train1” has no images");
  file = make_file ();
  tiny_mat_add (file, "train1", 9, 1, 9, pixels);
  assert_fails (scratch, file, DS_ERROR_INVALID, "“train1” have 9 pixels, those of “train0” 4");
  file = tiny_mat_new ();
  tiny_mat_add (file, "train0", 9, 2, 6, pixels);
  assert_fails (scratch, file, DS_ERROR_INVALID, "6 pixels, which is no square");
  file = tiny_mat_new ();
  tiny_mat_add (file, "train0", 4, 1, 4, pixels);
  assert_fails (scratch, file, DS_ERROR_INVALID, "class char");
  file = tiny_mat_new ();
  tiny_mat_add_real (file, "train0", 1, 4, half);
  assert_fails (scratch, file, DS_ERROR_INVALID, "pixel 2 of image 1 in “train0” is 0.5");
  file = tiny_mat_new ();
  tiny_mat_add_real (file, "train0", 1, 4, high);
  assert_fails (scratch, file, DS_ERROR_INVALID, "256");
}

static void
test_damaged (Scratch      *scratch,
              gconstpointer data)
{
  g_autoptr (GByteArray) file = make_file ();
  g_autofree char       *path = scratch_path (scratch, "images.mat");

  for (guint cut = 0; cut < file->len; cut += 7)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (DsDataset) train = NULL;
      g_autoptr (DsDataset) test = NULL;

      g_free (scratch_write (scratch, "images.mat", file->data, cut));
      if (ds_mat_file_read (path, NULL, NULL, &train, &test, &error))
        {
          g_assert_cmpuint (train->n_examples, ==, 3); /* all that is cut off is the note */
          continue;
        }
      g_assert_true (error->domain == FMT_ERROR || error->domain == DS_ERROR);
      g_assert_nonnull (strstr (error->message, path));
    }
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
  progress->last = fraction;
  return ++progress->n_calls != progress->stop_at;
}

static void
test_progress (Scratch      *scratch,
               gconstpointer data)
{
  g_autofree char      *path = put (scratch, make_file ());
  g_autoptr (DsDataset) train = NULL;
  g_autoptr (DsDataset) test = NULL;
  g_autoptr (GError)    error = NULL;
  Progress              whole = { 0 };

  g_assert_true (ds_mat_file_read (path, on_progress, &whole, &train, &test, &error));
  g_assert_cmpfloat (whole.last, ==, 1.0);
  for (guint stop = 1; stop <= whole.n_calls; stop++)
    {
      Progress   stopped = { .stop_at = stop };
      DsDataset *no_train, *no_test;

      g_assert_false (ds_mat_file_read (path, on_progress, &stopped, &no_train, &no_test, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      g_assert_cmpuint (stopped.n_calls, ==, stop);
    }
}

/* How often each image of a class occurs: a hash of it -> count. */
static GHashTable *
collect (const DsDataset *dataset,
         guint            class_number)
{
  GHashTable *images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gsize       size = ds_shape_size (dataset->shape);

  for (gsize i = 0; i < dataset->n_examples; i++)
    if (dataset->labels[i] == class_number)
      {
        char *hash = g_compute_checksum_for_data (G_CHECKSUM_MD5, ds_dataset_get_image (dataset, i), size);
        guint n = GPOINTER_TO_UINT (g_hash_table_lookup (images, hash));

        g_hash_table_replace (images, hash, GUINT_TO_POINTER (n + 1));
      }
  return images;
}

static void
assert_same (const DsDataset *one,
             const DsDataset *other)
{
  g_assert_cmpuint (one->n_examples, ==, other->n_examples);
  g_assert_cmpuint (one->n_classes, ==, other->n_classes);
  g_assert_cmpuint (one->shape.width, ==, other->shape.width);
  for (guint c = 0; c < one->n_classes; c++)
    {
      g_autoptr (GHashTable) first = collect (one, c);
      g_autoptr (GHashTable) second = collect (other, c);
      GHashTableIter         iter;
      gpointer               hash, count;

      g_assert_cmpuint (g_hash_table_size (first), ==, g_hash_table_size (second));
      g_hash_table_iter_init (&iter, first);
      while (g_hash_table_iter_next (&iter, &hash, &count))
        g_assert_true (g_hash_table_lookup (second, hash) == count);
    }
}

/* The same images in every class as in the IDX files beside it. */
static void
test_mnist (void)
{
  const char           *folder = g_getenv ("PERCEPT_MNIST");
  g_autofree char      *path = folder ? g_build_filename (folder, "mnist_all.mat", NULL) : NULL;
  g_autoptr (DsDataset) train = NULL, test = NULL, idx_train = NULL, idx_test = NULL;
  g_autoptr (GError)    error = NULL;

  if (!path || !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("PERCEPT_MNIST does not name a folder with mnist_all.mat");
      return;
    }
  g_assert_true (ds_mat_file_read (path, NULL, NULL, &train, &test, &error));
  g_assert_no_error (error);
  g_assert_true (ds_idx_folder_read (folder, NULL, NULL, &idx_train, &idx_test, &error));
  g_assert_no_error (error);
  assert_same (train, idx_train);
  assert_same (test, idx_test);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) \
  g_test_add ("/datasets/mat-file/" path, Scratch, NULL, scratch_set_up, func, scratch_tear_down)
  ADD ("reads", test_reads);
  ADD ("without-test-part", test_without_test_part);
  ADD ("recognizes", test_recognizes);
  ADD ("wrong-content", test_wrong_content);
  ADD ("damaged", test_damaged);
  ADD ("progress", test_progress);
#undef ADD
  g_test_add_func ("/datasets/mat-file/mnist", test_mnist);
  return g_test_run ();
}
