/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/model-export.h"

#include <string.h>

#include "formats/npz.h"
#include "models/model-file.h"

static gboolean
write_safetensors (FmtSafetensors *model,
                   const char     *path,
                   GError        **error)
{
  static const char *const   keys[] = { "format", MODEL_FILE_EXPERIMENT, MODEL_FILE_STEP };
  g_autoptr (FmtSafetensors) file = fmt_safetensors_new ();
  gsize                      n;
  const FmtTensor           *tensors = fmt_safetensors_list (model, &n);

  for (gsize i = 0; i < n; i++)
    if (tensors[i].element == FMT_F32)
      fmt_safetensors_add (file, tensors[i].name, FMT_F32, tensors[i].n_dimensions, tensors[i].shape, tensors[i].data);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *value = fmt_safetensors_get_metadata (model, keys[i]);

      if (value)
        fmt_safetensors_set_metadata (file, keys[i], value);
    }
  return fmt_safetensors_write (file, path, error);
}

static const ModelExport safetensors_export = { "safetensors", write_safetensors };

static FmtArray
view_tensor (const FmtTensor *tensor)
{
  FmtArray view = { .number = { 'f', sizeof (float), G_BYTE_ORDER == G_BIG_ENDIAN } };

  view.n_dimensions = tensor->n_dimensions;
  for (guint i = 0; i < tensor->n_dimensions; i++)
    view.shape[i] = tensor->shape[i];
  view.n_elements = tensor->n_elements;
  view.data = tensor->data;
  return view;
}

/* NPZ knows nothing but arrays: the experiment, without which the activations were unknown, is one of bytes. */
static gboolean
write_npz (FmtSafetensors *model,
           const char     *path,
           GError        **error)
{
  gsize                   n;
  const FmtTensor        *tensors = fmt_safetensors_list (model, &n);
  const char             *experiment = fmt_safetensors_get_metadata (model, MODEL_FILE_EXPERIMENT);
  g_autofree const char **names = g_new0 (const char *, n + 1);
  g_autofree FmtArray    *arrays = g_new0 (FmtArray, n + 1);
  gsize                   n_arrays = 0;

  for (gsize i = 0; i < n; i++)
    if (tensors[i].element == FMT_F32)
      {
        names[n_arrays] = tensors[i].name;
        arrays[n_arrays++] = view_tensor (&tensors[i]);
      }
  if (experiment)
    {
      gsize length = strlen (experiment);

      names[n_arrays] = MODEL_FILE_EXPERIMENT;
      arrays[n_arrays++] = (FmtArray) { { 'u', 1, FALSE }, 1, { length }, length, experiment, NULL };
    }
  return fmt_npz_write (names, arrays, n_arrays, path, error);
}

static const ModelExport npz_export = { "npz", write_npz };

const ModelExport *const model_exports[] = { &safetensors_export, &npz_export, NULL };

const ModelExport *
model_export_find (const char *name)
{
  for (gsize i = 0; model_exports[i]; i++)
    if (g_str_equal (model_exports[i]->name, name))
      return model_exports[i];
  return NULL;
}
