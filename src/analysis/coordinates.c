/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/coordinates.h"

#include "analysis/analysis-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_COUNT 100000000

typedef enum
{
  RULE_LARGEST,
  RULE_RANDOM,
  RULE_ALL,
  RULE_ALL_WEIGHTS,
  RULE_OUTPUT,
  RULE_NAMES,
} RuleKind;

typedef struct
{
  gboolean is_bias;
  guint64  layer; /* from 1 */
  guint64  input;
  guint64  unit;
} Name;

typedef struct
{
  RuleKind kind;
  guint64  n;
  guint64  seed;
  guint64  unit;
  GArray  *names; /* of Name, RULE_NAMES */
} Rule;

static void
rule_clear (Rule *rule)
{
  g_clear_pointer (&rule->names, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rule, rule_clear)

static gboolean
read_number (const char *text,
             guint64     low,
             guint64    *number)
{
  return text && g_ascii_string_to_unsigned (text, 10, low, MAX_COUNT, number, NULL);
}

/* "W1[3,4]" or "b2[0]" */
static gboolean
read_name (const char *text,
           Name       *name)
{
  g_autoptr (GRegex)     regex = g_regex_new ("^(?:W(\\d+)\\[(\\d+),(\\d+)\\]|b(\\d+)\\[(\\d+)\\])$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char       *layer = NULL, *input = NULL, *unit = NULL;

  if (!g_regex_match (regex, text, 0, &match))
    return FALSE;
  name->is_bias = text[0] == 'b';
  name->input = 0;
  layer = g_match_info_fetch (match, name->is_bias ? 4 : 1);
  input = g_match_info_fetch (match, 2);
  unit = g_match_info_fetch (match, name->is_bias ? 5 : 3);
  return read_number (layer, 1, &name->layer) && (name->is_bias || read_number (input, 0, &name->input)) &&
         read_number (unit, 0, &name->unit);
}

/* "W1[3,4], b2[0]": spaces and commas between names, none within. */
static gboolean
read_names (const char *text,
            Rule       *rule)
{
  g_auto (GStrv) words = g_regex_split_simple ("[\\s,]+(?=[Wb])", text, 0, 0);

  rule->kind = RULE_NAMES;
  rule->names = g_array_new (FALSE, FALSE, sizeof (Name));
  for (guint i = 0; words[i]; i++)
    {
      g_auto (GStrv)   parts = g_strsplit (words[i], " ", -1);
      g_autofree char *word = g_strjoinv ("", parts);
      Name             name;

      if (!read_name (word, &name))
        return FALSE;
      g_array_append_val (rule->names, name);
    }
  return rule->names->len > 0;
}

static gboolean
read_words (char  **words,
            guint   n,
            Rule   *rule)
{
  if (n == 2 && g_str_equal (words[0], "largest"))
    rule->kind = RULE_LARGEST;
  else if ((n == 2 || (n == 4 && g_str_equal (words[2], "seed") && read_number (words[3], 0, &rule->seed))) &&
           g_str_equal (words[0], "random"))
    rule->kind = RULE_RANDOM;
  else if (n == 4 && g_str_equal (words[0], "output") && g_str_equal (words[2], "first") &&
           read_number (words[1], 0, &rule->unit))
    rule->kind = RULE_OUTPUT;
  else
    return FALSE;
  return read_number (words[rule->kind == RULE_OUTPUT ? 3 : 1], 1, &rule->n);
}

static gboolean
read_rule (const char *text,
           Rule       *rule,
           GError    **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_auto (GStrv)   words = g_regex_split_simple ("\\s+", stripped, 0, 0);
  guint            n = g_strv_length (words);

  *rule = (Rule) { .kind = RULE_ALL, .seed = 1 };
  if (g_str_equal (stripped, "all"))
    return TRUE;
  if (n == 2 && g_str_equal (words[0], "all") && g_str_equal (words[1], "weights"))
    {
      rule->kind = RULE_ALL_WEIGHTS;
      return TRUE;
    }
  if (n > 0 && (read_words (words, n, rule) || read_names (stripped, rule)))
    return TRUE;
  rule_clear (rule);
  g_set_error (error, AN_ERROR, AN_ERROR_SYNTAX,
               _("“%s” names no coordinates; “largest 30”, “random 30”, “random 30 seed 2”, “all”, “all weights”, "
                 "“output 0 first 30” or names such as “W1[3,4] b1[0]” would be right"),
               text);
  return FALSE;
}

gboolean
an_coordinates_check (const char *rule,
                      GError    **error)
{
  g_auto (Rule) read = { 0 };

  return read_rule (rule, &read, error);
}

static void
append (GArray *chosen,
        gsize   parameter)
{
  g_array_append_val (chosen, parameter);
}

static int
compare_gradients (gconstpointer a,
                   gconstpointer b,
                   gpointer      user_data)
{
  const double *gradient = user_data;
  gsize         i = *(const gsize *) a, k = *(const gsize *) b;
  double        of_i = fabs (gradient[i]), of_k = fabs (gradient[k]);

  return of_i != of_k ? (of_i > of_k ? -1 : 1) : (i > k) - (i < k);
}

/* The largest first; a mistake in one layer's weights or biases must not hide because others are larger. */
static void
choose_largest (const NnNetwork *network,
                const double    *gradient,
                gsize            n,
                GArray          *chosen)
{
  g_autoptr (GArray)   all = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autofree gboolean *taken = g_new0 (gboolean, network->n_parameters);

  for (gsize i = 0; i < network->n_parameters; i++)
    append (all, i);
  g_array_sort_with_data (all, compare_gradients, (gpointer) gradient);
  for (guint l = 0; l < network->n_layers; l++)
    for (int biases = 0; biases < 2; biases++)
      {
        const NnLayer *layer = &network->layers[l];
        gsize          start = layer->offset + (biases ? layer->n_weights : 0);
        gsize          end = start + (biases ? layer->n_biases : layer->n_weights);
        gsize          best = start;

        for (gsize i = start; i < end; i++)
          if (fabs (gradient[i]) > fabs (gradient[best]))
            best = i;
        if (start < end && chosen->len < n)
          {
            taken[best] = TRUE;
            append (chosen, best);
          }
      }
  for (gsize i = 0; i < all->len && chosen->len < n; i++)
    if (!taken[g_array_index (all, gsize, i)])
      append (chosen, g_array_index (all, gsize, i));
  g_array_sort_with_data (chosen, compare_gradients, (gpointer) gradient);
}

/* Floyd's sampling (Bentley and Floyd 1987): n of n_parameters without repetition. */
static void
choose_random (const NnNetwork *network,
               const Rule      *rule,
               GArray          *chosen)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_direct_hash, g_direct_equal);
  BaseRng                rng;
  gsize                  all = network->n_parameters;

  base_rng_seed (&rng, rule->seed, BASE_RNG_SPLIT);
  for (gsize top = all - MIN (rule->n, all); top < all; top++)
    {
      gsize drawn = base_rng_below (&rng, (guint32) (top + 1));

      if (!g_hash_table_add (taken, GSIZE_TO_POINTER (drawn)))
        {
          drawn = top;
          g_hash_table_add (taken, GSIZE_TO_POINTER (drawn));
        }
      append (chosen, drawn);
    }
}

static gboolean
choose_output (const NnNetwork *network,
               const Rule      *rule,
               GArray          *chosen,
               GError         **error)
{
  const NnLayer *layer = nn_network_get_layer (network, network->n_with_weights);
  gsize          n_inputs = layer->n_weights / layer->n_units;

  if (rule->unit >= layer->n_units)
    {
      g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                   _("output %" G_GUINT64_FORMAT ": layer “%s” has units 0 to %u"), rule->unit, layer->text,
                   layer->n_units - 1);
      return FALSE;
    }
  for (gsize i = 0; i < MIN (rule->n, n_inputs); i++)
    append (chosen, layer->offset + rule->unit * n_inputs + i);
  return TRUE;
}

static gboolean
choose_name (const NnNetwork *network,
             const Name      *name,
             GArray          *chosen,
             GError         **error)
{
  const NnLayer *layer = name->layer <= network->n_with_weights
                           ? nn_network_get_layer (network, (guint) name->layer) : NULL;
  gsize          n_inputs = layer ? layer->n_weights / layer->n_units : 0;

  if (!layer)
    g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                 _("%s%" G_GUINT64_FORMAT ": the network has %u layer(s) with weights, numbered from 1"),
                 name->is_bias ? "b" : "W", name->layer, network->n_with_weights);
  else if (name->is_bias ? name->unit >= layer->n_biases : name->unit >= layer->n_units || name->input >= n_inputs)
    g_set_error (error, AN_ERROR, AN_ERROR_RANGE,
                 _("coordinate of unit %" G_GUINT64_FORMAT ", input %" G_GUINT64_FORMAT ": layer “%s” has units 0 to "
                   "%u and inputs 0 to %" G_GSIZE_FORMAT),
                 name->unit, name->input, layer->text, layer->n_units - 1, n_inputs - 1);
  else
    {
      append (chosen, layer->offset + (name->is_bias ? layer->n_weights + name->unit
                                                     : name->unit * n_inputs + name->input));
      return TRUE;
    }
  return FALSE;
}

static gboolean
choose (const NnNetwork *network,
        const Rule      *rule,
        const double    *gradient,
        GArray          *chosen,
        GError         **error)
{
  switch (rule->kind)
    {
    case RULE_LARGEST:
      choose_largest (network, gradient, rule->n, chosen);
      return TRUE;
    case RULE_RANDOM:
      choose_random (network, rule, chosen);
      return TRUE;
    case RULE_OUTPUT:
      return choose_output (network, rule, chosen, error);
    case RULE_NAMES:
      for (guint i = 0; i < rule->names->len; i++)
        if (!choose_name (network, &g_array_index (rule->names, Name, i), chosen, error))
          return FALSE;
      return TRUE;
    case RULE_ALL:
    case RULE_ALL_WEIGHTS:
    default:
      for (guint l = 0; l < network->n_layers; l++)
        {
          const NnLayer *layer = &network->layers[l];
          gsize          n = layer->n_weights + (rule->kind == RULE_ALL ? layer->n_biases : 0);

          for (gsize i = 0; i < n; i++)
            append (chosen, layer->offset + i);
        }
      return TRUE;
    }
}

GArray *
an_coordinates_choose (const char      *rule,
                       const NnNetwork *network,
                       const double    *gradient,
                       GError         **error)
{
  g_auto (Rule)      read = { 0 };
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (gsize));

  if (!read_rule (rule, &read, error))
    return NULL;
  if (network->n_with_weights == 0)
    {
      g_set_error_literal (error, AN_ERROR, AN_ERROR_RANGE,
                           _("the network has no layer with weights, so there is no gradient to check"));
      return NULL;
    }
  return choose (network, &read, gradient, chosen, error) ? g_steal_pointer (&chosen) : NULL;
}

const NnLayer *
an_coordinate_layer (const NnNetwork *network,
                     gsize            parameter)
{
  guint l = network->n_layers - 1;

  while (network->layers[l].number == 0 || parameter < network->layers[l].offset)
    l--;
  return &network->layers[l];
}

char *
an_coordinate_name (const NnNetwork *network,
                    gsize            parameter)
{
  for (guint l = 0; l < network->n_layers; l++)
    {
      const NnLayer *layer = &network->layers[l];
      gsize          place = parameter - layer->offset;
      gsize          n_inputs = layer->n_weights > 0 ? layer->n_weights / layer->n_units : 1;

      if (parameter < layer->offset || place >= layer->n_weights + layer->n_biases)
        continue;
      if (place >= layer->n_weights)
        return g_strdup_printf ("b%u[%" G_GSIZE_FORMAT "]", layer->number, place - layer->n_weights);
      return g_strdup_printf ("W%u[%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT "]", layer->number, place % n_inputs,
                              place / n_inputs);
    }
  return g_strdup ("?");
}
