/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/layer-weights.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "models/model-file.h"

/* Of the names in a message. */
#define MAX_LISTED 8

typedef struct
{
  const char *weight;     /* before the number */
  const char *weight_end; /* after it */
  const char *bias;
  const char *bias_end;
  guint       first;
  gboolean    transposed;
} Naming;

static const Naming namings[] = {
  { "layer", ".weight", "layer", ".bias", 1, FALSE },
  { "W", "", "b", "", 0, TRUE },
  { "W", "", "b", "", 1, TRUE },
};

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (const ModelWeights *weights,
        GError            **error,
        const char         *format,
        ...)
{
  g_autofree char *display = g_filename_display_name (model_weights_get_path (weights));
  g_autofree char *found = NULL;
  va_list          arguments;

  va_start (arguments, format);
  found = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, MODEL_ERROR, MODEL_ERROR_MISMATCH, _("weights of “%s”: %s"), display, found);
  return FALSE;
}

static const ModelTensor *
find_weight (const ModelWeights *weights,
             const Naming       *naming,
             guint               number)
{
  g_autofree char *name = g_strdup_printf ("%s%u%s", naming->weight, number, naming->weight_end);

  return model_weights_find (weights, name);
}

/* "W0 (784 x 300), b0 (300) …" Returns: (transfer full) */
static char *
list_tensors (const ModelWeights *weights)
{
  GString           *list = g_string_new (NULL);
  gsize              n;
  const ModelTensor *tensors = model_weights_list (weights, &n);

  for (gsize i = 0; i < MIN (n, MAX_LISTED); i++)
    {
      g_autofree char *shape = fmt_shape_describe (tensors[i].shape, tensors[i].n_dimensions);

      g_string_append_printf (list, "%s%s (%s)", i > 0 ? ", " : "", tensors[i].name, shape);
    }
  if (n > MAX_LISTED)
    g_string_append (list, " …");
  return g_string_free (list, FALSE);
}

static const Naming *
find_naming (const ModelWeights *weights,
             GError            **error)
{
  g_autofree char *names = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (namings); i++)
    if (find_weight (weights, &namings[i], namings[i].first))
      return &namings[i];
  names = list_tensors (weights);
  refuse (weights, error,
          _("it holds no dense layers under a name that is known: layer1.weight (outputs x inputs) with layer1.bias "
            "and so on, or W0 (inputs x outputs) with b0 and so on; it holds %s"), names);
  return NULL;
}

static gboolean
check_bias (const ModelWeights *weights,
            const ModelLayer   *layer,
            const char         *name,
            GError            **error)
{
  const ModelTensor *bias = layer->bias;
  g_autofree char   *shape = NULL;
  gsize              longest = 0;

  if (!bias)
    return refuse (weights, error, _("there is “%s”, but no “%s” with its %" G_GSIZE_FORMAT " biases"),
                   layer->weight->name, name, layer->n_outputs);
  /* A row or a column is as good. */
  for (guint i = 0; i < bias->n_dimensions; i++)
    longest = MAX (longest, bias->shape[i]);
  if (bias->n_elements == layer->n_outputs && longest == layer->n_outputs)
    return TRUE;
  shape = fmt_shape_describe (bias->shape, bias->n_dimensions);
  return refuse (weights, error,
                 _("the tensor “%s” is %s, but “%s” has %" G_GSIZE_FORMAT " outputs: %" G_GSIZE_FORMAT
                   " would be right"), name, shape, layer->weight->name, layer->n_outputs, layer->n_outputs);
}

/* The layer with the weights @weight, which comes after @before (NULL: the first). */
static gboolean
read_layer (const ModelWeights *weights,
            const Naming       *naming,
            guint               number,
            const ModelLayer   *before,
            ModelLayer         *layer,
            GError            **error)
{
  g_autofree char   *bias = g_strdup_printf ("%s%u%s", naming->bias, number, naming->bias_end);
  const ModelTensor *weight = find_weight (weights, naming, number);
  g_autofree char   *shape = fmt_shape_describe (weight->shape, weight->n_dimensions);
  const char        *order = naming->transposed ? _("inputs x outputs") : _("outputs x inputs");

  if (weight->n_dimensions != 2 || weight->n_elements == 0)
    return refuse (weights, error, _("the tensor “%s” is %s; two dimensions, %s, would be right"), weight->name, shape,
                   order);
  *layer = (ModelLayer) { weight, model_weights_find (weights, bias), naming->transposed,
                          weight->shape[naming->transposed ? 0 : 1], weight->shape[naming->transposed ? 1 : 0] };
  if (before && layer->n_inputs != before->n_outputs)
    {
      g_autofree char *shape_before = fmt_shape_describe (before->weight->shape, 2);

      return refuse (weights, error,
                     _("the tensor “%s” is %s (%s), so it has %" G_GSIZE_FORMAT " inputs, but “%s” before it, %s, has %"
                       G_GSIZE_FORMAT " outputs; the two must be equal"), weight->name, shape, order, layer->n_inputs,
                     before->weight->name, shape_before, before->n_outputs);
    }
  return check_bias (weights, layer, bias, error);
}

GArray *
model_layers_find (const ModelWeights *weights,
                   GError            **error)
{
  g_autoptr (GArray) layers = g_array_new (FALSE, FALSE, sizeof (ModelLayer));
  const Naming      *naming = find_naming (weights, error);
  guint              number;

  if (!naming)
    return NULL;
  for (number = naming->first; find_weight (weights, naming, number); number++)
    {
      ModelLayer  layer;
      ModelLayer *before = layers->len > 0 ? &g_array_index (layers, ModelLayer, layers->len - 1) : NULL;

      if (!read_layer (weights, naming, number, before, &layer, error))
        return NULL;
      g_array_append_val (layers, layer);
    }
  if (!find_weight (weights, naming, number + 1))
    return g_steal_pointer (&layers);
  refuse (weights, error, _("there is “%s”, but no “%s%u%s” before it"),
          find_weight (weights, naming, number + 1)->name, naming->weight, number, naming->weight_end);
  return NULL;
}

char *
model_layers_describe (const GArray *layers,
                       const char   *activation)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < layers->len; i++)
    {
      const ModelLayer *layer = &g_array_index (layers, ModelLayer, i);

      g_string_append_printf (text, "dense %" G_GSIZE_FORMAT, layer->n_outputs);
      if (i + 1 < layers->len)
        g_string_append_printf (text, " %s; ", activation);
    }
  return g_string_free (text, FALSE);
}

static gboolean
check_network (const ModelWeights *weights,
               const GArray       *layers,
               const NnNetwork    *network,
               GError            **error)
{
  if (layers->len != network->n_with_weights)
    return refuse (weights, error, _("it holds %u layers with weights, but the network has %u; as many are needed"),
                   layers->len, network->n_with_weights);
  for (guint i = 0; i < layers->len; i++)
    {
      const ModelLayer *found = &g_array_index (layers, ModelLayer, i);
      const NnLayer    *layer = nn_network_get_layer (network, i + 1);
      gsize             n_inputs = layer->n_weights / layer->n_units;
      const gsize       right[] = { found->transposed ? n_inputs : layer->n_units,
                                    found->transposed ? layer->n_units : n_inputs };
      g_autofree char  *shape = fmt_shape_describe (found->weight->shape, 2);
      g_autofree char  *needed = fmt_shape_describe (right, 2);

      if (found->n_inputs != n_inputs || found->n_outputs != layer->n_units || layer->n_biases != layer->n_units)
        return refuse (weights, error, _("the tensor “%s” is %s, but the layer “%s” needs %s (%s)"),
                       found->weight->name, shape, layer->text, needed,
                       found->transposed ? _("inputs x outputs") : _("outputs x inputs"));
    }
  return TRUE;
}

/* Into outputs x inputs. */
static void
copy_weight (const ModelLayer *layer,
             float            *to)
{
  const float *from = layer->weight->values;

  if (!layer->transposed)
    memcpy (to, from, layer->weight->n_elements * sizeof *to);
  for (gsize o = 0; layer->transposed && o < layer->n_outputs; o++)
    for (gsize i = 0; i < layer->n_inputs; i++)
      to[o * layer->n_inputs + i] = from[i * layer->n_outputs + o];
}

gboolean
model_layers_copy (const ModelWeights *weights,
                   const NnNetwork    *network,
                   float              *parameters,
                   GError            **error)
{
  g_autoptr (GArray) layers = model_layers_find (weights, error);

  if (!layers || !check_network (weights, layers, network, error))
    return FALSE;
  for (guint i = 0; i < layers->len; i++)
    {
      const ModelLayer *found = &g_array_index (layers, ModelLayer, i);
      const NnLayer    *layer = nn_network_get_layer (network, i + 1);
      float            *to = parameters + layer->offset;

      copy_weight (found, to);
      memcpy (to + layer->n_weights, found->bias->values, layer->n_biases * sizeof *to);
    }
  return TRUE;
}
