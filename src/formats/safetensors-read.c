/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "formats/byte-file.h"
#include "formats/format-error.h"
#include "formats/safetensors-private.h"
#include "formats/strict-json.h"

/* A tensor and where the header puts it, from the first byte after the header. */
typedef struct
{
  FmtTensor tensor;
  gsize     begin;
  gsize     end;
} Entry;

typedef struct
{
  const char   *name;   /* of the file, for messages */
  const guint8 *data;   /* behind the header */
  gsize         n_data;
  GArray       *entries;
} Reader;

static void
clear_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->tensor.name);
}

/* The header's text and, in @text_length, its length. */
static const char *
find_header (GBytes      *bytes,
             const char  *name,
             gsize       *text_length,
             GError     **error)
{
  gsize       n_bytes;
  const char *data = g_bytes_get_data (bytes, &n_bytes);
  guint64     length = 0;

  if (n_bytes >= sizeof length)
    {
      memcpy (&length, data, sizeof length);
      length = GUINT64_FROM_LE (length);
    }
  if (length > FMT_SAFETENSORS_MAX_HEADER ||
      (n_bytes > sizeof length && length > 0 && data[sizeof length] != '{'))
    fmt_error_set (error, FMT_ERROR_NOT_THIS_FORMAT, name,
                   _("this is not a safetensors file, which starts with the length of its header in 8 bytes (at most "
                     "%zu) and a “{”"), FMT_SAFETENSORS_MAX_HEADER);
  else if (n_bytes < sizeof length || n_bytes - sizeof length < length)
    fmt_error_set (error, FMT_ERROR_TRUNCATED, name,
                   _("it has %zu bytes, but its header alone should have %zu; copy or download the file again"),
                   n_bytes, sizeof length + (gsize) length);
  else if (length == 0)
    fmt_error_set (error, FMT_ERROR_INVALID, name, _("its header has no bytes; the shortest one is “{}”"));
  else
    {
      *text_length = (gsize) length;
      return data + sizeof length;
    }
  return NULL;
}

/* A whole number from 0 up; strict JSON has made sure that it fits. */
static gboolean
get_size (JsonNode *node,
          gsize    *size)
{
  gint64 value;

  if (json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  value = json_node_get_int (node);
  if (value < 0 || (guint64) value > G_MAXSIZE)
    return FALSE;
  *size = (gsize) value;
  return TRUE;
}

static JsonArray *
get_list (JsonObject *object,
          const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
read_type (Reader     *reader,
           JsonObject *object,
           FmtTensor  *tensor,
           GError    **error)
{
  JsonNode   *node = json_object_get_member (object, "dtype");
  const char *type = node && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;

  if (!type)
    {
      fmt_error_set (error, FMT_ERROR_INVALID, reader->name, _("the tensor “%s” has no type (dtype)"), tensor->name);
      return FALSE;
    }
  if (!g_str_equal (type, "F32") && !g_str_equal (type, "U64"))
    {
      fmt_error_set (error, FMT_ERROR_UNSUPPORTED, reader->name,
                     _("the tensor “%s” has the type “%s”; only F32 and U64 are read here"), tensor->name, type);
      return FALSE;
    }
  tensor->element = g_str_equal (type, "U64") ? FMT_U64 : FMT_F32;
  return TRUE;
}

static gboolean
read_shape (Reader     *reader,
            JsonObject *object,
            FmtTensor  *tensor,
            GError    **error)
{
  JsonArray *shape = get_list (object, "shape");
  guint      n = shape ? json_array_get_length (shape) : 0;

  if (n > FMT_SAFETENSORS_MAX_DIMENSIONS)
    {
      fmt_error_set (error, FMT_ERROR_UNSUPPORTED, reader->name,
                     _("the tensor “%s” has %u dimensions; at most %d are read here"), tensor->name, n,
                     FMT_SAFETENSORS_MAX_DIMENSIONS);
      return FALSE;
    }
  tensor->n_dimensions = n;
  for (guint i = 0; i < n; i++)
    if (!get_size (json_array_get_element (shape, i), &tensor->shape[i]))
      shape = NULL, n = 0;
  if (!shape)
    {
      fmt_error_set (error, FMT_ERROR_INVALID, reader->name,
                     _("the tensor “%s” has a shape that is no list of whole numbers from 0 up"), tensor->name);
      return FALSE;
    }
  if (!fmt_shape_count (tensor->shape, n, &tensor->n_elements) ||
      tensor->n_elements > G_MAXSIZE / fmt_element_size (tensor->element))
    {
      fmt_error_set (error, FMT_ERROR_TOO_LARGE, reader->name,
                     _("the tensor “%s” has a shape that multiplies to more than any memory holds"), tensor->name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_offsets (Reader     *reader,
              JsonObject *object,
              Entry      *entry,
              GError    **error)
{
  JsonArray  *offsets = get_list (object, "data_offsets");
  const char *name = entry->tensor.name;
  gsize       needed = entry->tensor.n_elements * fmt_element_size (entry->tensor.element);

  if (!offsets || json_array_get_length (offsets) != 2 ||
      !get_size (json_array_get_element (offsets, 0), &entry->begin) ||
      !get_size (json_array_get_element (offsets, 1), &entry->end) || entry->begin > entry->end)
    fmt_error_set (error, FMT_ERROR_INVALID, reader->name,
                   _("the tensor “%s” has data_offsets that are not two whole numbers from 0 up, begin and end"),
                   name);
  else if (entry->end - entry->begin != needed)
    fmt_error_set (error, FMT_ERROR_INVALID, reader->name,
                   _("the tensor “%s” has %zu bytes of data (%zu to %zu), but its shape needs %zu"), name,
                   entry->end - entry->begin, entry->begin, entry->end, needed);
  else if (entry->end > reader->n_data)
    fmt_error_set (error, FMT_ERROR_TRUNCATED, reader->name,
                   _("the data of the tensor “%s” should end at byte %zu after the header, but the file ends at %zu; "
                     "copy or download the file again"), name, entry->end, reader->n_data);
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_entry (Reader     *reader,
            const char *name,
            JsonNode   *node,
            GError    **error)
{
  Entry       entry = { .tensor.name = g_strdup (name) };
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  g_array_append_val (reader->entries, entry);
  if (!object || json_object_get_size (object) != 3)
    {
      fmt_error_set (error, FMT_ERROR_INVALID, reader->name,
                     _("the tensor “%s” is not described by dtype, shape and data_offsets alone"), name);
      return FALSE;
    }
  if (!read_type (reader, object, &entry.tensor, error) || !read_shape (reader, object, &entry.tensor, error) ||
      !read_offsets (reader, object, &entry, error))
    return FALSE;
  g_array_index (reader->entries, Entry, reader->entries->len - 1) = entry;
  return TRUE;
}

static gboolean
read_metadata (FmtSafetensors *file,
               Reader         *reader,
               JsonNode       *node,
               GError        **error)
{
  JsonObjectIter iter;
  const char    *key;
  JsonNode      *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      fmt_error_set (error, FMT_ERROR_INVALID, reader->name, _("its __metadata__ is not an object"));
      return FALSE;
    }
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &key, &value))
    {
      if (json_node_get_value_type (value) != G_TYPE_STRING)
        {
          fmt_error_set (error, FMT_ERROR_INVALID, reader->name, _("“%s” in its __metadata__ is not a string"), key);
          return FALSE;
        }
      fmt_safetensors_set_metadata (file, key, json_node_get_string (value));
    }
  return TRUE;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const Entry *first = a;
  const Entry *second = b;

  if (first->begin != second->begin)
    return first->begin < second->begin ? -1 : 1;
  /* An empty tensor lies before the one that starts where it does. */
  if (first->end != second->end)
    return first->end < second->end ? -1 : 1;
  return strcmp (first->tensor.name, second->tensor.name);
}

/* The tensors follow one another without a gap or an overlap, from the header to the end of the file. */
static gboolean
check_coverage (Reader  *reader,
                GError **error)
{
  gsize covered = 0;

  g_array_sort (reader->entries, compare_entries);
  for (guint i = 0; i < reader->entries->len; i++)
    {
      const Entry *entry = &g_array_index (reader->entries, Entry, i);

      if (entry->begin != covered)
        {
          fmt_error_set (error, FMT_ERROR_INVALID, reader->name,
                         _("the data of the tensor “%s” starts at byte %zu after the header, but the tensor before "
                           "it ends at %zu: no gaps and no overlaps are allowed"), entry->tensor.name, entry->begin,
                         covered);
          return FALSE;
        }
      covered = entry->end;
    }
  if (covered < reader->n_data)
    {
      fmt_error_set (error, FMT_ERROR_TRAILING, reader->name,
                     _("%zu bytes follow the header, but its tensors end after %zu"), reader->n_data, covered);
      return FALSE;
    }
  return TRUE;
}

/* Moves the entries into @file. What is not aligned, or has the other byte order, is copied. */
static gboolean
take_entries (FmtSafetensors *file,
              Reader         *reader,
              GError        **error)
{
  for (guint i = 0; i < reader->entries->len; i++)
    {
      Entry        *entry = &g_array_index (reader->entries, Entry, i);
      FmtTensor    *tensor = &entry->tensor;
      const guint8 *data = reader->data + entry->begin;
      gsize         size = fmt_element_size (tensor->element);

      tensor->data = data;
      if (tensor->n_elements > 0 && (G_BYTE_ORDER != G_LITTLE_ENDIAN || (guintptr) data % size != 0))
        {
          gpointer copy = g_try_malloc_n (tensor->n_elements, size);

          if (!copy)
            {
              fmt_error_set (error, FMT_ERROR_TOO_LARGE, reader->name,
                             _("the tensor “%s” needs %zu bytes of memory, which are not to be had"), tensor->name,
                             entry->end - entry->begin);
              return FALSE;
            }
          fmt_element_copy (tensor->element, copy, data, tensor->n_elements);
          g_ptr_array_add (file->copies, copy);
          tensor->data = copy;
        }
      if (fmt_safetensors_append (file, tensor))
        tensor->name = NULL;
    }
  return TRUE;
}

static gboolean
read_header (FmtSafetensors *file,
             Reader         *reader,
             JsonNode       *root,
             GError        **error)
{
  JsonObjectIter iter;
  const char    *member;
  JsonNode      *node;

  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      fmt_error_set (error, FMT_ERROR_INVALID, reader->name, _("its header is not a JSON object"));
      return FALSE;
    }
  json_object_iter_init_ordered (&iter, json_node_get_object (root));
  while (json_object_iter_next_ordered (&iter, &member, &node))
    {
      if (g_str_equal (member, FMT_SAFETENSORS_METADATA) ? !read_metadata (file, reader, node, error)
                                                         : !read_entry (reader, member, node, error))
        return FALSE;
    }
  return check_coverage (reader, error) && take_entries (file, reader, error);
}

FmtSafetensors *
fmt_safetensors_parse (GBytes      *bytes,
                       const char  *name,
                       GError     **error)
{
  g_autoptr (FmtSafetensors) file = fmt_safetensors_new ();
  g_autoptr (JsonNode)       root = NULL;
  Reader                     reader = { .name = name };
  gboolean                   done;
  gsize                      length = 0;
  const char                *text = find_header (bytes, name, &length, error);

  root = text ? fmt_json_parse (text, length, name, error) : NULL;
  if (!root)
    return NULL;
  reader.data = (const guint8 *) text + length;
  reader.n_data = g_bytes_get_size (bytes) - sizeof (guint64) - length;
  reader.entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (reader.entries, clear_entry);
  file->bytes = g_bytes_ref (bytes);
  done = read_header (file, &reader, root, error);
  g_array_unref (reader.entries);
  return done ? g_steal_pointer (&file) : NULL;
}

FmtSafetensors *
fmt_safetensors_read (const char  *path,
                      GError     **error)
{
  g_autoptr (GBytes) bytes = fmt_byte_file_read (path, 0, error);

  return bytes ? fmt_safetensors_parse (bytes, path, error) : NULL;
}
