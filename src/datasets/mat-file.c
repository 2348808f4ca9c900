/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/mat-file.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "formats/byte-file.h"
#include "formats/mat.h"

#define ENDING      ".mat"
#define MAX_CLASSES 1000
#define MAX_SIDE    4096
/* What reading the bytes is of the whole; inflating them takes the rest. */
#define BYTES_SHARE 0.1
/* Of the names in a message. */
#define MAX_LISTED  12

typedef struct
{
  char         *display;  /* the path, for messages */
  FmtMat       *mat;
  guint         n_classes;
  guint         side;
  gsize         n_images; /* of both parts */
  gsize         done;
  BaseProgress  progress;
  gpointer      user_data;
} Reading;

gboolean
ds_mat_file_recognizes (const char *path)
{
  gsize length = strlen (path);

  return length > strlen (ENDING) && g_ascii_strcasecmp (path + length - strlen (ENDING), ENDING) == 0 &&
         !g_file_test (path, G_FILE_TEST_IS_DIR);
}

static gboolean
tell_bytes (const char *what,
            double      fraction,
            gpointer    user_data)
{
  Reading *reading = user_data;

  return reading->progress (_("Reading images"), BYTES_SHARE * MAX (fraction, 0.0), reading->user_data);
}

static gboolean
tell_images (Reading *reading,
             GError **error)
{
  double fraction = (double) reading->done / (double) MAX (reading->n_images, 1);

  if (!reading->progress ||
      reading->progress (_("Reading images"), BYTES_SHARE + (1.0 - BYTES_SHARE) * fraction, reading->user_data))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("reading “%s”: stopped on request"), reading->display);
  return FALSE;
}

static const FmtMatVariable *
find (const Reading *reading,
      const char    *part,
      guint          number)
{
  g_autofree char *name = g_strdup_printf ("%s%u", part, number);

  return fmt_mat_find (reading->mat, name);
}

/* What the file holds, for messages. Returns: (transfer full) */
static char *
list_variables (const Reading *reading)
{
  GString              *list = g_string_new (NULL);
  gsize                 n;
  const FmtMatVariable *variables = fmt_mat_list (reading->mat, &n);

  for (gsize i = 0; i < MIN (n, MAX_LISTED); i++)
    g_string_append_printf (list, "%s%s (%s)", i > 0 ? ", " : "", variables[i].name, variables[i].class_name);
  if (n > MAX_LISTED)
    g_string_append (list, " …");
  return g_string_free (list, FALSE);
}

static gboolean
count_classes (Reading *reading,
               GError **error)
{
  gsize                 n;
  const FmtMatVariable *variables = fmt_mat_list (reading->mat, &n);

  while (reading->n_classes < MAX_CLASSES && find (reading, "train", reading->n_classes))
    reading->n_classes++;
  if (reading->n_classes == 0)
    {
      g_autofree char *names = list_variables (reading);

      g_set_error (error, DS_ERROR, DS_ERROR_NOT_FOUND,
                   _("reading “%s”: there is no array “train0”; images belong in train0, train1 … and test0, test1 …, "
                     "one for each class, a row for each image; it holds %s"), reading->display,
                   names[0] != '\0' ? names : _("nothing"));
      return FALSE;
    }
  /* A class beyond a gap would be left out without a word. */
  for (gsize i = 0; i < n; i++)
    {
      gboolean is_train = g_str_has_prefix (variables[i].name, "train");
      gboolean is_test = g_str_has_prefix (variables[i].name, "test");
      guint64  number;

      if ((!is_train && !is_test) ||
          !g_ascii_string_to_unsigned (variables[i].name + (is_train ? 5 : 4), 10, 0, G_MAXUINT32, &number, NULL) ||
          number < reading->n_classes)
        continue;
      g_set_error (error, DS_ERROR, DS_ERROR_INVALID,
                   _("reading “%s”: it holds “%s”, but no “train%u”; classes are numbered from 0 without a gap, at "
                     "most %d of them"), reading->display, variables[i].name, reading->n_classes, MAX_CLASSES);
      return FALSE;
    }
  return TRUE;
}

/* Rows of square images, as wide as those of the first class. */
static gboolean
check_variable (Reading              *reading,
                const FmtMatVariable *variable,
                gboolean              may_be_empty,
                GError              **error)
{
  gsize columns = variable->n_dimensions == 2 ? variable->shape[1] : 0;
  guint side = (guint) floor (sqrt ((double) columns) + 0.5);

  if (reading->side == 0)
    reading->side = side;
  if (!variable->is_numeric || variable->n_dimensions != 2)
    g_set_error (error, DS_ERROR, DS_ERROR_INVALID,
                 _("reading “%s”: “%s” is no array of numbers with two dimensions, images x pixels, but of class %s "
                   "with %u"), reading->display, variable->name, variable->class_name, variable->n_dimensions);
  else if (variable->shape[0] == 0 && !may_be_empty)
    g_set_error (error, DS_ERROR, DS_ERROR_INVALID,
                 _("reading “%s”: “%s” has no images; every class needs at least one to train on"), reading->display,
                 variable->name);
  else if (side == 0 || side > MAX_SIDE || (gsize) side * side != columns)
    g_set_error (error, DS_ERROR, DS_ERROR_INVALID,
                 _("reading “%s”: the images of “%s” have %zu pixels, which is no square; 784 would be 28 × 28"),
                 reading->display, variable->name, columns);
  else if (side != reading->side)
    g_set_error (error, DS_ERROR, DS_ERROR_INVALID,
                 _("reading “%s”: the images of “%s” have %zu pixels, those of “train0” %u; all must have the same "
                   "size"),
                 reading->display, variable->name, columns, reading->side * reading->side);
  else
    return TRUE;
  return FALSE;
}

/* Checks every class of a part before any is read. @n: how many images it has; 0 when there is no such part */
static gboolean
check_part (Reading    *reading,
            const char *part,
            gsize      *n,
            GError    **error)
{
  gboolean is_train = g_str_equal (part, "train");
  gboolean any = is_train;

  *n = 0;
  for (guint i = 0; !any && i < reading->n_classes; i++)
    any = find (reading, part, i) != NULL;
  for (guint i = 0; any && i < reading->n_classes; i++)
    {
      const FmtMatVariable *variable = find (reading, part, i);

      if (!variable)
        {
          g_set_error (error, DS_ERROR, DS_ERROR_NOT_FOUND,
                       _("reading “%s”: there is no array “%s%u”; there must be one for each of the %u classes"),
                       reading->display, part, i, reading->n_classes);
          return FALSE;
        }
      if (!check_variable (reading, variable, !is_train, error))
        return FALSE;
      if (!g_size_checked_add (n, *n, variable->shape[0]))
        *n = G_MAXSIZE;
    }
  return TRUE;
}

static gboolean
copy_pixels (const Reading  *reading,
             const char     *name,
             const FmtArray *array,
             guint8         *pixels,
             GError        **error)
{
  if (array->number.kind == 'u' && array->number.size == 1)
    {
      if (array->n_elements > 0)
        memcpy (pixels, array->data, array->n_elements);
      return TRUE;
    }
  for (gsize i = 0; i < array->n_elements; i++)
    {
      double value = fmt_array_get (array, i);

      if (!(value >= 0.0 && value <= 255.0) || value != floor (value))
        {
          g_set_error (error, DS_ERROR, DS_ERROR_INVALID,
                       _("reading “%s”: pixel %zu of image %zu in “%s” is %g; whole numbers from 0 to 255 are needed"),
                       reading->display, i % array->shape[1] + 1, i / array->shape[1] + 1, name, value);
          return FALSE;
        }
      pixels[i] = (guint8) value;
    }
  return TRUE;
}

static DsDataset *
read_part (Reading    *reading,
           const char *part,
           gsize       n,
           GError    **error)
{
  g_autoptr (DsDataset) dataset = ds_dataset_new ((DsShape) { 1, reading->side, reading->side }, n, reading->n_classes,
                                                  reading->display, error);
  gsize                 at = 0;

  for (guint i = 0; dataset && i < reading->n_classes; i++)
    {
      const FmtMatVariable *variable = find (reading, part, i);
      g_autoptr (FmtArray)  array = NULL;

      if (!tell_images (reading, error))
        return NULL;
      array = fmt_mat_get (reading->mat, variable, error);
      if (!array || !copy_pixels (reading, variable->name, array,
                                  dataset->pixels + at * ds_shape_size (dataset->shape), error))
        return NULL;
      for (gsize k = 0; k < array->shape[0]; k++)
        dataset->labels[at + k] = (guint16) i;
      at += array->shape[0];
      reading->done += array->shape[0];
    }
  return g_steal_pointer (&dataset);
}

static gboolean
read_parts (Reading    *reading,
            DsDataset **train,
            DsDataset **test,
            GError    **error)
{
  g_autoptr (DsDataset) train_part = NULL;
  g_autoptr (DsDataset) test_part = NULL;
  gsize                 n_train, n_test;

  if (!count_classes (reading, error) || !check_part (reading, "train", &n_train, error) ||
      !check_part (reading, "test", &n_test, error))
    return FALSE;
  reading->n_images = n_train + n_test;
  train_part = read_part (reading, "train", n_train, error);
  if (!train_part)
    return FALSE;
  if (n_test > 0)
    {
      test_part = read_part (reading, "test", n_test, error);
      if (!test_part)
        return FALSE;
    }
  if (!tell_images (reading, error))
    return FALSE;
  *train = g_steal_pointer (&train_part);
  *test = g_steal_pointer (&test_part);
  return TRUE;
}

gboolean
ds_mat_file_read (const char    *path,
                  BaseProgress   progress,
                  gpointer       user_data,
                  DsDataset    **train,
                  DsDataset    **test,
                  GError       **error)
{
  g_autofree char   *display = g_filename_display_name (path);
  Reading            reading = { .display = display, .progress = progress, .user_data = user_data };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (FmtMat) mat = NULL;

  *train = NULL;
  *test = NULL;
  bytes = fmt_byte_file_load (path, 0, progress ? tell_bytes : NULL, &reading, error);
  mat = bytes ? fmt_mat_parse (bytes, path, error) : NULL;
  reading.mat = mat;
  return mat && read_parts (&reading, train, test, error);
}
