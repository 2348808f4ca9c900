/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/network-diagram-private.h"

#include "figures/example-stages.h"
#include "plot/number.h"
#include "plot/weight-picture.h"
#include "plot/weight-scale.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The network */

static char **
copy_class_names (const DsDataset *dataset,
                  gsize            n)
{
  char **names = g_new0 (char *, n + 1);

  for (gsize k = 0; k < n; k++)
    names[k] = k < dataset->n_classes ? g_strdup (dataset->class_names[k]) : g_strdup_printf ("#%" G_GSIZE_FORMAT, k);
  return names;
}

PerceptDiagramNetwork *
percept_diagram_network_new (PerceptSession      *session,
                             PerceptWeightSource *source)
{
  g_autoptr (PerceptDiagramNetwork) network = g_new0 (PerceptDiagramNetwork, 1);

  g_atomic_ref_count_init (&network->refs);
  network->shown = percept_shown_network_new (session, source, G_MAXUINT);
  if (!network->shown)
    return NULL;
  network->loss = nn_loss_type_find (train_experiment_get (percept_session_get_applied (session), "training", "loss"));
  network->class_names = copy_class_names (percept_session_get_data (session)->collection.pool,
                                           network->shown->network->n_outputs);
  return network->loss ? g_steal_pointer (&network) : NULL;
}

PerceptDiagramNetwork *
percept_diagram_network_ref (PerceptDiagramNetwork *network)
{
  g_atomic_ref_count_inc (&network->refs);
  return network;
}

void
percept_diagram_network_unref (PerceptDiagramNetwork *network)
{
  if (!network || !g_atomic_ref_count_dec (&network->refs))
    return;
  percept_shown_network_unref (network->shown);
  g_strfreev (network->class_names);
  g_free (network);
}

/* The wish */

PerceptDiagramWish *
percept_diagram_wish_new (PerceptChosenImage *image)
{
  PerceptDiagramWish *wish = g_new0 (PerceptDiagramWish, 1);
  NnShape            *shape = &wish->shape;
  const guint8       *bytes = percept_chosen_image_get_bytes (image, &shape->channels, &shape->height, &shape->width);

  wish->bytes = bytes ? g_memdup2 (bytes, nn_shape_size (*shape)) : NULL;
  wish->values = percept_chosen_image_expand (image);
  wish->label = percept_chosen_image_get_label (image);
  wish->title = percept_chosen_image_get_title (image);
  wish->room = wish->deep_room = G_MAXUINT;
  return wish;
}

void
percept_diagram_wish_free (PerceptDiagramWish *wish)
{
  if (!wish)
    return;
  g_free (wish->bytes);
  g_free (wish->values);
  g_free (wish->title);
  g_clear_pointer (&wish->kept, g_ptr_array_unref);
  g_free (wish);
}

GPtrArray *
percept_diagram_shown (const PlotDiagramContent *content)
{
  GPtrArray *shown = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint l = 0; l + 1 < content->n_layers; l++)
    {
      GArray *units = g_array_new (FALSE, FALSE, sizeof (guint));

      g_array_append_vals (units, content->layers[l].units, content->layers[l].n_shown);
      g_ptr_array_add (shown, units);
    }
  return shown;
}

/* Drawing it up */

typedef struct
{
  PerceptDiagramNetwork    *network;
  const PerceptDiagramWish *wish;
  NnWorkspace              *workspace;  /* NULL: there is no image */
  PlotDiagramContent       *content;
} Draft;

static const NnLayer *
layer_of (const Draft *draft,
          guint        l)
{
  return nn_network_get_layer (draft->network->shown->network, l + 1);
}

/* What column @l answers; NULL: there is no image. */
static const float *
activations_of (const Draft *draft,
                guint        l)
{
  guint stage = percept_stages_get_values (draft->network->shown->network, l + 1);

  return draft->workspace ? draft->workspace->values[stage] : NULL;
}

static const float *
weights_of (const Draft *draft,
            guint        l,
            guint        unit)
{
  return draft->network->shown->weights[l]->weights + unit * layer_of (draft, l)->n_in;
}

/* Sums of |w a| over the next layer. Returns: (transfer full) */
static float *
score_units (const Draft *draft,
             guint        l)
{
  const float *activations = activations_of (draft, l);
  guint        n = layer_of (draft, l)->n_units, n_next = layer_of (draft, l + 1)->n_units;
  float       *scores = g_new0 (float, MAX (n, 1));

  for (guint k = 0; k < n_next; k++)
    {
      const float *w = weights_of (draft, l + 1, k);

      for (guint j = 0; j < n; j++)
        scores[j] += fabsf (w[j]);
    }
  for (guint j = 0; activations && j < n; j++)
    scores[j] *= fabsf (activations[j]);
  return scores;
}

/* Returns: (transfer full) */
static GArray *
choose (const Draft *draft,
        guint        l)
{
  const PerceptDiagramWish *wish = draft->wish;
  guint                     forced = wish->selected_layer == l + 1 ? wish->selected_unit : G_MAXUINT;
  g_autofree float         *scores = NULL;

  if (l + 1 == draft->content->n_layers)
    return percept_diagram_choose_classes (activations_of (draft, l), layer_of (draft, l)->n_units, wish->label,
                                           forced);
  scores = score_units (draft, l);
  return percept_diagram_choose_units (scores, layer_of (draft, l)->n_units,
                                       l > 0 ? wish->deep_room : wish->room,
                                       wish->kept && l < wish->kept->len ? g_ptr_array_index (wish->kept, l) : NULL,
                                       wish->swaps, forced);
}

/* The weights of the first layer's units as pictures, where it looks at an image. */
static void
fill_pictures (const Draft      *draft,
               PlotDiagramLayer *layer)
{
  NnShape input = draft->network->shown->network->input;
  gsize   n = nn_shape_size (input);

  if (input.height <= 1 || input.width <= 1)
    return;
  layer->channels = input.channels;
  layer->height = input.height;
  layer->width = input.width;
  layer->pictures = g_new (float, layer->n_shown * n);
  for (guint place = 0; place < layer->n_shown; place++)
    memcpy (layer->pictures + place * n, weights_of (draft, 0, layer->units[place]), n * sizeof (float));
  /* That of all units, also on the sheet of units: it is calm while others come and go. */
  if (plot_weight_planes (input.channels) == input.channels)
    layer->scale = plot_weight_scale (weights_of (draft, 0, 0), layer->n_units * n);
}

static char *
name_layer (const Draft *draft,
            guint        l)
{
  if (l + 1 == draft->content->n_layers)
    return g_strdup (_("Outputs"));
  return draft->content->n_layers == 2 ? g_strdup (_("Hidden layer")) : g_strdup_printf (_("Hidden layer %u"), l + 1);
}

/* "dense 300 tanh": the layer with its activation, whether this was written with it or not. */
static char *
describe_layer (const NnNetwork *network,
                const NnLayer   *layer)
{
  const NnLayer *next = layer->index + 1 < network->n_layers ? layer + 1 : NULL;

  if (next && next->type->title && !strstr (layer->text, next->type->name))
    return g_strdup_printf ("%s %s", layer->text, next->type->name);
  return g_strdup (layer->text);
}

static void
fill_layer (const Draft *draft,
            guint        l)
{
  const NnNetwork  *network = draft->network->shown->network;
  PlotDiagramLayer *layer = &draft->content->layers[l];
  const float      *activations = activations_of (draft, l);
  GArray           *units = choose (draft, l);
  gboolean          classes = l + 1 == draft->content->n_layers;

  layer->name = name_layer (draft, l);
  layer->symbol = percept_stages_name (network, percept_stages_get_values (network, l + 1));
  layer->about = describe_layer (network, layer_of (draft, l));
  layer->n_units = layer_of (draft, l)->n_units;
  layer->n_shown = units->len;
  layer->units = (guint *) (gpointer) g_array_free (units, FALSE);
  layer->activations = g_new (float, MAX (layer->n_shown, 1));
  if (classes)
    layer->names = g_new0 (char *, layer->n_shown + 1);
  for (guint place = 0; place < layer->n_shown; place++)
    {
      layer->activations[place] = activations ? activations[layer->units[place]] : NAN;
      if (classes)
        layer->names[place] = g_strdup (draft->network->class_names[layer->units[place]]);
    }
  if (l == 0)
    fill_pictures (draft, layer);
}

static void
append_edge (GArray *edges,
             guint   layer,
             guint   from,
             guint   to,
             float   weight,
             float   product)
{
  PlotDiagramEdge edge = { layer, from, to, weight, product };

  g_array_append_val (edges, edge);
}

/* What all pixels together add to each of the first layer's units: its sum without the bias. */
static void
append_input_edges (const Draft *draft,
                    GArray      *edges)
{
  const PlotDiagramLayer *layer = &draft->content->layers[0];
  const float            *x = draft->workspace->values[layer_of (draft, 0)->index];

  for (guint place = 0; place < layer->n_shown; place++)
    {
      const float *w = weights_of (draft, 0, layer->units[place]);
      double       sum = 0;

      for (gsize i = 0; i < layer_of (draft, 0)->n_in; i++)
        sum += (double) w[i] * (double) x[i];
      append_edge (edges, 0, 0, place, (float) sum, (float) sum);
    }
}

static void
append_edges (const Draft *draft,
              guint        l,
              GArray      *edges)
{
  const PlotDiagramLayer *before = &draft->content->layers[l - 1];
  const PlotDiagramLayer *layer = &draft->content->layers[l];
  const float            *activations = activations_of (draft, l - 1);

  for (guint to = 0; to < layer->n_shown; to++)
    for (guint from = 0; from < before->n_shown; from++)
      {
        float weight = weights_of (draft, l, layer->units[to])[before->units[from]];

        append_edge (edges, l, from, to, weight, activations ? weight * activations[before->units[from]] : weight);
      }
}

static void
fill_edges (const Draft *draft)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (PlotDiagramEdge));

  if (draft->workspace)
    append_input_edges (draft, edges);
  for (guint l = 1; l < draft->content->n_layers; l++)
    append_edges (draft, l, edges);
  draft->content->n_edges = edges->len;
  draft->content->edges = (PlotDiagramEdge *) (gpointer) g_array_free (edges, FALSE);
}

/* Softmax over all classes, shifted by the largest output; not finite where an output is not. */
static void
fill_probabilities (const Draft *draft)
{
  const PlotDiagramLayer *last = &draft->content->layers[draft->content->n_layers - 1];
  const float            *o = activations_of (draft, draft->content->n_layers - 1);
  double                  largest = -INFINITY, sum = 0;

  if (draft->network->loss != &nn_nll_loss || !o)
    return;
  for (guint k = 0; k < last->n_units; k++)
    largest = fmax (largest, (double) o[k]);
  for (guint k = 0; k < last->n_units; k++)
    sum += exp ((double) o[k] - largest);
  draft->content->probabilities = g_new (float, MAX (last->n_shown, 1));
  for (guint place = 0; place < last->n_shown; place++)
    draft->content->probabilities[place] = (float) (exp ((double) o[last->units[place]] - largest) / sum);
}

static void
fill_image (const Draft *draft)
{
  const PerceptDiagramWish *wish = draft->wish;
  NnShape                   input = draft->network->shown->network->input;
  const PlotDiagramLayer   *last = &draft->content->layers[draft->content->n_layers - 1];

  draft->content->channels = input.channels;
  draft->content->height = input.height;
  draft->content->width = input.width;
  if (!draft->workspace)
    return;
  draft->content->bytes = g_memdup2 (wish->bytes, nn_shape_size (input));
  draft->content->subject = g_strdup (wish->title);
  for (guint place = 0; place < last->n_shown; place++)
    if (last->units[place] == wish->label)
      draft->content->truth = place;
}

/* In fewer and fewer words. */
static char *
write_note (const Draft *draft)
{
  g_autofree char *number = plot_number_fixed ((double) draft->network->shown->step, 0);
  g_autofree char *step = g_strdup_printf (_("step %s"), number);

  if (!draft->workspace)
    return g_steal_pointer (&step);
  return g_strdup_printf ("%s · %s\n%s", draft->wish->title, step, draft->wish->title);
}

/* FALSE: there is no memory. Without an image there is nothing to do. */
static gboolean
run_forward (Draft *draft)
{
  PerceptShownNetwork *shown = draft->network->shown;
  NnShape              shape = draft->wish->shape, input = shown->network->input;

  if (!draft->wish->bytes || !draft->wish->values || shape.channels != input.channels || shape.height != input.height
      || shape.width != input.width)
    return TRUE;
  draft->workspace = percept_shown_network_run (shown, draft->wish->values, shown->n_shown);
  return draft->workspace != NULL;
}

PlotDiagramContent *
percept_diagram_content (PerceptDiagramNetwork    *network,
                         const PerceptDiagramWish *wish)
{
  Draft draft = { .network = network, .wish = wish };

  if (!run_forward (&draft))
    return NULL;
  draft.content = plot_diagram_content_new ();
  draft.content->title = g_strdup (_("Network"));
  draft.content->note = write_note (&draft);
  draft.content->n_layers = network->shown->n_shown;
  draft.content->layers = g_new0 (PlotDiagramLayer, draft.content->n_layers);
  for (guint l = 0; l < draft.content->n_layers; l++)
    fill_layer (&draft, l);
  fill_edges (&draft);
  fill_image (&draft);
  fill_probabilities (&draft);
  g_clear_pointer (&draft.workspace, nn_workspace_free);
  return draft.content;
}
