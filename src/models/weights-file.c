/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/weights-file.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "formats/byte-file.h"
#include "formats/npz.h"
#include "formats/safetensors.h"
#include "models/model-file.h"

#define MAX_TENSORS 10000
/* A dict of dicts of pairs is the deepest that anybody writes. */
#define MAX_DEPTH   4
/* Values that are shared over and over would be met over and over. */
#define MAX_VISITS  100000
/* What a lone array is called. */
#define LONE_NAME   "array"

struct _ModelWeights
{
  char           *path;
  char           *display;
  char           *experiment;
  GArray         *tensors;
  GPtrArray      *copies;    /* values that lie in no file as they are needed */
  FmtSafetensors *file;      /* kept for the values in it */
  guint           n_visits;
};

static void
clear_tensor (gpointer data)
{
  g_free (((ModelTensor *) data)->name);
}

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (const ModelWeights *weights,
        GError            **error,
        const char         *format,
        ...)
{
  g_autofree char *found = NULL;
  va_list          arguments;

  va_start (arguments, format);
  found = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, MODEL_ERROR, MODEL_ERROR_MISMATCH, _("weights of “%s”: %s"), weights->display, found);
  return FALSE;
}

/* Takes a tensor whose values stay where they are. */
static gboolean
add_tensor (ModelWeights *weights,
            const char   *name,
            guint         n_dimensions,
            const gsize  *shape,
            gsize         n_elements,
            const float  *values,
            GError      **error)
{
  ModelTensor tensor = { .n_dimensions = n_dimensions, .n_elements = n_elements, .values = values };

  if (weights->tensors->len == MAX_TENSORS)
    return refuse (weights, error, _("it holds more than %d arrays, the most that is read here"), MAX_TENSORS);
  for (gsize i = 0; i < n_elements; i++)
    if (!isfinite (values[i]))
      return refuse (weights, error,
                     _("number %" G_GSIZE_FORMAT " of the tensor “%s” is %g; every weight must be a finite number that "
                       "float32 can hold"), i + 1, name, (double) values[i]);
  for (guint i = 0; i < n_dimensions; i++)
    tensor.shape[i] = shape[i];
  tensor.name = g_strdup (name);
  g_array_append_val (weights->tensors, tensor);
  return TRUE;
}

static gboolean
add_array (ModelWeights   *weights,
           const char     *name,
           const FmtArray *array,
           GError        **error)
{
  float *values;

  /* A single number is a setting, not a weight. */
  if (array->n_dimensions == 0)
    return TRUE;
  values = fmt_array_to_floats (array, weights->path, error);
  if (!values)
    return FALSE;
  g_ptr_array_add (weights->copies, values);
  return add_tensor (weights, name, array->n_dimensions, array->shape, array->n_elements, values, error);
}

static gboolean add_value (ModelWeights   *weights,
                           const char     *name,
                           const FmtValue *value,
                           guint           depth,
                           GError        **error);

/* The name of item @index of @value, which is called @name. Returns: (transfer full), NULL for a key that is no text */
static char *
name_item (const char     *name,
           const FmtValue *value,
           gsize           index)
{
  static const char *const pair[] = { "weight", "bias" };
  gsize                    n = fmt_value_get_n_items (value);
  g_autofree char         *own = NULL;

  if (value->kind == FMT_VALUE_DICT)
    own = fmt_value_to_string (fmt_value_get_key (value, index));
  else if (n == 2 && name[0] != '\0')
    own = g_strdup (pair[index]);
  else if (n == 1)
    return g_strdup (name);
  else
    own = g_strdup_printf ("%" G_GSIZE_FORMAT, index);
  if (!own || name[0] == '\0')
    return g_steal_pointer (&own);
  return g_strconcat (name, ".", own, NULL);
}

static gboolean
add_items (ModelWeights   *weights,
           const char     *name,
           const FmtValue *value,
           guint           depth,
           GError        **error)
{
  gsize n = fmt_value_get_n_items (value);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *item = name_item (name, value, i);

      if (item && !add_value (weights, item, fmt_value_get_item (value, i), depth + 1, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_value (ModelWeights   *weights,
           const char     *name,
           const FmtValue *value,
           guint           depth,
           GError        **error)
{
  if (++weights->n_visits > MAX_VISITS || depth > MAX_DEPTH)
    return refuse (weights, error, _("it holds more than a dict of named arrays: too much, or too deep"));
  if (value->kind == FMT_VALUE_ARRAY)
    return add_array (weights, name[0] != '\0' ? name : LONE_NAME, value->array, error);
  return add_items (weights, name, value, depth, error);
}

static gboolean
add_npy (ModelWeights *weights,
         const char   *name,
         const FmtNpy *npy,
         GError      **error)
{
  return npy->array ? add_array (weights, name[0] != '\0' ? name : LONE_NAME, npy->array, error)
                    : add_value (weights, name, fmt_pickle_get_root (npy->objects), 0, error);
}

static gboolean
read_safetensors (ModelWeights *weights,
                  GBytes       *bytes,
                  GError      **error)
{
  const FmtTensor *tensors;
  gsize            n;

  weights->file = fmt_safetensors_parse (bytes, weights->path, error);
  if (!weights->file)
    return FALSE;
  weights->experiment = g_strdup (fmt_safetensors_get_metadata (weights->file, MODEL_FILE_EXPERIMENT));
  tensors = fmt_safetensors_list (weights->file, &n);
  for (gsize i = 0; i < n; i++)
    if (tensors[i].element == FMT_F32 && tensors[i].n_dimensions > 0 &&
        !add_tensor (weights, tensors[i].name, tensors[i].n_dimensions, tensors[i].shape, tensors[i].n_elements,
                     tensors[i].data, error))
      return FALSE;
  return TRUE;
}

/* The experiment is an array of bytes beside the others. */
static gboolean
read_experiment (ModelWeights   *weights,
                 const FmtArray *array,
                 GError        **error)
{
  if (array->number.kind != 'u' || array->number.size != 1 ||
      !g_utf8_validate_len (array->data, array->n_elements, NULL))
    return refuse (weights, error, _("“%s” in it is no text"), MODEL_FILE_EXPERIMENT);
  g_free (weights->experiment);
  weights->experiment = g_strndup (array->data, array->n_elements);
  return TRUE;
}

static gboolean
read_npz (ModelWeights *weights,
          GBytes       *bytes,
          GError      **error)
{
  g_autoptr (GPtrArray) entries = fmt_npz_parse (bytes, weights->path, error);

  for (guint i = 0; entries && i < entries->len; i++)
    {
      const FmtNpzEntry *entry = g_ptr_array_index (entries, i);
      gboolean           is_text = g_str_equal (entry->name, MODEL_FILE_EXPERIMENT) && entry->content.array;

      if (is_text ? !read_experiment (weights, entry->content.array, error)
                  : !add_npy (weights, entry->name, &entry->content, error))
        return FALSE;
    }
  return entries != NULL;
}

static gboolean
read_npy (ModelWeights *weights,
          GBytes       *bytes,
          GError      **error)
{
  g_auto (FmtNpy) npy = { NULL };

  return fmt_npy_parse (bytes, weights->path, &npy, error) && add_npy (weights, "", &npy, error);
}

static gboolean
read_pickle (ModelWeights *weights,
             GBytes       *bytes,
             GError      **error)
{
  g_autoptr (FmtPickle) pickle = fmt_pickle_parse (bytes, weights->path, error);

  return pickle && add_value (weights, "", fmt_pickle_get_root (pickle), 0, error);
}

/* A header's length of less than 4 GB, and the start of its JSON. No pickle begins so. */
static gboolean
is_safetensors (const guint8 *data,
                gsize         n)
{
  return n > 8 && data[8] == '{' && memcmp (data + 4, "\0\0\0\0", 4) == 0;
}

static gboolean
is_npz (const guint8 *data,
        gsize         n)
{
  return n >= 4 && memcmp (data, FMT_NPZ_MAGIC, 4) == 0;
}

static gboolean
is_npy (const guint8 *data,
        gsize         n)
{
  return n >= FMT_NPY_MAGIC_LENGTH && memcmp (data, FMT_NPY_MAGIC, FMT_NPY_MAGIC_LENGTH) == 0;
}

/* A pickle has no mark of its own. */
static gboolean
is_anything (const guint8 *data,
             gsize         n)
{
  return TRUE;
}

static gboolean
read_file (ModelWeights *weights,
           GBytes       *bytes,
           GError      **error)
{
  static const struct
  {
    gboolean (*recognizes) (const guint8 *data, gsize n);
    gboolean (*read) (ModelWeights *weights, GBytes *bytes, GError **error);
  } formats[] = {
    { is_safetensors, read_safetensors }, { is_npz, read_npz }, { is_npy, read_npy }, { is_anything, read_pickle },
  };
  gsize         n;
  const guint8 *data = g_bytes_get_data (bytes, &n);
  gsize         i = 0;

  while (!formats[i].recognizes (data, n))
    i++;
  if (!formats[i].read (weights, bytes, error))
    return FALSE;
  return weights->tensors->len > 0 ||
         refuse (weights, error, _("it holds no arrays; a dict {name: array} or named tensors are needed"));
}

ModelWeights *
model_weights_read (const char *path,
                    GError    **error)
{
  g_autoptr (ModelWeights) weights = NULL;
  g_autoptr (GBytes)       bytes = fmt_byte_file_read (path, 0, error);

  if (!bytes)
    return NULL;
  weights = g_new0 (ModelWeights, 1);
  weights->path = g_strdup (path);
  weights->display = g_filename_display_name (path);
  weights->tensors = g_array_new (FALSE, FALSE, sizeof (ModelTensor));
  g_array_set_clear_func (weights->tensors, clear_tensor);
  weights->copies = g_ptr_array_new_with_free_func (g_free);
  return read_file (weights, bytes, error) ? g_steal_pointer (&weights) : NULL;
}

void
model_weights_free (ModelWeights *weights)
{
  if (!weights)
    return;
  g_array_unref (weights->tensors);
  g_ptr_array_unref (weights->copies);
  fmt_safetensors_free (weights->file);
  g_free (weights->experiment);
  g_free (weights->display);
  g_free (weights->path);
  g_free (weights);
}

const char *
model_weights_get_path (const ModelWeights *weights)
{
  return weights->path;
}

const ModelTensor *
model_weights_list (const ModelWeights *weights,
                    gsize              *n)
{
  *n = weights->tensors->len;
  return (const ModelTensor *) (gpointer) weights->tensors->data;
}

const ModelTensor *
model_weights_find (const ModelWeights *weights,
                    const char         *name)
{
  for (guint i = weights->tensors->len; i-- > 0;)
    if (g_str_equal (g_array_index (weights->tensors, ModelTensor, i).name, name))
      return &g_array_index (weights->tensors, ModelTensor, i);
  return NULL;
}

const char *
model_weights_get_experiment (const ModelWeights *weights)
{
  return weights->experiment;
}
