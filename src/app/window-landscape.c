/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The race on the Landscape as a subject of the window's commands, and the commands that it alone has. */

#include "app/window-private.h"

#include "views/landscape/race-setting.h"
#include "views/transport/race-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define WEIGHTS   "weights"
#define PRINCIPAL "principal"
/* Experiment files say this for what is to be found. */
#define SUGGEST   "suggest"
#define FIT       "fit"

static PerceptLandscape *
get_landscape (PerceptWindow *self)
{
  return percept_landscape_page_get_landscape (PERCEPT_LANDSCAPE_PAGE (self->landscape_page));
}

PerceptRacePlayer *
percept_window_get_race (PerceptWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->pages));
  const char *shown = gtk_stack_get_visible_child_name (GTK_STACK (self->main_stack));

  if (g_strcmp0 (page, "landscape") != 0 || g_strcmp0 (shown, "gallery") == 0)
    return NULL;
  return percept_landscape_page_get_player (PERCEPT_LANDSCAPE_PAGE (self->landscape_page));
}

PerceptFigureView *
percept_window_find_landscape (PerceptWindow *self)
{
  g_autoptr (GPtrArray) views = percept_landscape_page_get_views (PERCEPT_LANDSCAPE_PAGE (self->landscape_page));

  return g_object_ref (g_ptr_array_index (views, 0));
}

static void
keep (PerceptWindow *self,
      const char    *key,
      const char    *value)
{
  percept_race_setting_keep (self->landscape_page, get_landscape (self), key, value);
}

/* Actions */

static void
start_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  PerceptWindow *self = data;
  double         start[2];

  g_variant_get (parameter, "(dd)", &start[0], &start[1]);
  if (!isfinite (start[0]) || !isfinite (start[1]))
    {
      percept_window_report (self, _("A race cannot start there: two finite numbers are needed"));
      return;
    }
  percept_landscape_set_start (get_landscape (self), start);
  percept_race_setting_keep_start (self->landscape_page, get_landscape (self));
}

static void
weights_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  PerceptWindow     *self = data;
  const char        *text = g_variant_get_string (parameter, NULL);
  g_autoptr (GError) error = NULL;

  if (!percept_landscape_page_choose_weights (PERCEPT_LANDSCAPE_PAGE (self->landscape_page), text, &error))
    percept_window_report (self, error->message);
  percept_window_update_actions (self);
}

static void
surface_cb (GSimpleAction *action,
            GVariant      *state,
            gpointer       data)
{
  PerceptWindow     *self = data;
  const char        *name = g_variant_get_string (state, NULL);
  g_autoptr (GError) error = NULL;

  if (g_str_equal (name, WEIGHTS))
    percept_landscape_set_plane (get_landscape (self), PERCEPT_PLANE_WEIGHTS);
  else if (g_str_equal (name, PRINCIPAL))
    percept_landscape_set_plane (get_landscape (self), PERCEPT_PLANE_PRINCIPAL);
  else if (!percept_landscape_set_analytic (get_landscape (self), name, &error))
    percept_window_report (self, error->message);
  percept_window_update_actions (self);
}

static void
racers_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  PerceptWindow     *self = data;
  const char        *text = g_variant_get_string (parameter, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) racers = an_racers_parse (text, &error);

  if (racers == NULL)
    {
      percept_window_report (self, error->message);
      return;
    }
  percept_landscape_set_racers (get_landscape (self), (const AnRacer *) (gconstpointer) racers->data, racers->len);
  keep (self, "racers", text);
}

static void
window_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  PerceptWindow     *self = data;
  const char        *text = g_variant_get_string (parameter, NULL);
  AnSurfaceSettings  settings;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (text, FIT))
    percept_landscape_set_window (get_landscape (self), NULL, NULL);
  else if (an_surface_parse_window (text, &settings, &error))
    percept_landscape_set_window (get_landscape (self), settings.from, settings.to);
  else
    {
      percept_window_report (self, error->message);
      return;
    }
  keep (self, "window", text);
}

static void
steps_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  PerceptWindow   *self = data;
  const char      *text = g_variant_get_string (parameter, NULL);
  AnRaceSettings   settings = *percept_landscape_get_settings (get_landscape (self));
  guint64          n;
  g_autofree char *problem = NULL;

  if (!g_ascii_string_to_unsigned (text, 10, 1, AN_MAX_RACER_STEPS, &n, NULL))
    {
      problem = g_strdup_printf (_("“%s” is no number of race steps: a whole number from 1 to %d is needed"), text,
                                 AN_MAX_RACER_STEPS);
      percept_window_report (self, problem);
      return;
    }
  settings.n_steps = (guint) n;
  percept_landscape_set_settings (get_landscape (self), &settings);
  keep (self, "racer-steps", text);
}

static void
toggle_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  PerceptWindow   *self = data;
  guint            i = g_variant_get_uint32 (parameter);
  guint            n;
  g_autofree char *problem = NULL;

  percept_landscape_get_racers (get_landscape (self), &n);
  if (i >= 1 && i <= n)
    {
      percept_race_player_toggle (
        percept_landscape_page_get_player (PERCEPT_LANDSCAPE_PAGE (self->landscape_page)), i - 1);
      return;
    }
  if (n == 0)
    problem = g_strdup (_("There are no racers to show or hide yet: they come with the surface"));
  else
    problem = g_strdup_printf (ngettext ("There is no racer %u: there is only racer %u",
                                         "There is no racer %u: they are numbered from 1 to %u", n), i, n);
  percept_window_report (self, problem);
}

static void
full_run_cb (GSimpleAction *action,
             GVariant      *state,
             gpointer       data)
{
  PerceptWindow *self = data;
  gboolean       full_run = g_variant_get_boolean (state);

  percept_landscape_set_full_run (get_landscape (self), full_run);
  keep (self, "full-run", full_run ? "yes" : "no");
  percept_window_update_actions (self);
}

static const GActionEntry entries[] = {
  { .name = "race-start", .parameter_type = "(dd)", .activate = start_cb },
  { .name = "race-weights", .parameter_type = "s", .activate = weights_cb },
  { .name = "race-surface", .parameter_type = "s", .state = "'" WEIGHTS "'", .change_state = surface_cb },
  { .name = "racers", .parameter_type = "s", .activate = racers_cb },
  { .name = "race-window", .parameter_type = "s", .activate = window_cb },
  { .name = "race-steps", .parameter_type = "s", .activate = steps_cb },
  { .name = "race-toggle", .parameter_type = "u", .activate = toggle_cb },
  { .name = "race-full-run", .state = "false", .change_state = full_run_cb },
};

static GSimpleAction *
get_action (PerceptWindow *self,
            const char    *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name));
}

void
percept_window_update_race_actions (PerceptWindow *self)
{
  PerceptLandscape *landscape = get_landscape (self);
  gboolean          open = percept_session_get_experiment (self->session) != NULL;
  PerceptPlane      plane = percept_landscape_get_plane (landscape);
  const char       *surface = plane == PERCEPT_PLANE_ANALYTIC    ? percept_landscape_get_analytic (landscape)
                              : plane == PERCEPT_PLANE_PRINCIPAL ? PRINCIPAL
                                                                 : WEIGHTS;

  g_simple_action_set_state (get_action (self, "race-surface"),
                             g_variant_new_string (surface != NULL ? surface : WEIGHTS));
  g_simple_action_set_state (get_action (self, "race-full-run"),
                             g_variant_new_boolean (percept_landscape_get_full_run (landscape)));
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_simple_action_set_enabled (get_action (self, entries[i].name), open);
}

/* The frame around the page */

/* The race is set up on its page: the settings of the training fold away, and come back as they were. */
static void
fold_sidebar (PerceptWindow *self,
              gboolean       fold)
{
  AdwFlap *flap = ADW_FLAP (self->flap);

  if (fold == self->sidebar_folded)
    return;
  self->sidebar_folded = fold;
  if (fold)
    {
      self->sidebar_before = adw_flap_get_reveal_flap (flap);
      adw_flap_set_reveal_flap (flap, FALSE);
    }
  else if (self->sidebar_before && !adw_flap_get_folded (flap))
    adw_flap_set_reveal_flap (flap, TRUE);
}

static void
page_cb (PerceptWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->pages));
  gboolean    racing = g_strcmp0 (page, "landscape") == 0;

  fold_sidebar (self, racing);
  gtk_stack_set_visible_child (GTK_STACK (self->transport_stack), racing ? self->race_bar : self->transport);
}

static void
race_cb (PerceptWindow *self)
{
  percept_window_update_actions (self);
  percept_window_queue_status (self);
}

/* The page shows it in its place; here it is for whoever drives the window from outside. */
static void
failed_cb (PerceptWindow *self,
           const GError  *error)
{
  g_free (self->message);
  self->message = g_strdup (error->message);
  percept_window_queue_status (self);
}

void
percept_window_add_landscape (PerceptWindow *self)
{
  PerceptLandscapePage *page = PERCEPT_LANDSCAPE_PAGE (self->landscape_page);
  PerceptLandscape     *landscape;
  PerceptRacePlayer    *player;

  percept_landscape_page_set_session (page, self->session);
  landscape = percept_landscape_page_get_landscape (page);
  player = percept_landscape_page_get_player (page);
  percept_race_bar_set_player (PERCEPT_RACE_BAR (self->race_bar), player);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (player, "changed", G_CALLBACK (race_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (landscape, "changed", G_CALLBACK (race_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (landscape, "surface", G_CALLBACK (race_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (landscape, "busy", G_CALLBACK (percept_window_queue_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (landscape, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (page_cb), self, G_CONNECT_SWAPPED);
}
