/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/run-trail.h"

/* From here on every other place is dropped: what is seen stays the same line. */
#define MOST_PLACES 2000

static void
watch (PerceptRunTrail *trail)
{
  for (guint i = 0; i < 2; i++)
    {
      trail->watched[i] = trail->weights[i].layer;
      if (trail->watched[i] != 0)
        percept_session_watch_weights (trail->session, trail->watched[i]);
    }
}

static void
unwatch (PerceptRunTrail *trail)
{
  for (guint i = 0; i < 2; i++)
    {
      if (trail->watched[i] != 0)
        percept_session_unwatch_weights (trail->session, trail->watched[i]);
      trail->watched[i] = 0;
    }
}

void
percept_run_trail_begin (PerceptRunTrail *trail,
                         guint64          step)
{
  trail->step = step;
  if (trail->places != NULL)
    g_array_set_size (trail->places, 0);
}

void
percept_run_trail_follow (PerceptRunTrail *trail,
                          PerceptSession  *session,
                          const char      *names)
{
  char *parts[2];

  if (g_strcmp0 (names, trail->names) == 0)
    return;
  unwatch (trail);
  g_set_object (&trail->session, session);
  g_free (trail->names);
  trail->names = g_strdup (names);
  percept_weight_places_read (names, trail->weights, parts);
  g_free (parts[0]);
  g_free (parts[1]);
  percept_run_trail_begin (trail, trail->step);
  watch (trail);
}

/* FALSE: no such weight is known. */
static gboolean
read_weight (PerceptSession           *session,
             const PerceptWeightPlace *place,
             double                   *value,
             guint64                  *step)
{
  PerceptWeights *weights = place->layer != 0 ? percept_session_get_weights (session, place->layer) : NULL;
  gsize           n = weights != NULL ? (gsize) weights->channels * weights->height * weights->width : 0;

  if (weights == NULL || place->unit >= weights->n_units || (!place->is_bias && place->input >= n))
    return FALSE;
  *value = place->is_bias ? weights->biases[place->unit] : weights->weights[place->unit * n + place->input];
  *step = weights->step;
  return TRUE;
}

static void
thin_out (GArray *places)
{
  for (guint i = 0; 2 * i < places->len; i++)
    g_array_index (places, PlotPlace, i) = g_array_index (places, PlotPlace, 2 * i);
  g_array_set_size (places, (places->len + 1) / 2);
}

gboolean
percept_run_trail_take (PerceptRunTrail *trail)
{
  PlotPlace place;
  guint64   steps[2];

  if (trail->session == NULL || !read_weight (trail->session, &trail->weights[0], &place.x, &steps[0])
      || !read_weight (trail->session, &trail->weights[1], &place.y, &steps[1]))
    return FALSE;
  /* Two layers have their pictures one after the other. */
  if (steps[0] != steps[1] || steps[0] <= trail->step)
    return FALSE;
  if (trail->places == NULL)
    trail->places = g_array_new (FALSE, FALSE, sizeof (PlotPlace));
  if (trail->places->len >= MOST_PLACES)
    thin_out (trail->places);
  g_array_append_val (trail->places, place);
  trail->step = steps[0];
  return TRUE;
}

void
percept_run_trail_show (PerceptRunTrail  *trail,
                        PerceptLandscape *landscape,
                        PlotLandscape    *figure)
{
  guint                        n;
  const PerceptLandscapePlace *known = percept_landscape_get_trail (landscape, &n);
  g_autoptr (GArray)           all = NULL;

  if (trail->places == NULL || trail->places->len == 0
      || percept_landscape_get_plane (landscape) != PERCEPT_PLANE_WEIGHTS)
    return;
  all = g_array_sized_new (FALSE, FALSE, sizeof (PlotPlace), n + trail->places->len);
  for (guint i = 0; i < n; i++)
    {
      PlotPlace place = { known[i].x, known[i].y };

      g_array_append_val (all, place);
    }
  g_array_append_vals (all, trail->places->data, trail->places->len);
  plot_landscape_set_trail (figure, (const PlotPlace *) (gconstpointer) all->data, all->len);
}

void
percept_run_trail_clear (PerceptRunTrail *trail)
{
  unwatch (trail);
  g_clear_pointer (&trail->names, g_free);
  g_clear_pointer (&trail->places, g_array_unref);
  g_clear_object (&trail->session);
}
