/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pointer and keys do in the network diagram. */

#include "views/weights/network-view-private.h"

static void
pressed_cb (PerceptNetworkView *self,
            int                 n_press,
            double              x,
            double              y)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);
  PlotTheme          theme;
  guint              layer, unit;

  gtk_widget_grab_focus (self->view);
  percept_figure_view_get_theme (view, &theme);
  if (!plot_network_diagram_pick (self->diagram, gtk_widget_get_width (self->view),
                                  percept_figure_view_get_full_height (view), &theme, x,
                                  percept_figure_view_to_figure_y (view, y), &layer, &unit))
    {
      percept_network_view_select (self, 0, 0);
      return;
    }
  percept_network_view_select (self, layer + 1, unit);
  percept_network_view_tell_chosen (self);
}

static gboolean
move (PerceptNetworkView *self,
      int                 right,
      int                 down)
{
  PerceptFigureView *view = PERCEPT_FIGURE_VIEW (self->view);
  guint              layer = self->layer - 1, unit = self->unit;
  PlotTheme          theme;

  percept_figure_view_get_theme (view, &theme);
  if (plot_network_diagram_move (self->diagram, gtk_widget_get_width (self->view),
                                 percept_figure_view_get_full_height (view), &theme, right, down, &layer, &unit))
    percept_network_view_select (self, layer + 1, unit);
  return TRUE;
}

static gboolean
choose_selected (PerceptNetworkView *self)
{
  if (self->layer == 0)
    return FALSE;
  percept_network_view_tell_chosen (self);
  return TRUE;
}

static gboolean
drop_selected (PerceptNetworkView *self)
{
  gboolean selected = self->layer > 0;

  percept_network_view_select (self, 0, 0);
  return selected;
}

static gboolean
turn (PerceptNetworkView *self,
      int                 by)
{
  percept_chosen_image_move (self->image, by);
  return TRUE;
}

static gboolean
key_cb (PerceptNetworkView *self,
        guint               key,
        guint               code,
        GdkModifierType     state)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Left:      return move (self, -1, 0);
    case GDK_KEY_Right:     return move (self, 1, 0);
    case GDK_KEY_Up:        return move (self, 0, -1);
    case GDK_KEY_Down:      return move (self, 0, 1);
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:  return choose_selected (self);
    case GDK_KEY_Escape:    return drop_selected (self);
    case GDK_KEY_Page_Down:
    case GDK_KEY_period:    return turn (self, 1);
    case GDK_KEY_Page_Up:
    case GDK_KEY_comma:     return turn (self, -1);
    default:                return FALSE;
    }
}

void
percept_network_view_add_input (PerceptNetworkView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture         *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->view, keys);
}
