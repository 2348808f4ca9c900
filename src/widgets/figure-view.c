/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/figure-view.h"

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

struct _PerceptFigureView
{
  GtkWidget            parent_instance;
  PlotFigure          *figure;       /* not owned */
  char                *name;
  GdkTexture          *texture;      /* the kept picture */
  double               painted_scroll;
  int                  painted_scale;
  gboolean             stale;        /* the picture has to be painted at the next snapshot */
  gboolean             presenting;
  gint64               described;
  guint                describe_id;
  PerceptFigureHeight  height_func;
  GtkAdjustment       *hadjustment;
  GtkAdjustment       *vadjustment;
  GtkScrollablePolicy  hscroll_policy;
  GtkScrollablePolicy  vscroll_policy;
  GtkWidget           *popover;
};

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

/* Painting */

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

static double
get_scroll (PerceptFigureView *self)
{
  return self->vadjustment != NULL ? round (gtk_adjustment_get_value (self->vadjustment)) : 0;
}

double
percept_figure_view_to_figure_y (PerceptFigureView *self,
                                 double             y)
{
  return y + get_scroll (self);
}

static GdkTexture *
texture_from_surface (cairo_surface_t *surface)
{
  int     width = cairo_image_surface_get_width (surface);
  int     height = cairo_image_surface_get_height (surface);
  int     stride = cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) stride * height,
                                      (GDestroyNotify) cairo_surface_destroy, cairo_surface_reference (surface));
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
paint (PerceptFigureView *self)
{
  int              width = gtk_widget_get_width (GTK_WIDGET (self));
  int              height = gtk_widget_get_height (GTK_WIDGET (self));
  int              scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double           scroll = get_scroll (self);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  cairo_t         *cr = cairo_create (surface);
  PlotTheme        theme;

  percept_figure_view_get_theme (self, &theme);
  cairo_scale (cr, scale, scale);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  cairo_translate (cr, 0, -scroll);
  plot_figure_draw (self->figure, cr, width, percept_figure_view_get_full_height (self), &theme);
  cairo_destroy (cr);
  g_clear_object (&self->texture);
  self->texture = texture_from_surface (surface);
  cairo_surface_destroy (surface);
  self->painted_scroll = scroll;
  self->painted_scale = scale;
  self->stale = FALSE;
}

static gboolean
picture_fits (PerceptFigureView *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  return self->texture != NULL && !self->stale && self->painted_scale == scale
         && self->painted_scroll == get_scroll (self)
         && gdk_texture_get_width (self->texture) == gtk_widget_get_width (GTK_WIDGET (self)) * scale
         && gdk_texture_get_height (self->texture) == gtk_widget_get_height (GTK_WIDGET (self)) * scale;
}

static void
percept_figure_view_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  PerceptFigureView *self = PERCEPT_FIGURE_VIEW (widget);
  int                width = gtk_widget_get_width (widget);
  int                height = gtk_widget_get_height (widget);

  if (self->figure == NULL || width <= 0 || height <= 0)
    return;
  if (!picture_fits (self))
    paint (self);
  gtk_snapshot_append_texture (snapshot, self->texture, &GRAPHENE_RECT_INIT (0, 0, width, height));
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

/* Commands */

static void
redraw_cb (GtkWidget *widget)
{
  PerceptFigureView *self = PERCEPT_FIGURE_VIEW (widget);

  self->stale = TRUE;
  if (!gtk_widget_get_mapped (widget))
    return;
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

static void
get_saved_size (PerceptFigureView *self,
                double            *width,
                double            *height)
{
  gboolean seen = gtk_widget_get_width (GTK_WIDGET (self)) > 0 && gtk_widget_get_height (GTK_WIDGET (self)) > 0;

  *width = seen ? gtk_widget_get_width (GTK_WIDGET (self)) : UNSEEN_WIDTH;
  *height = seen ? percept_figure_view_get_full_height (self) : UNSEEN_HEIGHT;
}

gboolean
percept_figure_view_save (PerceptFigureView *self,
                          const char        *path,
                          GError           **error)
{
  PlotTheme theme;
  double    width, height;

  percept_figure_view_get_theme (self, &theme);
  get_saved_size (self, &width, &height);
  return plot_figure_save (self->figure, path, width, height, &theme, error);
}

void
percept_figure_view_copy (PerceptFigureView *self)
{
  cairo_surface_t      *surface;
  g_autoptr (GdkTexture) texture = NULL;
  PlotTheme             theme;
  double                width, height;

  percept_figure_view_get_theme (self, &theme);
  get_saved_size (self, &width, &height);
  surface = plot_figure_to_surface (self->figure, width, height, 2, &theme);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.report", "s",
                                  _("Copying the figure: not enough memory for it"));
      cairo_surface_destroy (surface);
      return;
    }
  texture = texture_from_surface (surface);
  cairo_surface_destroy (surface);
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
}

/* Context menu */

static void
popup_menu (PerceptFigureView *self,
            double             x,
            double             y)
{
  if (self->figure == NULL)
    return;
  if (self->popover == NULL)
    self->popover = percept_figure_menu_new (self);
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

static void
percept_figure_view_measure (GtkWidget     *widget,
                             GtkOrientation orientation,
                             int            for_size,
                             int           *minimum,
                             int           *natural,
                             int           *minimum_baseline,
                             int           *natural_baseline)
{
  *minimum = 60;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 460 : 60;
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
  g_clear_object (&self->texture);
  g_clear_pointer (&self->name, g_free);
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
  widget_class->size_allocate = percept_figure_view_size_allocate;
  widget_class->map = percept_figure_view_map;
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
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
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
