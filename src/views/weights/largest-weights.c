/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/weights/largest-weights.h"

#include <math.h>
#include <stdlib.h>

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  gsize place_a = *(const gsize *) a, place_b = *(const gsize *) b;

  return (place_a > place_b) - (place_a < place_b);
}

/* A list by magnitude is kept while all weights go by. */
guint
percept_largest_weights (const float *weights,
                         gsize        n,
                         gsize       *places)
{
  guint n_places = 0;

  for (gsize i = 0; i < n; i++)
    {
      guint at = n_places;

      while (at > 0 && fabsf (weights[i]) > fabsf (weights[places[at - 1]]))
        at--;
      if (at == PERCEPT_MOST_BARS)
        continue;
      n_places = MIN (n_places + 1, PERCEPT_MOST_BARS);
      for (guint k = n_places - 1; k > at; k--)
        places[k] = places[k - 1];
      places[at] = i;
    }
  qsort (places, n_places, sizeof *places, compare_places);
  return n_places;
}

gboolean
percept_largest_has (const gsize *places,
                     guint        n_places,
                     gsize        place)
{
  for (guint i = 0; i < n_places; i++)
    if (places[i] == place)
      return TRUE;
  return FALSE;
}

gsize
percept_largest_move (const gsize *places,
                      guint        n_places,
                      gsize        place,
                      int          by)
{
  int at = 0;

  /* The first at or after it: a step down from a gap is one step less. */
  while (at < (int) n_places && places[at] < place)
    at++;
  if (by > 0 && (at == (int) n_places || places[at] != place))
    at--;
  return places[CLAMP (at + by, 0, (int) n_places - 1)];
}

/* The largest magnitude over the channels of a place. */
static float
strength (const float *weights,
          guint        channels,
          gsize        area,
          gsize        place)
{
  float largest = 0;

  for (guint channel = 0; channel < channels; channel++)
    largest = fmaxf (largest, fabsf (weights[channel * area + place]));
  return largest;
}

gsize
percept_largest_place (const float *weights,
                       guint        channels,
                       gsize        area)
{
  gsize best = 0;

  for (gsize place = 1; place < area; place++)
    if (strength (weights, channels, area, place) > strength (weights, channels, area, best))
      best = place;
  return best;
}
