/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/mat.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "formats/byte-file.h"
#include "formats/format-error.h"
#include "formats/mat-element.h"
#include "formats/mat-library.h"

#define HEADER       128
#define VERSION_5    0x0100
#define VERSION_73   0x0200
/* Flags, dimensions and name of a matrix with its tag: 8 + 16 + 40 + 72 bytes at most. */
#define HEAD_LENGTH  256
/* What deflate can reach at best; a size that promises more is a lie. */
#define MAX_RATIO    1032

struct _FmtMat
{
  char     *name;
  GBytes   *bytes;
  gboolean  big_endian;
  GArray   *variables;
};

static void
clear_variable (gpointer data)
{
  g_free (((FmtMatVariable *) data)->name);
}

static gboolean
refuse (const FmtMat *mat,
        gsize         offset,
        const char   *what,
        GError      **error)
{
  fmt_error_set (error, FMT_ERROR_INVALID, mat->name,
                 _("the element at byte %zu of the MAT-file %s; save or download the file again"), offset, what);
  return FALSE;
}

static gboolean
read_header (FmtMat  *mat,
             GError **error)
{
  gsize         n_bytes;
  const guint8 *data = g_bytes_get_data (mat->bytes, &n_bytes);
  guint         version;

  if (n_bytes < HEADER)
    {
      fmt_error_set (error, FMT_ERROR_TRUNCATED, mat->name,
                     _("it has %zu bytes; the header of a MAT-file alone has %d"), n_bytes, HEADER);
      return FALSE;
    }
  mat->big_endian = memcmp (data + HEADER - 2, "MI", 2) == 0;
  if (!mat->big_endian && memcmp (data + HEADER - 2, "IM", 2) != 0)
    {
      fmt_error_set (error, FMT_ERROR_NOT_THIS_FORMAT, mat->name,
                     _("this is not a MAT-file of version 5 to 7, which has “IM” or “MI” at byte 126; in MATLAB, save "
                       "with the option -v7"));
      return FALSE;
    }
  version = mat->big_endian ? (guint) (data[124] << 8 | data[125]) : (guint) (data[125] << 8 | data[124]);
  if (version == VERSION_5)
    return TRUE;
  fmt_error_set (error, FMT_ERROR_UNSUPPORTED, mat->name,
                 version == VERSION_73 ? _("it is a MAT-file of version 7.3, which is HDF5 inside (0x%04x); in MATLAB, "
                                           "save with the option -v7")
                                       : _("it is a MAT-file of the unknown version 0x%04x; version 5 (0x0100) is read "
                                           "here"), version);
  return FALSE;
}

/* Inflates the zlib data of @variable into @out until it is full. Returns: FALSE when there is less, or it is damaged.
 * @ended: whether nothing follows */
static gboolean
inflate (const FmtMat         *mat,
         const FmtMatVariable *variable,
         guint8               *out,
         gsize                 n,
         gboolean             *ended)
{
  g_autoptr (GZlibDecompressor) inflater = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  const guint8                 *in = (const guint8 *) g_bytes_get_data (mat->bytes, NULL) + variable->offset;
  gsize                         n_in = variable->length;
  GConverterResult              result = G_CONVERTER_CONVERTED;

  *ended = FALSE;
  while (n > 0 || result == G_CONVERTER_CONVERTED)
    {
      guint8 beyond[1];
      gsize  n_read = 0, n_written = 0;

      /* With a byte to spare, the end of the data is noticed, and more data too. */
      result = g_converter_convert (G_CONVERTER (inflater), in, n_in, n > 0 ? out : beyond, n > 0 ? n : 1,
                                    G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
      if (n == 0 && n_written > 0)
        return TRUE;
      if (result == G_CONVERTER_ERROR)
        return n == 0;
      in += n_read;
      n_in -= n_read;
      out += n_written;
      n -= n_written;
      if (result == G_CONVERTER_FINISHED)
        {
          *ended = n == 0 && n_in == 0;
          return n == 0;
        }
    }
  return TRUE;
}

static gsize
padded (gsize length)
{
  return (length + 7) / 8 * 8;
}

/* The matrix that a compressed element holds: its tag, from which follows how many bytes it inflates to. */
static gboolean
read_compressed_head (const FmtMat         *mat,
                      const FmtMatVariable *variable,
                      guint8               *head,
                      gsize                *n_head,
                      GError              **error)
{
  FmtMatElement element;
  gboolean      ended;

  if (!inflate (mat, variable, head, FMT_MAT_TAG, &ended))
    return refuse (mat, variable->offset, _("has compressed data that are damaged"), error);
  if (!fmt_mat_read_element (head, FMT_MAT_TAG, 0, FALSE, mat->big_endian, &element) ||
      element.type != FMT_MAT_MATRIX || element.next != FMT_MAT_TAG + padded (element.length))
    return refuse (mat, variable->offset, _("is compressed, but no variable"), error);
  if (element.length / MAX_RATIO > variable->length || element.length > FMT_BYTE_FILE_LIMIT)
    return refuse (mat, variable->offset, _("claims to inflate to more than it can"), error);
  *n_head = MIN (element.length, HEAD_LENGTH - FMT_MAT_TAG);
  if (!inflate (mat, variable, head, FMT_MAT_TAG + *n_head, &ended))
    return refuse (mat, variable->offset, _("has compressed data that are damaged"), error);
  memmove (head, head + FMT_MAT_TAG, *n_head);
  return TRUE;
}

/* Reads name, class and shape of the variable whose element was found. */
static gboolean
add_variable (FmtMat         *mat,
              FmtMatVariable *variable,
              GError        **error)
{
  const guint8 *data = g_bytes_get_data (mat->bytes, NULL);
  guint8        buffer[HEAD_LENGTH];
  const guint8 *bytes = data + variable->offset;
  gsize         n = variable->length;
  FmtMatHead    head = { 0 };
  FmtNumber     number;

  if (variable->compressed)
    {
      if (!read_compressed_head (mat, variable, buffer, &n, error))
        return FALSE;
      bytes = buffer;
    }
  /* What is no array in the usual sense begins otherwise, and is nothing for us. */
  if (!fmt_mat_read_head (bytes, n, mat->big_endian, &head))
    head = (FmtMatHead) { 0 };
  variable->name = g_strdup (head.name);
  variable->class_name = head.is_complex ? "complex" : fmt_mat_class_name (head.class_number, &number);
  variable->is_numeric = head.end > 0 && !head.is_complex && number.kind != '\0';
  variable->n_dimensions = head.n_dimensions;
  memcpy (variable->shape, head.shape, sizeof variable->shape);
  g_array_append_val (mat->variables, *variable);
  return TRUE;
}

static gboolean
walk (FmtMat  *mat,
      GError **error)
{
  gsize         n_bytes;
  const guint8 *data = g_bytes_get_data (mat->bytes, &n_bytes);

  for (gsize at = HEADER; at < n_bytes;)
    {
      FmtMatElement  element;
      FmtMatVariable variable = { 0 };

      if (mat->variables->len == FMT_MAT_MAX_VARIABLES)
        return refuse (mat, at, _("is the 10001st; no more than 10000 are read here"), error);
      if (!fmt_mat_read_element (data, n_bytes, at, FALSE, mat->big_endian, &element))
        return refuse (mat, at, _("has no tag of 8 bytes"), error);
      if (element.type != FMT_MAT_MATRIX && element.type != FMT_MAT_COMPRESSED)
        return refuse (mat, at, _("is neither a variable (type 14) nor compressed (type 15)"), error);
      if (element.offset != at + FMT_MAT_TAG || element.length > n_bytes - element.offset)
        {
          fmt_error_set (error, FMT_ERROR_TRUNCATED, mat->name,
                         _("the element at byte %zu of the MAT-file should have %zu bytes, and the file ends after "
                           "%zu; save or download the file again"), at, element.length, n_bytes - at - FMT_MAT_TAG);
          return FALSE;
        }
      variable.offset = element.offset;
      variable.length = element.length;
      variable.compressed = element.type == FMT_MAT_COMPRESSED;
      if (!add_variable (mat, &variable, error))
        return FALSE;
      at = element.offset + element.length;
    }
  return TRUE;
}

FmtMat *
fmt_mat_parse (GBytes     *bytes,
               const char *name,
               GError    **error)
{
  g_autoptr (FmtMat) mat = g_new0 (FmtMat, 1);

  mat->name = g_strdup (name);
  mat->bytes = g_bytes_ref (bytes);
  mat->variables = g_array_new (FALSE, FALSE, sizeof (FmtMatVariable));
  g_array_set_clear_func (mat->variables, clear_variable);
  if (!read_header (mat, error) || !walk (mat, error))
    return NULL;
  return g_steal_pointer (&mat);
}

FmtMat *
fmt_mat_read (const char *path,
              GError    **error)
{
  g_autoptr (GBytes) bytes = fmt_byte_file_read (path, 0, error);

  return bytes ? fmt_mat_parse (bytes, path, error) : NULL;
}

void
fmt_mat_free (FmtMat *mat)
{
  if (!mat)
    return;
  g_array_unref (mat->variables);
  g_bytes_unref (mat->bytes);
  g_free (mat->name);
  g_free (mat);
}

const FmtMatVariable *
fmt_mat_list (const FmtMat *mat,
              gsize        *n)
{
  *n = mat->variables->len;
  return (const FmtMatVariable *) (gpointer) mat->variables->data;
}

const FmtMatVariable *
fmt_mat_find (const FmtMat *mat,
              const char   *name)
{
  for (guint i = mat->variables->len; i-- > 0;)
    if (g_str_equal (g_array_index (mat->variables, FmtMatVariable, i).name, name))
      return &g_array_index (mat->variables, FmtMatVariable, i);
  return NULL;
}

/* The matrix without its tag: from the file, or inflated, all of it and no more. Returns: (transfer full) */
static GBytes *
get_matrix (const FmtMat         *mat,
            const FmtMatVariable *variable,
            GError              **error)
{
  guint8        tag[HEAD_LENGTH];
  guint8       *data;
  gsize         n;
  FmtMatElement element;
  gboolean      ended = FALSE;

  if (!variable->compressed)
    return g_bytes_new_from_bytes (mat->bytes, variable->offset, variable->length);
  if (!inflate (mat, variable, tag, FMT_MAT_TAG, &ended) ||
      !fmt_mat_read_element (tag, FMT_MAT_TAG, 0, FALSE, mat->big_endian, &element))
    return NULL;
  n = FMT_MAT_TAG + element.length;
  data = g_try_malloc (n);
  if (!data)
    {
      fmt_error_set (error, FMT_ERROR_TOO_LARGE, mat->name,
                     _("its variable “%s” needs %zu bytes of memory, which are not to be had"), variable->name, n);
      return NULL;
    }
  if (inflate (mat, variable, data, n, &ended) && ended)
    {
      g_autoptr (GBytes) whole = g_bytes_new_take (data, n);

      return g_bytes_new_from_bytes (whole, FMT_MAT_TAG, n - FMT_MAT_TAG);
    }
  g_free (data);
  refuse (mat, variable->offset, _("does not inflate to what its tag says"), error);
  return NULL;
}

/* The numbers' element ends where the matrix ends, and has as many as the dimensions say. */
static gboolean
check_numbers (const FmtMat         *mat,
               const FmtMatVariable *variable,
               GBytes               *matrix,
               GError              **error)
{
  gsize         n_bytes;
  const guint8 *bytes = g_bytes_get_data (matrix, &n_bytes);
  FmtMatHead    head;
  FmtMatElement numbers;
  gsize         needed;

  if (!fmt_mat_read_head (bytes, n_bytes, mat->big_endian, &head) ||
      !fmt_mat_read_element (bytes, n_bytes, head.end, TRUE, mat->big_endian, &numbers) ||
      fmt_mat_type_size (numbers.type) == 0)
    return refuse (mat, variable->offset, _("has no numbers where they belong"), error);
  if (!fmt_shape_count (head.shape, head.n_dimensions, &needed) ||
      !g_size_checked_mul (&needed, needed, fmt_mat_type_size (numbers.type)) || needed != numbers.length ||
      numbers.next != n_bytes)
    {
      g_autofree char *shape = fmt_shape_describe (head.shape, head.n_dimensions);

      fmt_error_set (error, FMT_ERROR_INVALID, mat->name,
                     _("its variable “%s” is %s, but has %zu bytes of numbers in %zu; save or download the file again"),
                     variable->name, shape, numbers.length, n_bytes);
      return FALSE;
    }
  return TRUE;
}

FmtArray *
fmt_mat_get (const FmtMat         *mat,
             const FmtMatVariable *variable,
             GError              **error)
{
  g_autoptr (GBytes) matrix = NULL;

  g_return_val_if_fail (variable->is_numeric, NULL);

  matrix = get_matrix (mat, variable, error);
  if (!matrix || !check_numbers (mat, variable, matrix, error))
    return NULL;
  return fmt_mat_library_read (matrix, mat->big_endian, mat->name, error);
}
