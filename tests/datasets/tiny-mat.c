/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "datasets/tiny-mat.h"

#include <string.h>

#define TYPE_INT8   1
#define TYPE_UINT8  2
#define TYPE_INT32  5
#define TYPE_UINT32 6
#define TYPE_DOUBLE 9
#define TYPE_MATRIX 14
#define CLASS_REAL  6

static void
add_words (GByteArray *file,
           guint32     first,
           guint32     second)
{
  const guint32 words[] = { GUINT32_TO_LE (first), GUINT32_TO_LE (second) };

  g_byte_array_append (file, (const guint8 *) words, sizeof words);
}

static void
add_element (GByteArray   *file,
             guint32       type,
             gconstpointer data,
             gsize         length)
{
  static const guint8 padding[8] = { 0 };

  add_words (file, type, (guint32) length);
  if (length > 0)
    g_byte_array_append (file, data, (guint) length);
  g_byte_array_append (file, padding, (guint) ((8 - length % 8) % 8));
}

GByteArray *
tiny_mat_new (void)
{
  guint8      header[128] = "MATLAB 5.0 MAT-file, made for a test";
  GByteArray *file = g_byte_array_new ();

  memcpy (header + 124, "\0\1IM", 4);
  g_byte_array_append (file, header, sizeof header);
  return file;
}

static void
add_matrix (GByteArray   *file,
            const char   *name,
            guint         class_number,
            gsize         rows,
            gsize         columns,
            guint32       type,
            gconstpointer data,
            gsize         length)
{
  g_autoptr (GByteArray) inside = g_byte_array_new ();
  const guint32          dimensions[] = { GUINT32_TO_LE ((guint32) rows), GUINT32_TO_LE ((guint32) columns) };

  add_words (inside, TYPE_UINT32, 8);
  add_words (inside, class_number, 0);
  add_element (inside, TYPE_INT32, dimensions, sizeof dimensions);
  add_element (inside, TYPE_INT8, name, strlen (name));
  add_element (inside, type, data, length);
  add_element (file, TYPE_MATRIX, inside->data, inside->len);
}

void
tiny_mat_add (GByteArray   *file,
              const char   *name,
              guint         class_number,
              gsize         rows,
              gsize         columns,
              const guint8 *pixels)
{
  g_autofree guint8 *turned = g_malloc (rows * columns + 1);

  for (gsize i = 0; i < rows; i++)
    for (gsize k = 0; k < columns; k++)
      turned[k * rows + i] = pixels[i * columns + k];
  add_matrix (file, name, class_number, rows, columns, TYPE_UINT8, turned, rows * columns);
}

void
tiny_mat_add_real (GByteArray   *file,
                   const char   *name,
                   gsize         rows,
                   gsize         columns,
                   const double *values)
{
  g_autofree double *turned = g_new (double, rows * columns + 1);

  for (gsize i = 0; i < rows; i++)
    for (gsize k = 0; k < columns; k++)
      turned[k * rows + i] = values[i * columns + k];
  add_matrix (file, name, CLASS_REAL, rows, columns, TYPE_DOUBLE, turned, rows * columns * sizeof *values);
}

void
tiny_mat_add_part (GByteArray      *file,
                   const char      *part,
                   const DsDataset *dataset)
{
  gsize size = ds_shape_size (dataset->shape);

  for (guint c = 0; c < dataset->n_classes; c++)
    {
      g_autofree char       *name = g_strdup_printf ("%s%u", part, c);
      g_autoptr (GByteArray) rows = g_byte_array_new ();

      for (gsize i = 0; i < dataset->n_examples; i++)
        if (dataset->labels[i] == c)
          g_byte_array_append (rows, ds_dataset_get_image (dataset, i), (guint) size);
      tiny_mat_add (file, name, 9, rows->len / size, size, rows->data);
    }
}
