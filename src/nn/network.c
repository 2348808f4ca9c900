/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nn/network.h"

#include "base/memory.h"
#include "nn/nn-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_LAYERS 200
#define LEAST_COPIES 2 /* of the parameters, to do anything with them: themselves and a gradient */
#define FILL 1000000 /* weights drawn between two looks at the stop flag: some milliseconds */

G_DEFINE_QUARK (percept-network-error-quark, nn_error)

static gboolean
append_layer (GArray            *layers,
              const NnLayerType *type,
              const char        *text,
              char             **arguments,
              GError           **error)
{
  NnLayer     layer = { .type = type, .rate = 1.0 };
  const char *end;

  g_strlcpy (layer.text, text, sizeof layer.text);
  g_utf8_validate (layer.text, -1, &end); /* it may have been cut within a character */
  layer.text[end - layer.text] = '\0';
  if (type->configure && !type->configure (&layer, arguments, error))
    return FALSE;
  g_array_append_val (layers, layer);
  return TRUE;
}

/* For messages. Returns: (transfer full) */
static char *
layer_names (gboolean activations_only)
{
  GString *names = g_string_new (NULL);

  for (gsize i = 0; nn_layer_types[i]; i++)
    if (nn_layer_types[i]->title || !activations_only)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", nn_layer_types[i]->name);
  return g_string_free (names, FALSE);
}

static gboolean
set_syntax_error (const NnLayerType *type,
                  const char        *text,
                  GError           **error)
{
  g_autofree char *names = layer_names (TRUE);

  g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
               type->has_weights
                 ? _("layer “%s”: “%s” takes %u number(s), then perhaps an activation (%s), and then perhaps “rate R” "
                     "or “frozen”")
                 : _("layer “%s”: “%s” takes %u number(s) and then perhaps an activation (%s)"),
               text, type->name, type->n_arguments, names);
  return FALSE;
}

/* What stands last, how the layer learns: nothing, "frozen", or "rate R". */
static gboolean
parse_learning (NnLayer    *layer,
                char      **words,
                const char *text,
                GError    **error)
{
  char *end;

  if (!words[0])
    return TRUE;
  if (layer->type->has_weights && g_str_equal (words[0], "frozen") && !words[1])
    {
      layer->frozen = TRUE;
      return TRUE;
    }
  if (!layer->type->has_weights || !g_str_equal (words[0], "rate") || !words[1] || words[2])
    return set_syntax_error (layer->type, text, error);
  layer->rate = g_ascii_strtod (words[1], &end);
  if (*end == '\0' && isfinite (layer->rate) && layer->rate >= 0.0 && layer->rate <= NN_LAYER_MAX_RATE)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_RANGE,
               _("layer “%s”: “rate %s”; a factor from 0 to %g on the learning rate is needed"), text, words[1],
               NN_LAYER_MAX_RATE);
  return FALSE;
}

/* "dense 300 tanh rate 0.1": a layer with its arguments, then perhaps the name of an activation, then perhaps how it
 * learns. */
static gboolean
parse_layer (GArray     *layers,
             const char *text,
             GError    **error)
{
  g_auto (GStrv)     words = g_regex_split_simple ("\\s+", text, 0, 0);
  const NnLayerType *type = nn_layer_type_find (words[0]);
  const NnLayerType *activation;
  char             **rest;

  if (!type)
    {
      g_autofree char *names = layer_names (FALSE);

      g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX, _("layer “%s”: “%s” is no layer; there are %s"), text, words[0],
                   names);
      return FALSE;
    }
  if (g_strv_length (words) <= type->n_arguments)
    return set_syntax_error (type, text, error);
  rest = words + 1 + type->n_arguments;
  activation = rest[0] ? nn_layer_type_find (rest[0]) : NULL;
  if (activation && !activation->title)
    return set_syntax_error (type, text, error);
  return append_layer (layers, type, text, words + 1, error) &&
         parse_learning (&g_array_index (layers, NnLayer, layers->len - 1), rest + (activation ? 1 : 0), text,
                         error) &&
         (!activation || append_layer (layers, activation, activation->name, NULL, error));
}

static GArray *
parse_layers (const char *text,
              GError    **error)
{
  g_autoptr (GArray) layers = g_array_new (FALSE, FALSE, sizeof (NnLayer));
  g_auto (GStrv)     parts = g_strsplit (text, ";", -1);

  for (guint i = 0; parts[i]; i++)
    {
      g_strstrip (parts[i]);
      if (parts[i][0] != '\0' && !parse_layer (layers, parts[i], error))
        return NULL;
      if (layers->len > MAX_LAYERS)
        {
          g_set_error (error, NN_ERROR, NN_ERROR_RANGE, _("more than %d layers"), MAX_LAYERS);
          return NULL;
        }
    }
  if (layers->len == 0)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
                   _("the network has no layers; it needs at least one, such as “dense 10”"));
      return NULL;
    }
  return g_steal_pointer (&layers);
}

gboolean
nn_network_check_text (const char *layers,
                       GError    **error)
{
  g_autoptr (GArray) parsed = parse_layers (layers, error);

  return parsed != NULL;
}

static gboolean
infer_shapes (NnNetwork *network,
              GError   **error)
{
  NnShape shape = network->input;

  network->widest = nn_shape_size (shape);
  for (guint l = 0; l < network->n_layers; l++)
    {
      NnLayer *layer = &network->layers[l];

      layer->index = l;
      layer->in = layer->out = shape;
      if (layer->type->infer && !layer->type->infer (layer, error))
        return FALSE;
      shape = layer->out;
      layer->n_in = nn_shape_size (layer->in);
      layer->n_out = nn_shape_size (layer->out);
      layer->offset = network->n_parameters;
      if (layer->n_weights > 0)
        layer->number = ++network->n_with_weights;
      network->n_parameters += layer->n_weights + layer->n_biases;
      network->widest = MAX (network->widest, layer->n_out);
      network->draws = network->draws || layer->type->draw;
    }
  network->n_outputs = nn_shape_size (shape);
  return TRUE;
}

gboolean
nn_network_check_memory (const NnNetwork *network,
                         guint64          needed,
                         GError         **error)
{
  guint64 available = base_memory_available ();

  if (needed <= available)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_MEMORY,
               _("the network has %" G_GSIZE_FORMAT " parameters; training it needs %" G_GUINT64_FORMAT
                 " bytes of memory, and %" G_GUINT64_FORMAT " are free on this computer; use fewer units or a smaller "
                 "input"),
               network->n_parameters, needed, available);
  return FALSE;
}

NnNetwork *
nn_network_new (NnShape     input,
                const char *layers,
                GError    **error)
{
  g_autoptr (NnNetwork) network = g_new0 (NnNetwork, 1);
  GArray               *parsed = parse_layers (layers, error);

  if (!parsed)
    return NULL;
  network->input = input;
  network->n_layers = parsed->len;
  network->layers = (NnLayer *) (void *) g_array_free (parsed, FALSE);
  /* The trainer knows and counts more; this is for whoever needs less. */
  if (!infer_shapes (network, error) ||
      !nn_network_check_memory (network, (guint64) network->n_parameters * sizeof (float) * LEAST_COPIES, error))
    return NULL;
  return g_steal_pointer (&network);
}

void
nn_network_free (NnNetwork *network)
{
  if (!network)
    return;
  g_free (network->layers);
  g_free (network);
}

const NnLayer *
nn_network_get_layer (const NnNetwork *network,
                      guint            number)
{
  for (guint l = 0; l < network->n_layers; l++)
    if (number > 0 && network->layers[l].number == number)
      return &network->layers[l];
  return NULL;
}

static gboolean
initialize_layer (const NnLayer       *layer,
                  const NnInitializer *weights,
                  double               bias,
                  BaseRng             *rng,
                  float               *p,
                  BaseProgress         progress,
                  gpointer             user_data)
{
  for (gsize i = 0; i < layer->n_weights; i += FILL)
    {
      if (progress && !progress (NULL, -1.0, user_data))
        return FALSE;
      nn_initializer_fill (weights, rng, p + i, MIN (FILL, layer->n_weights - i), layer->n_weights / layer->n_units);
    }
  for (gsize i = 0; i < layer->n_biases; i++)
    p[layer->n_weights + i] = (float) bias;
  return TRUE;
}

gboolean
nn_network_initialize_watched (const NnNetwork     *network,
                               const NnInitializer *weights,
                               double               bias,
                               BaseRng             *rng,
                               float               *parameters,
                               BaseProgress         progress,
                               gpointer             user_data)
{
  for (guint l = 0; l < network->n_layers; l++)
    if (!initialize_layer (&network->layers[l], weights, bias, rng, parameters + network->layers[l].offset, progress,
                           user_data))
      return FALSE;
  return TRUE;
}

void
nn_network_initialize (const NnNetwork     *network,
                       const NnInitializer *weights,
                       double               bias,
                       BaseRng             *rng,
                       float               *parameters)
{
  nn_network_initialize_watched (network, weights, bias, rng, parameters, NULL, NULL);
}

/* A layer that works in place shares the buffer of the layer before, unless that works in place too and so needs its
 * own output for the way back, or is the input, which stays as it is. The others need their input on the way back,
 * never their output. */
static gboolean
works_in_place (const NnNetwork *network,
                guint            l)
{
  return l > 0 && network->layers[l].type->in_place && !network->layers[l - 1].type->in_place;
}

static gsize
count_floats (const NnNetwork *network,
              gsize            max_rows)
{
  gsize per_row = nn_shape_size (network->input) + 2 * network->widest;

  for (guint l = 0; l < network->n_layers; l++)
    per_row += network->layers[l].n_out * ((works_in_place (network, l) ? 0 : 1) +
                                           (network->layers[l].type->draw ? 1 : 0));
  /* Each buffer starts at a multiple of 64 bytes. */
  return per_row * max_rows + 16 * (2 * network->n_layers + 4);
}

guint64
nn_workspace_get_bytes (const NnNetwork *network,
                        gsize            max_rows)
{
  return (count_floats (network, max_rows) * sizeof (float) + 63) / 64 * 64;
}

static float *
take (float **next,
      gsize   n)
{
  float *taken = *next;

  *next += (n + 15) / 16 * 16;
  return taken;
}

NnWorkspace *
nn_workspace_new (const NnNetwork *network,
                  gsize            max_rows)
{
  NnWorkspace *workspace = g_new0 (NnWorkspace, 1);
  float       *next;

  workspace->network = network;
  workspace->max_rows = max_rows;
  workspace->memory = aligned_alloc (64, nn_workspace_get_bytes (network, max_rows));
  if (!workspace->memory)
    {
      nn_workspace_free (workspace);
      return NULL;
    }
  next = workspace->memory;
  workspace->values = g_new0 (float *, network->n_layers + 1);
  workspace->values[0] = take (&next, max_rows * nn_shape_size (network->input));
  for (guint l = 0; l < network->n_layers; l++)
    workspace->values[l + 1] = works_in_place (network, l) ? workspace->values[l]
                                                           : take (&next, max_rows * network->layers[l].n_out);
  workspace->masks = g_new0 (float *, network->n_layers);
  for (guint l = 0; l < network->n_layers; l++)
    if (network->layers[l].type->draw)
      workspace->masks[l] = take (&next, max_rows * network->layers[l].n_out);
  for (int i = 0; i < 2; i++)
    workspace->deltas[i] = take (&next, max_rows * network->widest);
  return workspace;
}

void
nn_workspace_free (NnWorkspace *workspace)
{
  if (!workspace)
    return;
  free (workspace->memory);
  g_free (workspace->values);
  g_free (workspace->masks);
  g_free (workspace);
}

void
nn_workspace_draw (NnWorkspace *workspace,
                   guint64      key,
                   gsize        first_row,
                   gsize        rows)
{
  for (guint l = 0; l < workspace->network->n_layers; l++)
    if (workspace->masks[l])
      workspace->network->layers[l].type->draw (&workspace->network->layers[l], key, first_row, workspace->masks[l],
                                                rows);
  workspace->masked = TRUE;
}

float *
nn_network_forward (const NnNetwork *network,
                    const float     *parameters,
                    NnWorkspace     *workspace,
                    gsize            rows)
{
  return nn_network_forward_from (network, 0, parameters, workspace, rows);
}

float *
nn_network_forward_from (const NnNetwork *network,
                         guint            first,
                         const float     *parameters,
                         NnWorkspace     *workspace,
                         gsize            rows)
{
  return nn_network_forward_range (network, first, network->n_layers, parameters, workspace, rows);
}

float *
nn_network_forward_range (const NnNetwork *network,
                          guint            first,
                          guint            end,
                          const float     *parameters,
                          NnWorkspace     *workspace,
                          gsize            rows)
{
  for (guint l = first; l < end; l++)
    {
      const NnLayer *layer = &network->layers[l];

      if (workspace->masked && workspace->masks[l])
        layer->type->mask (layer, workspace->masks[l], workspace->values[l], workspace->values[l + 1], rows);
      else
        layer->type->forward (layer, parameters + layer->offset, workspace->values[l], workspace->values[l + 1], rows);
    }
  return workspace->values[end];
}

/* The lowest layer whose parameters training changes; n_layers when there is none. */
static guint
find_lowest_learning (const NnNetwork *network)
{
  guint l = 0;

  while (l < network->n_layers && (network->layers[l].number == 0 || network->layers[l].frozen))
    l++;
  return l;
}

/* Down to layer @lowest. Returns: the gradient of that one's inputs if @to_inputs. */
static const float *
backward (const NnNetwork *network,
          guint            lowest,
          const float     *parameters,
          NnWorkspace     *workspace,
          float           *d,
          float           *gradient,
          gboolean         accumulate,
          gsize            rows,
          gboolean         learning_only,
          gboolean         to_inputs)
{
  float *dy = d;

  for (guint l = network->n_layers; l-- > lowest;)
    {
      const NnLayer *layer = &network->layers[l];
      float         *dp = learning_only && layer->frozen ? NULL : gradient + layer->offset;
      float         *dx;

      if (layer->type->in_place)
        dx = dy;
      else if (l == lowest && !to_inputs)
        dx = NULL; /* nobody needs the gradient of the pixels, or of what no layer below learns from */
      else
        dx = dy == workspace->deltas[0] ? workspace->deltas[1] : workspace->deltas[0];
      if (workspace->masked && workspace->masks[l])
        layer->type->mask (layer, workspace->masks[l], dy, dx, rows);
      else
        layer->type->backward (layer, parameters + layer->offset, workspace->values[l], workspace->values[l + 1], dy,
                               dx, dp, accumulate, rows);
      dy = dx;
    }
  return dy;
}

void
nn_network_backward (const NnNetwork *network,
                     const float     *parameters,
                     NnWorkspace     *workspace,
                     float           *d,
                     float           *gradient,
                     gboolean         accumulate,
                     gsize            rows)
{
  backward (network, 0, parameters, workspace, d, gradient, accumulate, rows, FALSE, FALSE);
}

void
nn_network_backward_learning (const NnNetwork *network,
                              const float     *parameters,
                              NnWorkspace     *workspace,
                              float           *d,
                              float           *gradient,
                              gboolean         accumulate,
                              gsize            rows)
{
  backward (network, find_lowest_learning (network), parameters, workspace, d, gradient, accumulate, rows, TRUE, FALSE);
}

const float *
nn_network_backward_above (const NnNetwork *network,
                           guint            layer,
                           const float     *parameters,
                           NnWorkspace     *workspace,
                           float           *d,
                           float           *gradient,
                           gboolean         accumulate,
                           gsize            rows)
{
  return backward (network, layer + 1, parameters, workspace, d, gradient, accumulate, rows, TRUE, TRUE);
}
