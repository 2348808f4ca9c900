/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views/landscape/landscape-hand.h"

#include "plot/landscape.h"

#include <math.h>

#define WHEEL_FACTOR 0.8    /* of one click of the wheel */
#define KEY_SHARE    0.02   /* of the window, by an arrow key */
#define SHIFT_TIMES  5
#define GRAB_PX      32     /* within which a finger takes the start */
#define LEAST_SPAN   1e-9   /* of the window, as a share of its middle's size */
#define MOST_SPAN    1e12

/* What a drag does. */
typedef enum
{
  DRAG_NOTHING,
  DRAG_START,
  DRAG_WINDOW,
} Drag;

/* Of one view. */
typedef struct
{
  PerceptFigureView    *view;
  PerceptLandscape     *landscape;
  PerceptLandscapeMoved moved;
  gpointer              data;
  double                pointer[2]; /* px */
  double                scale;      /* of two fingers, so far */
  Drag                  drag;
  double                press[2];   /* px, of the drag */
  double                from[2];    /* the window when it began */
  double                to[2];
  double                before[2];  /* the start before the last click */
} LandscapeHand;

static PlotLandscape *
figure_of (LandscapeHand *self)
{
  return (PlotLandscape *) percept_figure_view_get_figure (self->view);
}

/* FALSE outside of the plot's frame. */
static gboolean
place_at (LandscapeHand *self,
          double         x,
          double         y,
          PlotPlace     *place)
{
  PlotTheme theme;

  if (figure_of (self) == NULL)
    return FALSE;
  percept_figure_view_get_theme (self->view, &theme);
  return plot_landscape_to_place (figure_of (self), gtk_widget_get_width (GTK_WIDGET (self->view)),
                                  gtk_widget_get_height (GTK_WIDGET (self->view)), &theme, x, y, place);
}

static void
px_of (LandscapeHand   *self,
       const PlotPlace *place,
       double          *x,
       double          *y)
{
  PlotTheme theme;

  percept_figure_view_get_theme (self->view, &theme);
  plot_landscape_to_px (figure_of (self), gtk_widget_get_width (GTK_WIDGET (self->view)),
                        gtk_widget_get_height (GTK_WIDGET (self->view)), &theme, place, x, y);
}

/* FALSE while no window is known. */
static gboolean
get_window (LandscapeHand *self,
            double         from[2],
            double         to[2])
{
  percept_landscape_get_window (self->landscape, from, to);
  return figure_of (self) != NULL && from[0] < to[0] && from[1] < to[1];
}

/* Px of the frame's corners: a drag that leaves it goes on, and ends at its edge. */
static void
clamp_to_frame (LandscapeHand *self,
                double        *x,
                double        *y)
{
  double from[2], to[2];
  double left, right, top, bottom;

  if (!get_window (self, from, to))
    return;
  px_of (self, &(PlotPlace) { from[0], from[1] }, &left, &bottom);
  px_of (self, &(PlotPlace) { to[0], to[1] }, &right, &top);
  *x = CLAMP (*x, fmin (left, right) + 1, fmax (left, right) - 1);
  *y = CLAMP (*y, fmin (top, bottom) + 1, fmax (top, bottom) - 1);
}

static void
tell (LandscapeHand *self,
      PerceptMoved   what,
      gboolean       held)
{
  self->moved (what, held, self->data);
}

/* The start */

static void
move_start_to (LandscapeHand *self,
               double         x,
               double         y,
               gboolean       held)
{
  PlotPlace place;

  clamp_to_frame (self, &x, &y);
  if (!place_at (self, x, y, &place))
    return;
  percept_landscape_set_start (self->landscape, (double[2]) { place.x, place.y });
  tell (self, PERCEPT_MOVED_START, held);
}

static void
move_start_by (LandscapeHand *self,
               double         across,
               double         up)
{
  double from[2], to[2], start[2];

  if (!get_window (self, from, to))
    return;
  percept_landscape_get_start (self->landscape, start);
  start[0] += across * (to[0] - from[0]);
  start[1] += up * (to[1] - from[1]);
  percept_landscape_set_start (self->landscape, start);
  tell (self, PERCEPT_MOVED_START, FALSE);
}

static gboolean
is_near_start (LandscapeHand *self,
               double         x,
               double         y)
{
  double start[2];
  double start_x, start_y;

  percept_landscape_get_start (self->landscape, start);
  px_of (self, &(PlotPlace) { start[0], start[1] }, &start_x, &start_y);
  return hypot (x - start_x, y - start_y) <= GRAB_PX;
}

/* The window */

static void
set_window (LandscapeHand *self,
            const double   from[2],
            const double   to[2],
            gboolean       held)
{
  for (int k = 0; k < 2; k++)
    {
      double size = fmax (fabs (from[k]), fabs (to[k]));

      if (!(to[k] - from[k] > LEAST_SPAN * size) || !(to[k] - from[k] < MOST_SPAN))
        return;
    }
  percept_landscape_set_window (self->landscape, from, to);
  tell (self, PERCEPT_MOVED_WINDOW, held);
}

static void
zoom_at (LandscapeHand *self,
         double         x,
         double         y,
         double         factor)
{
  double    from[2], to[2];
  PlotPlace place;

  if (!get_window (self, from, to))
    return;
  if (!place_at (self, x, y, &place))
    place = (PlotPlace) { (from[0] + to[0]) / 2, (from[1] + to[1]) / 2 };
  from[0] = place.x + (from[0] - place.x) * factor;
  to[0] = place.x + (to[0] - place.x) * factor;
  from[1] = place.y + (from[1] - place.y) * factor;
  to[1] = place.y + (to[1] - place.y) * factor;
  set_window (self, from, to, FALSE);
}

/* From where it was when the drag began: differences that add up would drift. */
static void
pan_to (LandscapeHand *self,
        double         dx,
        double         dy)
{
  double left, right, top, bottom;
  double from[2], to[2], by[2];

  if (!get_window (self, from, to))
    return;
  px_of (self, &(PlotPlace) { from[0], from[1] }, &left, &bottom);
  px_of (self, &(PlotPlace) { to[0], to[1] }, &right, &top);
  by[0] = -dx * (self->to[0] - self->from[0]) / (right - left);
  by[1] = -dy * (self->to[1] - self->from[1]) / (top - bottom);
  for (int k = 0; k < 2; k++)
    {
      from[k] = self->from[k] + by[k];
      to[k] = self->to[k] + by[k];
    }
  set_window (self, from, to, TRUE);
}

static void
fit (LandscapeHand *self)
{
  percept_landscape_set_window (self->landscape, NULL, NULL);
  tell (self, PERCEPT_MOVED_FIT, FALSE);
}

/* Gestures */

static gboolean
is_touch (GtkGesture *gesture)
{
  GdkDevice *device = gtk_event_controller_get_current_event_device (GTK_EVENT_CONTROLLER (gesture));

  return device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN;
}

static Drag
choose_drag (LandscapeHand *self,
             GtkGesture    *gesture,
             double         x,
             double         y)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  guint           button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  PlotPlace       place;

  if (!get_window (self, self->from, self->to) || !place_at (self, x, y, &place))
    return DRAG_NOTHING;
  if (button == GDK_BUTTON_MIDDLE || (button == GDK_BUTTON_PRIMARY && (state & GDK_SHIFT_MASK) != 0))
    return DRAG_WINDOW;
  if (button != GDK_BUTTON_PRIMARY || (is_touch (gesture) && !is_near_start (self, x, y)))
    return DRAG_NOTHING;
  return DRAG_START;
}

static void
drag_begin_cb (LandscapeHand *self,
               double         x,
               double         y,
               GtkGesture    *gesture)
{
  self->drag = choose_drag (self, gesture, x, y);
  self->press[0] = x;
  self->press[1] = y;
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  if (self->drag == DRAG_NOTHING)
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
  else if (is_touch (gesture))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->drag != DRAG_START)
    return;
  move_start_to (self, x, y, TRUE);
}

static void
drag_cb (LandscapeHand *self,
         double         dx,
         double         dy,
         GtkGesture    *gesture)
{
  if (self->drag == DRAG_NOTHING || (dx == 0 && dy == 0))
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->drag == DRAG_START)
    move_start_to (self, self->press[0] + dx, self->press[1] + dy, TRUE);
  else
    pan_to (self, dx, dy);
}

static void
drag_end_cb (LandscapeHand *self)
{
  if (self->drag != DRAG_NOTHING)
    tell (self, self->drag == DRAG_START ? PERCEPT_MOVED_START : PERCEPT_MOVED_WINDOW, FALSE);
  self->drag = DRAG_NOTHING;
}

/* In the capture phase, so before the drag: a second click was none on the start, which goes back. A tap calls it. */
static void
pressed_cb (LandscapeHand *self,
            int            n_press,
            double         x,
            double         y)
{
  if (n_press == 1)
    percept_landscape_get_start (self->landscape, self->before);
}

static void
released_cb (LandscapeHand *self,
             int            n_press,
             double         x,
             double         y,
             GtkGesture    *gesture)
{
  if (n_press == 2)
    {
      percept_landscape_set_start (self->landscape, self->before);
      tell (self, PERCEPT_MOVED_START, FALSE);
      fit (self);
    }
  else if (is_touch (gesture) && self->drag == DRAG_NOTHING)
    move_start_to (self, x, y, FALSE);
}

static void
motion_cb (LandscapeHand *self,
           double         x,
           double         y)
{
  self->pointer[0] = x;
  self->pointer[1] = y;
}

static gboolean
scroll_cb (LandscapeHand            *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) == 0 || dy == 0)
    return FALSE;
  zoom_at (self, self->pointer[0], self->pointer[1], pow (WHEEL_FACTOR, -dy));
  return TRUE;
}

static void
pinch_begin_cb (LandscapeHand *self)
{
  self->scale = 1;
}

static void
pinch_cb (LandscapeHand *self,
          double         scale,
          GtkGesture    *gesture)
{
  double x = self->pointer[0], y = self->pointer[1];

  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  if (scale > 0)
    zoom_at (self, x, y, self->scale / scale);
  self->scale = scale;
}

/* Keys */

static const struct
{
  guint key, pad_key;
  int   across, up;
} moves[] = {
  { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
  { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
  { GDK_KEY_Up, GDK_KEY_KP_Up, 0, 1 },
  { GDK_KEY_Down, GDK_KEY_KP_Down, 0, -1 },
};

static gboolean
zoom_key (LandscapeHand *self,
          guint          key)
{
  double factor = 1;

  if (key == GDK_KEY_plus || key == GDK_KEY_KP_Add || key == GDK_KEY_equal)
    factor = WHEEL_FACTOR;
  else if (key == GDK_KEY_minus || key == GDK_KEY_KP_Subtract)
    factor = 1 / WHEEL_FACTOR;
  else
    return FALSE;
  /* At the middle. */
  zoom_at (self, -1, -1, factor);
  return TRUE;
}

static gboolean
key_cb (LandscapeHand  *self,
        guint           key,
        guint           code,
        GdkModifierType state)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  int             times = modifiers == GDK_SHIFT_MASK ? SHIFT_TIMES : 1;

  if (modifiers != 0 && modifiers != GDK_SHIFT_MASK)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    if (key == moves[i].key || key == moves[i].pad_key)
      {
        move_start_by (self, times * moves[i].across * KEY_SHARE, times * moves[i].up * KEY_SHARE);
        return TRUE;
      }
  if (key == GDK_KEY_0 || key == GDK_KEY_KP_0)
    {
      fit (self);
      return TRUE;
    }
  return zoom_key (self, key);
}

/* Made once */

static void
add_gestures (LandscapeHand *self)
{
  GtkWidget  *widget = GTK_WIDGET (self->view);
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}

static void
hand_free (LandscapeHand *self)
{
  g_object_unref (self->landscape);
  g_free (self);
}

void
percept_landscape_hand_add (PerceptFigureView     *view,
                            PerceptLandscape      *landscape,
                            PerceptLandscapeMoved  moved,
                            gpointer               data)
{
  LandscapeHand      *self = g_new0 (LandscapeHand, 1);
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->view = view;
  self->landscape = g_object_ref (landscape);
  self->moved = moved;
  self->data = data;
  g_object_set_data_full (G_OBJECT (view), "percept-landscape-hand", self, (GDestroyNotify) hand_free);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (view), scroll);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (view), motion);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
  add_gestures (self);
}
