/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/landscape-settings.h"

#include "analysis/analysis-error.h"
#include "analysis/coordinates.h"
#include "analysis/loss-surface.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static gboolean
read_weights (const char               *text,
              PerceptLandscapeSettings *settings,
              GError                  **error)
{
  g_clear_pointer (&settings->weights, g_free);
  if (g_str_equal (text, "suggest"))
    return TRUE;
  if ((text[0] == 'W' || text[0] == 'b') && !an_coordinates_check (text, error))
    return FALSE;
  if (text[0] != 'W' && text[0] != 'b')
    {
      g_set_error (error, AN_ERROR, AN_ERROR_SYNTAX,
                   _("“%s” names no two weights; “suggest” or such as “W1[199,2], W1[200,2]” would be right"), text);
      return FALSE;
    }
  settings->weights = g_strdup (text);
  return TRUE;
}

static gboolean
read_window (const char               *text,
             PerceptLandscapeSettings *settings,
             GError                  **error)
{
  PerceptLandscapeView *view = &settings->view;
  AnSurfaceSettings     surface;

  view->fit = g_str_equal (text, "fit");
  if (view->fit)
    return TRUE;
  if (!an_surface_parse_window (text, &surface, error))
    return FALSE;
  memcpy (view->from, surface.from, sizeof view->from);
  memcpy (view->to, surface.to, sizeof view->to);
  return TRUE;
}

gboolean
percept_start_parse (const char *text,
                     double      start[2],
                     GError    **error)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  gboolean       right = g_strv_length (words) == 2;

  for (int k = 0; right && k < 2; k++)
    {
      char *end;

      g_strstrip (words[k]);
      start[k] = g_ascii_strtod (words[k], &end);
      right = end != words[k] && *end == '\0' && isfinite (start[k]);
    }
  if (!right)
    g_set_error (error, AN_ERROR, AN_ERROR_SYNTAX,
                 _("“%s” is no place in the plane; two numbers such as “-5.6, 3.3” are needed"), text);
  return right;
}

static gboolean
read_start (const char               *text,
            PerceptLandscapeSettings *settings,
            GError                  **error)
{
  PerceptLandscapeView *view = &settings->view;

  view->start_rule = g_str_equal (text, "fit")       ? PERCEPT_START_FIT
                     : g_str_equal (text, "trained") ? PERCEPT_START_TRAINED
                                                     : PERCEPT_START_AT;
  return view->start_rule != PERCEPT_START_AT || percept_start_parse (text, view->start, error);
}

static gboolean
read_racers (const char               *text,
             PerceptLandscapeSettings *settings,
             GError                  **error)
{
  PerceptLandscapeView *view = &settings->view;
  g_autoptr (GArray)    racers = NULL;

  view->suggest_racers = g_str_equal (text, "suggest");
  view->n_racers = 0;
  if (view->suggest_racers)
    return TRUE;
  racers = an_racers_parse (text, error);
  if (!racers)
    return FALSE;
  view->n_racers = MIN (racers->len, AN_MAX_RACERS);
  memcpy (view->racers, racers->data, view->n_racers * sizeof (AnRacer));
  return TRUE;
}

/* The keys whose values train/ takes as any text. */
static const struct
{
  const char *key;
  gboolean  (*read) (const char *text, PerceptLandscapeSettings *settings, GError **error);
} texts[] = {
  { "weights", read_weights },
  { "window", read_window },
  { "start", read_start },
  { "racers", read_racers },
};

gboolean
percept_landscape_settings_read (TrainExperiment          *experiment,
                                 PerceptLandscapeSettings *settings,
                                 GError                  **error)
{
  *settings = (PerceptLandscapeSettings) {
    .race = {
      .n_steps = (guint) train_experiment_get_count (experiment, "landscape", "racer-steps"),
      .initial_velocity = train_experiment_get_real (experiment, "landscape", "initial-velocity"),
      .batch = train_experiment_get_count (experiment, "landscape", "batch"),
      .seed = train_experiment_get_count (experiment, "seed", "batch"),
    },
    .examples = train_experiment_get_count (experiment, "landscape", "examples"),
    .full_run = g_str_equal (train_experiment_get (experiment, "landscape", "full-run"), "yes"),
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *text = train_experiment_get (experiment, "landscape", texts[i].key);
      GError     *detail = NULL;

      if (texts[i].read (text, settings, &detail))
        continue;
      g_set_error (error, TRAIN_ERROR, TRAIN_ERROR_VALUE, "landscape.%s = %s: %s", texts[i].key, text,
                   detail->message);
      g_error_free (detail);
      percept_landscape_settings_clear (settings);
      return FALSE;
    }
  return TRUE;
}

void
percept_landscape_settings_clear (PerceptLandscapeSettings *settings)
{
  g_clear_pointer (&settings->weights, g_free);
}

gboolean
percept_landscape_validate (TrainExperiment *experiment,
                            GError         **error)
{
  g_auto (PerceptLandscapeSettings) settings = { NULL };

  if (percept_landscape_settings_read (experiment, &settings, error))
    return TRUE;
  g_prefix_error (error, "%s: ", train_experiment_get_path (experiment) ? train_experiment_get_path (experiment)
                                                                         : train_experiment_get_name (experiment));
  return FALSE;
}
