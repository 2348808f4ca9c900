/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/safetensors.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "formats/byte-file.h"
#include "formats/format-error.h"
#include "formats/safetensors-private.h"

#define ALIGNMENT 64

gsize
fmt_element_size (FmtElement element)
{
  return element == FMT_U64 ? sizeof (guint64) : sizeof (float);
}

static const char *
element_name (FmtElement element)
{
  return element == FMT_U64 ? "U64" : "F32";
}

void
fmt_element_copy (FmtElement    element,
                  gpointer      to,
                  gconstpointer from,
                  gsize         n_elements)
{
  gsize size = fmt_element_size (element);

  if (n_elements == 0)
    return;
  memcpy (to, from, n_elements * size);
  if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
    return;
  for (guint8 *bytes = to, *end = bytes + n_elements * size; bytes < end; bytes += size)
    for (gsize i = 0; i < size / 2; i++)
      {
        guint8 kept = bytes[i];

        bytes[i] = bytes[size - 1 - i];
        bytes[size - 1 - i] = kept;
      }
}

static void
clear_tensor (gpointer data)
{
  FmtTensor *tensor = data;

  g_free (tensor->name);
}

FmtSafetensors *
fmt_safetensors_new (void)
{
  FmtSafetensors *file = g_new0 (FmtSafetensors, 1);

  file->tensors = g_array_new (FALSE, TRUE, sizeof (FmtTensor));
  g_array_set_clear_func (file->tensors, clear_tensor);
  file->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  file->metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  file->copies = g_ptr_array_new_with_free_func (g_free);
  return file;
}

void
fmt_safetensors_free (FmtSafetensors *file)
{
  if (!file)
    return;
  g_hash_table_unref (file->by_name);
  g_array_unref (file->tensors);
  g_hash_table_unref (file->metadata);
  g_ptr_array_unref (file->copies);
  g_clear_pointer (&file->bytes, g_bytes_unref);
  g_free (file);
}

gboolean
fmt_safetensors_append (FmtSafetensors  *file,
                        const FmtTensor *tensor)
{
  if (g_hash_table_contains (file->by_name, tensor->name))
    return FALSE;
  g_hash_table_insert (file->by_name, tensor->name, GUINT_TO_POINTER (file->tensors->len));
  g_array_append_val (file->tensors, *tensor);
  return TRUE;
}

void
fmt_safetensors_add (FmtSafetensors *file,
                     const char     *name,
                     FmtElement      element,
                     guint           n_dimensions,
                     const gsize    *shape,
                     gconstpointer   data)
{
  FmtTensor tensor = { .element = element, .n_dimensions = n_dimensions, .data = data };

  g_return_if_fail (name != NULL && g_utf8_validate (name, -1, NULL));
  g_return_if_fail (!g_str_equal (name, FMT_SAFETENSORS_METADATA) && !fmt_safetensors_get (file, name));
  g_return_if_fail (n_dimensions <= FMT_SAFETENSORS_MAX_DIMENSIONS);
  g_return_if_fail (fmt_shape_count (shape, n_dimensions, &tensor.n_elements));
  g_return_if_fail (data != NULL || tensor.n_elements == 0);

  for (guint i = 0; i < n_dimensions; i++)
    tensor.shape[i] = shape[i];
  tensor.name = g_strdup (name);
  fmt_safetensors_append (file, &tensor);
}

void
fmt_safetensors_set_metadata (FmtSafetensors *file,
                              const char     *key,
                              const char     *value)
{
  g_return_if_fail (key != NULL && g_utf8_validate (key, -1, NULL));
  g_return_if_fail (value != NULL && g_utf8_validate (value, -1, NULL));

  g_hash_table_replace (file->metadata, g_strdup (key), g_strdup (value));
}

const char *
fmt_safetensors_get_metadata (FmtSafetensors *file,
                              const char     *key)
{
  return g_hash_table_lookup (file->metadata, key);
}

const FmtTensor *
fmt_safetensors_get (FmtSafetensors *file,
                     const char     *name)
{
  gpointer index;

  if (!g_hash_table_lookup_extended (file->by_name, name, NULL, &index))
    return NULL;
  return &g_array_index (file->tensors, FmtTensor, GPOINTER_TO_UINT (index));
}

const FmtTensor *
fmt_safetensors_list (FmtSafetensors *file,
                      gsize          *n)
{
  *n = file->tensors->len;
  return (const FmtTensor *) (gpointer) file->tensors->data;
}

static void
build_metadata (FmtSafetensors *file,
                JsonBuilder    *builder)
{
  /* Sorted, so that the same content gives the same bytes. */
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (file->metadata), (GCompareFunc) strcmp);

  if (!keys)
    return;
  json_builder_set_member_name (builder, FMT_SAFETENSORS_METADATA);
  json_builder_begin_object (builder);
  for (GList *l = keys; l; l = l->next)
    {
      json_builder_set_member_name (builder, l->data);
      json_builder_add_string_value (builder, g_hash_table_lookup (file->metadata, l->data));
    }
  json_builder_end_object (builder);
}

static void
build_tensor (const FmtTensor *tensor,
              gsize            begin,
              gsize            end,
              JsonBuilder     *builder)
{
  json_builder_set_member_name (builder, tensor->name);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "dtype");
  json_builder_add_string_value (builder, element_name (tensor->element));
  json_builder_set_member_name (builder, "shape");
  json_builder_begin_array (builder);
  for (guint i = 0; i < tensor->n_dimensions; i++)
    json_builder_add_int_value (builder, (gint64) tensor->shape[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "data_offsets");
  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, (gint64) begin);
  json_builder_add_int_value (builder, (gint64) end);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* The header and, in @n_data, how many bytes follow it. Returns: (transfer full), NULL when it can't be counted */
static GString *
build_header (FmtSafetensors *file,
              gsize          *n_data)
{
  g_autoptr (JsonBuilder)   builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode)      root = NULL;
  g_autofree char          *text = NULL;
  GString                  *header;

  *n_data = 0;
  json_builder_begin_object (builder);
  build_metadata (file, builder);
  for (guint i = 0; i < file->tensors->len; i++)
    {
      const FmtTensor *tensor = &g_array_index (file->tensors, FmtTensor, i);
      gsize            begin = *n_data;
      gsize            length;

      if (!g_size_checked_mul (&length, tensor->n_elements, fmt_element_size (tensor->element)) ||
          !g_size_checked_add (n_data, begin, length) || *n_data > G_MAXSSIZE)
        return NULL;
      build_tensor (tensor, begin, *n_data, builder);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, NULL);
  header = g_string_new (text);
  while ((sizeof (guint64) + header->len) % ALIGNMENT != 0)
    g_string_append_c (header, ' ');
  return header;
}

/* The whole file. Returns: (transfer full), NULL when it is more than memory */
static guint8 *
build_file (FmtSafetensors *file,
            gsize          *length)
{
  gsize    n_data;
  GString *header = build_header (file, &n_data);
  guint64  header_length;
  guint8  *data = NULL;
  guint8  *at;

  if (!header)
    return NULL;
  *length = sizeof header_length + header->len;
  if (g_size_checked_add (length, *length, n_data))
    data = g_try_malloc (*length);
  if (data)
    {
      header_length = GUINT64_TO_LE ((guint64) header->len);
      memcpy (data, &header_length, sizeof header_length);
      memcpy (data + sizeof header_length, header->str, header->len);
      at = data + sizeof header_length + header->len;
      for (guint i = 0; i < file->tensors->len; i++)
        {
          const FmtTensor *tensor = &g_array_index (file->tensors, FmtTensor, i);

          fmt_element_copy (tensor->element, at, tensor->data, tensor->n_elements);
          at += tensor->n_elements * fmt_element_size (tensor->element);
        }
    }
  g_string_free (header, TRUE);
  return data;
}

gboolean
fmt_safetensors_write (FmtSafetensors *file,
                       const char     *path,
                       GError        **error)
{
  gsize              length;
  g_autofree guint8 *data = build_file (file, &length);

  if (!data)
    {
      g_autofree char *display = g_filename_display_name (path);

      g_set_error (error, FMT_ERROR, FMT_ERROR_TOO_LARGE,
                   _("writing “%s”: the file is larger than the memory that is to be had"), display);
      return FALSE;
    }
  return fmt_byte_file_write (path, data, length, error);
}
