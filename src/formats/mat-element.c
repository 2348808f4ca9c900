/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/mat-element.h"

#include <string.h>

#define TYPE_INT8    1
#define TYPE_INT32   5
#define TYPE_UINT32  6
#define FLAG_COMPLEX 0x0800

guint32
fmt_mat_get_number (const guint8 *bytes,
                    gboolean      big_endian)
{
  guint32 number;

  memcpy (&number, bytes, sizeof number);
  return big_endian ? GUINT32_FROM_BE (number) : GUINT32_FROM_LE (number);
}

gboolean
fmt_mat_read_element (const guint8  *bytes,
                      gsize          n_bytes,
                      gsize          offset,
                      gboolean       whole,
                      gboolean       big_endian,
                      FmtMatElement *element)
{
  guint32 first;
  gsize   padded;

  if (offset > n_bytes || n_bytes - offset < FMT_MAT_TAG)
    return FALSE;
  first = fmt_mat_get_number (bytes + offset, big_endian);
  if (first >> 16 != 0)
    {
      element->type = first & 0xffff;
      element->length = first >> 16;
      element->offset = offset + 4;
      element->next = offset + FMT_MAT_TAG;
      return element->length <= 4;
    }
  element->type = first;
  element->length = fmt_mat_get_number (bytes + offset + 4, big_endian);
  element->offset = offset + FMT_MAT_TAG;
  padded = (element->length + 7) / 8 * 8;
  element->next = element->offset + padded;
  return !whole || padded <= n_bytes - element->offset;
}

static gboolean
read_dimensions (const guint8        *bytes,
                 const FmtMatElement *element,
                 gboolean             big_endian,
                 FmtMatHead          *head)
{
  head->n_dimensions = (guint) (element->length / 4);
  if (element->type != TYPE_INT32 || element->length % 4 != 0 || head->n_dimensions < 2 ||
      head->n_dimensions > FMT_ARRAY_MAX_DIMENSIONS)
    return FALSE;
  for (guint i = 0; i < head->n_dimensions; i++)
    {
      guint32 extent = fmt_mat_get_number (bytes + element->offset + 4 * i, big_endian);

      if (extent > G_MAXINT32)
        return FALSE;
      head->shape[i] = extent;
    }
  return TRUE;
}

gboolean
fmt_mat_read_head (const guint8 *bytes,
                   gsize         n_bytes,
                   gboolean      big_endian,
                   FmtMatHead   *head)
{
  FmtMatElement flags, dimensions, name;
  guint32       word;

  if (!fmt_mat_read_element (bytes, n_bytes, 0, TRUE, big_endian, &flags) || flags.type != TYPE_UINT32 ||
      flags.length != 8 || !fmt_mat_read_element (bytes, n_bytes, flags.next, TRUE, big_endian, &dimensions) ||
      !read_dimensions (bytes, &dimensions, big_endian, head) ||
      !fmt_mat_read_element (bytes, n_bytes, dimensions.next, TRUE, big_endian, &name) || name.type != TYPE_INT8)
    return FALSE;
  word = fmt_mat_get_number (bytes + flags.offset, big_endian);
  head->class_number = word & 0xff;
  head->is_complex = (word & FLAG_COMPLEX) != 0;
  memset (head->name, 0, sizeof head->name);
  if (name.length < sizeof head->name)
    memcpy (head->name, bytes + name.offset, name.length);
  if (!g_str_is_ascii (head->name))
    head->name[0] = '\0';
  head->end = name.next;
  return TRUE;
}

gsize
fmt_mat_type_size (guint32 type)
{
  /* 1 to 6: int8, uint8, int16, uint16, int32, uint32; 7 single; 9 double; 12 and 13: int64, uint64 */
  static const guint8 sizes[] = { 0, 1, 1, 2, 2, 4, 4, 4, 0, 8, 0, 0, 8, 8 };

  return type < G_N_ELEMENTS (sizes) ? sizes[type] : 0;
}

const char *
fmt_mat_class_name (guint      class_number,
                    FmtNumber *number)
{
  static const struct
  {
    const char *name;
    char        kind;
    guint       size;
  } classes[] = {
    { "unknown" },        { "cell" },           { "struct" },         { "object" },         { "char" },
    { "sparse" },         { "double", 'f', 8 }, { "single", 'f', 4 }, { "int8", 'i', 1 },   { "uint8", 'u', 1 },
    { "int16", 'i', 2 },  { "uint16", 'u', 2 }, { "int32", 'i', 4 },  { "uint32", 'u', 4 }, { "int64", 'i', 8 },
    { "uint64", 'u', 8 },
  };
  guint known = class_number < G_N_ELEMENTS (classes) ? class_number : 0;

  *number = (FmtNumber) { classes[known].kind, classes[known].size, G_BYTE_ORDER == G_BIG_ENDIAN };
  return classes[known].name;
}
