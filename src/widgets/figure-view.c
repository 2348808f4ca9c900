/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/figure-view-private.h"

#include "widgets/figure-menu.h"
#include "widgets/figure-style.h"
#include "widgets/redraw-queue.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* How often the words of a figure follow it. */
#define DESCRIBE_US (2 * G_USEC_PER_SEC)
/* Px of what is saved or copied before the view has a size. */
#define UNSEEN_WIDTH  800
#define UNSEEN_HEIGHT 500
#define SMALLEST_SIDE 60
#define USUAL_WIDTH   460

G_DEFINE_FINAL_TYPE_WITH_CODE (PerceptFigureView, percept_figure_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

/* Words */

static gboolean
describe_cb (gpointer data)
{
  PerceptFigureView *self = data;
  g_autofree char   *words = self->figure != NULL ? plot_figure_describe (self->figure) : NULL;

  self->describe_id = 0;
  self->described = g_get_monotonic_time ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words != NULL ? words : "", -1);
  return G_SOURCE_REMOVE;
}

static void
queue_describe (PerceptFigureView *self)
{
  gint64 wait = self->described + DESCRIBE_US - g_get_monotonic_time ();

  if (self->describe_id == 0)
    self->describe_id = g_timeout_add (MAX (wait, 0) / 1000, describe_cb, self);
}

/* Geometry */

void
percept_figure_view_get_theme (PerceptFigureView *self,
                               PlotTheme         *theme)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));

  percept_figure_style_get_theme (percept_figure_style_get_default (), theme);
  if (self->presenting && native != NULL)
    plot_theme_present (theme, gtk_widget_get_height (GTK_WIDGET (native)));
}

double
percept_figure_view_get_full_height (PerceptFigureView *self)
{
  double    height = gtk_widget_get_height (GTK_WIDGET (self));
  PlotTheme theme;

  if (self->height_func == NULL || self->figure == NULL)
    return height;
  percept_figure_view_get_theme (self, &theme);
  return fmax (height, ceil (self->height_func (self->figure, gtk_widget_get_width (GTK_WIDGET (self)), &theme)));
}

double
percept_figure_view_get_scroll (PerceptFigureView *self)
{
  return self->vadjustment != NULL ? round (gtk_adjustment_get_value (self->vadjustment)) : 0;
}

double
percept_figure_view_get_head (PerceptFigureView *self)
{
  PlotTheme theme;

  if (self->head_func == NULL || self->figure == NULL)
    return 0;
  percept_figure_view_get_theme (self, &theme);
  return floor (self->head_func (self->figure, gtk_widget_get_width (GTK_WIDGET (self)), &theme));
}

double
percept_figure_view_to_figure_y (PerceptFigureView *self,
                                 double             y)
{
  return y < percept_figure_view_get_head (self) ? y : y + percept_figure_view_get_scroll (self);
}

/* Scrolling */

static void
configure_adjustments (PerceptFigureView *self)
{
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double full = percept_figure_view_get_full_height (self);

  if (self->vadjustment == NULL || height <= 0)
    return;
  gtk_adjustment_configure (self->vadjustment, gtk_adjustment_get_value (self->vadjustment), 0, full, height / 10,
                            height * 0.9, height);
}

static void
percept_figure_view_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  PerceptFigureView *self = PERCEPT_FIGURE_VIEW (widget);

  if (self->hadjustment != NULL)
    gtk_adjustment_configure (self->hadjustment, 0, 0, width, width, width, width);
  configure_adjustments (self);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
set_adjustment (PerceptFigureView *self,
                GtkAdjustment    **slot,
                GtkAdjustment     *adjustment)
{
  if (*slot != NULL)
    g_signal_handlers_disconnect_by_data (*slot, self);
  g_set_object (slot, adjustment);
  if (adjustment != NULL)
    g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self);
}

void
percept_figure_view_scroll_to (PerceptFigureView *self,
                               double             top,
                               double             bottom)
{
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double head = percept_figure_view_get_head (self);
  double scroll = percept_figure_view_get_scroll (self);

  if (self->vadjustment == NULL)
    return;
  /* The figure may have changed and not been redrawn yet. */
  configure_adjustments (self);
  if (bottom - scroll > height)
    scroll = bottom - height;
  if (top - scroll < head)
    scroll = top - head;
  gtk_adjustment_set_value (self->vadjustment, scroll);
}

/* Pointer */

static void
hover_cb (PerceptFigureView *self,
          double             x,
          double             y)
{
  self->hovered = TRUE;
  self->hover_x = x;
  self->hover_y = y;
  if (self->figure != NULL && self->figure->klass->draw_hover != NULL)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
leave_cb (PerceptFigureView *self)
{
  self->hovered = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Commands */

/* Px at @width, where all of the figure is to be seen. */
static int
needed_height (PerceptFigureView *self,
               int                width)
{
  PlotTheme theme;

  if (!self->whole || self->figure == NULL || self->height_func == NULL || width <= 0)
    return SMALLEST_SIDE;
  percept_figure_view_get_theme (self, &theme);
  return MAX (SMALLEST_SIDE, (int) ceil (self->height_func (self->figure, width, &theme)));
}

static void
redraw_cb (GtkWidget *widget)
{
  PerceptFigureView *self = PERCEPT_FIGURE_VIEW (widget);

  self->stale = TRUE;
  if (!gtk_widget_get_mapped (widget))
    return;
  if (self->whole && needed_height (self, gtk_widget_get_width (widget)) != self->asked_height)
    gtk_widget_queue_resize (widget);
  configure_adjustments (self);
  gtk_widget_queue_draw (widget);
  queue_describe (self);
}

void
percept_figure_view_queue_update (PerceptFigureView *self,
                                  gboolean           now)
{
  if (now)
    redraw_cb (GTK_WIDGET (self));
  else
    percept_redraw_queue_push (percept_redraw_queue_get_default (), GTK_WIDGET (self), redraw_cb);
}

void
percept_figure_view_set_figure (PerceptFigureView *self,
                                PlotFigure        *figure,
                                const char        *name)
{
  gboolean renamed = name != NULL && g_strcmp0 (self->name, name) != 0;

  if (self->figure == figure && !renamed)
    return;
  plot_figure_ref (figure);
  plot_figure_unref (self->figure);
  self->figure = figure;
  if (renamed)
    {
      g_free (self->name);
      self->name = g_strdup (name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
  self->stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  queue_describe (self);
}

PlotFigure *
percept_figure_view_get_figure (PerceptFigureView *self)
{
  return self->figure;
}

const char *
percept_figure_view_get_name (PerceptFigureView *self)
{
  return self->name;
}

void
percept_figure_view_set_dragged (PerceptFigureView *self,
                                 gboolean           dragged)
{
  self->dragged = dragged;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
percept_figure_view_set_presenting (PerceptFigureView *self,
                                    gboolean           presenting)
{
  self->presenting = presenting;
  percept_figure_view_queue_update (self, TRUE);
}

void
percept_figure_view_set_height_func (PerceptFigureView  *self,
                                     PerceptFigureHeight height_func)
{
  self->height_func = height_func;
  percept_figure_view_queue_update (self, TRUE);
}

void
percept_figure_view_set_whole (PerceptFigureView *self,
                               gboolean           whole)
{
  self->whole = whole;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
percept_figure_view_set_head_func (PerceptFigureView  *self,
                                   PerceptFigureHeight head_func)
{
  self->head_func = head_func;
  percept_figure_view_queue_update (self, TRUE);
}

void
percept_figure_view_get_saved_size (PerceptFigureView *self,
                                    double            *width,
                                    double            *height)
{
  gboolean seen = gtk_widget_get_width (GTK_WIDGET (self)) > 0 && gtk_widget_get_height (GTK_WIDGET (self)) > 0;

  *width = seen ? gtk_widget_get_width (GTK_WIDGET (self)) : UNSEEN_WIDTH;
  *height = seen ? percept_figure_view_get_full_height (self) : UNSEEN_HEIGHT;
}

void
percept_figure_view_set_file_name (PerceptFigureView *self,
                                   const char        *file_name)
{
  g_autofree char *old = self->file_name;

  self->file_name = g_strdup (file_name);
}

const char *
percept_figure_view_get_file_name (PerceptFigureView *self)
{
  return self->file_name != NULL ? self->file_name : _("figure");
}

/* Context menu */

void
percept_figure_view_set_extra_menu (PerceptFigureView *self,
                                    GMenuModel        *menu)
{
  g_set_object (&self->extra_menu, menu);
}

GMenuModel *
percept_figure_view_get_extra_menu (PerceptFigureView *self)
{
  return self->extra_menu;
}

static void
popup_menu (PerceptFigureView *self,
            double             x,
            double             y)
{
  if (self->figure == NULL)
    return;
  if (self->popover == NULL)
    self->popover = percept_figure_menu_new (self);
  percept_figure_menu_update (GTK_POPOVER_MENU (self->popover), self);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
pressed_cb (PerceptFigureView *self,
            int                n_press,
            double             x,
            double             y)
{
  popup_menu (self, x, y);
}

static gboolean
menu_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   data)
{
  popup_menu (PERCEPT_FIGURE_VIEW (widget), gtk_widget_get_width (widget) / 2.0,
              gtk_widget_get_height (widget) / 2.0);
  return TRUE;
}

/* GObject */

static void
style_changed_cb (PerceptFigureView *self)
{
  percept_figure_view_queue_update (self, TRUE);
}

static void
percept_figure_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (percept_figure_view_parent_class)->map (widget);
  configure_adjustments (PERCEPT_FIGURE_VIEW (widget));
  queue_describe (PERCEPT_FIGURE_VIEW (widget));
}

/* The pointer need not have left for the view to go. */
static void
percept_figure_view_unmap (GtkWidget *widget)
{
  PERCEPT_FIGURE_VIEW (widget)->hovered = FALSE;
  GTK_WIDGET_CLASS (percept_figure_view_parent_class)->unmap (widget);
}

static void
percept_figure_view_measure (GtkWidget     *widget,
                             GtkOrientation orientation,
                             int            for_size,
                             int           *minimum,
                             int           *natural,
                             int           *minimum_baseline,
                             int           *natural_baseline)
{
  PerceptFigureView *self = PERCEPT_FIGURE_VIEW (widget);

  *minimum = SMALLEST_SIDE;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? USUAL_WIDTH : SMALLEST_SIDE;
  if (orientation == GTK_ORIENTATION_HORIZONTAL || !self->whole)
    return;
  *minimum = *natural = needed_height (self, for_size > 0 ? for_size : USUAL_WIDTH);
  if (for_size > 0 && for_size == gtk_widget_get_width (widget))
    self->asked_height = *minimum;
}

static GtkSizeRequestMode
percept_figure_view_get_request_mode (GtkWidget *widget)
{
  return PERCEPT_FIGURE_VIEW (widget)->whole ? GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH : GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
percept_figure_view_get_property (GObject    *object,
                                  guint       id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  PerceptFigureView *self = PERCEPT_FIGURE_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:    g_value_set_object (value, self->hadjustment); break;
    case PROP_VADJUSTMENT:    g_value_set_object (value, self->vadjustment); break;
    case PROP_HSCROLL_POLICY: g_value_set_enum (value, self->hscroll_policy); break;
    case PROP_VSCROLL_POLICY: g_value_set_enum (value, self->vscroll_policy); break;
    default:                  G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
percept_figure_view_set_property (GObject      *object,
                                  guint         id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  PerceptFigureView *self = PERCEPT_FIGURE_VIEW (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:    set_adjustment (self, &self->hadjustment, g_value_get_object (value)); break;
    case PROP_VADJUSTMENT:    set_adjustment (self, &self->vadjustment, g_value_get_object (value)); break;
    case PROP_HSCROLL_POLICY: self->hscroll_policy = g_value_get_enum (value); break;
    case PROP_VSCROLL_POLICY: self->vscroll_policy = g_value_get_enum (value); break;
    default:                  G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
percept_figure_view_dispose (GObject *object)
{
  PerceptFigureView *self = PERCEPT_FIGURE_VIEW (object);

  set_adjustment (self, &self->hadjustment, NULL);
  set_adjustment (self, &self->vadjustment, NULL);
  g_clear_handle_id (&self->describe_id, g_source_remove);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  g_clear_object (&self->extra_menu);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->file_name, g_free);
  g_clear_pointer (&self->figure, plot_figure_unref);
  G_OBJECT_CLASS (percept_figure_view_parent_class)->dispose (object);
}

static void
percept_figure_view_class_init (PerceptFigureViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = percept_figure_view_dispose;
  object_class->get_property = percept_figure_view_get_property;
  object_class->set_property = percept_figure_view_set_property;
  widget_class->snapshot = percept_figure_view_snapshot;
  widget_class->measure = percept_figure_view_measure;
  widget_class->get_request_mode = percept_figure_view_get_request_mode;
  widget_class->size_allocate = percept_figure_view_size_allocate;
  widget_class->map = percept_figure_view_map;
  widget_class->unmap = percept_figure_view_unmap;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  gtk_widget_class_set_css_name (widget_class, "figure");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  percept_figure_menu_install (widget_class);
}

static void
percept_figure_view_init (PerceptFigureView *self)
{
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkGesture         *press = gtk_gesture_long_press_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (popup_menu), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (hover_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (hover_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (percept_figure_style_get_default (), "changed", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
percept_figure_view_new (void)
{
  return g_object_new (PERCEPT_TYPE_FIGURE_VIEW, NULL);
}
