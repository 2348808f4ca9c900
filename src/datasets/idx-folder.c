/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/idx-folder.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "formats/byte-file.h"
#include "formats/idx.h"

typedef enum
{
  TRAIN_IMAGES,
  TRAIN_LABELS,
  TEST_IMAGES,
  TEST_LABELS,
} FileKind;

#define N_FILES     4
#define N_SPELLINGS 4

/* Plain files first: they are read faster. */
static const char *const spellings[N_FILES][N_SPELLINGS] = {
  [TRAIN_IMAGES] = { "train-images-idx3-ubyte", "train-images.idx3-ubyte",
                     "train-images-idx3-ubyte.gz", "train-images.idx3-ubyte.gz" },
  [TRAIN_LABELS] = { "train-labels-idx1-ubyte", "train-labels.idx1-ubyte",
                     "train-labels-idx1-ubyte.gz", "train-labels.idx1-ubyte.gz" },
  [TEST_IMAGES] = { "t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte",
                    "t10k-images-idx3-ubyte.gz", "t10k-images.idx3-ubyte.gz" },
  [TEST_LABELS] = { "t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte",
                    "t10k-labels-idx1-ubyte.gz", "t10k-labels.idx1-ubyte.gz" },
};

typedef struct
{
  char         *folder;
  char         *display;         /* @folder for messages */
  char         *paths[N_FILES];  /* NULL where the folder has none */
  FmtIdx        labels[2];       /* of train and test */
  BaseProgress  progress;
  gpointer      user_data;
  guint64       total;           /* bytes on disk of all files */
  guint64       done;            /* of those read completely */
  guint64       current;         /* of the one being read */
} Reading;

static gboolean
is_known_name (const char *name)
{
  for (guint kind = 0; kind < N_FILES; kind++)
    for (guint i = 0; i < N_SPELLINGS; i++)
      if (g_str_equal (name, spellings[kind][i]))
        return TRUE;
  return FALSE;
}

/* Unpacking sometimes leaves a folder with the name of the file: a file is taken first, the folder only where there
 * is no file, to be told about. */
static char *
find_file (const char *folder,
           FileKind    kind)
{
  g_autofree char *second_best = NULL;

  for (guint i = 0; i < N_SPELLINGS; i++)
    {
      g_autofree char *path = g_build_filename (folder, spellings[kind][i], NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      if (!g_file_test (path, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&path);
      if (!second_best)
        second_best = g_steal_pointer (&path);
    }
  return g_steal_pointer (&second_best);
}

/* The folder that @path means: itself, or where it lies when it is one of the four files. */
static char *
folder_of (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  if (!g_file_test (path, G_FILE_TEST_IS_DIR) && is_known_name (name))
    return g_path_get_dirname (path);
  return g_strdup (path);
}

gboolean
ds_idx_folder_recognizes (const char *path)
{
  g_autofree char *folder = folder_of (path);

  for (guint kind = 0; kind < N_FILES; kind++)
    {
      g_autofree char *file = find_file (folder, kind);

      if (file)
        return TRUE;
    }
  return FALSE;
}

static gboolean
set_nothing_found (const Reading *reading,
                   GError       **error)
{
  GStatBuf info;

  if (g_stat (reading->folder, &info) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _("looking for images in “%s”: %s"),
                   reading->display, g_strerror (code));
    }
  else if (!S_ISDIR (info.st_mode))
    g_set_error (error, DS_ERROR, DS_ERROR_NOT_FOUND,
                 _("looking for images in “%s”: it is none of the four files of a data set like MNIST, nor a folder "
                   "of them; they are called %s, %s, %s and %s"),
                 reading->display, spellings[TRAIN_IMAGES][0], spellings[TRAIN_LABELS][0],
                 spellings[TEST_IMAGES][0], spellings[TEST_LABELS][0]);
  else
    g_set_error (error, DS_ERROR, DS_ERROR_NOT_FOUND,
                 _("looking for images in the folder “%s”: found none of %s, %s, %s and %s (each may end in .gz)"),
                 reading->display, spellings[TRAIN_IMAGES][0], spellings[TRAIN_LABELS][0],
                 spellings[TEST_IMAGES][0], spellings[TEST_LABELS][0]);
  return FALSE;
}

/* Every file has its counterpart, and the training part is there. */
static gboolean
check_complete (const Reading *reading,
                GError       **error)
{
  gboolean any = FALSE;
  gboolean needed[N_FILES];

  for (guint kind = 0; kind < N_FILES; kind++)
    any = any || reading->paths[kind];
  if (!any)
    return set_nothing_found (reading, error);
  needed[TRAIN_IMAGES] = needed[TRAIN_LABELS] = TRUE;
  needed[TEST_IMAGES] = needed[TEST_LABELS] = reading->paths[TEST_IMAGES] || reading->paths[TEST_LABELS];
  for (guint kind = 0; kind < N_FILES; kind++)
    if (needed[kind] && !reading->paths[kind])
      {
        g_set_error (error, DS_ERROR, DS_ERROR_NOT_FOUND,
                     _("reading the folder “%s”: there is no file of %s; %s or %s belongs beside the others"),
                     reading->display,
                     kind == TRAIN_IMAGES   ? _("training images")
                     : kind == TRAIN_LABELS ? _("training labels")
                     : kind == TEST_IMAGES  ? _("test images")
                                            : _("test labels"),
                     spellings[kind][0], spellings[kind][2]);
        return FALSE;
      }
  return TRUE;
}

static void
find_files (Reading    *reading,
            const char *path)
{
  reading->folder = folder_of (path);
  reading->display = g_filename_display_name (reading->folder);
  for (guint kind = 0; kind < N_FILES; kind++)
    {
      GStatBuf info;

      reading->paths[kind] = find_file (reading->folder, kind);
      if (reading->paths[kind] && g_stat (reading->paths[kind], &info) == 0)
        reading->total += (guint64) info.st_size;
    }
}

/* Fraction of one file to fraction of all. */
static gboolean
tell_overall (const char *what,
              double      fraction,
              gpointer    user_data)
{
  Reading *reading = user_data;
  double   bytes = (double) reading->done + MAX (fraction, 0.0) * (double) reading->current;

  return reading->progress (_("Reading images"), MIN (bytes / (double) MAX (reading->total, 1), 1.0),
                            reading->user_data);
}

static gboolean
read_file (Reading  *reading,
           FileKind  kind,
           guint     n_dimensions,
           FmtIdx   *idx,
           GError  **error)
{
  g_autoptr (GBytes) bytes = NULL;
  GStatBuf           info = { 0 };

  reading->current = g_stat (reading->paths[kind], &info) == 0 ? (guint64) info.st_size : 0;
  bytes = fmt_byte_file_load (reading->paths[kind], 0, reading->progress ? tell_overall : NULL, reading, error);
  if (!bytes || !fmt_idx_parse (bytes, reading->paths[kind], n_dimensions, idx, error))
    return FALSE;
  reading->done += reading->current;
  return TRUE;
}

static guint
count_classes (const Reading *reading)
{
  guint8 highest = 0;

  for (guint part = 0; part < G_N_ELEMENTS (reading->labels); part++)
    if (reading->labels[part].bytes)
      for (gsize i = 0; i < reading->labels[part].dimensions[0]; i++)
        highest = MAX (highest, reading->labels[part].elements[i]);
  return highest + 1u;
}

static gboolean
check_images (const Reading   *reading,
              FileKind         kind,
              const FmtIdx    *images,
              const DsDataset *train,
              GError         **error)
{
  g_autofree char *path = g_filename_display_name (reading->paths[kind]);
  g_autofree char *labels_name = g_path_get_basename (reading->paths[kind + 1]);
  gsize            n_labels = reading->labels[kind / 2].dimensions[0];

  if (images->dimensions[0] != n_labels)
    g_set_error (error, DS_ERROR, DS_ERROR_INVALID,
                 _("reading “%s”: it has %zu images, but %zu labels lie in %s beside it; the counts must be equal"),
                 path, images->dimensions[0], n_labels, labels_name);
  else if (train && (images->dimensions[1] != train->shape.height || images->dimensions[2] != train->shape.width))
    g_set_error (error, DS_ERROR, DS_ERROR_INVALID,
                 _("reading “%s”: its images have %zu × %zu pixels, those to train on %u × %u; both must have the "
                   "same size"),
                 path, images->dimensions[1], images->dimensions[2], train->shape.height, train->shape.width);
  else
    return TRUE;
  return FALSE;
}

/* @train: the training part when the test part is read, for comparison, else NULL. */
static DsDataset *
read_part (Reading         *reading,
           FileKind         kind,
           guint            n_classes,
           const DsDataset *train,
           GError         **error)
{
  FmtIdx     images = { 0 };
  FmtIdx    *labels = &reading->labels[kind / 2];
  DsDataset *dataset = NULL;
  gsize      n;

  if (!read_file (reading, kind, 3, &images, error))
    return NULL;
  n = images.dimensions[0];
  if (check_images (reading, kind, &images, train, error))
    dataset = ds_dataset_new ((DsShape) { 1, (guint) images.dimensions[1], (guint) images.dimensions[2] }, n,
                              n_classes, reading->display, error);
  if (dataset)
    {
      memcpy (dataset->pixels, images.elements, n * ds_shape_size (dataset->shape));
      for (gsize i = 0; i < n; i++)
        dataset->labels[i] = labels->elements[i];
    }
  /* Freed here, before the other part is read: the largest thing in memory beside the dataset itself. */
  fmt_idx_clear (&images);
  return dataset;
}

static gboolean
read_parts (Reading    *reading,
            DsDataset **train,
            DsDataset **test,
            GError    **error)
{
  g_autoptr (DsDataset) train_part = NULL;
  g_autoptr (DsDataset) test_part = NULL;
  gboolean              has_test = reading->paths[TEST_IMAGES] != NULL;
  guint                 n_classes;

  /* All labels first: how many classes there are depends on both parts. */
  if (!read_file (reading, TRAIN_LABELS, 1, &reading->labels[0], error) ||
      (has_test && !read_file (reading, TEST_LABELS, 1, &reading->labels[1], error)))
    return FALSE;
  n_classes = count_classes (reading);
  train_part = read_part (reading, TRAIN_IMAGES, n_classes, NULL, error);
  if (!train_part)
    return FALSE;
  if (has_test)
    {
      test_part = read_part (reading, TEST_IMAGES, n_classes, train_part, error);
      if (!test_part)
        return FALSE;
    }
  *train = g_steal_pointer (&train_part);
  *test = g_steal_pointer (&test_part);
  return TRUE;
}

gboolean
ds_idx_folder_read (const char    *path,
                    BaseProgress   progress,
                    gpointer       user_data,
                    DsDataset    **train,
                    DsDataset    **test,
                    GError       **error)
{
  Reading  reading = { .progress = progress, .user_data = user_data };
  gboolean complete;

  *train = NULL;
  *test = NULL;
  find_files (&reading, path);
  complete = check_complete (&reading, error) && read_parts (&reading, train, test, error);
  for (guint part = 0; part < G_N_ELEMENTS (reading.labels); part++)
    fmt_idx_clear (&reading.labels[part]);
  for (guint kind = 0; kind < N_FILES; kind++)
    g_free (reading.paths[kind]);
  g_free (reading.folder);
  g_free (reading.display);
  return complete;
}
