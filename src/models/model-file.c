/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/model-file.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "formats/array.h"

G_DEFINE_QUARK (percept-model-error-quark, model_error)

gboolean
model_file_write (const char      *path,
                  const NnNetwork *network,
                  const float     *parameters,
                  const char      *experiment,
                  guint64          step,
                  GError         **error)
{
  g_autoptr (FmtSafetensors) file = fmt_safetensors_new ();
  g_autofree char           *step_text = g_strdup_printf ("%" G_GUINT64_FORMAT, step);

  for (guint l = 0; l < network->n_layers; l++)
    {
      const NnLayer   *layer = &network->layers[l];
      g_autofree char *weight = g_strdup_printf ("layer%u.weight", layer->number);
      g_autofree char *bias = g_strdup_printf ("layer%u.bias", layer->number);

      if (layer->number == 0)
        continue;
      fmt_safetensors_add (file, weight, FMT_F32, 2,
                           (const gsize[]) { layer->n_units, layer->n_weights / layer->n_units },
                           parameters + layer->offset);
      fmt_safetensors_add (file, bias, FMT_F32, 1, (const gsize[]) { layer->n_biases },
                           parameters + layer->offset + layer->n_weights);
    }
  fmt_safetensors_set_metadata (file, "format", "pt");
  fmt_safetensors_set_metadata (file, MODEL_FILE_EXPERIMENT, experiment);
  fmt_safetensors_set_metadata (file, MODEL_FILE_STEP, step_text);
  return fmt_safetensors_write (file, path, error);
}

/* The numbers of a part of @layer, which must have @n_dimensions of @shape, all finite. */
static const float *
find (FmtSafetensors *file,
      const char     *name,
      const NnLayer  *layer,
      const char     *part,
      guint           n_dimensions,
      const gsize    *shape,
      GError        **error)
{
  g_autofree char *key = g_strdup_printf ("layer%u.%s", layer->number, part);
  g_autofree char *needed = fmt_shape_describe (shape, n_dimensions);
  g_autofree char *found = NULL;
  const FmtTensor *tensor = fmt_safetensors_get (file, key);

  if (!tensor)
    found = g_strdup (_("not there"));
  else if (tensor->element != FMT_F32)
    found = g_strdup (_("of another type"));
  else
    found = fmt_shape_describe (tensor->shape, tensor->n_dimensions);
  if (!g_str_equal (found, needed))
    {
      g_set_error (error, MODEL_ERROR, MODEL_ERROR_MISMATCH,
                   _("%s: layer “%s” needs a float32 tensor “%s” of %s, which is %s"), name, layer->text, key, needed,
                   found);
      return NULL;
    }
  for (gsize i = 0; i < tensor->n_elements; i++)
    if (!isfinite (((const float *) tensor->data)[i]))
      {
        g_set_error (error, MODEL_ERROR, MODEL_ERROR_MISMATCH,
                     _("%s: number %" G_GSIZE_FORMAT " of the tensor “%s” is %g; every weight must be a finite number"),
                     name, i + 1, key, (double) ((const float *) tensor->data)[i]);
        return NULL;
      }
  return tensor->data;
}

gboolean
model_file_copy_parameters (FmtSafetensors  *file,
                            const char      *name,
                            const NnNetwork *network,
                            float           *parameters,
                            GError         **error)
{
  for (int pass = 0; pass < 2; pass++) /* first look, then copy: nothing is half changed */
    for (guint l = 0; l < network->n_layers; l++)
      {
        const NnLayer *layer = &network->layers[l];
        float         *p = parameters + layer->offset;
        const float   *weight, *bias;

        if (layer->number == 0)
          continue;
        weight = find (file, name, layer, "weight", 2,
                       (const gsize[]) { layer->n_units, layer->n_weights / layer->n_units }, error);
        bias = weight ? find (file, name, layer, "bias", 1, &layer->n_biases, error) : NULL;
        if (!bias)
          return FALSE;
        if (pass == 0)
          continue;
        memcpy (p, weight, layer->n_weights * sizeof *p);
        memcpy (p + layer->n_weights, bias, layer->n_biases * sizeof *p);
      }
  return TRUE;
}
