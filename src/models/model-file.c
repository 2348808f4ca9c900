/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/model-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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

static const float *
find (FmtSafetensors *file,
      const char     *name,
      const NnLayer  *layer,
      const char     *part,
      gsize           n_rows,
      gsize           n_columns, /* 0: a vector */
      GError        **error)
{
  g_autofree char *key = g_strdup_printf ("layer%u.%s", layer->number, part);
  const FmtTensor *tensor = fmt_safetensors_get (file, key);

  if (tensor && tensor->element == FMT_F32 && tensor->n_dimensions == (n_columns > 0 ? 2 : 1) &&
      tensor->shape[0] == n_rows && (n_columns == 0 || tensor->shape[1] == n_columns))
    return tensor->data;
  if (n_columns > 0)
    g_set_error (error, MODEL_ERROR, MODEL_ERROR_MISMATCH,
                 _("%s: layer “%s” needs a float32 tensor “%s” of %" G_GSIZE_FORMAT " x %" G_GSIZE_FORMAT
                   ", which is %s"),
                 name, layer->text, key, n_rows, n_columns, tensor ? _("of another shape or type") : _("not there"));
  else
    g_set_error (error, MODEL_ERROR, MODEL_ERROR_MISMATCH,
                 _("%s: layer “%s” needs a float32 tensor “%s” of %" G_GSIZE_FORMAT " numbers, which is %s"), name,
                 layer->text, key, n_rows, tensor ? _("of another shape or type") : _("not there"));
  return NULL;
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
        weight = find (file, name, layer, "weight", layer->n_units, layer->n_weights / layer->n_units, error);
        bias = weight ? find (file, name, layer, "bias", layer->n_biases, 0, error) : NULL;
        if (!bias)
          return FALSE;
        if (pass == 0)
          continue;
        memcpy (p, weight, layer->n_weights * sizeof *p);
        memcpy (p + layer->n_weights, bias, layer->n_biases * sizeof *p);
      }
  return TRUE;
}
