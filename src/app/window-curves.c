/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the learning curves are looked at: axes, the part that is shown, earlier runs. */

#include "app/window-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ZOOM_FACTOR 0.5
#define PAN_SHARE   0.25

/* As PerceptRunX. */
static const char *const x_names[] = { "steps", "epochs", "examples", "seconds", NULL };

static void
x_axis_cb (GSimpleAction *action,
           GVariant      *state,
           gpointer       data)
{
  PerceptWindow   *self = data;
  const char      *name = g_variant_get_string (state, NULL);
  g_autofree char *problem = NULL;

  for (int x = 0; x < PERCEPT_N_RUN_X; x++)
    if (g_str_equal (x_names[x], name))
      {
        percept_run_figures_set_x (self->figures, x);
        g_simple_action_set_state (action, state);
        return;
      }
  problem = g_strdup_printf (_("There is no x axis “%s”: one of steps, epochs, examples, seconds is needed"), name);
  percept_window_report (self, problem);
}

static void
next_x_axis_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  PerceptWindow *self = data;
  PerceptRunX    next = (percept_run_figures_get_x (self->figures) + 1) % PERCEPT_N_RUN_X;

  g_action_group_change_action_state (G_ACTION_GROUP (self), "x-axis", g_variant_new_string (x_names[next]));
}

static void
log_cb (GSimpleAction *action,
        GVariant      *state,
        gpointer       data)
{
  percept_run_figures_set_log (((PerceptWindow *) data)->figures, g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
earlier_cb (GSimpleAction *action,
            GVariant      *state,
            gpointer       data)
{
  percept_run_figures_show_earlier (((PerceptWindow *) data)->figures, g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
clear_earlier_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  percept_run_figures_clear_earlier (((PerceptWindow *) data)->figures);
}

static void
zoom_in_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  percept_run_figures_zoom (((PerceptWindow *) data)->figures, ZOOM_FACTOR);
}

static void
zoom_out_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  percept_run_figures_zoom (((PerceptWindow *) data)->figures, 1 / ZOOM_FACTOR);
}

static void
zoom_reset_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  percept_run_figures_set_view (((PerceptWindow *) data)->figures, NAN, NAN);
}

/* From, to: in what the x axis counts. */
static void
zoom_to_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  PerceptWindow   *self = data;
  g_autofree char *problem = NULL;
  double           low, high;

  g_variant_get (parameter, "(dd)", &low, &high);
  if (isfinite (low) && isfinite (high) && low < high)
    {
      percept_run_figures_set_view (self->figures, low, high);
      return;
    }
  problem = g_strdup_printf (_("%g to %g is no part of the x axis: the first must be smaller"), low, high);
  percept_window_report (self, problem);
}

/* -1 to the left, 1 to the right. */
static void
pan_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  percept_run_figures_pan (((PerceptWindow *) data)->figures, PAN_SHARE * g_variant_get_int32 (parameter));
}

static const GActionEntry entries[] = {
  { .name = "x-axis", .parameter_type = "s", .state = "'steps'", .change_state = x_axis_cb },
  { .name = "next-x-axis", .activate = next_x_axis_cb },
  { .name = "log", .state = "false", .change_state = log_cb },
  { .name = "earlier", .state = "true", .change_state = earlier_cb },
  { .name = "clear-earlier", .activate = clear_earlier_cb },
  { .name = "zoom-in", .activate = zoom_in_cb },
  { .name = "zoom-out", .activate = zoom_out_cb },
  { .name = "zoom-reset", .activate = zoom_reset_cb },
  { .name = "zoom-to", .parameter_type = "(dd)", .activate = zoom_to_cb },
  { .name = "pan", .parameter_type = "i", .activate = pan_cb },
};

static void
update_enabled (PerceptWindow *self)
{
  double   low, high;
  gboolean zoomed = percept_run_figures_get_view (self->figures, &low, &high);
  gboolean earlier = percept_run_figures_has_earlier (self->figures);
  const struct
  {
    const char *name;
    gboolean    enabled;
  } actions[] = { { "zoom-out", zoomed }, { "zoom-reset", zoomed }, { "pan", zoomed }, { "clear-earlier", earlier } };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), actions[i].name)), actions[i].enabled);
}

void
percept_window_add_curve_actions (PerceptWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->figures, "changed", G_CALLBACK (update_enabled), self, G_CONNECT_SWAPPED);
  update_enabled (self);
}
