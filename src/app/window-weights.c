/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands of the Weights page: units, rankings, and moments of the run. */

#include "app/window-private.h"

#include "views/transport/transport-bar.h"
#include "views/weights/unit-names.h"

#include <glib/gi18n-lib.h>

static PerceptWeightsPage *
get_page (PerceptWindow *self)
{
  return PERCEPT_WEIGHTS_PAGE (self->weights_page);
}

/* "units" or "network" */
static void
view_cb (GSimpleAction *action,
         GVariant      *state,
         gpointer       data)
{
  PerceptWindow   *self = data;
  const char      *name = g_variant_get_string (state, NULL);
  g_autofree char *problem = NULL;

  if (percept_weights_page_show (get_page (self), name))
    return;
  problem = g_strdup_printf (_("There is no view “%s” of the weights: one of units, network is needed"), name);
  percept_window_report (self, problem);
}

/* "1:17", layer and unit; "none" */
static void
unit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  PerceptWindow     *self = data;
  const char        *text = g_variant_get_string (parameter, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char   *problem = NULL;
  guint              layer, unit;

  if (g_str_equal (text, "none"))
    percept_weights_page_show_unit (get_page (self), 0, 0);
  else if (!percept_unit_parse (text, &layer, &unit, &error))
    problem = g_strdup_printf (_("%s, or none"), error->message);
  else if (!percept_weights_page_show_unit (get_page (self), layer, unit))
    problem = g_strdup_printf (_("There is no unit %u in layer %u"), unit, layer);
  if (problem != NULL)
    percept_window_report (self, problem);
}

/* The unit that is shown large has all of the page. */
static void
unit_whole_cb (GSimpleAction *action,
               GVariant      *state,
               gpointer       data)
{
  PerceptWeightsPage *page = get_page (data);

  percept_weights_page_set_whole (page, g_variant_get_boolean (state));
  if (g_variant_get_boolean (state) && !percept_weights_page_get_whole (page))
    percept_window_report (data, _("Choose a unit first: none is shown large"));
}

/* "contribution 8", "norm" */
static void
rank_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  PerceptWindow       *self = data;
  PerceptUnitOrderBox *order = percept_units_view_get_order (percept_weights_page_get_units (get_page (self)));
  g_auto (GStrv)       words = g_strsplit (g_variant_get_string (parameter, NULL), " ", 2);
  g_autoptr (GError)   error = NULL;

  if (!percept_unit_order_box_choose (order, words[0], words[0] != NULL ? words[1] : NULL, &error))
    percept_window_report (self, error->message);
}

/* One that is not kept is told as the slider tells it. */
static void
show_moment (PerceptWindow *self,
             guint64        step)
{
  PerceptMomentSlider *moments = percept_weights_page_get_moments (get_page (self));
  g_autoptr (GError)   error = NULL;
  g_autofree char     *told = NULL;
  guint64              asked;

  if (!percept_moment_slider_show (moments, step, &error))
    percept_window_report (self, error->message);
  else if (percept_moment_slider_get_asked (moments, &asked))
    {
      told = percept_moment_slider_describe (moments);
      if (!gtk_widget_get_mapped (GTK_WIDGET (moments)))
        percept_window_report (self, told);
      else /* it stands beside the slider */
        self->message = g_steal_pointer (&told);
    }
}

/* A step, or "now" */
static void
moment_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  PerceptWindow   *self = data;
  const char      *text = g_variant_get_string (parameter, NULL);
  guint64          step;
  g_autofree char *problem = NULL;

  g_clear_pointer (&self->message, g_free);
  if (g_str_equal (text, "now"))
    percept_moment_slider_show_now (percept_weights_page_get_moments (get_page (self)));
  else if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &step, NULL))
    show_moment (self, step);
  else
    {
      problem = g_strdup_printf (_("“%s” is no moment: it should be a step like 100, or now"), text);
      percept_window_report (self, problem);
    }
  percept_window_queue_status (self);
}

static void
go_on_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  PerceptWindow *self = data;

  if (!percept_moment_slider_go_on (percept_weights_page_get_moments (get_page (self))))
    percept_window_report (self, _("Choose a moment of the run first: it stands at now"));
}

static const GActionEntry entries[] = {
  { .name = "weights-view", .parameter_type = "s", .state = "'units'", .change_state = view_cb },
  { .name = "unit", .parameter_type = "s", .activate = unit_cb },
  { .name = "unit-whole", .state = "false", .change_state = unit_whole_cb },
  { .name = "rank", .parameter_type = "s", .activate = rank_cb },
  { .name = "moment", .parameter_type = "s", .activate = moment_cb },
  { .name = "go-on", .activate = go_on_cb },
};

void
percept_window_update_weights_actions (PerceptWindow *self)
{
  gboolean open = percept_session_get_experiment (self->session) != NULL;
  GAction *view = g_action_map_lookup_action (G_ACTION_MAP (self), "weights-view");
  GAction *whole = g_action_map_lookup_action (G_ACTION_MAP (self), "unit-whole");

  g_simple_action_set_state (G_SIMPLE_ACTION (view),
                             g_variant_new_string (percept_weights_page_get_shown (get_page (self))));
  g_simple_action_set_state (G_SIMPLE_ACTION (whole),
                             g_variant_new_boolean (percept_weights_page_get_whole (get_page (self))));
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), entries[i].name)), open);
  percept_window_update_weight_file_actions (self, open);
  percept_window_update_units_actions (self);
  percept_window_update_image_actions (self);
}

/* The numbers below the page are those of what it shows; below other pages those of now. */
static void
show_numbers (PerceptWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->pages));
  TrainRung  *rung = percept_weight_source_get_rung (percept_weights_page_get_source (get_page (self)));

  percept_transport_bar_set_moment (PERCEPT_TRANSPORT_BAR (self->transport),
                                    g_strcmp0 (page, "weights") == 0 && rung != NULL ? rung->step : G_MAXUINT64);
}

void
percept_window_add_weights (PerceptWindow *self)
{
  PerceptWeightsPage *page = get_page (self);

  percept_weights_page_set_session (page, self->session, self->figures);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  percept_window_add_weight_files (self);
  percept_window_add_units (self);
  percept_window_add_image (self);
  g_signal_connect_object (page, "shown", G_CALLBACK (percept_window_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "shown", G_CALLBACK (percept_window_queue_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (percept_weights_page_get_study (page), "ranking",
                           G_CALLBACK (percept_window_queue_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (percept_weights_page_get_study (page), "unit", G_CALLBACK (percept_window_queue_status),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (percept_weights_page_get_source (page), "moment", G_CALLBACK (show_numbers), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (show_numbers), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "answered", G_CALLBACK (percept_window_queue_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (percept_weights_page_get_source (page), "moment",
                           G_CALLBACK (percept_window_queue_status), self, G_CONNECT_SWAPPED);
}
