/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/network-diagram-private.h"

#include "plot/number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

char *
plot_diagram_unit_name (const PlotDiagramLayer *layer,
                        guint                   place)
{
  return layer->names ? g_strdup (layer->names[place]) : g_strdup_printf ("#%u", layer->units[place]);
}

char *
plot_diagram_number (float value)
{
  if (isnan (value))
    return g_strdup (_("not a number"));
  if (isinf (value))
    return g_strdup (value > 0 ? "+∞" : "−∞");
  return plot_number_value (value);
}

/* As a summand: with its sign. Returns: (transfer full) */
static char *
signed_number (float value)
{
  g_autofree char *number = plot_diagram_number (value);

  return isfinite (value) && value > 0 ? g_strconcat ("+", number, NULL) : g_steal_pointer (&number);
}

static const PlotDiagramLayer *
last_layer (const PlotDiagramContent *content)
{
  return &content->layers[content->n_layers - 1];
}

/* "image", or what else comes in. */
static const char *
input_name (const PlotDiagramContent *content)
{
  return content->height > 1 && content->width > 1 ? _("image") : _("input");
}

static char *
name_start (const PlotDiagramContent *content,
            const PlotDiagramEdge    *edge)
{
  return edge->layer > 0 ? plot_diagram_unit_name (&content->layers[edge->layer - 1], edge->from)
                         : g_strdup (input_name (content));
}

char *
plot_diagram_edge_words (const PlotDiagramContent *content,
                         const PlotDiagramEdge    *edge)
{
  g_autofree char *from = name_start (content, edge);
  g_autofree char *to = plot_diagram_unit_name (&content->layers[edge->layer], edge->to);
  g_autofree char *weight = plot_number_isolate (plot_diagram_number (edge->weight));
  g_autofree char *product = plot_number_isolate (signed_number (edge->product));
  g_autofree char *activation = NULL;

  if (edge->layer == 0)
    /* Translators: "image → #17: weights × pixels add up to +2.31" */
    return g_strdup_printf (_("%s → %s: weights × pixels add up to %s"), from, to, product);
  if (!content->bytes)
    return g_strdup_printf (_("%s → %s: weight %s"), from, to, weight);
  activation = plot_number_isolate (plot_diagram_number (content->layers[edge->layer - 1].activations[edge->from]));
  /* Translators: "#17 → 4: weight 0.42 × activation 0.83 = +0.35" */
  return g_strdup_printf (_("%s → %s: weight %s × activation %s = %s"), from, to, weight, activation, product);
}

char *
plot_diagram_unit_words (const PlotDiagramContent *content,
                         guint                     layer,
                         guint                     place)
{
  const PlotDiagramLayer *of = &content->layers[layer];
  g_autofree char        *name = plot_diagram_unit_name (of, place);
  g_autofree char        *activation = NULL;
  g_autofree char        *share = NULL;

  if (!content->bytes)
    return g_strdup_printf ("%s, %s", of->name, name);
  activation = plot_number_isolate (plot_diagram_number (of->activations[place]));
  if (layer + 1 < content->n_layers || !content->probabilities)
    /* Translators: "Hidden layer 1, #17: activation 0.83" */
    return g_strdup_printf (_("%s, %s: activation %s"), of->name, name, activation);
  share = isfinite (content->probabilities[place]) ? plot_number_percent (content->probabilities[place])
                                                   : plot_diagram_number (content->probabilities[place]);
  /* Translators: "Outputs, 4: activation 7.1, probability 98.6 %" */
  return g_strdup_printf (_("%s, %s: activation %s, probability %s"), of->name, name, activation, share);
}

char *
plot_network_diagram_describe_unit (PlotNetworkDiagram *diagram,
                                    guint               layer,
                                    guint               unit)
{
  guint place = plot_diagram_place_of (diagram->content, layer, unit);

  return place == PLOT_DIAGRAM_NONE ? NULL : plot_diagram_unit_words (diagram->content, layer, place);
}

guint
plot_diagram_answer (const PlotDiagramContent *content)
{
  const PlotDiagramLayer *last = last_layer (content);
  guint                   answer = PLOT_DIAGRAM_NONE;

  for (guint k = 0; k < last->n_shown && content->bytes; k++)
    if (!isnan (last->activations[k])
        && (answer == PLOT_DIAGRAM_NONE || last->activations[k] > last->activations[answer]))
      answer = k;
  return answer;
}

/* "image +2.31 → #17 +1.80 → 4": back from the answer, each time along the strongest edge. */
static void
append_path (const PlotDiagramContent *content,
             guint                     answer,
             GString                  *words)
{
  g_autoptr (GString)    path = g_string_new (NULL);
  const PlotDiagramEdge *edge;
  guint                  place = answer, layer = content->n_layers;
  g_autofree char       *end = plot_diagram_unit_name (last_layer (content), answer);

  while (layer-- > 0 && (edge = plot_diagram_strongest_edge (content, layer, place)))
    {
      g_autofree char *from = name_start (content, edge);
      g_autofree char *product = plot_number_isolate (signed_number (edge->product));
      g_autofree char *step = g_strdup_printf ("%s %s → ", from, product);

      g_string_prepend (path, step);
      place = edge->from;
    }
  if (path->len == 0)
    return;
  g_string_append_c (words, ' ');
  /* Translators: then follows "image +2.31 → #17 +1.80 → 4": units, and what each adds to the next */
  g_string_append_printf (words, _("Strongest path: %s%s."), path->str, end);
}

static void
append_answer (const PlotDiagramContent *content,
               GString                  *words)
{
  guint            answer = plot_diagram_answer (content);
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  if (!content->bytes)
    {
      g_string_append_c (words, ' ');
      g_string_append (words, _("Edges show weights: there is no image."));
      return;
    }
  g_string_append_c (words, ' ');
  if (answer == PLOT_DIAGRAM_NONE)
    {
      g_string_append_printf (words, _("For %s no output is a number."), content->subject);
      return;
    }
  name = plot_diagram_unit_name (last_layer (content), answer);
  value = content->probabilities && isfinite (content->probabilities[answer])
            ? plot_number_percent (content->probabilities[answer])
            : plot_diagram_number (last_layer (content)->activations[answer]);
  /* Translators: "For validation example 17, a “4” the answer is 4 with 98.6 %." */
  g_string_append_printf (words, _("For %s the answer is %s with %s."), content->subject, name, value);
  append_path (content, answer, words);
}

static void
append_selected (const PlotNetworkDiagram *diagram,
                 GString                  *words)
{
  guint place = plot_diagram_place_of (diagram->content, diagram->selected_layer, diagram->selected_unit);
  char *unit;

  if (place == PLOT_DIAGRAM_NONE)
    return;
  unit = plot_diagram_unit_words (diagram->content, diagram->selected_layer, place);
  g_string_append_c (words, ' ');
  g_string_append_printf (words, _("Selected: %s."), unit);
  g_free (unit);
}

static void
append_not_finite (const PlotDiagramContent *content,
                   GString                  *words)
{
  guint n = 0;

  for (guint e = 0; e < content->n_edges; e++)
    n += !isfinite (content->edges[e].product);
  if (n == 0)
    return;
  g_string_append_c (words, ' ');
  g_string_append_printf (words, g_dngettext (GETTEXT_PACKAGE, "%u product is not finite.",
                                              "%u products are not finite.", n), n);
}

char *
plot_diagram_describe (const PlotFigure *figure)
{
  const PlotNetworkDiagram *diagram = (const PlotNetworkDiagram *) figure;
  const PlotDiagramContent *content = diagram->content;
  GString                  *words;

  if (!content || content->n_layers == 0)
    return g_strdup (_("No network yet"));
  words = g_string_new (content->title);
  for (guint l = 0; l < content->n_layers; l++)
    {
      const PlotDiagramLayer *layer = &content->layers[l];

      g_string_append (words, l == 0 ? ": " : "; ");
      if (layer->n_shown < layer->n_units)
        /* Translators: "Hidden layer 1, dense 300 tanh (12 of 300 units)" */
        g_string_append_printf (words, _("%s, %s (%u of %u units)"), layer->name, layer->about, layer->n_shown,
                                layer->n_units);
      else
        g_string_append_printf (words, g_dngettext (GETTEXT_PACKAGE, "%s, %s (%u unit)", "%s, %s (%u units)",
                                                    layer->n_units), layer->name, layer->about, layer->n_units);
    }
  g_string_append_c (words, '.');
  append_answer (content, words);
  append_not_finite (content, words);
  append_selected (diagram, words);
  return g_string_free (words, FALSE);
}
