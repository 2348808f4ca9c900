/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/scroll-through.h"

#define PHASE_KEY "percept-scroll-phase"

/* The phase that GTK gave @controller. */
static GtkPropagationPhase
own_phase (GtkEventController *controller)
{
  gpointer kept = g_object_get_data (G_OBJECT (controller), PHASE_KEY);

  if (kept == NULL)
    {
      /* Not 0, which is "none kept" and GTK_PHASE_NONE. */
      kept = GUINT_TO_POINTER ((guint) gtk_event_controller_get_propagation_phase (controller) + 1);
      g_object_set_data (G_OBJECT (controller), PHASE_KEY, kept);
    }
  return (GtkPropagationPhase) (GPOINTER_TO_UINT (kept) - 1);
}

/* @through: the controllers of scrolling in @widget hear of nothing. */
static void
set_through (GtkWidget *widget,
             gboolean   through)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      GtkPropagationPhase            phase;

      if (!GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        continue;
      phase = own_phase (controller);
      gtk_event_controller_set_propagation_phase (controller, through ? GTK_PHASE_NONE : phase);
    }
}

static void
adjustment_cb (GtkScrolledWindow *window)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (window);
  double         extent = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_lower (adjustment);

  set_through (GTK_WIDGET (window), extent <= gtk_adjustment_get_page_size (adjustment));
}

void
percept_scroll_through_add (GtkScrolledWindow *window)
{
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (window), "changed", G_CALLBACK (adjustment_cb), window,
                           G_CONNECT_SWAPPED);
}

void
percept_scroll_through_leave (GtkWidget *control)
{
  set_through (control, TRUE);
}
