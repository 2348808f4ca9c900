/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/weight-place.h"

gboolean
percept_weight_place_equal (const PerceptWeightPlace *a,
                            const PerceptWeightPlace *b)
{
  return a->layer == b->layer && a->unit == b->unit && a->is_bias == b->is_bias && a->input == b->input;
}

char *
percept_weight_place_name (const PerceptWeightPlace *place)
{
  if (place->is_bias)
    return g_strdup_printf ("b%u[%u]", place->layer, place->unit);
  return g_strdup_printf ("W%u[%" G_GSIZE_FORMAT ",%u]", place->layer, place->input, place->unit);
}

static PerceptWeightPlace
read_name (const char *name)
{
  PerceptWeightPlace place = { .is_bias = name[0] == 'b' };
  char              *end = NULL;

  place.layer = (guint) g_ascii_strtoull (name + 1, &end, 10);
  if (!place.is_bias && *end == '[')
    place.input = g_ascii_strtoull (end + 1, &end, 10);
  if (*end == (place.is_bias ? '[' : ','))
    place.unit = (guint) g_ascii_strtoull (end + 1, &end, 10);
  return *end == ']' ? place : (PerceptWeightPlace) { 0 };
}

void
percept_weight_places_read (const char         *text,
                            PerceptWeightPlace  places[2],
                            char               *names[2])
{
  g_autoptr (GRegex)     pattern = g_regex_new ("[Wb][0-9]+\\[[0-9,]+\\]", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match (pattern, text != NULL ? text : "", 0, &match);
  for (guint i = 0; i < 2; i++)
    {
      names[i] = g_match_info_matches (match) ? g_match_info_fetch (match, 0) : NULL;
      places[i] = names[i] != NULL ? read_name (names[i]) : (PerceptWeightPlace) { 0 };
      if (names[i] != NULL)
        g_match_info_next (match, NULL);
    }
}
