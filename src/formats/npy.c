/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/npy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "formats/byte-file.h"
#include "formats/format-error.h"

#define ALIGNMENT  64
#define MAX_HEADER 65536
#define MAX_DIGITS 18

typedef struct
{
  const char *name;
  const char *text;
  gsize       length;
  gsize       at;
  const char *problem;  /* what stands at @at, translated */

  FmtNumber   number;
  gboolean    fortran;
  guint       n_dimensions;
  gsize       shape[FMT_ARRAY_MAX_DIMENSIONS];
} Header;

static gboolean
refuse (Header     *header,
        const char *problem)
{
  if (!header->problem)
    header->problem = problem;
  return FALSE;
}

static char
peek (const Header *header)
{
  return header->at < header->length ? header->text[header->at] : '\0';
}

static char
peek_past_space (Header *header)
{
  while (peek (header) == ' ')
    header->at++;
  return peek (header);
}

static gboolean
accept (Header *header,
        char    wanted)
{
  if (peek_past_space (header) != wanted)
    return FALSE;
  header->at++;
  return TRUE;
}

static gboolean
accept_word (Header     *header,
             const char *word)
{
  gsize n = strlen (word);

  peek_past_space (header);
  if (header->length - header->at < n || memcmp (header->text + header->at, word, n) != 0)
    return FALSE;
  header->at += n;
  return TRUE;
}

static gboolean
read_string (Header      *header,
             const char **start,
             gsize       *length)
{
  char        quote = peek_past_space (header);
  const char *end;

  if (quote != '\'' && quote != '"')
    return refuse (header, _("something that is no string"));
  *start = header->text + ++header->at;
  end = memchr (*start, quote, header->length - header->at);
  if (!end)
    return refuse (header, _("a string without its end"));
  *length = (gsize) (end - *start);
  header->at += *length + 1;
  return TRUE;
}

static gboolean
read_type (Header *header)
{
  const char *text;
  gsize       length;

  if (peek_past_space (header) == '[')
    return refuse (header, _("a type made of several fields; only arrays of plain numbers are read here"));
  if (!read_string (header, &text, &length))
    return FALSE;
  return fmt_number_parse (text, length, &header->number) ||
         refuse (header, _("a type that is not read here; f2, f4, f8, i1 to i8, u1 to u8 and b1 are"));
}

static gboolean
read_order (Header *header)
{
  header->fortran = accept_word (header, "True");
  return header->fortran || accept_word (header, "False") || refuse (header, _("neither True nor False"));
}

static gboolean
read_dimension (Header *header)
{
  gsize start;
  gsize value = 0;

  peek_past_space (header);
  start = header->at;
  for (; g_ascii_isdigit (peek (header)); header->at++)
    {
      if (header->at - start >= MAX_DIGITS)
        return refuse (header, _("a dimension with more than 18 digits"));
      value = value * 10 + (gsize) (peek (header) - '0');
    }
  if (header->at == start)
    return refuse (header, _("something that is no dimension"));
  if (peek (header) == 'L') /* Python 2's long */
    header->at++;
  if (header->n_dimensions == FMT_ARRAY_MAX_DIMENSIONS)
    return refuse (header, _("more than 8 dimensions"));
  header->shape[header->n_dimensions++] = value;
  return TRUE;
}

/* "()", "(3,)", "(3, 4)" or "(3, 4,)". */
static gboolean
read_shape (Header *header)
{
  if (!accept (header, '('))
    return refuse (header, _("a shape that is no tuple"));
  while (peek_past_space (header) != ')')
    {
      if (!read_dimension (header))
        return FALSE;
      if (!accept (header, ',') && (peek (header) != ')' || header->n_dimensions == 1))
        return refuse (header, _("no comma after a dimension"));
    }
  return accept (header, ')');
}

static gboolean
read_dict (Header *header)
{
  static const struct
  {
    const char *key;
    gboolean  (*read) (Header *header);
  } entries[] = { { "descr", read_type }, { "fortran_order", read_order }, { "shape", read_shape } };
  gboolean seen[G_N_ELEMENTS (entries)] = { FALSE };

  if (!accept (header, '{'))
    return refuse (header, _("no dict"));
  while (!accept (header, '}'))
    {
      const char *key;
      gsize       length;
      gsize       i = 0;

      if (!read_string (header, &key, &length))
        return FALSE;
      while (i < G_N_ELEMENTS (entries) && (strlen (entries[i].key) != length || memcmp (entries[i].key, key, length)))
        i++;
      if (i == G_N_ELEMENTS (entries) || seen[i])
        return refuse (header, _("an unknown key, or one for the second time"));
      seen[i] = TRUE;
      if (!accept (header, ':'))
        return refuse (header, _("no colon after a key"));
      if (!entries[i].read (header))
        return FALSE;
      if (!accept (header, ',') && peek (header) != '}')
        return refuse (header, _("no comma after a value"));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    if (!seen[i])
      return refuse (header, _("the end, but not all of descr, fortran_order and shape before it"));
  return TRUE;
}

static gboolean
read_header (Header  *header,
             GError **error)
{
  if (read_dict (header))
    {
      while (peek (header) == ' ' || peek (header) == '\n')
        header->at++;
      if (header->at == header->length)
        return TRUE;
      refuse (header, _("something after the dict"));
    }
  fmt_error_set (error, FMT_ERROR_INVALID, header->name, _("its NPY header has, at byte %zu, %s"), header->at,
                 header->problem);
  return FALSE;
}

/* Where the header's text lies. */
static gboolean
find_header (GBytes  *bytes,
             Header  *header,
             GError **error)
{
  gsize         n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  gsize         prefix = n_bytes > 6 && data[6] > 1 ? 12 : 10;

  if (n_bytes >= 6 && memcmp (data, FMT_NPY_MAGIC, FMT_NPY_MAGIC_LENGTH) != 0)
    fmt_error_set (error, FMT_ERROR_NOT_THIS_FORMAT, header->name,
                   _("this is not an NPY file, which starts with the byte 0x93 and “NUMPY”"));
  else if (n_bytes > 6 && (data[6] < 1 || data[6] > 3))
    fmt_error_set (error, FMT_ERROR_UNSUPPORTED, header->name,
                   _("it is an NPY file of version %u; versions 1 to 3 are read here"), data[6]);
  else if (n_bytes < prefix)
    fmt_error_set (error, FMT_ERROR_TRUNCATED, header->name,
                   _("it has %zu bytes, less than the start of an NPY file; copy or download the file again"), n_bytes);
  else
    {
      header->text = (const char *) data + prefix;
      header->length = data[8] | (gsize) data[9] << 8;
      if (prefix == 12)
        header->length |= (gsize) data[10] << 16 | (gsize) data[11] << 24;
      if (header->length <= MIN (MAX_HEADER, n_bytes - prefix))
        return TRUE;
      fmt_error_set (error, header->length > MAX_HEADER ? FMT_ERROR_INVALID : FMT_ERROR_TRUNCATED, header->name,
                     _("its NPY header should have %zu bytes, but %zu follow and %d is the most; copy or download the "
                       "file again"), header->length, n_bytes - prefix, MAX_HEADER);
    }
  return FALSE;
}

static gboolean
read_elements (const Header  *header,
               const guint8  *data,
               gsize          present,
               FmtNpy        *npy,
               GError       **error)
{
  g_autofree char *shape = fmt_shape_describe (header->shape, header->n_dimensions);
  gsize            needed;

  if (!fmt_shape_count (header->shape, header->n_dimensions, &needed) ||
      !g_size_checked_mul (&needed, needed, header->number.size))
    fmt_error_set (error, FMT_ERROR_TOO_LARGE, header->name,
                   _("its shape %s multiplies to more bytes than any memory holds"), shape);
  else if (present != needed)
    fmt_error_set (error, present < needed ? FMT_ERROR_TRUNCATED : FMT_ERROR_TRAILING, header->name,
                   _("%zu bytes follow its header, there should be %zu (%s, %u bytes each); copy or download the file "
                     "again"), present, needed, shape, header->number.size);
  else
    npy->array = fmt_array_new (&header->number, header->n_dimensions, header->shape, data, header->fortran,
                                header->name, error);
  return npy->array != NULL;
}

gboolean
fmt_npy_parse (GBytes      *bytes,
               const char  *name,
               FmtNpy      *npy,
               GError     **error)
{
  Header  header = { .name = name };
  FmtNpy  found = { NULL };
  gsize   n_bytes;
  gsize   start;

  if (!find_header (bytes, &header, error) || !read_header (&header, error))
    return FALSE;
  start = (gsize) (header.text + header.length - (const char *) g_bytes_get_data (bytes, &n_bytes));
  if (header.number.kind == 'O')
    {
      g_autoptr (GBytes) rest = g_bytes_new_from_bytes (bytes, start, n_bytes - start);

      found.objects = fmt_pickle_parse (rest, name, error);
    }
  else if (!read_elements (&header, (const guint8 *) header.text + header.length, n_bytes - start, &found, error))
    return FALSE;
  *npy = found;
  return npy->array || npy->objects;
}

gboolean
fmt_npy_read (const char  *path,
              FmtNpy      *npy,
              GError     **error)
{
  g_autoptr (GBytes) bytes = fmt_byte_file_read (path, 0, error);

  return bytes && fmt_npy_parse (bytes, path, npy, error);
}

void
fmt_npy_clear (FmtNpy *npy)
{
  g_clear_pointer (&npy->array, fmt_array_free);
  g_clear_pointer (&npy->objects, fmt_pickle_free);
}

/* The whole prefix, padded so that the elements are aligned. Returns: (transfer full) */
static GString *
build_header (const FmtArray *array)
{
  GString *header = g_string_new (NULL);
  GString *prefix = g_string_new_len (FMT_NPY_MAGIC "\x01\x00", 8);

  g_string_append_printf (header, "{'descr': '%c%c%u', 'fortran_order': False, 'shape': (",
                          array->number.size == 1 ? '|' : array->number.big_endian ? '>' : '<', array->number.kind,
                          array->number.size);
  for (guint i = 0; i < array->n_dimensions; i++)
    g_string_append_printf (header, "%" G_GSIZE_FORMAT "%s", array->shape[i],
                            array->n_dimensions == 1 ? "," : i + 1 < array->n_dimensions ? ", " : "");
  g_string_append (header, "), }");
  while ((prefix->len + 2 + header->len + 1) % ALIGNMENT != 0)
    g_string_append_c (header, ' ');
  g_string_append_c (header, '\n');
  g_string_append_c (prefix, (char) (header->len & 0xff));
  g_string_append_c (prefix, (char) (header->len >> 8));
  g_string_append_len (prefix, header->str, (gssize) header->len);
  g_string_free (header, TRUE);
  return prefix;
}

GByteArray *
fmt_npy_format (const FmtArray *array)
{
  GString *header = build_header (array);
  gsize    n = array->n_elements * array->number.size;
  guint8  *data = n <= G_MAXUINT - header->len ? g_try_malloc (header->len + n) : NULL;
  gsize    length = header->len;

  if (data)
    {
      memcpy (data, header->str, header->len);
      if (n > 0)
        memcpy (data + header->len, array->data, n);
    }
  g_string_free (header, TRUE);
  return data ? g_byte_array_new_take (data, length + n) : NULL;
}

gboolean
fmt_npy_write (const FmtArray *array,
               const char     *path,
               GError        **error)
{
  g_autoptr (GByteArray) file = fmt_npy_format (array);

  if (!file)
    {
      g_autofree char *display = g_filename_display_name (path);

      g_set_error (error, FMT_ERROR, FMT_ERROR_TOO_LARGE,
                   _("writing “%s”: the file is larger than the memory that is to be had"), display);
      return FALSE;
    }
  return fmt_byte_file_write (path, file->data, file->len, error);
}
