/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/idx.h"

#include <glib/gi18n-lib.h>

#include "formats/byte-file.h"
#include "formats/format-error.h"

#define TYPE_BYTES 0x08

static guint32
read_big_endian (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static guint32
magic_of_bytes (guint n_dimensions)
{
  return TYPE_BYTES << 8 | n_dimensions;
}

/* What an array of bytes with so many dimensions is used for. */
static const char *
describe_dimensions (guint n_dimensions)
{
  switch (n_dimensions)
    {
    case 1:
      return _("labels");
    case 2:
      return _("a table");
    case 3:
      return _("images");
    case 4:
      return _("images with channels");
    default:
      return _("no known use");
    }
}

static const char *
describe_type (guint8 type)
{
  switch (type)
    {
    case 0x09:
      return _("signed bytes");
    case 0x0b:
      return _("16-bit numbers");
    case 0x0c:
      return _("32-bit numbers");
    case 0x0d:
      return _("single-precision numbers");
    case 0x0e:
      return _("double-precision numbers");
    default:
      return NULL;
    }
}

static gboolean
check_magic (const guint8  *data,
             const char    *name,
             guint          n_dimensions,
             GError       **error)
{
  guint32     found = read_big_endian (data);
  guint32     right = magic_of_bytes (n_dimensions);
  const char *type = describe_type (data[2]);

  if (found == right)
    return TRUE;
  if (data[0] != 0 || data[1] != 0 || (data[2] != TYPE_BYTES && !type))
    fmt_error_set (error, FMT_ERROR_NOT_THIS_FORMAT, name,
                   _("found 0x%08x, an IDX file of bytes (%s) starts with 0x%08x"), found,
                   describe_dimensions (n_dimensions), right);
  else if (data[2] != TYPE_BYTES)
    fmt_error_set (error, FMT_ERROR_UNSUPPORTED, name,
                   _("its elements are %s (type 0x%02x); only unsigned bytes (type 0x08) are read here"), type,
                   data[2]);
  else
    fmt_error_set (error, FMT_ERROR_INVALID, name,
                   _("its magic number 0x%08x says %u dimensions (%s); 0x%08x, %u dimensions (%s), belongs here"),
                   found, data[3], describe_dimensions (data[3]), right, n_dimensions,
                   describe_dimensions (n_dimensions));
  return FALSE;
}

/* Reads the dimensions into @idx and multiplies them: @n_elements in all, @per_item in one item of the first. */
static gboolean
read_dimensions (const guint8  *data,
                 const char    *name,
                 FmtIdx        *idx,
                 gsize         *n_elements,
                 gsize         *per_item,
                 GError       **error)
{
  *per_item = 1;
  for (guint i = 0; i < idx->n_dimensions; i++)
    {
      idx->dimensions[i] = read_big_endian (data + 4 + 4 * i);
      if (idx->dimensions[i] == 0)
        {
          fmt_error_set (error, FMT_ERROR_INVALID, name,
                         _("dimension %u of %u is 0 in the header; every dimension is at least 1"), i + 1,
                         idx->n_dimensions);
          return FALSE;
        }
      if (i > 0 && !g_size_checked_mul (per_item, *per_item, idx->dimensions[i]))
        *per_item = 0;
    }
  if (*per_item == 0 || !g_size_checked_mul (n_elements, *per_item, idx->dimensions[0]))
    {
      fmt_error_set (error, FMT_ERROR_TOO_LARGE, name,
                     _("the dimensions in its header multiply to more bytes than any memory holds"));
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_length (gsize         n_bytes,
              gsize         header,
              const char   *name,
              const FmtIdx *idx,
              gsize         n_elements,
              gsize         per_item,
              GError      **error)
{
  gsize present = n_bytes - header;

  if (present < n_elements)
    fmt_error_set (error, FMT_ERROR_TRUNCATED, name,
                   _("%zu bytes follow the header, there should be %zu: it ends after %zu of its %zu items (%s); "
                     "copy or download the file again"),
                   present, n_elements, present / per_item, idx->dimensions[0],
                   describe_dimensions (idx->n_dimensions));
  else if (present > n_elements)
    fmt_error_set (error, FMT_ERROR_TRAILING, name,
                   _("%zu bytes follow the header, there should be %zu: it goes on for %zu bytes after its last "
                     "item"), present, n_elements, present - n_elements);
  return present == n_elements;
}

gboolean
fmt_idx_parse (GBytes      *bytes,
               const char  *name,
               guint        n_dimensions,
               FmtIdx      *idx,
               GError     **error)
{
  gsize         n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  gsize         header = 4 + 4 * (gsize) n_dimensions;
  gsize         n_elements;
  gsize         per_item;
  FmtIdx        found = { .n_dimensions = n_dimensions };

  g_return_val_if_fail (n_dimensions >= 1 && n_dimensions <= FMT_IDX_MAX_DIMENSIONS, FALSE);

  if (n_bytes >= 4 && !check_magic (data, name, n_dimensions, error))
    return FALSE;
  if (n_bytes < header)
    {
      fmt_error_set (error, FMT_ERROR_TRUNCATED, name,
                     _("it has %zu bytes; the header alone of an IDX file of bytes (%s) has %zu and starts with "
                       "0x%08x"), n_bytes, describe_dimensions (n_dimensions), header, magic_of_bytes (n_dimensions));
      return FALSE;
    }
  if (!read_dimensions (data, name, &found, &n_elements, &per_item, error) ||
      !check_length (n_bytes, header, name, &found, n_elements, per_item, error))
    return FALSE;
  found.bytes = g_bytes_ref (bytes);
  found.elements = data + header;
  *idx = found;
  return TRUE;
}

gboolean
fmt_idx_read (const char  *path,
              guint        n_dimensions,
              FmtIdx      *idx,
              GError     **error)
{
  g_autoptr (GBytes) bytes = fmt_byte_file_read (path, 0, error);

  return bytes && fmt_idx_parse (bytes, path, n_dimensions, idx, error);
}

void
fmt_idx_clear (FmtIdx *idx)
{
  g_clear_pointer (&idx->bytes, g_bytes_unref);
  *idx = (FmtIdx) { 0 };
}
