/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/drawing-pad.h"

#include "plot/byte-image.h"
#include "plot/sketch.h"
#include "plot/weight-picture.h"
#include "widgets/drawing-pad-paint.h"
#include "widgets/figure-style.h"

#include <glib/gi18n-lib.h>

#define SIDE       224 /* px it would like to have at first, */
#define LEAST      112 /* and has at least, for whole px of each pixel */
#define FRAME      1   /* px around it, for a hairline */
#define KEY_STRIDE 4   /* pixels, with Shift */

struct _PerceptDrawingPad
{
  GtkWidget      parent_instance;
  PlotSketch    *sketch;
  int            side;        /* px it would like to have */
  gboolean       eraser;      /* is in hand */
  double         start_x;     /* of the pointer's stroke, px */
  double         start_y;
  gboolean       pointed;     /* the pointer is here: */
  PlotBrushPoint pointer;
  gboolean       by_keys;     /* the place of the keys is shown: */
  PlotBrushPoint cursor;
  guint          held;        /* the key that draws or erases, or 0 */
};

static guint drawn;

G_DEFINE_FINAL_TYPE (PerceptDrawingPad, percept_drawing_pad, GTK_TYPE_WIDGET)

/* Drawing */

static void
changed (PerceptDrawingPad *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, drawn, 0);
}

static void
begin (PerceptDrawingPad *self,
       PlotBrushPoint     point,
       gboolean           eraser)
{
  if (plot_sketch_begin (self->sketch, point, eraser))
    changed (self);
}

static void
extend (PerceptDrawingPad *self,
        PlotBrushPoint     point)
{
  if (plot_sketch_extend (self->sketch, point))
    changed (self);
}

void
percept_drawing_pad_set (PerceptDrawingPad *self,
                         const guint8      *bytes,
                         guint              channels,
                         guint              height,
                         guint              width)
{
  PlotBrushImage before;

  g_return_if_fail (PERCEPT_IS_DRAWING_PAD (self));

  before = *plot_sketch_get (self->sketch);
  plot_sketch_set (self->sketch, bytes, channels, height, width);
  self->held = 0;
  if (height != before.height || width != before.width)
    {
      self->cursor = (PlotBrushPoint) { (float) (width / 2) + 0.5f, (float) (height / 2) + 0.5f };
      gtk_widget_queue_resize (GTK_WIDGET (self));
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const PlotBrushImage *
percept_drawing_pad_get (PerceptDrawingPad *self)
{
  g_return_val_if_fail (PERCEPT_IS_DRAWING_PAD (self), NULL);

  return plot_sketch_get (self->sketch);
}

void
percept_drawing_pad_set_side (PerceptDrawingPad *self,
                              int                side)
{
  g_return_if_fail (PERCEPT_IS_DRAWING_PAD (self));

  if (side == self->side)
    return;
  self->side = side;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
percept_drawing_pad_set_eraser (PerceptDrawingPad *self,
                                gboolean           eraser)
{
  g_return_if_fail (PERCEPT_IS_DRAWING_PAD (self));

  self->eraser = eraser;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
percept_drawing_pad_stroke (PerceptDrawingPad    *self,
                            const PlotBrushPoint *points,
                            guint                 n,
                            gboolean              eraser)
{
  g_return_if_fail (PERCEPT_IS_DRAWING_PAD (self));

  for (guint i = 0; i < n; i++)
    {
      if (i == 0)
        begin (self, points[i], eraser);
      else
        extend (self, points[i]);
    }
  plot_sketch_end (self->sketch);
}

void
percept_drawing_pad_clear (PerceptDrawingPad *self)
{
  g_return_if_fail (PERCEPT_IS_DRAWING_PAD (self));

  if (plot_sketch_clear (self->sketch))
    changed (self);
}

gboolean
percept_drawing_pad_undo (PerceptDrawingPad *self)
{
  g_return_val_if_fail (PERCEPT_IS_DRAWING_PAD (self), FALSE);

  if (!plot_sketch_undo (self->sketch))
    return FALSE;
  changed (self);
  return TRUE;
}

gboolean
percept_drawing_pad_can_undo (PerceptDrawingPad *self)
{
  g_return_val_if_fail (PERCEPT_IS_DRAWING_PAD (self), FALSE);

  return plot_sketch_can_undo (self->sketch);
}

gboolean
percept_drawing_pad_is_untouched (PerceptDrawingPad *self)
{
  g_return_val_if_fail (PERCEPT_IS_DRAWING_PAD (self), TRUE);

  return plot_sketch_is_untouched (self->sketch);
}

gboolean
percept_drawing_pad_is_own (PerceptDrawingPad *self)
{
  g_return_val_if_fail (PERCEPT_IS_DRAWING_PAD (self), FALSE);

  return plot_sketch_is_own (self->sketch);
}

/* Where it is painted */

static PerceptPadPlace
find_place (PerceptDrawingPad *self)
{
  const PlotBrushImage *image = plot_sketch_get (self->sketch);
  double                width = gtk_widget_get_width (GTK_WIDGET (self));
  double                height = gtk_widget_get_height (GTK_WIDGET (self));
  PerceptPadPlace       place = { .zoom = plot_weight_zoom_within (image->width, image->height, width - 2 * FRAME,
                                                                   height - 2 * FRAME) };

  place.width = place.zoom * image->width;
  place.height = place.zoom * image->height;
  place.x = (int) ((width - place.width) / 2);
  place.y = (int) ((height - place.height) / 2);
  return place;
}

static PlotBrushPoint
to_image (PerceptDrawingPad *self,
          double             x,
          double             y)
{
  PerceptPadPlace place = find_place (self);

  return (PlotBrushPoint) { (float) ((x - place.x) / place.zoom), (float) ((y - place.y) / place.zoom) };
}

static void
percept_drawing_pad_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  PerceptDrawingPad    *self = PERCEPT_DRAWING_PAD (widget);
  const PlotBrushImage *image = plot_sketch_get (self->sketch);
  PerceptPadPlace       place;
  PlotTheme             theme;
  cairo_surface_t      *picture;
  cairo_t              *cr;

  if (image->bytes == NULL)
    return;
  place = find_place (self);
  percept_figure_style_get_theme (percept_figure_style_get_default (), &theme);
  picture = plot_byte_image_new (image->bytes, image->channels, image->height, image->width);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                                 (float) gtk_widget_get_height (widget)));
  plot_weight_picture_show (picture, cr, place.x, place.y, place.width, place.height, place.zoom, &theme);
  percept_pad_paint_grid (&place, cr);
  if (plot_sketch_is_blank (self->sketch))
    percept_pad_paint_words (&place, cr, widget, _("Draw here"), image->channels == 3);
  if (self->by_keys)
    percept_pad_paint_ring (&place, cr, image, self->cursor, self->eraser || self->held == GDK_KEY_Delete);
  else if (self->pointed)
    percept_pad_paint_ring (&place, cr, image, self->pointer, self->eraser);
  cairo_destroy (cr);
  cairo_surface_destroy (picture);
}

/* Whole px of each pixel, as many as its side has room for, and the frame. */
static void
percept_drawing_pad_measure (GtkWidget     *widget,
                             GtkOrientation orientation,
                             int            for_size,
                             int           *minimum,
                             int           *natural,
                             int           *minimum_baseline,
                             int           *natural_baseline)
{
  PerceptDrawingPad    *self = PERCEPT_DRAWING_PAD (widget);
  const PlotBrushImage *image = plot_sketch_get (self->sketch);
  gboolean              across = orientation == GTK_ORIENTATION_HORIZONTAL;
  int                   width = (int) MAX (image->width, 1), height = (int) MAX (image->height, 1);
  int                   zoom = MAX (self->side / MAX (width, height), 1);
  int                   least = CLAMP (LEAST / MAX (width, height), 1, zoom);

  if (for_size >= 0)
    zoom = CLAMP ((for_size - 2 * FRAME) / (across ? height : width), least, zoom);
  *natural = (across ? width : height) * zoom + 2 * FRAME;
  *minimum = across || for_size < 0 ? (across ? width : height) * least + 2 * FRAME : *natural;
}

static GtkSizeRequestMode
percept_drawing_pad_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The pointer, a finger, a pen */

static gboolean
is_eraser_tip (GtkGesture *gesture)
{
  GdkEvent      *event = gtk_gesture_get_last_event (gesture, gtk_gesture_get_last_updated_sequence (gesture));
  GdkDeviceTool *tool = event != NULL ? gdk_event_get_device_tool (event) : NULL;

  return tool != NULL && gdk_device_tool_get_tool_type (tool) == GDK_DEVICE_TOOL_TYPE_ERASER;
}

static void
begin_cb (PerceptDrawingPad *self,
          double             x,
          double             y,
          GtkGesture        *gesture)
{
  guint    button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  gboolean shift = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) & GDK_SHIFT_MASK;
  gboolean eraser = self->eraser || shift || button == GDK_BUTTON_SECONDARY || is_eraser_tip (gesture);

  if (button == GDK_BUTTON_MIDDLE)
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  /* Else a finger would scroll the page. */
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->start_x = x;
  self->start_y = y;
  self->by_keys = FALSE;
  self->held = 0;
  begin (self, to_image (self, x, y), eraser);
}

/* Where the pointer has been since the last frame: a fast curve would get corners without it. Returns: whether it has
 * left anything there */
static gboolean
extend_along_history (PerceptDrawingPad *self,
                      GdkEvent          *event)
{
  GtkNative              *native = gtk_widget_get_native (GTK_WIDGET (self));
  guint                   n = 0;
  g_autofree GdkTimeCoord *history = gdk_event_get_history (event, &n);
  gboolean                changed = FALSE;
  double                  left, top, x, y;

  gtk_native_get_surface_transform (native, &left, &top);
  for (guint i = 0; history != NULL && i < n; i++)
    if ((history[i].flags & GDK_AXIS_FLAG_X) != 0 && (history[i].flags & GDK_AXIS_FLAG_Y) != 0
        && gtk_widget_translate_coordinates (GTK_WIDGET (native), GTK_WIDGET (self),
                                             history[i].axes[GDK_AXIS_X] - left, history[i].axes[GDK_AXIS_Y] - top,
                                             &x, &y))
      changed |= plot_sketch_extend (self->sketch, to_image (self, x, y));
  return changed;
}

static void
update_cb (PerceptDrawingPad *self,
           double             x,
           double             y,
           GtkGesture        *gesture)
{
  GdkEvent *event = gtk_gesture_get_last_event (gesture, gtk_gesture_get_last_updated_sequence (gesture));
  gboolean  left_ink = event != NULL && extend_along_history (self, event);

  self->pointer = to_image (self, self->start_x + x, self->start_y + y);
  if (plot_sketch_extend (self->sketch, self->pointer) || left_ink)
    changed (self);
}

static void
end_stroke (PerceptDrawingPad *self)
{
  plot_sketch_end (self->sketch);
  self->held = 0;
}

static void
motion_cb (PerceptDrawingPad *self,
           double             x,
           double             y)
{
  self->pointed = TRUE;
  self->by_keys = FALSE;
  self->pointer = to_image (self, x, y);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
leave_cb (PerceptDrawingPad *self)
{
  self->pointed = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The keys */

static const struct
{
  guint key, pad_key;
  int   across, down;
} moves[] = {
  { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
  { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
  { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
  { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
};

static gboolean
move_by_key (PerceptDrawingPad *self,
             guint              key,
             int                stride)
{
  const PlotBrushImage *image = plot_sketch_get (self->sketch);

  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    if (key == moves[i].key || key == moves[i].pad_key)
      {
        self->cursor.x = CLAMP (self->cursor.x + (float) (moves[i].across * stride), 0.5f,
                                (float) image->width - 0.5f);
        self->cursor.y = CLAMP (self->cursor.y + (float) (moves[i].down * stride), 0.5f,
                                (float) image->height - 0.5f);
        if (self->held != 0)
          extend (self, self->cursor);
        return TRUE;
      }
  return FALSE;
}

/* Both keys that erase are one, and both that draw. */
static guint
pen_of (guint key)
{
  switch (key)
    {
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:  return GDK_KEY_space;
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
    case GDK_KEY_BackSpace: return GDK_KEY_Delete;
    default:                return 0;
    }
}

/* While it is held it repeats, and the stroke goes on. */
static void
press_pen (PerceptDrawingPad *self,
           guint              pen)
{
  if (self->held == pen)
    return;
  self->held = pen;
  begin (self, self->cursor, pen == GDK_KEY_Delete || self->eraser);
}

static gboolean
key_cb (PerceptDrawingPad *self,
        guint              key,
        guint              code,
        GdkModifierType    state)
{
  if (plot_sketch_get (self->sketch)->bytes == NULL)
    return FALSE;
  if ((state & GDK_CONTROL_MASK) != 0 && (key == GDK_KEY_z || key == GDK_KEY_Z) && (state & GDK_SHIFT_MASK) == 0)
    {
      /* Once nothing is left to undo here, one more should not reach other things that can be undone. */
      percept_drawing_pad_undo (self);
      return TRUE;
    }
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  if (pen_of (key) != 0)
    press_pen (self, pen_of (key));
  else if (!move_by_key (self, key, (state & GDK_SHIFT_MASK) != 0 ? KEY_STRIDE : 1))
    return FALSE;
  self->by_keys = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

static void
key_released_cb (PerceptDrawingPad *self,
                 guint              key)
{
  if (self->held == 0 || pen_of (key) != self->held)
    return;
  end_stroke (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
unfocused_cb (PerceptDrawingPad *self)
{
  if (self->held != 0)
    end_stroke (self);
  self->by_keys = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Where the keys draw is seen as soon as they are here. */
static void
focused_cb (PerceptDrawingPad *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  self->by_keys = GTK_IS_WINDOW (root) && gtk_window_get_focus_visible (GTK_WINDOW (root));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Widget */

static void
percept_drawing_pad_finalize (GObject *object)
{
  plot_sketch_free (PERCEPT_DRAWING_PAD (object)->sketch);
  G_OBJECT_CLASS (percept_drawing_pad_parent_class)->finalize (object);
}

static void
percept_drawing_pad_class_init (PerceptDrawingPadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = percept_drawing_pad_finalize;
  widget_class->snapshot = percept_drawing_pad_snapshot;
  widget_class->measure = percept_drawing_pad_measure;
  widget_class->get_request_mode = percept_drawing_pad_get_request_mode;
  gtk_widget_class_set_css_name (widget_class, "drawing-pad");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  drawn = g_signal_new ("drawn", PERCEPT_TYPE_DRAWING_PAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
add_pointer (PerceptDrawingPad *self)
{
  GtkGesture         *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (end_stroke), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (end_stroke), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

static void
add_keys (PerceptDrawingPad *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect_swapped (keys, "key-released", G_CALLBACK (key_released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (focused_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (unfocused_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

static void
percept_drawing_pad_init (PerceptDrawingPad *self)
{
  self->sketch = plot_sketch_new ();
  self->side = SIDE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "crosshair");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Image to draw in"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _("Arrow keys move the pen, Space draws, Delete erases; held down, they draw lines "
                                    "along the arrows. Ctrl+Z undoes the last stroke."), -1);
  g_signal_connect_object (percept_figure_style_get_default (), "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  add_pointer (self);
  add_keys (self);
}

GtkWidget *
percept_drawing_pad_new (void)
{
  return g_object_new (PERCEPT_TYPE_DRAWING_PAD, NULL);
}
