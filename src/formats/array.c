/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/array.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "formats/format-error.h"

static gboolean
is_known (char  kind,
          guint size)
{
  switch (kind)
    {
    case 'b':
      return size == 1;
    case 'i':
    case 'u':
      return size == 1 || size == 2 || size == 4 || size == 8;
    case 'f':
      return size == 2 || size == 4 || size == 8;
    case 'O':
      return size <= 8;
    default:
      return FALSE;
    }
}

gboolean
fmt_number_parse (const char *text,
                  gsize       length,
                  FmtNumber  *number)
{
  FmtNumber found = { .big_endian = G_BYTE_ORDER == G_BIG_ENDIAN };

  if (length > 0 && strchr ("<>|=", text[0]) && text[0] != '\0')
    {
      if (text[0] == '<' || text[0] == '>')
        found.big_endian = text[0] == '>';
      text++;
      length--;
    }
  if (length == 0 || length > 2 || (length == 2 && !g_ascii_isdigit (text[1])))
    return FALSE;
  found.kind = text[0];
  found.size = length == 2 ? (guint) (text[1] - '0') : 0;
  if (!is_known (found.kind, found.size))
    return FALSE;
  *number = found;
  return TRUE;
}

gboolean
fmt_shape_count (const gsize *shape,
                 guint        n_dimensions,
                 gsize       *n_elements)
{
  gboolean fits = TRUE;

  *n_elements = 1;
  for (guint i = 0; i < n_dimensions; i++)
    fits = fits && g_size_checked_mul (n_elements, *n_elements, shape[i]);
  return fits;
}

char *
fmt_shape_describe (const gsize *shape,
                    guint        n_dimensions)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_dimensions; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i > 0 ? " x " : "", shape[i]);
  if (n_dimensions == 0)
    g_string_append (text, _("a single number"));
  return g_string_free (text, FALSE);
}

/* From the first index fastest to the last index fastest. */
static void
turn (const FmtArray *array,
      const guint8   *from,
      guint8         *to)
{
  gsize size = array->number.size;
  gsize index[FMT_ARRAY_MAX_DIMENSIONS] = { 0 };
  gsize strides[FMT_ARRAY_MAX_DIMENSIONS];
  gsize offset = 0;

  for (gsize i = 0, stride = size; i < array->n_dimensions; stride *= array->shape[i++])
    strides[i] = stride;
  for (gsize i = 0; i < array->n_elements; i++)
    {
      memcpy (to + i * size, from + offset, size);
      for (guint d = array->n_dimensions; d-- > 0;)
        {
          offset += strides[d];
          if (++index[d] < array->shape[d])
            break;
          offset -= strides[d] * array->shape[d];
          index[d] = 0;
        }
    }
}

static void
swap_bytes (guint8 *bytes,
            gsize   n,
            gsize   size)
{
  for (guint8 *end = bytes + n * size; bytes < end; bytes += size)
    for (gsize i = 0; i < size / 2; i++)
      {
        guint8 kept = bytes[i];

        bytes[i] = bytes[size - 1 - i];
        bytes[size - 1 - i] = kept;
      }
}

FmtArray *
fmt_array_new (const FmtNumber *number,
               guint            n_dimensions,
               const gsize     *shape,
               const guint8    *bytes,
               gboolean         fortran,
               const char      *name,
               GError         **error)
{
  g_autoptr (FmtArray) array = g_new0 (FmtArray, 1);
  gsize                length;

  g_return_val_if_fail (n_dimensions <= FMT_ARRAY_MAX_DIMENSIONS && number->kind != 'O', NULL);

  array->number = *number;
  array->number.big_endian = G_BYTE_ORDER == G_BIG_ENDIAN;
  array->n_dimensions = n_dimensions;
  for (guint i = 0; i < n_dimensions; i++)
    array->shape[i] = shape[i];
  if (!fmt_shape_count (shape, n_dimensions, &array->n_elements) ||
      !g_size_checked_mul (&length, array->n_elements, number->size))
    length = G_MAXSIZE;
  else
    array->memory = g_try_malloc (MAX (length, 1));
  if (!array->memory)
    {
      fmt_error_set (error, FMT_ERROR_TOO_LARGE, name, _("an array of it needs %zu bytes of memory, which are not to "
                     "be had"), length);
      return NULL;
    }
  array->data = array->memory;
  if (fortran && n_dimensions > 1)
    turn (array, bytes, array->memory);
  else if (length > 0)
    memcpy (array->memory, bytes, length);
  if (number->big_endian != array->number.big_endian)
    swap_bytes (array->memory, array->n_elements, number->size);
  return g_steal_pointer (&array);
}

void
fmt_array_free (FmtArray *array)
{
  if (!array)
    return;
  g_free (array->memory);
  g_free (array);
}

/* IEEE 754 binary16. */
static double
half_to_double (guint16 half)
{
  int    exponent = half >> 10 & 0x1f;
  double fraction = half & 0x3ff;
  double size;

  if (exponent == 0x1f)
    size = fraction > 0.0 ? (double) NAN : (double) INFINITY;
  else if (exponent == 0)
    size = ldexp (fraction, -24);
  else
    size = ldexp (1024.0 + fraction, exponent - 25);
  return half & 0x8000 ? -size : size;
}

static double
get_signed (const FmtArray *array,
            gsize           index)
{
  switch (array->number.size)
    {
    case 1:
      return ((const gint8 *) array->data)[index];
    case 2:
      return ((const gint16 *) array->data)[index];
    case 4:
      return ((const gint32 *) array->data)[index];
    default:
      return (double) ((const gint64 *) array->data)[index];
    }
}

static double
get_unsigned (const FmtArray *array,
              gsize           index)
{
  switch (array->number.size)
    {
    case 1:
      return ((const guint8 *) array->data)[index];
    case 2:
      return ((const guint16 *) array->data)[index];
    case 4:
      return ((const guint32 *) array->data)[index];
    default:
      return (double) ((const guint64 *) array->data)[index];
    }
}

double
fmt_array_get (const FmtArray *array,
               gsize           index)
{
  switch (array->number.kind)
    {
    case 'b':
      return ((const guint8 *) array->data)[index] != 0;
    case 'f':
      if (array->number.size == 2)
        return half_to_double (((const guint16 *) array->data)[index]);
      return array->number.size == 4 ? (double) ((const float *) array->data)[index]
                                     : ((const double *) array->data)[index];
    case 'i':
      return get_signed (array, index);
    default:
      return get_unsigned (array, index);
    }
}

/* Beyond float32's range it becomes an infinity, as IEEE 754 has it; C alone leaves it undefined. */
static float
to_float (double value)
{
  if (fabs (value) > (double) G_MAXFLOAT)
    return value > 0.0 ? INFINITY : -INFINITY;
  return (float) value;
}

float *
fmt_array_to_floats (const FmtArray *array,
                     const char     *name,
                     GError        **error)
{
  float *values = g_try_new (float, MAX (array->n_elements, 1));

  if (!values)
    {
      fmt_error_set (error, FMT_ERROR_TOO_LARGE, name, _("an array of it needs %zu bytes of memory, which are not to "
                     "be had"), array->n_elements * sizeof (float));
      return NULL;
    }
  if (array->number.kind == 'f' && array->number.size == sizeof (float))
    {
      if (array->n_elements > 0)
        memcpy (values, array->data, array->n_elements * sizeof (float));
      return values;
    }
  for (gsize i = 0; i < array->n_elements; i++)
    values[i] = to_float (fmt_array_get (array, i));
  return values;
}
