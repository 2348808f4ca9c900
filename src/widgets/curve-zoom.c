/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/curve-zoom.h"

#include <math.h>

#define WHEEL_FACTOR 0.8 /* of one click of the wheel */
#define SIDEWAYS     40  /* px that one click scrolls sideways */
#define DRAG_PX      8   /* from here on it is no click */

/* Of one view. */
typedef struct
{
  PerceptFigureView *view;
  PerceptCurveZoomed zoomed;
  gpointer           data;
  double             pointer;  /* px */
  double             scale;    /* of two fingers, so far */
  double             drag;     /* px, so far */
} CurveZoom;

static PlotCurves *
curves_of (CurveZoom *self)
{
  return (PlotCurves *) percept_figure_view_get_figure (self->view);
}

static double
x_at (CurveZoom *self,
      double     px)
{
  PlotTheme theme;

  percept_figure_view_get_theme (self->view, &theme);
  return plot_curves_x_at (curves_of (self), gtk_widget_get_width (GTK_WIDGET (self->view)),
                           gtk_widget_get_height (GTK_WIDGET (self->view)), &theme, px);
}

static gboolean
is_zoomed (CurveZoom *self)
{
  double low, high;

  return curves_of (self) != NULL && plot_curves_get_view (curves_of (self), &low, &high);
}

static void
zoom_at (CurveZoom *self,
         double     px,
         double     factor)
{
  double low, high, at;

  if (curves_of (self) == NULL)
    return;
  plot_curves_get_view (curves_of (self), &low, &high);
  at = x_at (self, px);
  plot_curves_zoom (curves_of (self), CLAMP (at, low, high), factor);
  self->zoomed (curves_of (self), self->data);
}

static void
pan_by_px (CurveZoom *self,
           double     px)
{
  plot_curves_pan (curves_of (self), x_at (self, px) - x_at (self, 0));
  self->zoomed (curves_of (self), self->data);
}

static void
motion_cb (CurveZoom *self,
           double     x,
           double     y)
{
  self->pointer = x;
}

static gboolean
scroll_cb (CurveZoom                *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) != 0 && dy != 0)
    {
      zoom_at (self, self->pointer, pow (WHEEL_FACTOR, -dy));
      return TRUE;
    }
  if (!is_zoomed (self) || fabs (dx) <= fabs (dy))
    return FALSE;
  pan_by_px (self, dx * SIDEWAYS);
  return TRUE;
}

static void
pinch_begin_cb (CurveZoom *self)
{
  self->scale = 1;
}

static void
pinch_cb (CurveZoom  *self,
          double      scale,
          GtkGesture *gesture)
{
  double x = self->pointer, y;

  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  if (scale > 0)
    zoom_at (self, x, self->scale / scale);
  self->scale = scale;
}

static void
drag_begin_cb (CurveZoom *self,
               double     x,
               double     y)
{
  self->drag = 0;
}

static void
drag_cb (CurveZoom  *self,
         double      x,
         double      y,
         GtkGesture *gesture)
{
  if (!is_zoomed (self) || (self->drag == 0 && fabs (x) < DRAG_PX))
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  pan_by_px (self, self->drag - x);
  self->drag = x;
}

static void
pressed_cb (CurveZoom *self,
            int        n_press,
            double     x,
            double     y)
{
  if (n_press != 2 || !is_zoomed (self))
    return;
  plot_curves_set_view (curves_of (self), NAN, NAN);
  self->zoomed (curves_of (self), self->data);
}

static void
add_gestures (CurveZoom *self)
{
  GtkWidget  *widget = GTK_WIDGET (self->view);
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}

void
percept_curve_zoom_add (PerceptFigureView  *view,
                        PerceptCurveZoomed  zoomed,
                        gpointer            data)
{
  CurveZoom          *self = g_new0 (CurveZoom, 1);
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->view = view;
  self->zoomed = zoomed;
  self->data = data;
  g_object_set_data_full (G_OBJECT (view), "percept-curve-zoom", self, g_free);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (view), scroll);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (view), motion);
  add_gestures (self);
}
