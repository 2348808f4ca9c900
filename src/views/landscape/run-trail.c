/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/run-trail.h"

#include "views/landscape/weight-place.h"

/* The weights of a layer lie unit by unit, its biases behind them. FALSE: there is no such weight. */
static gboolean
find_parameter (PerceptSession           *session,
                const PerceptWeightPlace *place,
                gsize                    *parameter)
{
  guint                   n;
  const PerceptLayerInfo *layers = percept_session_get_layers (session, &n);
  gsize                   before = 0;

  if (place->layer == 0 || place->layer > n)
    return FALSE;
  for (guint i = 0; i + 1 < place->layer; i++)
    before += layers[i].n_parameters;
  {
    const PerceptLayerInfo *layer = &layers[place->layer - 1];
    gsize                   n_inputs = (gsize) layer->channels * layer->height * layer->width;

    if (place->is_bias)
      *parameter = before + layer->n_units * n_inputs + place->unit;
    else
      *parameter = before + place->unit * n_inputs + place->input;
    return place->unit < layer->n_units && (place->is_bias || place->input < n_inputs);
  }
}

void
percept_run_trail_follow (PerceptRunTrail *trail,
                          PerceptSession  *session,
                          const char      *names)
{
  PerceptWeightPlace places[2];
  char              *parts[2];
  gsize              parameters[2];
  gboolean           known;

  if (g_strcmp0 (names, trail->names) == 0)
    return;
  g_set_object (&trail->session, session);
  g_free (trail->names);
  trail->names = g_strdup (names);
  percept_weight_places_read (names, places, parts);
  g_free (parts[0]);
  g_free (parts[1]);
  known = find_parameter (session, &places[0], &parameters[0]) && find_parameter (session, &places[1], &parameters[1]);
  percept_session_watch_parameters (session, parameters, known ? 2 : 0);
}

void
percept_run_trail_drop (PerceptRunTrail *trail)
{
  g_clear_pointer (&trail->names, g_free);
}

void
percept_run_trail_show (PerceptRunTrail *trail,
                        PlotLandscape   *figure)
{
  guint                  n = 0;
  const TrainTrailPoint *points;
  g_autofree PlotPlace  *places = NULL;

  if (trail->names == NULL)
    return;
  points = percept_session_get_trail (trail->session, &n);
  if (n == 0)
    return;
  places = g_new (PlotPlace, n);
  for (guint i = 0; i < n; i++)
    places[i] = (PlotPlace) { points[i].values[0], points[i].values[1] };
  plot_landscape_set_trail (figure, places, n);
}

void
percept_run_trail_clear (PerceptRunTrail *trail)
{
  if (trail->names != NULL)
    percept_session_watch_parameters (trail->session, NULL, 0);
  g_clear_pointer (&trail->names, g_free);
  g_clear_object (&trail->session);
}
